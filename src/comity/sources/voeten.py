"""Voeten and others: General Assembly votes in one row a roll call, and published ideal points of states by session.

The wide release of 2024 writes 1 yes, 2 abstain, 3 no, 8 absent, 9 not a member, gives no symbols, and puts most days
before 2002 at a wrong day of the right month; its absences from 2022 on are in part names that were not matched. Four
of its roll calls of 2023 bear ids given before: the later one gets a b after it. Votes and ideal points are one source:
import the files of both together, since the newest vintage of a source speaks for all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from comity.kernel import states
from comity.kernel.errors import NotOnShelf
from comity.records.event import CastVote, Reading, Row
from comity.sources.contract import Aside, Ask, File, SchemaChanged, Source, Wish
from comity.sources.forms import delimited, roll_calls, sifted
from comity.sources.forms.entry import Entry, Once
from comity.sources.forms.places import from_cow

SOURCE = Source(
    name="voeten",
    title="United Nations General Assembly Voting Data and ideal points",
    provider="Erik Voeten, Anton Strezhnev, Michael Bailey; Harvard Dataverse",
    home="https://doi.org/10.7910/DVN/LEJUQZ",
    gives=("CastVote", "Reading"),
    licence="as the Dataverse page states it for the release at hand",
    terms="Cite dataset and article; look up the licence of your release before passing rows on.",
    cite=(
        "Bailey, Michael A., Anton Strezhnev and Erik Voeten (2017). Estimating dynamic state preferences from United "
        "Nations voting data. Journal of Conflict Resolution 61(2), 430-456."
    ),
    shareable=False,
    cadence=0,
)

_VOTES: dict[str, roll_calls.Vote] = {"1": "yes", "2": "abstain", "3": "no", "8": "absent"}
_ISSUES = ("me", "nu", "di", "hr", "co", "ec")
_KEYS = ("rcid", "date")
_POINT = re.compile(r"IdealPoint([A-Za-z]*)")
# The seat of China: the column to read before 25 October 1971 and from then on (A/RES/2758 (XXVI)).
_CHINA = ("TWN", "CHN")


def asks(wish: Wish) -> tuple[Ask, ...]:
    """Nothing: the Dataverse gives its files new addresses with each release, so they are given from its page."""
    del wish
    return ()


def read(file: File) -> Iterator[Row]:
    """Votes of a wide release, or readings of ideal points, by which file it is."""
    return sifted.rows(_parsed(file))


def aside(file: File) -> Iterator[Aside]:
    """Ids used twice, second columns of one seat, and ideal points of places that are no state of ours."""
    return sifted.asides(_parsed(file))


def _parsed(file: File) -> Iterator[Row | Aside]:
    header = next(delimited.lines(file, delimited.Form(needs=())), ("", []))[1]
    if "rcid" in header:
        return _wide(file, header)
    if any(_POINT.fullmatch(name) for name in header):
        return _points(file, header)
    delimited.check_header(file, header, delimited.Form(needs=_KEYS))
    raise SchemaChanged(f"{file.name} has neither roll calls nor ideal points", hint="see the release's page")


def _wide(file: File, header: list[str]) -> Iterator[Row | Aside]:
    form = delimited.Form(needs=_KEYS)
    rows = delimited.lines(file, form)
    next(rows)
    delimited.check_header(file, header, form)
    columns = [(at, code) for at, code in enumerate(header) if code not in _KEYS and code not in _ISSUES]
    _check_columns(file, [code for _, code in columns])
    at_id, at_day = header.index("rcid"), header.index("date")
    seen: dict[str, date] = {}
    for where, cells in rows:
        if len(cells) != len(header):
            raise delimited.wrong_length(where, cells, len(header))
        entry = Entry(where, {"rcid": cells[at_id], "date": cells[at_day]})
        record, on = entry.must("rcid"), entry.day("date")
        if record in seen:
            if seen[record] == on or f"{record}b" in seen:
                raise entry.fault("rcid", "stands in the file before")
            yield Aside(
                where=where, words=f"{record} on {seen[record]} and {on}", why="an id used twice; read with a b"
            )
            record += "b"
        seen[record] = on
        for at, code in columns:
            if cells[at] == "9":
                continue
            vote = _VOTES.get(cells[at])
            if vote is None:
                raise Entry(where, {code: cells[at]}).fault(code, "is none of 1, 2, 3, 8, 9")
            if code in _CHINA and states.seat_of(code, on) != code:
                yield Aside(where=where, words=f"{record} {code} {vote}", why="not the seat of China on that day")
                continue
            yield CastVote(
                source=SOURCE.name,
                body="unga",
                decision=record,
                record=record,
                session="",
                on=on,
                state=states.seat_of(code, on) if code not in _CHINA else code,
                vote=vote,
            )


def _check_columns(file: File, codes: list[str]) -> None:
    unknown = []
    for code in codes:
        try:
            states.state(code)
        except NotOnShelf:
            unknown.append(code)
    if unknown or len(set(codes)) != len(codes) or not codes:
        said = f"columns that are no state: {', '.join(unknown[:8])}" if unknown else "no column or one twice"
        raise SchemaChanged(f"{file.name} has {said}", hint="the release changed its form; see its page")


def _points(file: File, header: list[str]) -> Iterator[Row | Aside]:
    suffix = next(found[1] for name in header if (found := _POINT.fullmatch(name)))
    wanted = tuple(f"{name}{suffix}" for name in ("IdealPoint", "NVotes", "Q5%", "Q50%", "Q95%"))
    form = delimited.Form(needs=("ccode", "session", *wanted), takes=("Countryname",), blank=frozenset({"", "NA"}))
    once = Once()
    held: set[tuple[str, int]] = set()
    for entry in delimited.entries(file, form):
        session, number = entry.whole("session") or 0, entry.whole("ccode") or 0
        if not 1 <= session <= 200:
            raise entry.fault("session", "is no session")
        once.add((number, session), entry)
        words = f"{entry.text('Countryname')} ({number})"
        try:
            state = from_cow(number)
        except NotOnShelf:
            yield Aside(where=entry.where, words=words, why="no state number we know")
            continue
        if (state, session) in held:
            yield Aside(where=entry.where, words=words, why="a second number of one state; the first is read")
            continue
        held.add((state, session))
        # A session opens in September of 1945 plus its number; the release files it under that year.
        year = 1945 + session
        for name in wanted:
            yield Reading(
                source=SOURCE.name,
                state=state,
                variable=name,
                began=date(year, 1, 1),
                ended=date(year, 12, 31),
                value=entry.real(name),
            )

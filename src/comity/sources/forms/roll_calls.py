"""UN roll calls as the Digital Library gives them: its bulk table, one row a vote, and the wide table of records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Literal

import msgspec

from comity.kernel import states
from comity.kernel.errors import Ambiguous, BadContent, NotOnShelf
from comity.records.event import CastVote
from comity.sources.contract import Aside, File, SchemaChanged
from comity.sources.forms import delimited
from comity.sources.forms.entry import Entry, Once

Vote = Literal["yes", "abstain", "no", "absent"]

# Digital Library, description of the voting data (February 2026): X stands for non-voting.
LETTERS: dict[str, Vote] = {"Y": "yes", "N": "no", "A": "abstain", "X": "absent"}

_BULK = ("undl_id", "ms_code", "ms_name", "ms_vote", "date", "resolution", "total_yes", "total_no", "total_abstentions")
_WIDE = ("Council", "Date", "Title", "Resolution", "Link", "token")
_COUNTS = ("TOTAL VOTES", "NO-VOTE COUNT", "ABSENT COUNT", "NO COUNT", "YES COUNT")

# Names of members as the Library wrote them at the time, and slips of the wide table of 2021.
_ODD = {
    "CONGO": "COG", "CONGO (DEMOCRATIC REPUBLIC OF)": "COD", "UNITED REPUBLIC OF CAMEROON": "CMR",
    "GERMANY, FEDERAL REPUBLIC OF": "DEU", "SOUTHERN YEMEN": "YMD", "MALDIVE ISLANDS": "MDV",
    "PHILIPPINE REPUBLIC": "PHL", "DEMOCRATIC CAMPUCHEA": "KHM", "SERBIAMONTENEGRO": "SCG",
    "BOLIVIA (PLURINATIOANL STATE OF)": "BOL", "BOLIVIA (PLUNATIONAL STATE OF)": "BOL", "REPULIC OF MOLDOVA": "MDA",
    "TKAZAKHSTAN": "KAZ", "CHILEs": "CHL", "Aa UNITED STATES": "USA", "AY DENMARK": "DNK",
    "AY UNION OF SOUTH AFRICA": "ZAF", "AY SWEDEN": "SWE", "Congo": "COG", "Ethipia": "ETH",
}  # fmt: skip
# The column whose member the wide table of 2021 lost.
_LOST = "DONOTKNOW"
# A/RES/55/12: the Federal Republic of Yugoslavia was admitted on that day; its seat is Serbia's today.
_ADMITTED = date(2000, 11, 1)
# The codes whose seat depends on the day: kernel.states.seat_of.
_MOVED = frozenset({"SUN", "CHN", "TWN"})


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """Which body's votes a module reads: our name of it, the wide table's, and the source of the rows."""

    name: Literal["unga", "unsc"]
    council: str
    source: str


def seat(text: str, on: date) -> str:
    """Code under which the seat of the named member runs in the vote record on that day; see kernel.states.seat_of.

    raises  NotOnShelf or Ambiguous
    """
    code = _code(text)
    if code == "SCG" or (code == "YUG" and on >= _ADMITTED):
        return "SRB"
    return states.seat_of(code, on) if code in _MOVED else code


# A name is looked up once, not once for each of a million votes.
@cache
def _code(text: str) -> str:
    said = text.strip()
    return states.find(_ODD.get(said, said)).iso3


def votes(file: File, body: Body) -> Iterator[CastVote | Aside]:
    """Votes of the body in either table, told apart by their headers; raises SchemaChanged for any other."""
    header = next(delimited.lines(file, delimited.Form(needs=())), ("", []))[1]
    if "ms_code" in header or "undl_id" in header:
        return _bulk(file, body)
    if "Council" in header or "token" in header:
        return _wide(file, body)
    delimited.check_header(file, header, delimited.Form(needs=_BULK))
    raise SchemaChanged(f"{file.name} is no table of votes", hint="the last good vintage stays in use")


def _bulk(file: File, body: Body) -> Iterator[CastVote | Aside]:
    form = delimited.Form(needs=_BULK, takes=("session", "draft", "title", "description"))
    once = Once()
    tally: dict[str, list[int]] = {}
    said: dict[str, tuple[str, tuple[int | None, ...]]] = {}
    # Days and members repeat by the hundred thousand, so each is worked out once.
    days: dict[str, date] = {}
    members: dict[tuple[str, str, date], str] = {}
    for entry in delimited.entries(file, form):
        record, written = entry.must("undl_id"), entry.text("date")
        on = days.get(written) or days.setdefault(written, entry.day("date"))
        symbol = entry.text("resolution")
        if symbol and not symbol.startswith("A/" if body.name == "unga" else "S/"):
            raise entry.fault("resolution", f"is no symbol of the {body.council}: it is the other body's file")
        key = (entry.text("ms_code"), entry.text("ms_name"), on)
        member = members.get(key) or members.setdefault(key, _member(entry, on))
        once.add((record, member), entry)
        letter = entry.text("ms_vote")
        if letter not in LETTERS:
            raise entry.fault("ms_vote", "is none of Y, N, A, X")
        counts = tally.setdefault(record, [0, 0, 0])
        if letter != "X":
            counts["YNA".index(letter)] += 1
        if record not in said:
            said[record] = (symbol, tuple(entry.count(f"total_{word}") for word in ("yes", "no", "abstentions")))
        yield CastVote(
            source=body.source,
            body=body.name,
            decision=symbol or entry.text("draft") or record,
            record=record,
            session=entry.text("session"),
            on=on,
            state=member,
            vote=LETTERS[letter],
            title=entry.text("title") or entry.text("description"),
        )
    for record, (symbol, totals) in said.items():
        if tuple(tally[record]) != totals:
            words = f"{symbol or record}: {_line(totals)} said, {_line(tally[record])} listed"
            yield Aside(where=file.name, words=words, why="totals differ from the votes listed; votes are read")


def _member(entry: Entry, on: date) -> str:
    """The seat by code, or by name where the Library's code is none we know."""
    for field in ("ms_code", "ms_name"):
        try:
            return seat(entry.must(field), on)
        except (NotOnShelf, Ambiguous):
            continue
    raise entry.fault("ms_code", f"({entry.text('ms_name')}) is no member we know")


def _wide(file: File, body: Body) -> Iterator[CastVote | Aside]:
    form = delimited.Form(needs=_WIDE)
    rows = delimited.lines(file, form)
    header = next(rows)[1]
    delimited.check_header(file, header, form)
    columns = _columns(file, header)
    at = {name: header.index(name) for name in _WIDE}
    once = Once()
    for where, cells in rows:
        if len(cells) != len(header):
            raise delimited.wrong_length(where, cells, len(header))
        entry = Entry(where, {name: cells[column] for name, column in at.items()})
        record, symbol, day = entry.must("token"), entry.text("Resolution"), entry.text("Date")
        once.add(record, entry)
        if entry.must("Council") != body.council:
            yield Aside(where=where, words=f"{symbol or record}", why="a decision of another body")
            continue
        if re.fullmatch(r"[0-9]{4}", day):
            yield Aside(where=where, words=f"{symbol or record} {day}", why="a decision without its day")
            continue
        on = entry.day("Date")
        held: dict[str, Vote] = {}
        for column, name in columns:
            letter = cells[column].strip()
            if not letter:
                continue
            if letter not in LETTERS:
                raise BadContent(f"{where}, field {name}: {letter!r} is none of Y, N, A, X", hint="see the file")
            if name == _LOST:
                yield Aside(where=where, words=f"{symbol or record}: {letter}", why="a vote whose member is lost")
                continue
            member = seat(name, on)
            if member in held:
                words = f"{symbol or record}: {name} {letter}, {member} {held[member]}"
                yield Aside(where=where, words=words, why="a second column for one seat; the first is read")
                continue
            held[member] = LETTERS[letter]
            yield CastVote(
                source=body.source,
                body=body.name,
                decision=symbol or record,
                record=record,
                session=session_of(symbol),
                on=on,
                state=member,
                vote=LETTERS[letter],
                title=entry.text("Title"),
            )


def _columns(file: File, header: list[str]) -> list[tuple[int, str]]:
    """Place and name of each member's column; raises SchemaChanged for a name that is no member."""
    found = []
    for column, name in enumerate(header):
        if name in _WIDE or name in _COUNTS:
            continue
        said = name.strip()
        if said != _LOST:
            try:
                # Any day will do here: the name alone is tried.
                seat(said, date(1990, 1, 1))
            except (NotOnShelf, Ambiguous):
                raise SchemaChanged(
                    f"{file.name} has a column {name!r}, which is no member we know",
                    hint="the last good vintage stays in use",
                ) from None
        found.append((column, said))
    return found


def session_of(symbol: str) -> str:
    """The Assembly's session in a symbol: 76 of A/RES/76/27, 21 of A/RES/2200(XXI), ES-10 of A/RES/ES-10/21."""
    if found := re.match(r"A/RES/((?:ES-|S-)?[0-9]+)/", symbol):
        return found[1]
    if found := re.match(r"A/RES/[0-9]+[A-Z]*\((ES-|S-)?([IVXL]+)\)", symbol):
        return f"{found[1] or ''}{_roman(found[2])}"
    return ""


def _roman(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50}[letter] for letter in text]
    after = [*values[1:], 0]
    return sum(-one if one < later else one for one, later in zip(values, after, strict=True))


def _line(totals: tuple[int | None, ...] | list[int]) -> str:
    return "-".join("?" if one is None else str(one) for one in totals)

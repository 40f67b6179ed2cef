"""REIGN: leaders' spells and elections, month by month, 1950 to 2021; no longer kept up.

Two lists are read, told apart by their columns: leaders (the month of leaving is given, its day is not: `left` is the
last day of that month) and elections (`known_on` is the day a vote was announced, where that is listed). Where a day is
not given, the last of its month stands for it, so that nothing is known too early.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from comity.kernel.errors import Misused, NotOnShelf
from comity.records.event import Happening, LeaderSpell, Row
from comity.sources.contract import Aside, Ask, File, Source, Wish
from comity.sources.forms import delimited, sifted
from comity.sources.forms.entry import Entry, last_of_month
from comity.sources.forms.places import from_cow
from comity.sources.forms.release import whole

SOURCE = Source(
    name="reign",
    title="Rulers, Elections, and Irregular Governance",
    provider="One Earth Future Foundation (OEF Research)",
    home="https://oefdatascience.github.io/REIGN.github.io/",
    gives=("LeaderSpell", "Happening"),
    licence="none stated",
    terms="Cite the dataset; no licence is stated, so ask before passing the lists on.",
    cite="Bell, Curtis (2016). The Rulers, Elections, and Irregular Governance Dataset (REIGN). OEF Research.",
    shareable=False,
    cadence=0,
)

# The last month of which both lists are known to stand in the repository.
NEWEST = "3_21"
_URL = "https://raw.githubusercontent.com/OEFDataScience/REIGN.github.io/gh-pages/data_sets/{name}"

_LEADERS = delimited.Form(needs=("ccode", "leadid", "leader", "sdate", "smonth", "syear", "emonth", "eyear"))
_ELECTIONS = delimited.Form(
    needs=("ccode", "country", "elec_year", "elec_month", "elec_day", "sequence", "event", "elecnum", "type")
)
# REIGN codebook: X executive, L legislative, R referendum.
_TYPES = {"X": "election_executive", "L": "election_legislative", "R": "referendum"}
_ANNOUNCED = ("announce", "delay")


def asks(wish: Wish) -> tuple[Ask, ...]:
    """Both lists of the wished month (written 3_21), or of the last."""
    version = wish.version or NEWEST
    if not re.fullmatch(r"[0-9]{1,2}_[0-9]{2}", version):
        raise Misused(f"REIGN versions are a month and a year such as {NEWEST}, not {version!r}")
    names = (f"leaderlist_{version}.csv", f"electionlist_{version}.csv")
    return tuple(Ask(url=_URL.format(name=name), file=name, media="csv", largest=16 * 1024 * 1024) for name in names)


def covers(wish: Wish) -> Wish:
    """Everything: the provider gives its files whole."""
    return whole(wish)


def read(file: File) -> Iterator[Row]:
    """Spells of leaders, or votes held and scheduled, by which list it is."""
    return sifted.rows(_parsed(file))


def aside(file: File) -> Iterator[Aside]:
    """Announcements, deadlines and voided votes, and records of places or spans that cannot be."""
    return sifted.asides(_parsed(file))


def _parsed(file: File) -> Iterator[Row | Aside]:
    head = file.body[:2000].split(b"\n", 1)[0]
    return _elections(file) if b"elecnum" in head else _leaders(file)


def _leaders(file: File) -> Iterator[Row | Aside]:
    seen: set[str] = set()
    for entry in delimited.entries(file, _LEADERS):
        state = _state(entry)
        if not state:
            yield Aside(where=entry.where, words=entry.text("ccode"), why="no state number we know")
            continue
        entered = _day(entry, "syear", "smonth", "sdate")
        left = None
        if entry.text("eyear"):
            left = last_of_month(entry.year("eyear"), _month(entry, "emonth"))
            if left < entered:
                words = f"{entry.text('leader')} {entered} to {left}"
                yield Aside(where=entry.where, words=words, why="a spell that ends before it begins")
                continue
        # REIGN uses an id again for a leader who comes back; with the day of entering it is one of its own.
        name = f"{entry.must('leadid')}/{entered}"
        if name in seen:
            yield Aside(where=entry.where, words=name, why="stands in the list before")
            continue
        seen.add(name)
        yield LeaderSpell(
            source=SOURCE.name, id=name, state=state, name=entry.must("leader"), entered=entered, left=left
        )


def _elections(file: File) -> Iterator[Row | Aside]:
    seen: set[str] = set()
    told: dict[str, date] = {}
    for entry in delimited.entries(file, _ELECTIONS):
        number, event = entry.must("elecnum"), entry.must("event")
        state = _state(entry)
        if not state or not entry.text("elec_month"):
            why = "a vote without its month" if state else "no state number we know"
            yield Aside(where=entry.where, words=f"{entry.text('country')}: {event}", why=why)
            continue
        on = _day(entry, "elec_year", "elec_month", "elec_day")
        if event.casefold().startswith(_ANNOUNCED):
            # The first announcement of a vote counts; the list runs in time within a vote.
            told.setdefault(number, on)
        if not event.casefold().startswith(("vote", "upcoming, scheduled")):
            yield Aside(where=entry.where, words=f"{entry.text('country')} {on}: {event}", why="no vote by itself")
            continue
        name = f"{number}/{entry.must('sequence')}"
        if name in seen:
            yield Aside(where=entry.where, words=f"{entry.text('country')} {name}", why="stands in the list before")
            continue
        seen.add(name)
        first = told.get(number)
        yield Happening(
            source=SOURCE.name,
            id=name,
            state=state,
            on=on,
            what=entry.one_of("type", _TYPES),
            known_on=first if first is not None and first < on else None,
            words=event,
        )


def _day(entry: Entry, years: str, months: str, days: str) -> date:
    """The day in three fields; the last of its month where the day itself is not given."""
    year, month, day = entry.year(years), _month(entry, months), entry.whole(days)
    return last_of_month(year, month) if day is None else entry.on(days, year, month, day)


def _month(entry: Entry, field: str) -> int:
    number = entry.whole(field)
    if number is None or not 1 <= number <= 12:
        raise entry.fault(field, "is no month")
    return number


def _state(entry: Entry) -> str:
    try:
        return from_cow(entry.whole("ccode") or 0)
    except NotOnShelf:
        return ""

"""Who sits where on which day: the Security Council year by year, and the members of organisations with dates.

`members` answers only where every seat is known; `known` also answers beyond that and says what is missing.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from comity.kernel import states
from comity.kernel.errors import BadContent, NotOnShelf, Refused, did_you_mean
from comity.kernel.provenance import Checked, Citation, Confidence
from comity.kernel.time import Month
from comity.reference.shelf import Shelf


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """One seat on one day.

    term_start, term_end  first and last day of the term, None where not known or without end
    suspended             the member may not take part on that day
    population            people, about; only where the body weighs votes by it
    """

    iso3: str
    permanent: bool = False
    veto: bool = False
    group: states.Group = states.Group.NONE
    term_start: date | None = None
    term_end: date | None = None
    suspended: bool = False
    population: int | None = None
    note: str = ""


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the seats are known on a day, and where the list comes from.

    as_of  day to which the list is known to be whole; later days assume that nothing changed (not for the Council)
    """

    seats: int
    known: int
    on: date
    as_of: date
    citation: Citation

    @property
    def missing(self) -> int:
        """Seats whose holder is not known here."""
        return self.seats - self.known

    @property
    def words(self) -> str:
        """A sentence for the reader, such as "5 of 15 seats of 2027 are not known here"."""
        if self.missing:
            return f"{self.missing} of {self.seats} seats of {self.on.year} are not known here"
        if self.on > self.as_of:
            return f"all {self.seats} seats, as known on {self.as_of.isoformat()}"
        return f"all {self.seats} seats are known"


class Suspension(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """First day of a suspension, and the day it was over (None while it lasts)."""

    from_: date
    to: date | None = None


class Membership(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """A spell of membership: first day (None: before the file begins) and the day it was over (None: it lasts)."""

    iso3: str
    from_: date | None = None
    to: date | None = None
    suspended: tuple[Suspension, ...] = ()
    population: int | None = None
    note: str = ""


class Organisation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Members of one organisation through time; whole from `covers_from` to `as_of`."""

    id: str
    name: str
    as_of: date
    covers_from: date
    source: str
    confidence: Confidence
    checked: Checked
    members: tuple[Membership, ...]


def _check(organisation: Organisation) -> None:
    for member in organisation.members:
        try:
            states.state(member.iso3)
        except NotOnShelf as error:
            raise BadContent(f"members: {error.message}", hint=error.hint) from error
        if member.from_ and member.to and member.from_ >= member.to:
            raise BadContent(f"members: {member.iso3} leaves before it joins", hint="swap from and to")


shelf = Shelf("comity.reference.seats", Organisation, noun="list of members", check=_check)

# The Council (own file, by year) and the United Nations (kept in kernel.states) are not on the shelf of YAML files.
_COUNCIL, _NATIONS = "unsc", "united_nations"
# UN Charter Art. 23(1) as amended by A/RES/1991 A (XVIII), in force since 31 August 1965.
_SEATS_TO_1965, _SEATS_FROM_1966 = 11, 15


def ids() -> tuple[str, ...]:
    """Ids of all lists of members, sorted."""
    return tuple(sorted((_COUNCIL, _NATIONS, *shelf.ids())))


def members(seats_id: str, on: date) -> tuple[Seat, ...]:
    """Everyone who sits on that day, in order of their codes.

    raises  NotOnShelf for an unknown list; Refused where the file does not know every seat (see `known`)
    """
    seats, covered = known(seats_id, on)
    if covered.missing:
        raise Refused(
            f"{covered.words}: only {', '.join(seat.iso3 for seat in seats)} are",
            hint="choose an earlier day, or go on with the known seats and show what is missing",
        )
    return seats


def known(seats_id: str, on: date) -> tuple[tuple[Seat, ...], Coverage]:
    """The seats whose holders are known on that day, in order of codes, and what is missing.

    Council years after the last on file hold the permanent members and the elected ones whose term runs on.
    raises  NotOnShelf for an unknown list; Refused before the list begins
    """
    if seats_id == _COUNCIL:
        return _council(on)
    if seats_id == _NATIONS:
        return _nations(on)
    if seats_id not in shelf.ids():
        raise NotOnShelf(f"there is no list of members {seats_id!r}", hint=did_you_mean(seats_id, ids()))
    organisation = shelf.get(seats_id)
    if on < organisation.covers_from:
        raise _too_early(seats_id, on, organisation.covers_from)
    seats = tuple(_seat(member, on) for member in organisation.members if _sits(member, on))
    citation = Citation(
        text=organisation.source, confidence=organisation.confidence, checked=organisation.checked
    )  # fmt: skip
    covered = Coverage(seats=len(seats), known=len(seats), on=on, as_of=organisation.as_of, citation=citation)
    return tuple(sorted(seats, key=lambda seat: seat.iso3)), covered


def presidency(month: Month) -> str:
    """Code of the Council member that presides in that month, by English alphabetical order of names.

    January 2020 to the last month whose members are all known; earlier months saw exchanges the rule does not tell.
    raises  Refused outside that time
    source  Provisional Rules of Procedure of the Security Council, rules 18-20 (S/96/Rev.7)
    """
    first = Month(2020, 1)
    if month < first or month.year > _last_year():
        raise Refused(
            f"the presidency of {month} is not known here", hint=f"choose a month from {first} to {_last_year()}-12"
        )
    # Viet Nam presided in January 2020; from there on the order of names holds.
    president = "VNM"
    for index in range(first.index + 1, month.index + 1):
        president = _after(president, Month(index // 12, index % 12 + 1).first)
    return president


def _after(president: str, on: date) -> str:
    names = {states.state(seat.iso3).name: seat.iso3 for seat in members(_COUNCIL, on)}
    later = sorted(name for name in names if name > states.state(president).name)
    return names[later[0] if later else min(names)]


def _sits(member: Membership, on: date) -> bool:
    return (member.from_ is None or member.from_ <= on) and (member.to is None or on < member.to)


def _seat(member: Membership, on: date) -> Seat:
    return Seat(
        iso3=member.iso3,
        group=states.state(member.iso3).group,
        term_start=member.from_,
        term_end=date.fromordinal(member.to.toordinal() - 1) if member.to else None,
        suspended=any(s.from_ <= on and (s.to is None or on < s.to) for s in member.suspended),
        population=member.population,
        note=member.note,
    )


def _too_early(seats_id: str, on: date, first: date) -> Refused:
    return Refused(
        f"{seats_id} is known here from {first.isoformat()}; {on.isoformat()} is earlier", hint="choose a later day"
    )


def _nations(on: date) -> tuple[tuple[Seat, ...], Coverage]:
    # The Charter entered into force on 24 October 1945 (Art. 110(3)).
    first = date(1945, 10, 24)
    if on < first:
        raise _too_early(_NATIONS, on, first)
    seats = []
    for entry in states.un_members(on):
        spell = next(spell for spell in entry.member if spell.holds(on))
        end = date.fromordinal(spell.end.toordinal() - 1) if spell.end else None
        seats.append(Seat(iso3=entry.iso3, group=entry.group, term_start=spell.start, term_end=end))
    citation = Citation(text="UN, Growth in United Nations membership", confidence=Confidence.HIGH)
    covered = Coverage(seats=len(seats), known=len(seats), on=on, as_of=date(2025, 12, 1), citation=citation)
    return tuple(seats), covered


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    year: int
    seat: Seat
    source: str
    confidence: Confidence


@cache
def _rows() -> dict[int, tuple[_Row, ...]]:
    text = (files(__name__) / "unsc.csv").read_bytes().decode("utf-8")
    years: dict[int, list[_Row]] = {}
    for number, cells in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            row = _row(cells)
        except (KeyError, ValueError, NotOnShelf) as error:
            raise BadContent(f"seats/unsc.csv line {number}: {error}", hint="compare it with its neighbours") from error
        years.setdefault(row.year, []).append(row)
    return {year: tuple(sorted(rows, key=lambda row: row.seat.iso3)) for year, rows in years.items()}


def _row(cells: dict[str, str]) -> _Row:
    permanent = cells["seat_type"] == "permanent"
    seat = Seat(
        iso3=states.state(cells["iso3"]).iso3,
        permanent=permanent,
        veto=cells["veto"] == "yes",
        group=states.Group(cells["regional_group"]),
        term_start=date(int(cells["term_start"]), 1, 1),
        term_end=date(int(cells["term_end"]), 12, 31) if cells["term_end"] else None,
        note=cells["note"],
    )
    return _Row(
        year=int(cells["year"]), seat=seat, source=cells["source"], confidence=Confidence(cells["confidence"])
    )  # fmt: skip


def _last_year() -> int:
    return max(_rows())


def _council(on: date) -> tuple[tuple[Seat, ...], Coverage]:
    years, last = _rows(), _last_year()
    if on.year < min(years):
        raise _too_early(_COUNCIL, on, date(min(years), 1, 1))
    rows = years[min(on.year, last)]
    # A permanent member's `term_end` is None; an elected one of the last year on file may sit on.
    staying = tuple(row for row in rows if row.seat.term_end is None or row.seat.term_end >= on)
    seats = tuple(sorted((_on_the_day(row.seat, on) for row in staying), key=lambda seat: seat.iso3))
    confidence = min((row.confidence for row in staying), key=list(Confidence).index)
    citation = Citation(text="; ".join(sorted({row.source for row in staying})), confidence=confidence)
    total = _SEATS_TO_1965 if on.year < 1966 else _SEATS_FROM_1966
    return seats, Coverage(seats=total, known=len(seats), on=on, as_of=date(last, 12, 31), citation=citation)


def _on_the_day(seat: Seat, on: date) -> Seat:
    # Two seats passed within a year: the USSR's on 24 December 1991 and Democratic Yemen's on 22 May 1990.
    if seat.iso3 == "SUN" and not states.state("SUN").un_member(on):
        return msgspec.structs.replace(seat, iso3="RUS")
    if seat.iso3 == "YEM" and states.state("YMD").un_member(on):
        return msgspec.structs.replace(seat, iso3="YMD")
    return seat

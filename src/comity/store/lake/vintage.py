"""Which vintage of a source speaks for which rows on a day. Arithmetic on the list of vintages; no rows are read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from comity.kernel.errors import Misused, Refused


class Vintage(msgspec.Struct, frozen=True, kw_only=True):
    """One release or fetch of a source.

    known_at  instant from which it was known, with a time zone
    since     first and `until` last day whose events it covers, None where open: a release of everything has neither
    states    states it covers; empty for all
    unique    whether each id stands in it once; a source with one such vintage in force needs no search for repeats
    ahead     whether its readings may be of days to come when they were known: forecasts
    adds      whether it only adds rows: it takes none back, whatever it covers
    """

    source: str
    name: str
    known_at: datetime
    since: date | None = None
    until: date | None = None
    states: tuple[str, ...] = ()
    unique: bool = False
    ahead: bool = False
    adds: bool = False


class InForce(msgspec.Struct, frozen=True, kw_only=True):
    """A vintage that still speaks, except for rows that a newer one of its source covers.

    rank    higher is newer, within the source
    hidden  the newer vintages whose cover touches this one's
    """

    vintage: Vintage
    rank: int
    hidden: tuple[Vintage, ...]


def end_of(origin: date) -> datetime:
    """The instant at which a day is over, in UTC: what is known before it was known on that day.

    raises  Misused for an instant: an origin is a day, all of it
    """
    if isinstance(origin, datetime):
        raise Misused(
            f"an origin is a day and not the instant {origin}", hint="give a date; all of that UTC day counts"
        )
    return datetime.combine(origin, time(), tzinfo=UTC) + timedelta(days=1)


def in_force(vintages: Iterable[Vintage], origin: date) -> tuple[InForce, ...]:
    """The vintages known by the end of the origin, newest first within a source, without those wholly replaced.

    raises  Misused for an instant without zone or a day that ends before it begins; Refused for two of one name
    """
    known: dict[str, list[Vintage]] = {}
    named: set[tuple[str, str]] = set()
    for one in vintages:
        _checked(one, named)
        if one.known_at < end_of(origin):
            known.setdefault(one.source, []).append(one)
    found: list[InForce] = []
    for source in sorted(known):
        oldest_first = sorted(known[source], key=lambda one: (one.known_at, one.name))
        for rank, one in enumerate(oldest_first):
            newer = tuple(other for other in oldest_first[rank + 1 :] if not other.adds and _touches(other, one))
            if not any(_holds(other, one) for other in newer):
                found.append(InForce(vintage=one, rank=rank, hidden=newer))
    return tuple(sorted(found, key=lambda one: (one.vintage.source, -one.rank)))


def _checked(one: Vintage, named: set[tuple[str, str]]) -> None:
    if one.known_at.tzinfo is None:
        raise Misused(f"vintage {one.name} of {one.source}: {one.known_at} names no time zone", hint="give UTC")
    if one.since and one.until and one.until < one.since:
        raise Misused(f"vintage {one.name} of {one.source} covers {one.since} to {one.until}, which is no span")
    if (one.source, one.name) in named:
        raise Refused(f"two vintages of {one.source} are named {one.name}", hint="name each release once")
    named.add((one.source, one.name))


def _touches(newer: Vintage, older: Vintage) -> bool:
    later = newer.since and older.until and newer.since > older.until
    earlier = newer.until and older.since and newer.until < older.since
    apart = newer.states and older.states and not set(newer.states) & set(older.states)
    return not (later or earlier or apart)


def _holds(newer: Vintage, older: Vintage) -> bool:
    """Whether the newer one covers all that the older one does."""
    begins = newer.since is None or (older.since is not None and newer.since <= older.since)
    ends = newer.until is None or (older.until is not None and newer.until >= older.until)
    places = not newer.states or (bool(older.states) and set(older.states) <= set(newer.states))
    return begins and ends and places

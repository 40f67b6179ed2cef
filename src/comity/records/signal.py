"""Warn: something seen or reported, with its grade. Who reported it is never in here."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from comity.kernel.errors import Misused
from comity.kernel.grading import Grade
from comity.kernel.marking import Marking

# Kinds of act, after the idea of HURIDOCS' Events Standard Formats (2001): who did what to whom, each in its own field.
Deed = Literal[
    "killing", "injury", "sexual_violence", "torture", "abduction", "detention", "displacement", "attack_on_objects",
    "denial_of_aid", "incitement", "mobilisation", "restriction", "protest", "protection",
]  # fmt: skip


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place known to within a distance. A blurred one is the middle of its cell; the exact one is not kept.

    lat, lon   degrees, WGS 84; both or neither
    within_km  the true place lies no farther than this from the point; at least 1
    name       an area large enough not to point at a reporter: a district, not a house
    """

    name: str = ""
    lat: float | None = None
    lon: float | None = None
    within_km: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what is no place on earth."""
        if (self.lat is None) != (self.lon is None):
            raise Misused("a place has both a latitude and a longitude, or neither")
        if self.lat is not None and self.lon is not None and not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise Misused(f"{self.lat}, {self.lon} is no place on earth", hint="write latitude, then longitude")
        if not 1 <= self.within_km <= 2000:
            raise Misused(f"a place is known to within 1 to 2000 km; got {self.within_km}")


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Who did what to whom: an armed group, a force or an office; a group of people; never a private person's name."""

    what: Deed
    by: str = ""
    against: str = ""

    @property
    def words(self) -> str:
        """The act as it is typed and shown."""
        by = f" by {self.by}" if self.by else ""
        against = f" against {self.against}" if self.against else ""
        return f"{self.what.replace('_', ' ')}{by}{against}"


class Toll(msgspec.Struct, frozen=True, kw_only=True):
    """People killed, as told: lowest and highest figure."""

    low: int
    high: int

    def __post_init__(self) -> None:
        """Refuse bounds in the wrong order."""
        if not 0 <= self.low <= self.high:
            raise Misused(f"a toll runs from a lower to a higher figure; got {self.low}-{self.high}")


class Signal(msgspec.Struct, frozen=True, kw_only=True):
    """One report or event.

    state      ISO 3166 alpha-3
    seen_on    first day on which it may have happened; seen_to the last, later only where the time was blurred
    known_on   the day we could first know it
    text       what happened, without anything that identifies a source, witness or victim
    indicators ids of risk-factor indicators it speaks to (RF07-05)
    files      SHA-256 of files that came with it, taken at receipt (Berkeley Protocol, 2020, on preservation)
    """

    state: str
    seen_on: date
    known_on: date
    text: str
    grade: Grade
    marking: Marking
    indicators: tuple[str, ...] = ()
    seen_to: date | None = None
    place: Place | None = None
    acts: tuple[Act, ...] = ()
    toll: Toll | None = None
    files: tuple[str, ...] = ()

    @property
    def last_seen(self) -> date:
        """The last day on which it may have happened."""
        return self.seen_to or self.seen_on


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody judged two reports to be to each other.

    relation  same_event: two accounts of one event; duplicate: one account passed on twice; different: neither
    origins   independent, same_origin, or unknown: whether one account could be the other's source. Nobody is named.
    """

    one: str
    other: str
    relation: Literal["same_event", "duplicate", "different"]
    origins: Literal["independent", "same_origin", "unknown"] = "unknown"
    because: str
    by: str
    judged_on: date

    def __post_init__(self) -> None:
        """Refuse what contradicts itself."""
        if self.one == self.other:
            raise Misused(f"{self.one} cannot be linked with itself")
        if self.relation == "duplicate" and self.origins == "independent":
            raise Misused("a duplicate is one account passed on twice; it cannot be of independent origin")
        if self.relation == "different" and self.origins != "unknown":
            raise Misused("reports of different events corroborate nothing; leave --origins out")

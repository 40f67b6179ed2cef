"""Blurred places and times: a report is moved to the middle of a fixed cell, so that repeats cannot be averaged back.

Random noise would be undone by the mean of many reports from one spot; a fixed grid gives the same point every time.
"""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Literal

import msgspec

from comity.kernel.errors import Misused
from comity.kernel.time import month_of
from comity.records.signal import Place, Signal

TimeBlur = Literal["day", "week", "month"]

# Mean length of a degree of latitude on the WGS 84 ellipsoid, in kilometres.
_KM_A_DEGREE = 111.195
_LARGEST_KM = 500.0


def place(exact: Place, km: float) -> Place:
    """The place moved to the middle of a square cell of about `km` kilometres a side.

    km      side of the cell, 1-500
    gives   `within_km` half the cell's diagonal, on top of what was uncertain before; a place with a name only stays
    raises  Misused for a side out of range
    """
    if not 1 <= km <= _LARGEST_KM:
        raise Misused(f"a place is blurred to cells of 1 to {_LARGEST_KM:.0f} km; got {km:g}")
    if exact.lat is None or exact.lon is None:
        return exact
    step = km / _KM_A_DEGREE
    lat = min(90.0, max(-90.0, (math.floor(exact.lat / step) + 0.5) * step))
    # Cells of one row are equally wide; at the poles one cell goes all the way round.
    across = min(360.0, step / max(math.cos(math.radians(lat)), 1e-6))
    lon = (math.floor((exact.lon + 180.0) / across) + 0.5) * across - 180.0
    lon = lon if lon <= 180.0 else 180.0
    return msgspec.structs.replace(
        exact,
        lat=round(lat, 4),
        lon=round(lon, 4),
        # The corner nearer the equator lies farther than half the diagonal of a true square; 2 % cover that.
        within_km=round(min(2000.0, exact.within_km + km * math.sqrt(0.5) * 1.02 + 0.05), 1),
    )


def span(day: date, how: TimeBlur) -> tuple[date, date]:
    """First and last day of the week (from Monday) or month that holds the day; a day is itself."""
    if how == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if how == "month":
        month = month_of(day)
        return month.first, month.last
    return day, day


def blurred(signal: Signal, *, km: float | None, time: TimeBlur) -> Signal:
    """The report as it may be written down.

    km    side of the cell the place is moved to; None leaves it as it is
    time  how far the day is widened; never past the day the report was known, which everybody can read anyway
    """
    first, _ = span(signal.seen_on, time)
    _, last = span(signal.last_seen, time)
    moved = place(signal.place, km) if signal.place is not None and km is not None else signal.place
    return msgspec.structs.replace(
        signal, seen_on=first, seen_to=None if first == last else min(last, signal.known_on), place=moved
    )


def apart_km(one: Place, other: Place) -> float | None:
    """Kilometres between two points on the sphere; None where one of them has no coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    a, b = math.radians(one.lat), math.radians(other.lat)
    turn = math.radians(other.lon - one.lon)
    # Haversine formula; stable for short distances.
    inner = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 2 * math.degrees(math.asin(min(1.0, math.sqrt(inner)))) * _KM_A_DEGREE

"""What was known when: values with the time of what they tell and the time they were known, and the view of an origin.

An origin is a day, all of it in UTC, or an instant with a zone. Arrays of times are numpy datetime64 in UTC. No clock
is read and no row is guessed: what an origin may not see is left out here, and refused in comity.warn.training.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Misused, Refused

Floats = NDArray[np.float64]
Names = NDArray[np.str_]
Times = NDArray[np.datetime64]

Origin = date | datetime
_DAY, _TICK = np.timedelta64(86_400_000_000, "us"), np.timedelta64(1, "us")
_COARSE = {"Y": "year", "M": "month", "W": "week"}


class Observed(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Values as their sources told them, one row a unit, time, variable and vintage.

    event_time  end of what the value tells: last day of an event or of a period, never its first
    known_at    instant the row was published or fetched
    value       NaN where a source withdrew the value: it is then unknown again
    """

    unit: Names
    event_time: Times
    known_at: Times
    variable: Names
    value: Floats


def end_of(origin: Origin) -> np.datetime64:
    """The last microsecond an origin sees.

    raises  Misused for an instant without a zone: nobody knows which it is
    """
    if isinstance(origin, datetime):
        return np.datetime64(instant(origin), "us")
    found: np.datetime64 = days_end([origin])[0]
    return found


def instant(moment: datetime) -> datetime:
    """The instant in UTC, without its zone as numpy wants it.

    raises  Misused for an instant without a zone
    """
    if moment.tzinfo is None:
        raise Misused(f"{moment} names no time zone: it may lie half a day before or after", hint="give it in UTC")
    return moment.astimezone(UTC).replace(tzinfo=None)


def instants(moments: Iterable[datetime]) -> Times:
    """Instants with zones as an array in UTC; raises Misused for one without."""
    return np.array([instant(moment) for moment in moments], dtype="datetime64[us]")


def days_end(days: Iterable[date] | Times) -> Times:
    """The last microsecond of each day: when what is dated by the day was over."""
    array = np.asarray(days if isinstance(days, np.ndarray) else list(days), dtype="datetime64[D]")
    ends: Times = np.add(array.astype("datetime64[us]"), _DAY - _TICK)
    return ends


def as_times(values: Any, name: str) -> Times:
    """The array in microseconds; what is dated by the day counts to the end of that day.

    raises  Misused where it holds no datetime64, such as texts or numbers, or times finer than microseconds
    """
    array = np.asarray(values)
    if array.dtype.kind != "M":
        raise Misused(
            f"{name} holds {array.dtype} and not times", hint="give datetime64 in UTC; see instants, days_end"
        )
    step = np.datetime_data(array.dtype)[0]
    if step in _COARSE:
        hint = "give the last day, or the instant it was over"
        raise Misused(f"{name} is dated by {_COARSE[step]}, whose end is not told", hint=hint)
    return days_end(array) if step == "D" else array.astype("datetime64[us]")


def shown(moment: np.datetime64) -> str:
    """A time as messages write it: the day, with the time of day where it is not the end of one."""
    text = str(moment.astype("datetime64[us]"))
    day, _, clock = text.partition("T")
    return day if clock in ("23:59:59.999999", "") else f"{day} {clock.rstrip('0').rstrip('.')} UTC"


def seen(table: Observed, origin: Origin) -> Observed:
    """The rows an origin sees: known and over by then, of each unit, time and variable the newest vintage.

    gives   rows in order of variable, unit and time; withdrawn values are gone
    raises  Refused for a row known before it happened, and for two values of one vintage
    """
    event, known = checked(table)
    edge = end_of(origin)
    rows = np.flatnonzero((event <= edge) & (known <= edge))
    order = rows[np.lexsort((known[rows], event[rows], table.unit[rows], table.variable[rows]))]
    if not len(order):
        return _rows(table, order)
    same = np.ones(len(order) - 1, dtype=bool)
    for column in (table.variable, table.unit, event):
        same &= column[order][1:] == column[order][:-1]
    _refuse_two_of_one_vintage(table, order, same & (known[order][1:] == known[order][:-1]))
    newest = order[np.r_[~same, True]]
    return _rows(table, newest[~np.isnan(table.value[newest])])


def checked(table: Observed) -> tuple[Times, Times]:
    """Times of the table in microseconds.

    raises  Misused for columns of several lengths; Refused for a row without known_at, or known before it happened
    """
    lengths = {name: len(getattr(table, name)) for name in Observed.__struct_fields__}
    if len(set(lengths.values())) > 1:
        raise Misused(f"the columns of the observed table differ in length: {lengths}")
    event, known = as_times(table.event_time, "event_time"), as_times(table.known_at, "known_at")
    for row in np.flatnonzero(np.isnat(known) | np.isnat(event))[:1]:
        name = "known_at" if np.isnat(known[row]) else "event_time"
        raise Refused(f"{_of(table, row)} has no {name}: nobody can say who saw it", hint="keep the vintage with it")
    for row in np.flatnonzero(known < event)[:1]:
        raise Refused(
            f"{_of(table, row)} was known at {shown(known[row])}, before it was over at {shown(event[row])}",
            hint="take the last day of what it tells as event_time; a plan is an event of the day it was announced",
        )
    return event, known


def _of(table: Observed, row: int) -> str:
    return f"{table.variable[row]} of {table.unit[row]} (row {row})"


def _rows(table: Observed, rows: NDArray[np.intp]) -> Observed:
    return Observed(**{name: getattr(table, name)[rows] for name in Observed.__struct_fields__})


def _refuse_two_of_one_vintage(table: Observed, order: NDArray[np.intp], twice: NDArray[np.bool_]) -> None:
    for place in np.flatnonzero(twice)[:1]:
        first, second = order[place], order[place + 1]
        raise Refused(
            f"{_of(table, first)} stands twice with one known_at: {table.value[first]} and {table.value[second]}",
            hint="drop one, or give each its own vintage",
        )

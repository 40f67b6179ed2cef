"""When a calendar rule falls due: forms a program can compute, and the arithmetic of each. No clock: days come in.

Yearly days and spans, days of a month, weekdays counted in weeks, and days counted from or back to an event.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import msgspec

from comity.kernel.errors import BadContent, Misused
from comity.kernel.time import Month


class Day(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A day that returns every `every` years, counted from the year `anchor`; 29 February is not allowed."""

    month: int
    day: int
    what: str = ""
    every: int = 1
    anchor: int = 2000


class Span(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days of one year, both ends included."""

    from_month: int
    from_day: int
    to_month: int
    to_day: int
    what: str = ""


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stretch of days before an event, from the earlier to the later: 45 to 30 days before."""

    from_days: int
    to_days: int
    what: str


class Yearly(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="yearly", forbid_unknown_fields=True):
    """Fixed days of the year; `about` where practice moves them by some days."""

    days: tuple[Day, ...]
    about: bool = False


class YearlySpan(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="yearly_span", forbid_unknown_fields=True
):
    """Stretches of the year; `about` where only the season is known."""

    spans: tuple[Span, ...]
    about: bool = False


class Monthly(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="monthly", forbid_unknown_fields=True):
    """A day of each month, 1-28."""

    day: int


class WeekDay(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="week_day", forbid_unknown_fields=True):
    """A weekday of the nth week of a month, counted from the first week with a working day in that month.

    weekday       1 Monday to 7 Sunday
    working_days  how many working days it lasts
    from_year     first and to_year last year in which the rule holds
    """

    month: int
    week: int
    weekday: int
    working_days: int = 1
    from_year: int = 1
    to_year: int = 9999


class After(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="after", forbid_unknown_fields=True):
    """Between `from_days` and `to_days` after an event; working days are Monday to Friday, holidays not counted."""

    event: str
    from_days: int
    to_days: int
    unit: Literal["days", "working_days"]


class Before(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="before", forbid_unknown_fields=True):
    """Steps counted back from an event."""

    event: str
    steps: tuple[Step, ...]


class OnEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="event", forbid_unknown_fields=True):
    """Whenever the event happens; no day can be computed ahead."""

    event: str


When = Yearly | YearlySpan | Monthly | WeekDay | After | Before | OnEvent


class Occurrence(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """First and last day of one occurrence; `about` says that the days are approximate."""

    first: date
    last: date
    what: str
    about: bool


def occurrences(when: When, first: date, last: date) -> tuple[Occurrence, ...]:
    """All occurrences that touch the days from `first` to `last`, both included, in order.

    Rules that hang on an event give none; see `from_event`.
    """
    found: list[Occurrence] = []
    for year in range(first.year, last.year + 1):
        found.extend(_in_year(when, year))
    return tuple(sorted(item for item in found if item.last >= first and item.first <= last))


def from_event(when: After | Before, event_on: date) -> tuple[Occurrence, ...]:
    """The stretches of days that follow from an event on that day, in order."""
    if isinstance(when, Before):
        stretches = [(event_on - timedelta(s.from_days), event_on - timedelta(s.to_days), s.what) for s in when.steps]
        return tuple(Occurrence(first=a, last=b, what=what, about=False) for a, b, what in sorted(stretches))
    count = _working if when.unit == "working_days" else _plain
    first, last = count(event_on, when.from_days), count(event_on, when.to_days)
    return (Occurrence(first=first, last=last, what="", about=False),)


def _plain(day: date, count: int) -> date:
    return day + timedelta(count)


def _working(day: date, count: int) -> date:
    while count:
        day += timedelta(1)
        count -= day.isoweekday() <= 5
    return day


def _in_year(when: When, year: int) -> list[Occurrence]:
    if isinstance(when, Yearly):
        return [
            Occurrence(first=on, last=on, what=item.what, about=when.about)
            for item in when.days
            if (year - item.anchor) % item.every == 0
            for on in (date(year, item.month, item.day),)
        ]
    if isinstance(when, YearlySpan):
        return [
            Occurrence(
                first=date(year, item.from_month, item.from_day),
                last=date(year, item.to_month, item.to_day),
                what=item.what,
                about=when.about,
            )
            for item in when.spans
        ]
    if isinstance(when, Monthly):
        days = (date(year, number, when.day) for number in range(1, 13))
        return [Occurrence(first=on, last=on, what="", about=False) for on in days]
    if isinstance(when, WeekDay) and when.from_year <= year <= when.to_year:
        on = _nth_week(year, when)
        return [Occurrence(first=on, last=_working(on, when.working_days - 1), what="", about=False)]
    return []


def _nth_week(year: int, when: WeekDay) -> date:
    start = Month(year, when.month).first
    # A month that begins on a weekend has its first working day, and so its first week, in the week after.
    skip = 7 if start.isoweekday() > 5 else 0
    monday = start - timedelta(start.isoweekday() - 1) + timedelta(skip)
    return monday + timedelta(7 * (when.week - 1) + when.weekday - 1)


def check(when: When, *, field: str) -> None:
    """Nothing, if every day exists in every year; raises BadContent naming the field otherwise."""
    try:
        # 2025 is no leap year, so 29 February fails; every rule of the shelf holds in one of these years.
        found = [item for year in (2021, 2025) for item in _in_year(when, year)]
    except (ValueError, OverflowError, Misused) as error:
        raise BadContent(
            f"{field} names a day that does not exist", hint="write a month 1-12 and a day it has"
        ) from error
    ordered = all(item.first <= item.last for item in found)
    steps = when.steps if isinstance(when, Before) else ()
    ordered = ordered and all(step.from_days >= step.to_days for step in steps)
    if isinstance(when, After):
        ordered = ordered and 0 <= when.from_days <= when.to_days
    if not ordered:
        raise BadContent(f"{field} ends before it begins", hint="write the earlier day first")

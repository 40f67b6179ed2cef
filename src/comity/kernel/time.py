"""Instants in UTC, calendar months and the as-of rule. No clock here: the present is always an argument."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime

import msgspec

from comity.kernel.errors import Misused

_AS_OF = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class Month(msgspec.Struct, frozen=True, order=True):
    """A calendar month. Ordered; `index` counts months from January of year 0."""

    year: int
    number: int

    @property
    def index(self) -> int:
        """Months since January of year 0, for arithmetic on arrays."""
        return self.year * 12 + self.number - 1

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def plus(self, months: int) -> Month:
        """The month so many months later (earlier if negative)."""
        return month_at(self.index + months)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def month_at(index: int) -> Month:
    """The month with that index."""
    return Month(index // 12, index % 12 + 1)


def month_of(day: date) -> Month:
    """The month a day lies in."""
    return Month(day.year, day.month)


def month(text: str) -> Month:
    """The month written "2023-03" (or the month of a day "2023-03-31").

    raises  Misused for anything else
    """
    found = _AS_OF.fullmatch(text.strip())
    if not found or not found[2]:
        raise Misused(f"{text!r} is no month", hint="write it as YYYY-MM, such as 2023-03")
    return month_of(as_of(text))


def as_of(text: str) -> date:
    """The last day whose facts may be used: "2023-03" means all of March 2023, "2023" all of 2023.

    raises  Misused for anything that is not YYYY, YYYY-MM or YYYY-MM-DD, or no day of the calendar
    """
    found = _AS_OF.fullmatch(text.strip())
    if not found:
        raise Misused(f"{text!r} is no date", hint="write YYYY, YYYY-MM or YYYY-MM-DD, such as 2023-03")
    year, month_number = int(found[1]), int(found[2] or 12)
    try:
        return date(year, month_number, int(found[3])) if found[3] else Month(year, month_number).last
    except (ValueError, calendar.IllegalMonthError) as error:
        raise Misused(f"{text!r} is no day of the calendar", hint="write YYYY-MM-DD, such as 2023-03-31") from error


def instant(text: str) -> datetime:
    """The instant of an RFC 3339 text, in UTC.

    raises  Misused without an offset: a time without a zone is not a fact
    """
    try:
        read = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
        # Near the years 1 and 9999 the shift to UTC can leave the calendar.
        moment = read.astimezone(UTC) if read.tzinfo else None
    except (ValueError, OverflowError) as error:
        raise Misused(f"{text!r} is no instant", hint="write it as 2026-11-21T09:00:00Z") from error
    if moment is None:
        raise Misused(f"{text!r} names no time zone", hint="add Z for UTC")
    return moment


def written(moment: datetime) -> str:
    """An instant as RFC 3339 in UTC with microseconds and Z; the same instant always gives the same text.

    raises  Misused for an instant without zone
    """
    if moment.tzinfo is None:
        raise Misused(f"{moment!r} names no time zone", hint="give an aware datetime")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

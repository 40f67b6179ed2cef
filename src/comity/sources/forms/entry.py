"""One record of a provider's file, read field by field; whatever is wrong is named with its file, line and field."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from comity.kernel.errors import Ambiguous, BadContent, NotOnShelf
from comity.sources.forms.places import place

# Python's own int and float also take underscores, other scripts' digits, nan and inf; no provider means those.
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}(\.0*)?")
_REAL = re.compile(r"[+-]?([0-9]{1,30}(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})([T ].*)?")
# No count of deaths or reports is larger, and sums of such counts stay whole numbers of 64 bits.
_MOST = 10**10
_EMPTY = frozenset({""})


class Entry:
    """One record: `where` it stands, and its `fields`; words in `blank` count as empty."""

    __slots__ = ("blank", "fields", "where")

    def __init__(self, where: str, fields: Mapping[str, Any], blank: frozenset[str] = _EMPTY) -> None:
        self.where = where
        self.fields = fields
        self.blank = blank

    def fault(self, field: str, why: str) -> BadContent:
        """The error that names file, line, field and value; to be raised by the caller."""
        shown = repr(self.fields.get(field))
        shown = shown if len(shown) <= 60 else shown[:57] + "..."
        return BadContent(
            f"{self.where}, field {field}: {shown} {why}",
            hint="fetch the file again; if it stays so, the provider's form or content has changed",
        )

    def text(self, field: str) -> str:
        """The field without outer blanks; empty where it is missing, null or one of the blank words."""
        value = self.fields.get(field)
        if isinstance(value, str):
            said = value.strip()
            return "" if said in self.blank else said
        if value is None:
            return ""
        if isinstance(value, bool | int | float):
            return str(value)
        raise self.fault(field, "is no single value")

    def must(self, field: str) -> str:
        """The field, which may not be empty."""
        said = self.text(field)
        if not said:
            raise self.fault(field, "may not be empty")
        return said

    def one_of(self, field: str, meaning: Mapping[str, str]) -> str:
        """What the provider's word in the field stands for; raises BadContent for a word that is not listed."""
        said = self.text(field)
        if said not in meaning:
            raise self.fault(field, f"is none of {', '.join(sorted(meaning))}")
        return meaning[said]

    def whole(self, field: str) -> int | None:
        """The whole number in the field (2022.0 counts as one), or None where it is empty."""
        said = self.text(field)
        if not said:
            return None
        if not _WHOLE.fullmatch(said):
            raise self.fault(field, "is no whole number")
        return int(said.partition(".")[0])

    def count(self, field: str) -> int | None:
        """The whole number in the field, which may not be below zero, or None where it is empty."""
        number = self.whole(field)
        if number is not None and number < 0:
            raise self.fault(field, "is a count below zero")
        if number is not None and number > _MOST:
            raise self.fault(field, "is more than there are people")
        return number

    def real(self, field: str) -> float | None:
        """The finite number in the field, or None where it is empty."""
        said = self.text(field)
        if not said:
            return None
        if not _REAL.fullmatch(said) or not math.isfinite(float(said)):
            raise self.fault(field, "is no number")
        return float(said)

    def degrees(self, field: str, most: float) -> float | None:
        """Latitude or longitude between -most and most, or None where it is empty."""
        number = self.real(field)
        if number is not None and abs(number) > most:
            raise self.fault(field, f"lies beyond {most:g} degrees")
        return number

    def year(self, field: str) -> int:
        """The year in the field, 1 to 9999; may not be empty."""
        number = self.whole(field)
        if number is None or not 1 <= number <= 9999:
            raise self.fault(field, "is no year")
        return number

    def day(self, field: str) -> date:
        """The day in the field, written 2026-05-03, with or without a time after it; may not be empty."""
        found = _DAY.fullmatch(self.text(field))
        if not found:
            raise self.fault(field, "is no day in the form 2026-05-03")
        return self.on(field, int(found[1]), int(found[2]), int(found[3]))

    def on(self, field: str, year: int, month: int, day: int) -> date:
        """The day of those numbers; an impossible one is blamed on the field."""
        try:
            return date(year, month, day)
        except ValueError:
            raise self.fault(field, f"makes no day: {year}-{month}-{day}") from None

    def state(self, field: str, odd: Mapping[str, str] | None = None) -> str:
        """ISO alpha-3 of the state the field names, empty for a territory that is none (see places.place).

        odd  the provider's own spellings and codes, and what they stand for
        """
        said = self.must(field)
        try:
            return place(said, odd)
        except (NotOnShelf, Ambiguous) as error:
            raise self.fault(field, f"is no state we know: {error.message}") from None


def last_of_month(year: int, month: int) -> date:
    """The last day of that month; raises ValueError for a month that is none."""
    return date(year, month, calendar.monthrange(year, month)[1])


class Once:
    """Keys of one file that may stand there only once."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[object, str] = {}

    def add(self, key: object, entry: Entry) -> None:
        """Notes the key; raises BadContent naming both places if it stood there before."""
        first = self._seen.setdefault(key, entry.where)
        if first is not entry.where:
            shown = " ".join(str(part) for part in key if part != "") if isinstance(key, tuple) else str(key)
            raise BadContent(
                f"{entry.where} repeats {shown!r} of {first}",
                hint="a provider lists each record once in a file; fetch the file again",
            )

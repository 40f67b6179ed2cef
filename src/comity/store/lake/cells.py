"""What a country-month table shall hold, and the months it has rows for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from comity.kernel.errors import Misused
from comity.kernel.states import State
from comity.kernel.time import Month, month_at

Measure = Literal["events", "deaths", "civilians", "peak", "untold"]


class Cells(msgspec.Struct, frozen=True, kw_only=True):
    """Columns of a country-month table.

    kinds     kinds of event counted, each apart (records.event.Violence)
    measures  events: number; deaths, civilians: sums of the best estimates; peak: most deaths in one event;
              untold: events without a number of deaths
    windows   months, the present one included: sums (for `peak` the largest) over them
    lags      months back
    booked    month an event counts in: of its last day (`last`), of its first day (`first`), or only events that
              begin and end in one month (`within`). `first` books deaths of later months on the first one, so a table
              cut at an origin holds what only later months could tell; it is for display, not for training
    """

    kinds: tuple[str, ...] = ("state_based", "non_state", "one_sided")
    measures: tuple[Measure, ...] = ("events", "deaths", "peak")
    windows: tuple[int, ...] = (3, 6, 12, 24)
    lags: tuple[int, ...] = (1, 2, 3)
    booked: Literal["last", "first", "within"] = "last"

    def checked(self) -> Cells:
        """The same, or Misused for nothing asked, a repeat, or a window or lag below 1."""
        for name, values in (("kinds", self.kinds), ("measures", self.measures)):
            if not values or len(set(values)) != len(values):
                raise Misused(f"{name} are {values}: at least one is needed, each once")
        for name, months in (("windows", self.windows), ("lags", self.lags)):
            if any(m < 1 for m in months) or len(set(months)) != len(months):
                raise Misused(f"{name} are {months}: months from 1 up, each once")
        return self


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """Months in which a state was in the system, first and last included."""

    state: str
    first: Month
    last: Month


def spans(states: Iterable[State], first: Month, last: Month) -> tuple[Span, ...]:
    """The months between `first` and `last` in which the states existed, on any day of the month."""
    found: list[Span] = []
    for state in states:
        for spell in state.life:
            begin = first if spell.start is None else max(first, Month(spell.start.year, spell.start.month))
            # The day a spell is over is no longer in it.
            over = None if spell.end is None else Month(spell.end.year, spell.end.month)
            end = last if over is None else min(last, over.plus(-1) if spell.end and spell.end.day == 1 else over)
            if begin <= end:
                found.append(Span(state=state.iso3, first=begin, last=end))
    return tuple(sorted(found, key=lambda span: (span.state, span.first)))


def rows(spans_: Iterable[Span]) -> tuple[tuple[str, int, Month], ...]:
    """State, month index and month of every row, in that order, each once.

    raises  Misused where a span ends before it begins
    """
    cells: set[tuple[str, int]] = set()
    for span in spans_:
        if span.last < span.first:
            raise Misused(f"the span of {span.state} from {span.first} to {span.last} is empty")
        cells.update((span.state, index) for index in range(span.first.index, span.last.index + 1))
    return tuple((state, index, month_at(index)) for state, index in sorted(cells))

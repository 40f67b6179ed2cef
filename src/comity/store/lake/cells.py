"""What a country-month table shall hold, and the months it has rows for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Misused
from comity.kernel.states import State
from comity.kernel.time import Month

# Months from year 0, where ours are counted from, to 1970, where numpy's are.
_EPOCH = Month(1970, 1).index

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


def spine(spans_: Iterable[Span]) -> tuple[NDArray[np.str_], NDArray[np.int64], NDArray[np.bool_]]:
    """State, month index and whether the state was in the system, of every row in that order, each once.

    A state's rows run from its first month to its last without a gap, so that a row before is a month before; months
    between two spans are there and marked as outside.
    raises  Misused where a span ends before it begins
    """
    months: dict[str, list[tuple[int, int]]] = {}
    for span in spans_:
        if span.last < span.first:
            raise Misused(f"the span of {span.state} from {span.first} to {span.last} is empty")
        months.setdefault(span.state, []).append((span.first.index, span.last.index))
    states: list[NDArray[np.str_]] = [np.array([], dtype=np.str_)]
    places, inside = [np.array([], dtype=np.int64)], [np.array([], dtype=np.bool_)]
    for state in sorted(months):
        first, last = min(low for low, _ in months[state]), max(high for _, high in months[state])
        place = np.arange(first, last + 1)
        held = np.zeros(len(place), dtype=np.bool_)
        for low, high in months[state]:
            held[low - first : high - first + 1] = True
        states.append(np.full(len(place), state))
        places.append(place)
        inside.append(held)
    return np.concatenate(states), np.concatenate(places), np.concatenate(inside)


def first_days(months: NDArray[np.int64]) -> NDArray[np.datetime64]:
    """The first day of each month by its index."""
    return (months - _EPOCH).astype("datetime64[M]").astype("datetime64[D]")

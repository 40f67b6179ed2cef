"""Monthly deaths by state as arrays with masks, and which month could be known on a day. No files are read here."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import BadContent, Misused
from comity.kernel.time import Month, month, month_at, month_of

Counts = NDArray[np.float64]

TARGETS = ("all", "civilian", "state_based")
CELLS_HEADER = "state,month," + ",".join(TARGETS)
COVERED_HEADER = "state,target,first,last"

# UCDP candidate events are released monthly, "with not more than a month's lag" (Hegre, Croicu, Eck and Hoegbladh
# 2020, Introducing the UCDP Candidate Events Dataset, Research & Politics 7(3)): a month counts as known when the
# next one is over.
PUBLICATION_LAG_MONTHS = 1

# A state with fewer months in the source than this is a stray, not a series.
LEAST_SERIES_MONTHS = 12

# UCDP books the deaths of Gaza and the West Bank under Israel; there is no series of Palestine's own.
_COUNTED_UNDER = {"PSE": "ISR"}


class NoForecast(msgspec.Struct, frozen=True, kw_only=True):
    """Why there is no figure for a state. Missing data is never shown as zero.

    target  "all", "civilian", "state_based" or "onset"
    """

    state: str
    target: str
    reason: str


class Series(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Deaths a month by state.

    states  ISO 3166 alpha-3, sorted: the order of the rows
    start   month of the first column
    counts  target -> (states, months) deaths; NaN where the source does not cover the state, 0 where it saw none
    """

    states: tuple[str, ...]
    start: Month
    counts: dict[str, Counts]

    @property
    def months(self) -> int:
        """Number of columns."""
        return int(self.counts["all"].shape[1])

    def column(self, at: Month) -> int:
        """Column of a month; may lie outside the table."""
        return at.index - self.start.index

    def end(self, target: str) -> Month:
        """Last month that any state is covered in.

        raises  Misused for an unknown target
        """
        covered = np.flatnonzero(~np.isnan(_of(self, target)).all(axis=0))
        return month_at(self.start.index + int(covered[-1]))

    def covered(self, state: str, target: str) -> tuple[Month, Month] | None:
        """First and last month in which the state is covered, or None."""
        if state not in self.states:
            return None
        columns = np.flatnonzero(~np.isnan(_of(self, target)[self.states.index(state)]))
        if not len(columns):
            return None
        return month_at(self.start.index + int(columns[0])), month_at(self.start.index + int(columns[-1]))


class History(msgspec.Struct, frozen=True, kw_only=True):
    """A state's months as a chart wants them: `months` written YYYY-MM, `deaths` None where not covered."""

    state: str
    target: str
    months: tuple[str, ...]
    deaths: tuple[int | None, ...]


def known_to(on: date) -> Month:
    """The newest month whose events could be known on a day: its next month is over by then."""
    return month_of(date.fromordinal(on.toordinal() + 1)).plus(-1 - PUBLICATION_LAG_MONTHS)


def read(cells: bytes, covered: bytes) -> Series:
    """The series written in the two files of the fitted artefact `country_months`.

    cells    rows state,month,all,civilian,state_based; only months with a death; an empty field: none, or not covered
    covered  rows state,target,first,last; says where no row means no death
    raises   BadContent naming file and line
    """
    spans = [(row[0], row[1], month(row[2]), month(row[3])) for row in _rows(covered, COVERED_HEADER, "covered")]
    if not spans:
        raise BadContent("country_months covers no state", hint="remake it with: comity fit country_months")
    states = tuple(sorted({state for state, *_ in spans}))
    place = {state: row for row, state in enumerate(states)}
    start = min(first for _, _, first, _ in spans)
    width = max(last for *_, last in spans).index - start.index + 1
    counts = {target: np.full((len(states), width), np.nan) for target in TARGETS}
    for state, target, first, last in spans:
        if target not in counts:
            raise BadContent(f"country_months covered: unknown target {target!r}", hint=f"targets: {TARGETS}")
        counts[target][place[state], first.index - start.index : last.index - start.index + 1] = 0
    columns: dict[str, int] = {}
    for line, row in enumerate(_rows(cells, CELLS_HEADER, "cells"), start=2):
        if row[1] not in columns:
            columns[row[1]] = month(row[1]).index - start.index
        _fill(counts, place.get(row[0]), columns[row[1]], row, line)
    return Series(states=states, start=start, counts=counts)


def history(series: Series, state: str, target: str, known: Month) -> History | NoForecast:
    """All months of a state that were known in `known`, for charts; NoForecast if there are none."""
    missing = absence(series, state, target)
    if missing is not None:
        return missing
    width = min(series.column(known) + 1, series.months)
    row = _of(series, target)[series.states.index(state)][: max(width, 0)]
    covered = np.flatnonzero(~np.isnan(row))
    if not len(covered):
        return NoForecast(state=state, target=target, reason=f"no month of {state} was known by {known}")
    shown = range(int(covered[0]), len(row))
    return History(
        state=state,
        target=target,
        months=tuple(str(series.start.plus(column)) for column in shown),
        deaths=tuple(None if np.isnan(row[column]) else int(row[column]) for column in shown),
    )


def absence(series: Series, state: str, target: str) -> NoForecast | None:
    """Why a state has no series at all, or None if it has one."""
    if state in _COUNTED_UNDER:
        under = _COUNTED_UNDER[state]
        reason = f"UCDP counts the deaths of {state} under {under}; read the figure of {under}, which holds both"
        return NoForecast(state=state, target=target, reason=reason)
    if series.covered(state, target) is None:
        reason = f"the source (UCDP, monthly) has no series of {state}; this is missing data, not a count of zero"
        return NoForecast(state=state, target=target, reason=reason)
    return None


def _of(series: Series, target: str) -> Counts:
    if target not in series.counts:
        raise Misused(f"{target!r} is no target of the deaths forecast", hint=f"use one of {', '.join(TARGETS)}")
    return series.counts[target]


def _rows(content: bytes, header: str, name: str) -> list[list[str]]:
    first, *lines = content.decode("utf-8").splitlines() or [""]
    hint = "remake it with: comity fit country_months"
    if first != header:
        raise BadContent(f"country_months {name} starts with {first!r} and not with {header!r}", hint=hint)
    rows = [line.split(",") for line in lines]
    width = header.count(",") + 1
    for number, row in enumerate(rows, start=2):
        if len(row) != width:
            raise BadContent(f"country_months {name}, line {number}: {len(row)} fields and not {width}", hint=hint)
    return rows


def _fill(counts: dict[str, Counts], place: int | None, column: int, row: list[Any], line: int) -> None:
    hint = "remake it with: comity fit country_months"
    for target, text in zip(TARGETS, row[2:], strict=True):
        if not text:
            continue
        inside = place is not None and 0 <= column < counts[target].shape[1]
        if not inside or not text.isdigit() or np.isnan(counts[target][place, column]):
            where = f"country_months cells, line {line}: {target} {text!r} of {row[0]} in {row[1]}"
            raise BadContent(f"{where} is no count within the covered months", hint=hint)
        counts[target][place, column] = int(text)

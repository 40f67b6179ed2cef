"""Alerts with hysteresis as arithmetic on past figures: when one opens, when it ends, which of them were right.

Columns are months of data: a figure of column k is made from counts up to month k, and is issued at the end of the
month after (comity.warn.series.PUBLICATION_LAG_MONTHS).
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Misused
from comity.kernel.time import Month
from comity.records.alert import Level
from comity.warn.series import PUBLICATION_LAG_MONTHS

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

# A month counts as rightly warned if what was warned of came within half a year of the issue: about the time in which
# the measures on the shelf show a first effect. A longer window makes every alert look better.
WINDOW_MONTHS = 6
# A state is watched for a first month of 25 deaths after a year without one: a war that goes on is news, not warning.
QUIET_MONTHS = 12
# An alert ends only after three months in a row below three quarters of its raise line; without a wait, alerts come and
# go with single events. Chosen on outcomes up to 2011 (docs/explanation/alerts.md).
CLEAR_AFTER_MONTHS = 3
CLEAR_SHARE = 0.75
# Each level bears a third of the false alarms of the one below it.
SHARES = {Level.WATCH: 1.0, Level.WARNING: 1 / 3, Level.URGENT: 1 / 9}


class Past(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Figures as they were, or would have been, forecast month by month, and what came.

    start    month of the first column
    figures  (states, months) the figure from data up to that month; NaN where there was none
    quiet    (states, months) whether the event can still be warned of: it has not come within a year
    came     (states, months) 1 where the event came in that very month, 0 where not, NaN where not known
    """

    states: tuple[str, ...]
    start: Month
    figures: Floats
    quiet: Bools
    came: Floats

    @property
    def months(self) -> int:
        """Number of columns."""
        return int(self.figures.shape[1])


class Spell(msgspec.Struct, frozen=True, kw_only=True):
    """One unbroken alert on a state: first and last column in which it stood, and whether it still does."""

    row: int
    first: int
    last: int
    stands: bool


def until(past: Past, last: int) -> Past:
    """The same cut after column `last`: what could be seen then."""
    part = slice(0, last + 1)
    return msgspec.structs.replace(
        past, figures=past.figures[:, part], quiet=past.quiet[:, part], came=past.came[:, part]
    )


def standing(past: Past, raise_at: Floats, clear_at: Floats, *, months: int) -> Bools:
    """Whether an alert stands in each column: (lines, states, months).

    raise_at, clear_at  (lines, months): several pairs of lines at once, each of which may change over time
    months              how many months in a row below the lower line end an alert
    gives               an alert opens at the raise line or above; it ends after `months` columns in a row below the
                        lower line, or when what it warned of came. A month without figure neither raises nor clears.
                        Lower lines never give fewer alerts.
    raises              Misused for lines that cross or less than one month
    """
    if months < 1 or (clear_at > raise_at).any():
        raise Misused("a lower line above the raise line, or no month below it, makes an alert flap")
    lines, states = len(raise_at), len(past.figures)
    up, below = np.zeros((lines, states), dtype=bool), np.zeros((lines, states), dtype=np.int64)
    made = np.zeros((lines, states, past.months), dtype=bool)
    for column in range(past.months):
        figure = past.figures[:, column]
        known = ~np.isnan(figure)
        under = known & (figure < clear_at[:, column, None])
        below = np.where(under, below + 1, np.where(known, 0, below))
        up = (up & (below < months)) | (known & (figure >= raise_at[:, column, None]))
        up &= past.quiet[:, column]
        below = np.where(up, below, 0)
        made[:, :, column] = up
    return made


def followed(past: Past, *, window: int = WINDOW_MONTHS) -> Floats:
    """(states, months) 1 if the event came within `window` months of the issue, 0 if not, NaN while that is open.

    A month whose event came before the issue, in the month in which the figure was made, is NaN too: it was too late.
    """
    states, months = past.figures.shape
    made = np.full((states, months), np.nan)
    lag = PUBLICATION_LAG_MONTHS
    for column in range(months):
        late = past.came[:, column + 1 : column + lag + 1]
        ahead = past.came[:, column + lag + 1 : column + lag + window + 1]
        hit = (ahead == 1).any(axis=1)
        closed = (ahead.shape[1] == window) & ~np.isnan(ahead).any(axis=1)
        made[:, column] = np.where(hit, 1.0, np.where(closed, 0.0, np.nan))
        made[(late == 1).any(axis=1), column] = np.nan
    return made


def spells(stands: Bools) -> tuple[Spell, ...]:
    """Unbroken alerts of one pair of lines, by state and time; `stands` is (states, months)."""
    found = []
    edge = np.zeros((len(stands), 1), dtype=np.int8)
    steps = np.diff(np.concatenate([edge, stands.astype(np.int8), edge], axis=1), axis=1)
    for row in np.flatnonzero(stands.any(axis=1)):
        begins, ends = np.flatnonzero(steps[row] == 1), np.flatnonzero(steps[row] == -1) - 1
        found += [
            Spell(row=int(row), first=int(first), last=int(last), stands=bool(last == stands.shape[1] - 1))
            for first, last in zip(begins, ends, strict=True)
        ]
    return tuple(found)


def events(past: Past) -> tuple[tuple[int, int], ...]:
    """State row and column of every event that could have been warned of: a figure was made in time before it."""
    rows, columns = np.nonzero(past.came == 1)
    ready = PUBLICATION_LAG_MONTHS + 1
    return tuple(
        (int(row), int(column))
        for row, column in zip(rows, columns, strict=True)
        if column >= ready and past.quiet[row, column - ready] and not np.isnan(past.figures[row, column - ready])
    )


def surges(counts: Floats, line: float) -> tuple[Bools, Floats]:
    """Which state-months are quiet (a year below `line` behind them), and where a first month at `line` or above came.

    counts  (states, months) deaths; NaN where not covered
    gives   quiet and came, as in `Past`; both need the whole year to be covered
    """
    states, months = counts.shape
    quiet, came = np.zeros((states, months), dtype=bool), np.full((states, months), np.nan)
    for column in range(QUIET_MONTHS - 1, months):
        year = counts[:, column - QUIET_MONTHS + 1 : column + 1]
        quiet[:, column] = (year < line).all(axis=1)
    for column in range(months):
        known = ~np.isnan(counts[:, column])
        calm = quiet[:, column - 1] if column else np.zeros(states, dtype=bool)
        came[:, column] = np.where(known, (calm & (counts[:, column] >= line)).astype(np.float64), np.nan)
    return quiet, came

"""The raise line that a budget of false alarms buys, fitted on what was known, and what it costs in missed cases."""

from __future__ import annotations

import math

import msgspec
import numpy as np

from comity.kernel.errors import Misused, Refused
from comity.kernel.estimate import Baseline, Estimate
from comity.records.alert import Lines
from comity.warn import triggers
from comity.warn.series import PUBLICATION_LAG_MONTHS
from comity.warn.triggers import CLEAR_AFTER_MONTHS, CLEAR_SHARE, SHARES, WINDOW_MONTHS, Bools, Floats, Past

# Lines are fitted on the last ten years whose outcome is known; older ones saw other wars and fewer reports.
FIT_MONTHS = 120
# Fewer months than these are no basis for a line. The budget must hold over the last five years alone too: false alarms
# grew with the number of simmering states, and a line fitted on ten years alone lagged behind.
LEAST_MONTHS = 60
# Candidate lines, 4 % apart: finer steps change less than the next month of data does.
GRID = np.geomspace(0.0005, 0.95, 194)
# The 90 % point of the normal distribution, two-sided, for Wilson's interval (Wilson 1927).
_Z90 = 1.6448536269514722


class Ladder(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Every candidate line with the alerts it would have given: what all budgets are looked up in.

    grid    (lines,) raise lines, rising
    stands  (lines, states, months)
    false   (lines, months) alerts standing that month which nothing followed; open months count none
    begin   first column with a figure: what lies before is no month without alarms
    after   (states, months) what followed each figure, as triggers.followed gives
    """

    grid: Floats
    stands: Bools
    false: Floats
    begin: int
    after: Floats


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """What a budget buys and costs, on the months the line was fitted on.

    caught, missed  events with and without an alert in the half year before
    false_month     false alarms standing in a month, on average
    worst_month     most of them in one month
    """

    budget: float
    line: float
    caught: int
    missed: int
    false_month: float
    worst_month: int
    months: int


def checked_budget(budget: float) -> float:
    """The budget itself; raises Misused for one that is no number above zero."""
    if not math.isfinite(budget) or budget <= 0:
        raise Misused(
            f"a budget of false alarms is a number above 0; got {budget:g}", hint="10 a month is a good start"
        )
    return float(budget)


def ladder(past: Past, *, grid: Floats = GRID) -> Ladder:
    """All candidate lines replayed over the past, each with its lower line at three quarters of it."""
    flat = np.repeat(grid[:, None], past.months, axis=1)
    stands = triggers.standing(past, flat, flat * CLEAR_SHARE, months=CLEAR_AFTER_MONTHS)
    after = triggers.followed(past)
    made = np.flatnonzero(~np.isnan(past.figures).all(axis=0))
    begin = int(made[0]) if len(made) else past.months
    false = (stands & (after == 0)).sum(axis=1).astype(float)
    return Ladder(grid=grid, stands=stands, false=false, begin=begin, after=after)


def line(given: Ladder, budget: float, last: int) -> float:
    """The lowest raise line that kept false alarms within the budget, judged by what was known in column `last`.

    budget  false alarms standing in a month, on average over the last ten and over the last five years whose outcome
            was known
    raises  Refused where fewer than five such years are known
    """
    part = fitted_on(given, last)
    false = given.false[:, part]
    within = np.maximum(false.mean(axis=1), false[:, -LEAST_MONTHS:].mean(axis=1)) <= budget
    # False alarms never grow with the line; the topmost line is taken where even it is over the budget.
    return float(given.grid[int(np.argmax(within))] if within.any() else given.grid[-1])


def lines_of(given: Ladder, budget: float, last: int) -> tuple[Lines, ...]:
    """Both lines of every level, watch first."""
    found = ((level, line(given, budget * share, last)) for level, share in SHARES.items())
    return tuple(
        Lines(level=level, raise_at=at, clear_at=at * CLEAR_SHARE, months=CLEAR_AFTER_MONTHS) for level, at in found
    )


def costs(given: Ladder, past: Past, budgets: tuple[float, ...], last: int) -> tuple[Cost, ...]:
    """What each budget would have caught and missed on the months its line is fitted on, smallest budget first."""
    part = fitted_on(given, last)
    made = []
    for budget in sorted(budgets):
        at = line(given, budget, last)
        row = int(np.searchsorted(given.grid, at))
        caught = [warned(given.stands[row], *event) for event in triggers.events(past) if _inside(event[1], part)]
        false = given.false[row, part]
        made.append(
            Cost(
                budget=budget,
                line=at,
                caught=sum(caught),
                missed=len(caught) - sum(caught),
                false_month=float(false.mean()),
                worst_month=int(false.max()),
                months=len(false),
            )
        )
    return tuple(made)


def base_rate(given: Ladder, past: Past, last: int) -> Baseline:
    """How often any state watched was followed by the event within half a year, in the months a line is fitted on."""
    part = fitted_on(given, last)
    # Every month of the part is closed by `last`, so what came later changes nothing here.
    after = given.after[:, part]
    known = after[past.quiet[:, part] & ~np.isnan(past.figures[:, part]) & ~np.isnan(after)]
    value = float(known.mean()) if known.size else 0.0
    return Baseline(value=value, method=f"share of all states watched, {part.stop - part.start} months before")


def followed_share(given: Ladder, past: Past, at: float, last: int) -> Estimate | None:
    """How often figures at `at` or above were followed by the event within half a year, in the months a line is
    fitted on; None where there was no such month. Months of one alert are alike, so n counts alerts, not months.
    """
    part = fitted_on(given, last)
    # Every month of the part is closed by `last`, so what came later changes nothing here.
    after = given.after[:, part]
    figures = np.where(past.quiet[:, part], past.figures[:, part], np.nan)
    known = ~np.isnan(after) & ~np.isnan(figures)
    high = known & (figures >= at)
    if not high.any():
        return None
    row = min(int(np.searchsorted(given.grid, at)), len(given.grid) - 1)
    runs = max(1, len(triggers.spells(given.stands[row][:, part] & high)))
    share = float(after[high].mean())
    low, top = wilson(share, runs)
    return Estimate(
        value=share,
        low=min(low, share),
        high=max(top, share),
        covers="how few alerts this high there were",
        method="alerts",
        n=runs,
        unit="share",
        baseline=Baseline(value=float(after[known].mean()), method="all states watched in the same months"),
    )


def fitted_on(given: Ladder, last: int) -> slice:
    """Columns a line is fitted on: up to ten years whose outcome is known in column `last`.

    raises  Refused where fewer than five years are
    """
    end = last - PUBLICATION_LAG_MONTHS - WINDOW_MONTHS + 1
    first = max(given.begin, end - FIT_MONTHS)
    if end - first < LEAST_MONTHS:
        raise Refused(
            f"only {max(0, end - first)} months of past alerts are known; a line needs {LEAST_MONTHS}",
            hint="ask for a later day",
        )
    return slice(first, end)


def warned(stands: Bools, row: int, column: int) -> bool:
    """Whether an alert on the state stood in one of the months before the event's, issued in time."""
    newest = column - PUBLICATION_LAG_MONTHS - 1
    return bool(stands[row, max(0, newest - WINDOW_MONTHS + 1) : newest + 1].any())


def wilson(share: float, n: float) -> tuple[float, float]:
    """Wilson's 90 % interval of a share of `n`."""
    centre = (share + _Z90**2 / (2 * n)) / (1 + _Z90**2 / n)
    half = _Z90 / (1 + _Z90**2 / n) * math.sqrt(share * (1 - share) / n + _Z90**2 / (4 * n**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def _inside(column: int, part: slice) -> bool:
    return bool(part.start <= column - PUBLICATION_LAG_MONTHS - 1 < part.stop)

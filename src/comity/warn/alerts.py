"""Alerts as they stand on a day, each with its whole statement; and plain ranked lists of at most so many names.

When an alert opens and ends is in replay and expected_alarms; here it gets its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
import numpy as np

from comity.kernel.errors import Misused
from comity.kernel.estimate import Estimate
from comity.kernel.grading import likelihood
from comity.kernel.time import Month, month_of
from comity.records.alert import Alert, Lines, Standing, Statement
from comity.records.forecast import Driver, OnsetForecast
from comity.warn import expected_alarms, false_alarms, replay, surge
from comity.warn.deaths import LINE, Outlook
from comity.warn.false_alarms import Ladder
from comity.warn.replay import Replay
from comity.warn.surge import Chances
from comity.warn.triggers import WINDOW_MONTHS, Bools, Floats, Past

DEATHS, ONSET = "deaths", "onset"
_REASONS = 3

# Warnings that come too often are not read ("cry wolf": George and Holl 1997, The Warning-Response Problem and
# Missed Opportunities in Preventive Diplomacy), so the number of names is fixed first.
BUDGET = 10
# A chance below one in two hundred is not worth a name, even where the budget has room. On 2012-2024 no floor finds
# 54 % of surges with 8.2 % of names right, this one 51 % with 8.7 %, one of 1 % finds 48 % with 9.9 %.
FLOOR = 0.005


def surges(outlooks: Sequence[Outlook], *, on: date, budget: int = BUDGET) -> tuple[Alert, ...]:
    """States that stayed below 25 deaths a month for a year and are most likely to leave that behind.

    outlooks  the world table of one month and one target
    gives     at most `budget` alerts, highest chance first, ties by code; `threshold` is the chance of the first
              state left out, so that no more than the budget can cross it, and half a per cent at least. States
              already above the line are news, not warning.
    raises    Misused for a budget below one
    """
    quiet = [outlook for outlook in outlooks if outlook.peak < LINE]
    ranked = sorted(quiet, key=lambda outlook: (-outlook.chance_25.value, outlook.state))
    threshold = max(FLOOR, _threshold([outlook.chance_25 for outlook in ranked], budget))
    return tuple(
        Alert(
            state=outlook.state,
            raised_on=on,
            measure="deaths",
            figure=outlook.chance_25,
            threshold=threshold,
            reasons=_why(outlook),
        )
        for outlook in ranked[:budget]
        if outlook.chance_25.value >= FLOOR
    )


def onsets(forecasts: Sequence[OnsetForecast], *, on: date, budget: int = BUDGET) -> tuple[Alert, ...]:
    """The states with the highest risk of a new mass killing, at most `budget`; threshold as in `surges`."""
    ranked = sorted(forecasts, key=lambda forecast: (-forecast.risk.value, forecast.state))
    threshold = _threshold([forecast.risk for forecast in ranked], budget)
    return tuple(
        Alert(
            state=forecast.state,
            raised_on=on,
            measure="onset",
            figure=forecast.risk,
            threshold=threshold,
            reasons=(
                f"rank {forecast.rank} of {forecast.of} states, {forecast.multiple:.1f} times the base rate",
                *(driver.words for driver in forecast.drivers[1:4] if driver.part > 0),
            ),
        )
        for forecast in ranked[:budget]
    )


def statement(
    state: str, measure: str, says: str, estimate: Estimate, place: tuple[int, int], known: tuple[str, date]
) -> Statement:
    """A chance with all that must stand beside it; word and multiple follow from it.

    estimate  with the base rate as its baseline
    place     rank and of how many
    known     last month of the data, and the day it is said
    """
    base = estimate.baseline.value if estimate.baseline else 0.0
    return Statement(
        state=state,
        measure=measure,
        says=says,
        words=likelihood(estimate.value).words,
        estimate=estimate,
        multiple=estimate.value / base if base > 0 else 0.0,
        rank=place[0],
        of=place[1],
        data_to=known[0],
        said_on=known[1],
    )


def window(past: Past, column: int) -> tuple[Month, Month]:
    """First and last month that a figure of a column speaks of: the half year after its issue."""
    at = replay.issued(past, column)
    return at.plus(1), at.plus(WINDOW_MONTHS)


def deaths_statement(made: Chances, given: Ladder, row: int, on: date) -> Statement:
    """The newest chance of one state, whether an alert stands or not, with how often such figures were followed."""
    column = made.past.months - 1
    figures = np.where(made.past.quiet[:, column], made.past.figures[:, column], np.nan)
    value = float(figures[row])
    low, high = surge.interval(made, row, column)
    first, last = window(made.past, column)
    estimate = Estimate(
        value=value,
        low=low,
        high=high,
        covers="the fit, states drawn anew, and how few events it saw",
        method="alerts",
        n=made.fits[-1].came,
        unit="chance",
        baseline=false_alarms.base_rate(given, made.past, column),
    )
    says = f"{LINE} deaths or more in a month, {first.first:%b %Y} to {last.first:%b %Y}, after a year without"
    place = (int((figures > value).sum()) + 1, int((~np.isnan(figures)).sum()))
    said = statement(made.past.states[row], DEATHS, says, estimate, place, (str(made.past.start.plus(column)), on))
    share = false_alarms.followed_share(given, made.past, value, column)
    return msgspec.structs.replace(said, followed=share)


def deaths_standing(made: Chances, given: Ladder, played: Replay, on: date) -> tuple[Standing, ...]:
    """Alerts on deaths that stand in the newest column, highest chance first; none once its half year is over."""
    column = made.past.months - 1
    if replay.issued(made.past, column).plus(WINDOW_MONTHS) < month_of(on):
        return ()
    lines = {one.level: one for one in replay.lines_at(played, column)}
    found = []
    for row in np.flatnonzero(played.stands[0][:, column]):
        level = replay.level_at(played, int(row), column)
        if level is None or np.isnan(made.past.figures[row, column]):
            continue
        found.append(
            Standing(
                state=made.past.states[row],
                measure=DEATHS,
                level=level,
                since=str(replay.issued(made.past, replay.since(played, int(row), column))),
                statement=deaths_statement(made, given, int(row), on),
                lines=lines[level],
                reasons=_reasons(surge.drivers(made, int(row), column)),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.statement.estimate.value, one.state)))


def onset_statement(forecast: OnsetForecast, on: date) -> Statement:
    """The chance of a new mass killing with all that must stand beside it."""
    years = f"{forecast.base_year + 1}-{forecast.base_year + 2}"
    return statement(
        forecast.state,
        ONSET,
        f"a new mass killing in {years}",
        forecast.risk,
        (forecast.rank, forecast.of),
        (f"{forecast.base_year}-12", on),
    )


def onset_standing(
    forecasts: Sequence[OnsetForecast], past: Past, played: tuple[Bools, Floats], on: date
) -> tuple[Standing, ...]:
    """Alerts on a new mass killing that stand in the newest column, highest risk first.

    forecasts  those of the day
    past       risks month by month, the last column of that day
    played     what stands and the raise lines, as expected_alarms.standing gives
    """
    stands, raise_at = played
    known = {forecast.state: forecast for forecast in forecasts}
    found = []
    for row in np.flatnonzero(stands[0, :, -1]):
        state = past.states[row]
        level = expected_alarms.level_of(stands[:, row, -1])
        if level is None or state not in known:
            continue
        calm = np.flatnonzero(~stands[0, row])
        at = float(raise_at[level.place - 1, -1])
        found.append(
            Standing(
                state=state,
                measure=ONSET,
                level=level,
                since=str(past.start.plus(int(calm[-1]) + 1 if len(calm) else 0)),
                statement=onset_statement(known[state], on),
                lines=Lines(
                    level=level,
                    raise_at=at,
                    clear_at=at * expected_alarms.CLEAR_SHARE,
                    months=expected_alarms.CLEAR_AFTER_MONTHS,
                ),
                reasons=_reasons(known[state].drivers),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.statement.estimate.value, one.state)))


def _reasons(drivers: Sequence[Driver]) -> tuple[str, ...]:
    """The parts that raise the chance most; the first is the level of an average state."""
    return tuple(driver.words for driver in drivers[1:] if driver.part > 0)[:_REASONS]


def _threshold(figures: Sequence[Estimate], budget: int) -> float:
    if budget < 1:
        raise Misused(
            f"an alert budget names at least one state; got {budget}", hint=f"{BUDGET} a month is the default"
        )
    return figures[budget].value if len(figures) > budget else 0.0


def _why(outlook: Outlook) -> tuple[str, ...]:
    return (
        f"chance of {LINE} deaths or more in a month: {outlook.chance_25.value:.1%}, mean of the next three months",
        f"expected {outlook.expected.value:.1f} deaths a month, after {outlook.before:.1f} in the last twelve",
        f"most in a month of the last twelve: {outlook.peak:.0f}, below {LINE}",
    )

"""Alerts with a false-alarm budget: the few states most likely to cross a line they have not crossed for a year.

Transparent and not learned: rank, take as many as the budget allows, and let the threshold follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from comity.kernel.errors import Misused
from comity.kernel.estimate import Estimate
from comity.records.alert import Alert
from comity.records.forecast import OnsetForecast
from comity.warn.deaths import LINE, Outlook

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

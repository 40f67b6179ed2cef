"""Skill of the deaths forecast by trees: civilian deaths, horizons 1, 3 and 6, every origin of 2012-2020."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from comity.desk.fits import deaths_panel, deaths_trees
from comity.desk.fits.deaths_trees import Made, Panel, Task
from comity.desk.skills import deaths_scores as scores
from comity.desk.skills.deaths_scores import Judged
from comity.kernel.progress import Progress
from comity.kernel.time import Month
from comity.reference.skill import Metric, Skill
from comity.store.raw import RawData
from comity.warn import backtest, grid
from comity.warn import draws as spread
from comity.warn.draws import Draws, Floats

NAME = "warn-deaths"
WORDS = "civilians killed a month in one-sided violence, by trees, against naive rules and a forest alone"

YEARS = tuple(range(2012, 2021))
HORIZONS = (1, 3, 6)
# Months without a death before a first one counts as hard to foresee.
_QUIET_MONTHS = 12

PEER = (
    "quantile forest on the same counts and rows, own run with other software: CRPS 2.30, ignorance .438, interval "
    "score 28.1; half forest, half own last 24 months: ignorance .419; LightGBM, first death after 12 quiet months: "
    "AP .049"
)
_PROTOCOL = (
    "UCDP one-sided deaths of 195 states, 1989-01 to 2021-06 (nothing later is read). Origins each month of 2012-2020, "
    "horizons 1, 3 and 6 months: 63,180 forecasts. Fitted anew each January on outcomes known by the December before. "
    "Settings were chosen on origins 2005-2011. Ignorance in bits with the bins of the VIEWS challenge and one "
    "pseudo-count each. coverage: share of the randomised transform in the middle 90 %; coverage_25: where the mean is "
    "25 or more; ap_hard, auc_hard: first death after 12 months without; _rest: without the ten states with most "
    "deaths. Intervals: 90 %, states resampled."
)
_LIMITS = (
    "seconds is wall time of reading, fits and forecasts on two processes, on a machine shared with other work; "
    "cpu_seconds is the processor time of the fits, half of which is the wall time on two free cores.",
    "The test years were scored twice. The first run had CRPS 2.270, ignorance .408, AP .058; own months were then "
    "made to fade faster and the forest joined the chance of any death, both chosen on 2005-2011: this run.",
    "One vintage: counts are those of 2021, cut at the event month; what was known then was less and was revised.",
    "Ten states carry most of the CRPS and of the interval score.",
    "Structure of a year counts as known from July of the next; coups and leaders from their month on.",
)


Compared = tuple[Judged, dict[str, Metric], dict[str, dict[str, float]], tuple[str, ...]]
_OWN = "own months and their like (shipped without trees)"
_FOREST = "quantile forest alone"
_SHORT = {"own last 12 months": "own_12", _OWN: "without_trees", _FOREST: "forest"}


def run(raw: RawData, progress: Progress) -> Skill:
    """The row of the skill table; every rule faces the same 63,180 cases."""
    begun = time.perf_counter()
    panel = deaths_trees.panel(deaths_panel.inputs(raw, "civilian", to=deaths_panel.KINDS_TO), "civilian")
    made = []
    for number, one in enumerate(deaths_trees.run_all(panel, tasks())):
        progress(f"fitted to column {one.task.newest}, horizon {one.task.horizon}", 0.9 * number / len(tasks()))
        made.append(one)
    ours = [deaths_trees.finished(panel, one) for one in made]
    forecast_seconds = time.perf_counter() - begun
    progress("scores", 0.9)
    cases, metrics, baselines, details = compared(panel, made, ours)
    seconds = scores.rounded(forecast_seconds)
    metrics["seconds"] = Metric(value=seconds, low=seconds, high=seconds)
    busy = scores.rounded(sum(one.seconds for one in made))
    metrics["cpu_seconds"] = Metric(value=busy, low=busy, high=busy)
    progress("done", 1.0)
    return Skill(
        name=NAME,
        protocol=_PROTOCOL,
        n=len(cases.seen),
        vintage=str(deaths_panel.KINDS_TO),
        seconds=round(time.perf_counter() - begun, 1),
        metrics=metrics,
        baselines=baselines,
        peer=PEER,
        command=f"comity skill run {NAME}",
        limits=_LIMITS,
        details=details,
    )


def compared(panel: Panel, made: list[Made], ours: list[Floats]) -> Compared:
    """Cases with an outcome, our metrics, the rivals' figures, and lines on counts and years."""
    whole = judged(panel, made)
    seen = ~np.isnan(whole.seen)
    cases = Judged(state=whole.state[seen], year=whole.year[seen], seen=whole.seen[seen], quiet=whole.quiet[seen])
    result = scores.result(grid.as_draws(np.concatenate(ours)[seen]), cases.seen)
    metrics, baselines = scores.metrics(cases, result), {}
    details: tuple[str, ...] = ()
    for words, rule in rivals(panel).items():
        drawn = spread.pick(scores.joined([rule(one) for one in made]), seen)
        other = scores.result(drawn, cases.seen)
        baselines[words] = scores.plain(cases, other)
        if words in _SHORT:
            metrics |= scores.less(cases, result, other, _SHORT[words])
        if words == "own last 12 months":
            details = scores.by_year(cases, result, other, words)
    return cases, metrics, baselines, (_counted(cases), *details)


def tasks() -> tuple[Task, ...]:
    """One fit a year and horizon: labels to December, origins in the twelve months after."""
    return tuple(
        Task(newest=first - 1, horizon=horizon, origins=tuple(range(first, first + 12)))
        for first in (Month(year, 1).index - deaths_panel.START.index for year in YEARS)
        for horizon in HORIZONS
    )


def judged(panel: Panel, made: list[Made]) -> Judged:
    """The cases in the order of the forecasts."""
    state, origin = (np.concatenate([getattr(one, name) for one in made]) for name in ("state", "origin"))
    ahead = np.concatenate([np.full(len(one.state), one.task.horizon) for one in made])
    own = panel.inputs.own
    quiet = np.zeros(own.shape, dtype=bool)
    filled = np.nan_to_num(own)
    for column in range(own.shape[1]):
        quiet[:, column] = filled[:, max(0, column - _QUIET_MONTHS + 1) : column + 1].sum(axis=1) == 0
    return Judged(
        state=state,
        year=deaths_panel.START.year + origin // 12,
        seen=own[state, origin + ahead],
        quiet=quiet[state, origin],
    )


def rivals(panel: Panel) -> dict[str, Callable[[Made], Draws]]:
    """The rules that the forecast must beat, each on the cases of one fit."""
    own = panel.inputs.own

    def naive(method: backtest.Method) -> Callable[[Made], Draws]:
        def rule(made: Made) -> Draws:
            parts = [
                spread.pick(method(int(last), made.task.horizon), made.state[made.origin == last])
                for last in np.unique(made.origin)
            ]
            return scores.joined(parts)

        return rule

    # A single value is no distribution for the coverage by transform, so "none ever" is given as draws of zero.
    nothing = Draws(values=np.zeros((len(own), 24)), weights=np.full((len(own), 24), 1 / 24))
    return {
        "no death ever": naive(lambda _last, _horizon: nothing),
        "last value, Poisson": naive(backtest.poisson_mean(own, 1)),
        "own last 12 months": naive(_repeated(backtest.own_months(own, 12))),
        "own last 24 months": naive(backtest.own_months(own, 24)),
        _OWN: lambda made: grid.as_draws(deaths_trees.own_masses(panel.levels, made, made.task.horizon)),
        _FOREST: lambda made: grid.as_draws(made.forest),
        "half quantile forest, half own last 24 months": lambda made: grid.as_draws(
            (made.forest + _set(naive(backtest.own_months(own, 24))(made))) / 2
        ),
    }


def _repeated(method: backtest.Method) -> backtest.Method:
    """The same distribution with each draw twice, since the grid refuses fewer than 20 draws."""

    def twice(last: int, horizon: int) -> Draws:
        made = method(last, horizon)
        return Draws(values=np.repeat(made.values, 2, axis=1), weights=np.repeat(made.weights / 2, 2, axis=1))

    return twice


def _set(given: Draws) -> Floats:
    return grid.from_draws(given)


def _counted(cases: Judged) -> str:
    some, hard = int((cases.seen > 0).sum()), int((cases.seen[cases.quiet] > 0).sum())
    return f"{some} of {len(cases.seen)} cases have a death; {hard} of {int(cases.quiet.sum())} after a quiet year do."

"""Skill of the deaths forecast in the VIEWS 2023/24 prediction challenge: state-based deaths, leads 3-14 months."""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

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

NAME = "warn-views"
WORDS = "state-based deaths a month in the VIEWS prediction challenge, by trees, against its official benchmarks"

ACTUALS = "benchmarks/views_actuals_cm.parquet"
OFFICIAL = "benchmarks/views_benchmark_draws_cm.parquet"
YEARS = (2018, 2019, 2020, 2021)
# The mean of the published comparison; 2021 is shown apart, since its actuals are a later vintage.
HEADLINE = (2018, 2019, 2020)
LEADS = tuple(range(3, 15))
# Fits are made for these leads; those between are mixed from the two beside them.
FITTED = (3, 6, 10, 14)
_OFFICIAL_WORDS = {
    "last_historical_poisson": "official: last value, Poisson",
    "bootstrap": "official: global bootstrap",
    "bodentien_rueter_nbinom": "entry: Bodentien and Rueter, negative binomial",
}

PEER = (
    "VIEWS 2023/24 challenge, state-based, mean of 2018-2020: official last value with Poisson CRPS 14.5, ignorance "
    "1.10, interval score 270; quantile forest on the counts alone (own run, other software, 195 states): 9.98, .560, "
    "108.9"
)
_PROTOCOL = (
    "VIEWS 2023/24 prediction challenge: fitted on UCDP state-based deaths to October of the year before, forecasts of "
    "the twelve months of 2018, 2019 and 2020 (leads 3-14) for the official 191 states, against the official actuals: "
    "6,876 forecasts; 2021 apart (_2021). Official bins with one pseudo-count each, 90 % intervals. Settings are those "
    "chosen for civilian deaths on 2005-2011. coverage: share of the randomised transform in the middle 90 %; "
    "coverage_25: where the mean is 25 or more; _rest: without the ten states with most deaths. Intervals: 90 %, "
    "states resampled."
)
_LIMITS = (
    "seconds is wall time of reading, fits and forecasts on two processes, on a machine shared with other work; "
    "cpu_seconds is the processor time of the fits, half of which is the wall time on two free cores.",
    "The test years were scored once; nothing was chosen on them.",
    "Counts fitted on are those of 2021 cut at October; those of the challenge differ from them by 2-3 % to 2019.",
    "The official draws are set on our grid of counts for the ignorance and interval scores; bins are kept exactly.",
    "The challenge asked for forecasts of the future; all figures of this row were made afterwards.",
)


def run(raw: RawData, progress: Progress) -> Skill:
    """The row of the skill table; every rule faces the same cases."""
    begun = time.perf_counter()
    panel = deaths_trees.panel(deaths_panel.inputs(raw, "state_based", to=Month(2020, 12)), "state_based")
    made = []
    for number, one in enumerate(deaths_trees.run_all(panel, tasks())):
        progress(f"fitted to column {one.task.newest}, lead {one.task.horizon}", 0.8 * number / len(tasks()))
        made.append(one)
    forecast_seconds = time.perf_counter() - begun
    ahead = by_lead(made)
    keys, seen = actuals(raw)
    cases = _cases(panel, ahead, keys, seen)
    order = _order(panel, ahead, keys)
    named = {"ours": np.concatenate([deaths_trees.finished(panel, one) for one in ahead])[order]}
    named |= {words: masses[order] for words, masses in _rivals(panel, ahead).items()}
    named |= _official(raw, keys)
    progress("scores", 0.9)
    metrics, baselines, details = _figures(cases, named)
    seconds = scores.rounded(forecast_seconds)
    metrics["seconds"] = Metric(value=seconds, low=seconds, high=seconds)
    busy = scores.rounded(sum(one.seconds for one in made))
    metrics["cpu_seconds"] = Metric(value=busy, low=busy, high=busy)
    progress("done", 1.0)
    return Skill(
        name=NAME,
        protocol=_PROTOCOL,
        n=int(np.isin(cases.year, HEADLINE).sum()),
        vintage="2021-12",
        seconds=round(time.perf_counter() - begun, 1),
        metrics=metrics,
        baselines=baselines,
        peer=PEER,
        command=f"comity skill run {NAME}",
        limits=_LIMITS,
        details=details,
    )


def tasks() -> tuple[Task, ...]:
    """One fit a year and fitted lead: everything to October of the year before, one origin."""
    origins = [Month(year - 1, 10).index - deaths_panel.START.index for year in YEARS]
    return tuple(Task(newest=at, horizon=lead, origins=(at,)) for at in origins for lead in FITTED)


def by_lead(made: list[Made]) -> list[Made]:
    """A forecast for each of the twelve leads of each year."""
    ahead = []
    for year in range(len(made) // len(FITTED)):
        fitted = made[year * len(FITTED) : (year + 1) * len(FITTED)]
        for near, far in pairwise(fitted):
            # The last pair gives its far end too.
            end = far.task.horizon + (far is fitted[-1])
            ahead += [deaths_trees.between(near, far, lead) for lead in range(near.task.horizon, end)]
    return ahead


def actuals(raw: RawData) -> tuple[list[tuple[str, int]], Floats]:
    """The official cases in order, as (state, month index), and the deaths seen."""
    query = "select iso3, year(month) * 12 + month(month) - 1, ged_sb from data order by month, iso3"
    rows = raw.rows(ACTUALS, query)
    return [(state, at) for state, at, _ in rows], np.array([float(seen) for *_, seen in rows])


def _order(panel: Panel, ahead: list[Made], keys: list[tuple[str, int]]) -> NDArray[np.int64]:
    """For each official case the row of our forecasts; a state we do not forecast is a KeyError, never a zero."""
    place: dict[tuple[str, int], int] = {}
    for one in ahead:
        for state, origin in zip(one.state, one.origin, strict=True):
            month = deaths_panel.START.index + int(origin) + one.task.horizon
            place[panel.inputs.states[state], month] = len(place)
    return np.array([place[key] for key in keys], dtype=np.int64)


def _cases(panel: Panel, ahead: list[Made], keys: list[tuple[str, int]], seen: Floats) -> Judged:
    order = _order(panel, ahead, keys)
    state, origin = (np.concatenate([getattr(one, name) for one in ahead])[order] for name in ("state", "origin"))
    filled = np.nan_to_num(panel.inputs.own)
    recent = np.stack([filled[state, origin - back] for back in range(12)], axis=1)
    return Judged(
        state=state,
        year=np.array([month // 12 for _, month in keys], dtype=np.int64),
        seen=seen,
        quiet=recent.sum(axis=1) == 0,
    )


def _rivals(panel: Panel, ahead: list[Made]) -> dict[str, Floats]:
    own = panel.inputs.own
    rules = {
        "no death ever": backtest.zero(own),
        "last value, Poisson": backtest.poisson_mean(own, 1),
        "own last 12 months": backtest.own_months(own, 12),
        "own last 24 months": backtest.own_months(own, 24),
    }
    made = {
        words: np.concatenate(
            [_set(spread.pick(rule(int(one.origin[0]), one.task.horizon), one.state)) for one in ahead]
        )
        for words, rule in rules.items()
    }
    made["own months and their like (shipped without trees)"] = np.concatenate(
        [deaths_trees.own_masses(panel.levels, one, one.task.horizon) for one in ahead]
    )
    made["quantile forest alone"] = np.concatenate([one.forest for one in ahead])
    return made


def _set(given: Draws) -> Floats:
    """Naive draws on the grid, each given often enough to be no too small sample."""
    times = -(-grid.LEAST_DRAWS // given.values.shape[1])
    return grid.from_draws(
        Draws(values=np.repeat(given.values, times, axis=1), weights=np.repeat(given.weights / times, times, axis=1))
    )


def _official(raw: RawData, keys: list[tuple[str, int]]) -> dict[str, Floats]:
    """The draws of the challenge's benchmarks, as masses on the grid."""
    query = (
        "select model, iso3, year(month) * 12 + month(month) - 1 as at, draw, count(*) as times from "
        "(select model, iso3, month, unnest(draws) as draw from data) group by all order by all"
    )
    found = raw.columns(OFFICIAL, query)
    place = {key: row for row, key in enumerate(keys)}
    row = np.array([place[state, int(at)] for state, at in zip(found["iso3"], found["at"], strict=True)])
    column = grid.places(np.asarray(found["draw"], dtype=np.float64))
    made = {}
    for model, words in _OFFICIAL_WORDS.items():
        part = np.asarray(found["model"]) == model
        masses = np.zeros((len(keys), len(grid.POINTS)))
        np.add.at(masses, (row[part], column[part]), np.asarray(found["times"], dtype=np.float64)[part])
        made[words] = masses / masses.sum(axis=1, keepdims=True)
    return made


def _figures(
    cases: Judged, named: dict[str, Floats]
) -> tuple[dict[str, Metric], dict[str, dict[str, float]], tuple[str, ...]]:
    """Metrics of ours, plain figures of the others, and a line a year; the headline leaves 2021 out."""
    head = np.isin(cases.year, HEADLINE)
    first = _part(cases, head)
    results = {words: scores.result(grid.as_draws(masses[head]), first.seen) for words, masses in named.items()}
    late = {words: scores.result(grid.as_draws(masses[~head]), cases.seen[~head]) for words, masses in named.items()}
    metrics = scores.metrics(first, results["ours"])
    metrics |= {f"{name}_2021": figure for name, figure in scores.metrics(_part(cases, ~head), late["ours"]).items()}
    metrics |= scores.less(first, results["ours"], results["own last 12 months"], "own_12")
    metrics |= scores.less(first, results["ours"], results["quantile forest alone"], "forest")
    baselines = {words: scores.plain(first, result) for words, result in results.items() if words != "ours"}
    for words, result in late.items():
        if words != "ours":
            baselines[words]["crps_2021"] = scores.rounded(result.scores.crps.mean())
    rival = "official: last value, Poisson"
    return metrics, baselines, scores.by_year(first, results["ours"], results[rival], rival)


def _part(cases: Judged, rows: NDArray[np.bool_]) -> Judged:
    return Judged(state=cases.state[rows], year=cases.year[rows], seen=cases.seen[rows], quiet=cases.quiet[rows])

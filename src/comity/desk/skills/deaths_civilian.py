"""Skill of the civilian deaths forecast: while the one-sided counts are fresh, and 29 and 59 months after they end."""

from __future__ import annotations

import time
from functools import cache

import numpy as np

from comity.desk.fits import country_months
from comity.desk.skills.deaths_all import figures, less, metric, plain_figures
from comity.kernel.progress import Progress
from comity.kernel.time import Month
from comity.reference.skill import Metric, Skill
from comity.store.raw import RawData
from comity.warn import backtest
from comity.warn import draws as spread
from comity.warn import predictive as model
from comity.warn import series as monthly
from comity.warn.backtest import Cases, Method, Scores
from comity.warn.draws import Draws, Floats

NAME = "deaths-civilian"
WORDS = "civilians killed a month in one-sided violence, 1-12 months ahead, with fresh and with outdated counts"

ORIGINS_FROM = Month(2012, 1)
# The last month with one-sided counts of all states.
TO = Month(2021, 6)
HORIZONS = (1, 3, 6, 12)
# Months between the end of the civilian counts and the origin: Sudan's and all others' case with data to 2026-05.
STALE = (29, 59)
OWN = 24
SEED = 20120102

PEER = (
    "quantile forest on the same UCDP history, origins 2012-2020, horizons 1, 3 and 6, own run with other software: "
    "CRPS 2.30, ignorance 0.438, against 2.41 and 0.503 for own last 12 months there"
)
_PROTOCOL = (
    "UCDP one-sided deaths by state and month. Origins each month from 2012-01, horizons 1, 3, 6 and 12 months, "
    "outcomes to 2021-06, states with 24 covered months. Fresh: counts known to the origin. _stale29, _stale59: "
    "civilian counts end 29 and 59 months before the origin and all deaths are known to it, as for Sudan and all "
    "others with data to 2026-05. Settings were chosen on outcomes to 2010. Scores as in deaths-all. Intervals: 90 %, "
    "states resampled."
)
_LIMITS = (
    "One vintage: all deaths are GED 25.1, one-sided deaths GED 20.1 and candidate events of 2020-2021.",
    "The sizes of month by which shares are taken were settled after a first look at 2012-2021, where shares blind to "
    "size had a CRPS of 4.1 and 4.3 (29 and 59 months); on 2003-2010 both do alike, so these figures flatter a little.",
    "The share of civilians is taken to stay as it was; a war of a new kind breaks that.",
    "One-sided violence is deliberate killing; civilians hit in battle are not in the outcome.",
)


def run(raw: RawData, progress: Progress) -> Skill:
    """The row of the skill table; all rules face the same cases."""
    begun = time.perf_counter()
    cells, covered = country_months.build(raw)
    series = monthly.read(cells, covered)
    civil, total = series.counts["civilian"], series.counts["all"]
    newest = series.column(TO)
    civil = np.where(np.arange(series.months) <= newest, civil, np.nan)
    both = np.where(np.isnan(total), np.nan, civil)
    given = backtest.cases(both, range(series.column(ORIGINS_FROM), newest), HORIZONS, own=OWN, newest=newest)
    progress("fresh counts", 0.1)
    panel = model.panel(civil)
    ours = backtest.judge(given, lambda last, ahead: model.predictive(panel, last, ahead))
    metrics = figures(given, ours, civil)
    baselines = {}
    for words, method in _fresh_rivals(civil).items():
        scores = backtest.judge(given, method)
        baselines[words] = plain_figures(given, scores, civil)
        if words in ("own last 12 months", "own last 24 months"):
            metrics |= less(given, ours, scores, "own_" + words[9:11])
    for step, stale in enumerate(STALE):
        progress(f"counts {stale} months old", 0.4 + 0.3 * step)
        made, rivals = _outdated(given, total, civil, stale)
        metrics |= made
        for words, figure in rivals.items():
            baselines.setdefault(words, {}).update(figure)
    progress("done", 1.0)
    return Skill(
        name=NAME,
        protocol=_PROTOCOL,
        n=given.n,
        vintage=str(TO),
        seconds=round(time.perf_counter() - begun, 1),
        metrics=metrics,
        baselines=baselines,
        peer=PEER,
        command=f"comity skill run {NAME}",
        limits=_LIMITS,
        details=(f"{int((given.seen > 0).sum())} of {given.n} cases have a civilian death.",),
    )


def _fresh_rivals(civil: Floats) -> dict[str, Method]:
    return {
        "no death ever": backtest.zero(civil),
        "last value, Poisson": backtest.poisson_mean(civil, 1),
        "12-month mean, Poisson": backtest.poisson_mean(civil, 12),
        "own last 12 months": backtest.own_months(civil, 12),
        "own last 24 months": backtest.own_months(civil, 24),
        "own last 36 months": backtest.own_months(civil, 36),
    }


def _outdated(
    given: Cases, total: Floats, civil: Floats, stale: int
) -> tuple[dict[str, Metric], dict[str, dict[str, float]]]:
    """Our estimate from all deaths times shares, and its rivals, with civilian counts `stale` months old."""
    panel = model.panel(total)

    @cache
    def shares(last: int) -> Floats:
        known = np.where(np.arange(civil.shape[1]) <= last - stale, civil, np.nan)
        return model.shares(total[:, : last + 1], known[:, : last + 1], last - stale)

    def ours(last: int, ahead: int) -> Draws:
        return model.thinned_by_shares(model.predictive(panel, last, ahead), shares(last))

    def constant(last: int, ahead: int) -> Draws:
        made = model.predictive(panel, last, ahead)
        return spread.draws(np.rint(made.values * shares(last).mean(axis=(1, 2))[:, None]), made.weights)

    own = backtest.own_months(civil, 24)
    scores = backtest.judge(given, ours)
    outdated = backtest.judge(given, lambda last, ahead: own(last - stale, ahead))
    made = {f"{name}_stale{stale}": figure for name, figure in _short(given, scores).items()}
    made |= {f"{name}_stale{stale}": figure for name, figure in less(given, scores, outdated, "outdated_24").items()}
    rivals = {
        "no death ever": backtest.judge(given, backtest.zero(civil)),
        "last 24 months of the outdated counts": outdated,
        "all deaths times a constant share": backtest.judge(given, constant),
    }
    return made, {
        words: {f"{name}_stale{stale}": figure.value for name, figure in _short(given, rival).items()}
        for words, rival in rivals.items()
    }


def _short(given: Cases, scores: Scores) -> dict[str, Metric]:
    values = {
        "crps": scores.crps,
        "ignorance": scores.ignorance,
        "interval_score": scores.interval_score,
        "coverage": scores.covered,
    }
    made = {name: metric(backtest.mean_interval(value, given.state, seed=SEED)) for name, value in values.items()}
    happened = (given.seen > 0).astype(np.float64)
    ranked = backtest.interval(
        lambda w: backtest.auc(happened, scores.chance_any, w), given.state, seed=SEED + 1, count=100
    )
    return made | {"auc_any": metric(ranked)}

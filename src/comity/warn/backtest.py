"""Rolling-origin scores of deaths forecasts, naive rivals, and intervals that resample whole states."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy import special

from comity.warn import draws as spread
from comity.warn.draws import Draws, Floats
from comity.warn.series import Counts

# Given the last known column and the horizon, one distribution a state.
Method = Callable[[int, int], Draws]

RESAMPLES = 400
_POISSON_SLICES = 40


class Cases(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The cases to judge, in one order for all methods: state row, last known column, horizon, deaths seen."""

    state: NDArray[np.int64]
    last: NDArray[np.int64]
    horizon: NDArray[np.int64]
    seen: Floats

    @property
    def n(self) -> int:
        """Number of cases."""
        return len(self.seen)


class Scores(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Scores of one method, one figure a case."""

    crps: Floats
    ignorance: Floats
    interval_score: Floats
    covered: Floats
    mean: Floats
    chance_any: Floats
    chance_25: Floats


def cases(counts: Counts, origins: Iterable[int], horizons: Iterable[int], *, own: int, newest: int) -> Cases:
    """Every covered state at every origin and horizon whose outcome is at column `newest` or before.

    own   months before the origin that must be covered too, so that all methods face the same cases
    """
    picked: list[NDArray[np.int64]] = []
    ahead = tuple(horizons)
    for last in origins:
        if last - own + 1 < 0:
            continue
        known = ~np.isnan(counts[:, last - own + 1 : last + 1]).any(axis=1)
        for horizon in ahead:
            if last + horizon > min(newest, counts.shape[1] - 1):
                continue
            rows = np.flatnonzero(known & ~np.isnan(counts[:, last + horizon]))
            picked.append(np.column_stack([rows, np.full(len(rows), last), np.full(len(rows), horizon)]))
    table = np.concatenate(picked) if picked else np.zeros((0, 3), dtype=np.int64)
    state, last_column, horizon_column = table.T
    seen = counts[state, last_column + horizon_column]
    return Cases(state=state, last=last_column, horizon=horizon_column, seen=seen)


def judge(given: Cases, method: Method) -> Scores:
    """Scores of a method on the cases, asked once for each origin and horizon."""
    columns: dict[str, list[Floats]] = {name: [] for name in Scores.__struct_fields__}
    if not given.n:
        return Scores(**{name: np.zeros(0) for name in columns})
    starts = np.flatnonzero(np.r_[True, (np.diff(given.last) != 0) | (np.diff(given.horizon) != 0)])
    for first, end in zip(starts, np.r_[starts[1:], given.n], strict=True):
        part = slice(int(first), int(end))
        made = spread.pick(method(int(given.last[first]), int(given.horizon[first])), given.state[part])
        scored = score(made, given.seen[part])
        for name, parts in columns.items():
            parts.append(getattr(scored, name))
    return Scores(**{name: np.concatenate(parts) for name, parts in columns.items()})


def score(made: Draws, seen: Floats) -> Scores:
    """Scores of forecasts, one a case, against what was seen."""
    low, high = spread.bounds(made)
    return Scores(
        crps=spread.crps(made, seen),
        ignorance=spread.ignorance(made, seen),
        interval_score=spread.interval_score(made, seen),
        covered=((seen >= low) & (seen <= high)).astype(np.float64),
        mean=spread.mean(made),
        chance_any=spread.chance_from(made, 1),
        chance_25=spread.chance_from(made, 25),
    )


def own_months(counts: Counts, months: int) -> Method:
    """The state's own last months, each with equal weight."""

    def method(last: int, _horizon: int) -> Draws:
        values = counts[:, max(0, last - months + 1) : last + 1]
        known = (~np.isnan(values)).astype(np.float64)
        return spread.draws(np.nan_to_num(values), known / np.maximum(known.sum(axis=1, keepdims=True), 1))

    return method


def zero(counts: Counts) -> Method:
    """No death, ever."""
    nothing = Draws(values=np.zeros((len(counts), 1)), weights=np.ones((len(counts), 1)))
    return lambda _last, _horizon: nothing


def poisson_mean(counts: Counts, months: int) -> Method:
    """A Poisson law around the mean of the last months; one month gives the last value."""

    def method(last: int, _horizon: int) -> Draws:
        window = counts[:, last - months + 1 : last + 1]
        known = (~np.isnan(window)).sum(axis=1)
        return poisson(np.nansum(window, axis=1) / np.maximum(known, 1))

    return method


def poisson(rates: Floats) -> Draws:
    """A Poisson law for each rate, as 40 quantiles of equal weight."""
    unique, place = np.unique(rates, return_inverse=True)
    shares = (np.arange(_POISSON_SLICES) + 0.5) / _POISSON_SLICES
    positive = np.maximum(unique, 1e-9)
    values = np.ceil(special.pdtrik(shares[None, :], positive[:, None]) - 1e-9)
    values = np.where(unique[:, None] > 0, np.maximum(np.nan_to_num(values), 0), 0.0)
    return Draws(values=values[place], weights=np.full((len(rates), _POISSON_SLICES), 1 / _POISSON_SLICES))


def resamples(states: NDArray[np.int64], *, seed: int, count: int = RESAMPLES) -> Floats:
    """(count, cases) weights: how often each case's state was drawn when states are drawn with replacement."""
    names, place = np.unique(states, return_inverse=True)
    drawn = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), size=count)
    result: Floats = drawn[:, place].astype(np.float64)
    return result


def mean_interval(values: Floats, states: NDArray[np.int64], *, seed: int) -> tuple[float, float, float]:
    """Mean of the cases with its 90 % interval over resampled states."""
    names, place = np.unique(states, return_inverse=True)
    drawn = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), size=RESAMPLES)
    sums = np.bincount(place, weights=values, minlength=len(names))
    sizes = np.bincount(place, minlength=len(names))
    return _around(float(values.mean()), (drawn @ sums) / np.maximum(drawn @ sizes, 1))


def interval(
    figure: Callable[[Floats], float], states: NDArray[np.int64], *, seed: int, count: int = RESAMPLES
) -> tuple[float, float, float]:
    """Any weighted figure of the cases with its 90 % interval over resampled states; undefined ones are left out."""
    names, place = np.unique(states, return_inverse=True)
    draw = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        weights = draw.multinomial(len(names), np.full(len(names), 1 / len(names)))[place]
        value = figure(weights.astype(np.float64))
        if np.isfinite(value):
            made.append(value)
    return _around(figure(np.ones(len(states))), np.array(made))


def auc(happened: Floats, score: Floats, weights: Floats) -> float:
    """Weighted area under the ROC curve, ties counted half; NaN without both outcomes."""
    levels, place = np.unique(score, return_inverse=True)
    yes = np.bincount(place, weights=weights * happened, minlength=len(levels))
    no = np.bincount(place, weights=weights * (1 - happened), minlength=len(levels))
    pairs = yes.sum() * no.sum()
    return float((yes * (np.cumsum(no) - no / 2)).sum() / pairs) if pairs else float("nan")


def average_precision(happened: Floats, score: Floats, weights: Floats) -> float:
    """Weighted average precision; cases of equal score enter together; NaN without an event."""
    levels, place = np.unique(-score, return_inverse=True)
    yes = np.bincount(place, weights=weights * happened, minlength=len(levels))
    every = np.bincount(place, weights=weights, minlength=len(levels))
    reached = np.cumsum(every)
    precision = np.cumsum(yes) / np.where(reached > 0, reached, 1)
    return float((yes * precision).sum() / yes.sum()) if yes.sum() else float("nan")


def _around(value: float, made: Floats) -> tuple[float, float, float]:
    low, high = (np.quantile(made, 0.05), np.quantile(made, 0.95)) if len(made) else (value, value)
    return value, min(value, float(low)), max(value, float(high))

"""Predictive distributions as weighted draws: mean, quantiles, chances, and the scores they are judged by.

Shapes throughout: `values` and `weights` are (cases, draws); weights of a case sum to 1.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# The bins of the VIEWS 2023/24 prediction challenge for the ignorance score (Hegre et al. 2025, The 2023/24 VIEWS
# Prediction Challenge, Journal of Peace Research).
VIEWS_BINS = np.array([0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5])
# The same challenge asks for 1,000 draws and adds one pseudo-count to each bin.
VIEWS_DRAWS = 1000


class Draws(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One predictive distribution a case, sorted by value."""

    values: Floats
    weights: Floats


def draws(values: Floats, weights: Floats) -> Draws:
    """The distributions with their draws sorted, ready for quantiles and scores."""
    order = np.argsort(values, axis=1, kind="stable")
    return Draws(values=np.take_along_axis(values, order, 1), weights=np.take_along_axis(weights, order, 1))


def pick(given: Draws, rows: NDArray[np.intp] | NDArray[np.bool_]) -> Draws:
    """The distributions of some cases."""
    return Draws(values=given.values[rows], weights=given.weights[rows])


def mean(given: Draws) -> Floats:
    """Expected value of each case."""
    result: Floats = (given.values * given.weights).sum(axis=1)
    return result


def chance_from(given: Draws, least: float) -> Floats:
    """Chance of `least` or more, 0-1, of each case."""
    result: Floats = np.clip((given.weights * (given.values >= least)).sum(axis=1), 0.0, 1.0)
    return result


def quantile(given: Draws, share: float) -> Floats:
    """Smallest value at which the cumulated weight reaches `share`, of each case."""
    reached = np.cumsum(given.weights, axis=1) < share - 1e-9
    place = np.minimum(reached.sum(axis=1), given.values.shape[1] - 1)
    result: Floats = given.values[np.arange(len(place)), place]
    return result


def thinned(given: Draws, count: int) -> Floats:
    """(cases, count) values of equal weight: the quantiles at the middle of `count` equal slices."""
    reached = np.cumsum(given.weights, axis=1)
    columns = [
        np.minimum((reached < (step + 0.5) / count - 1e-9).sum(axis=1), reached.shape[1] - 1) for step in range(count)
    ]
    return np.take_along_axis(given.values, np.column_stack(columns), 1)


def crps(given: Draws, seen: Floats) -> Floats:
    """Continuous ranked probability score of each case, exact for the draws; lower is better, unit of the values.

    source  Gneiting and Raftery 2007, section 4.2: E|X - y| - E|X - X'|/2
    """
    below = np.cumsum(given.weights, axis=1) - given.weights
    spread = given.weights * given.values * (2 * below + given.weights - 1)
    result: Floats = (given.weights * np.abs(given.values - seen[:, None])).sum(axis=1) - spread.sum(axis=1)
    return result


def ignorance(given: Draws, seen: Floats) -> Floats:
    """Minus log2 of the chance given to the VIEWS bin that came true, in bits; lower is better.

    The weights count as 1,000 draws, with one pseudo-count in each of the eleven bins.
    """
    hit = np.digitize(given.values, VIEWS_BINS) == np.digitize(seen, VIEWS_BINS)[:, None]
    counted = VIEWS_DRAWS * (given.weights * hit).sum(axis=1) + 1
    result: Floats = -np.log2(counted / (VIEWS_DRAWS + len(VIEWS_BINS) + 1))
    return result


def interval_score(given: Draws, seen: Floats, *, level: float = 0.9) -> Floats:
    """Width of the central interval plus 2/(1-level) times the miss; lower is better (Gneiting and Raftery 2007)."""
    low, high = bounds(given, level=level)
    fine = 2 / (1 - level)
    result: Floats = high - low + fine * (np.maximum(low - seen, 0) + np.maximum(seen - high, 0))
    return result


def bounds(given: Draws, *, level: float = 0.9) -> tuple[Floats, Floats]:
    """Ends of the central interval of each case."""
    return quantile(given, (1 - level) / 2), quantile(given, (1 + level) / 2)

"""Predictive distributions as chances on one fixed grid of deaths a month, so that any two can be mixed by adding.

Shapes throughout: `masses` is (cases, points); rows sum to 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Refused
from comity.warn.draws import VIEWS_BINS, Draws, Floats

# Each count up to 50, then steps of a tenth: finer than any of the bins by which forecasts are scored.
_EACH_TO = 50
_STEP = 1.1
_LARGEST = 40_000
# Fewer draws than this make no 90 % interval: each of its tails would hold less than one draw.
LEAST_DRAWS = 20


def _points() -> Floats:
    made = [float(count) for count in range(_EACH_TO + 1)]
    while made[-1] < _LARGEST:
        made.append(float(round(made[-1] * _STEP)))
    return np.array(made)


POINTS = _points()


def _edges() -> Floats:
    """Between two points the middle, but never across an edge of the scoring bins, all of which end in a half."""
    middles = np.floor((POINTS[:-1] + POINTS[1:]) / 2) + 0.5
    for bin_edge in VIEWS_BINS:
        place = int(np.searchsorted(POINTS, bin_edge)) - 1
        middles[place] = bin_edge
    return middles


EDGES = _edges()
# How many counts each positive point stands for; the last is as wide as the one before.
_WIDTHS = np.diff(np.concatenate([EDGES, [2 * EDGES[-1] - EDGES[-2]]]))


def places(values: Floats) -> NDArray[np.int64]:
    """Index of the grid point that stands for each count; counts beyond the grid are taken as its last point."""
    return np.searchsorted(EDGES, values).astype(np.int64)


def from_draws(given: Draws) -> Floats:
    """The masses of weighted draws; raises Refused where there are too few draws for an interval."""
    if given.values.shape[1] < LEAST_DRAWS:
        raise Refused(
            f"{given.values.shape[1]} draws make no distribution; a 90 % interval needs {LEAST_DRAWS} or more",
            hint="give all draws of the forecast, not its mean or median",
        )
    cases = np.arange(len(given.values))[:, None]
    flat = (cases * len(POINTS) + places(given.values)).ravel()
    made = np.bincount(flat, weights=given.weights.ravel(), minlength=len(given.values) * len(POINTS))
    result: Floats = made.reshape(-1, len(POINTS)).astype(np.float64)
    return result


def as_draws(masses: Floats) -> Draws:
    """The masses as weighted draws, one a grid point."""
    return Draws(values=np.broadcast_to(POINTS, masses.shape), weights=masses)


def with_chance(masses: Floats, chance: Floats) -> Floats:
    """The same distributions of deaths where there are any, with `chance` (0-1, one a case) that there are any."""
    some = masses[:, 1:].sum(axis=1)
    made = np.empty_like(masses)
    made[:, 0] = 1 - chance
    # Where nothing but zero was expected, one death is the least that "any" can mean.
    certain = some <= 1e-12
    made[:, 1:] = masses[:, 1:] * (chance / np.where(certain, 1, some))[:, None]
    made[certain, 1] = chance[certain]
    return made


def sharpened(masses: Floats, power: float) -> Floats:
    """The distributions of deaths where there are any, drawn together: densities to the power, chance of any kept.

    power  1 leaves all as it is; above 1 the middle gains and the tails lose, as where pooled states spread too wide
    """
    some = masses[:, 1:]
    made = (some / _WIDTHS) ** power * _WIDTHS
    whole = np.maximum(made.sum(axis=1, keepdims=True), 1e-300)
    return np.concatenate([masses[:, :1], made / whole * some.sum(axis=1, keepdims=True)], axis=1)


def transform(masses: Floats, seen: Floats, *, seed: int) -> Floats:
    """Randomised probability integral transform: even on 0-1 if the distributions are right.

    source  Czado, Gneiting and Held 2009, Predictive model assessment for count data, Biometrics 65(4)
    """
    place = places(seen)
    cases = np.arange(len(seen))
    at = masses[cases, place]
    below = np.cumsum(masses, axis=1)[cases, place] - at
    result: Floats = below + np.random.default_rng(seed).random(len(seen)) * at
    return result

"""Elastic-net logistic regression by proximal Newton steps: few features, many rows, exact and repeatable."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Misused

Floats = NDArray[np.float64]

_NEWTON_STEPS = 50
_SWEEPS = 500
_TIGHT = 1e-10


def fit(features: Floats, happened: Floats, weights: Floats, *, penalty: tuple[float, float], start: Floats) -> Floats:
    """Intercept and coefficients of the penalised fit, length features + 1.

    features  (rows, features), standardised by the caller
    happened  0 or 1 a row; weights count rows (a resample of countries gives whole numbers)
    penalty   (lambda, alpha): mean log loss + lambda * (alpha * |b| + (1 - alpha) / 2 * b^2); the intercept is free
    start     where to begin, length features + 1, such as the fit of a year before
    raises    Misused unless both outcomes occur
    source    Friedman, Hastie and Tibshirani 2010, J. Stat. Software 33(1), section 3
    """
    total = weights.sum()
    share = float(weights @ happened / total) if total > 0 else 0.0
    if not 0 < share < 1:
        raise Misused(f"a logit needs both outcomes; the share of events is {share}")
    intercept, slopes = float(start[0]), start[1:].copy()
    for _ in range(_NEWTON_STEPS):
        linear = intercept + features @ slopes
        chance = expit(linear)
        curve = np.maximum(weights * chance * (1 - chance), 1e-10)
        target = linear + weights * (happened - chance) / curve
        middle, level = curve @ features / curve.sum(), float(curve @ target / curve.sum())
        centred = features - middle
        gram = (centred * curve[:, None]).T @ centred / total
        aim = (centred * curve[:, None]).T @ (target - level) / total
        before = slopes.copy()
        slopes = _descend(gram, aim, slopes, penalty)
        moved = abs(level - float(middle @ slopes) - intercept)
        intercept = level - float(middle @ slopes)
        if max(moved, float(np.abs(slopes - before).max(initial=0.0))) < 1e-8:
            break
    return np.concatenate([[intercept], slopes])


def start_from(happened: Floats, features: int) -> Floats:
    """The fit without features: the log-odds of the share of events, then zeros."""
    share = float(happened.mean())
    return np.concatenate([[np.log(share / (1 - share))], np.zeros(features)])


def expit(linear: Floats) -> Floats:
    """Chance of each log-odds, 0-1."""
    result: Floats = 1 / (1 + np.exp(-np.clip(linear, -30.0, 30.0)))
    return result


def _descend(gram: Floats, aim: Floats, slopes: Floats, penalty: tuple[float, float]) -> Floats:
    """The minimum of one Newton step's quadratic: sweeps find which slopes are not zero, a linear system the rest."""
    size, mix = penalty
    slopes = slopes.copy()
    for _ in range(_SWEEPS):
        before = slopes.copy()
        _sweep(gram, aim, slopes, penalty)
        active = np.flatnonzero(slopes)
        square = gram[np.ix_(active, active)] + size * (1 - mix) * np.eye(len(active))
        exact = np.zeros(len(slopes))
        exact[active] = np.linalg.solve(square, aim[active] - size * mix * np.sign(slopes[active]))
        pull = np.abs(aim - gram @ exact)
        idle = slopes == 0
        # The optimality conditions of the penalty (Friedman, Hastie and Tibshirani 2010, section 2).
        if (np.sign(exact) == np.sign(slopes)).all() and (pull[idle] <= size * mix + _TIGHT).all():
            return exact
        if np.abs(slopes - before).max(initial=0.0) < _TIGHT:
            break
    return slopes


def _sweep(gram: Floats, aim: Floats, slopes: Floats, penalty: tuple[float, float]) -> None:
    """One round of coordinate descent, in place."""
    size, mix = penalty
    rest = aim - gram @ slopes
    for place in range(len(slopes)):
        pull = rest[place] + gram[place, place] * slopes[place]
        shrunk = np.sign(pull) * max(abs(pull) - size * mix, 0.0)
        change = shrunk / (gram[place, place] + size * (1 - mix)) - slopes[place]
        if change:
            rest -= gram[:, place] * change
            slopes[place] += change

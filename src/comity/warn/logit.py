"""Elastic-net logistic regression by proximal Newton steps: few features, many rows, exact and repeatable."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Misused, Refused

Floats = NDArray[np.float64]

_NEWTON_STEPS = 50
_HALVINGS = 40
_SWEEPS = 500
_TIGHT = 1e-10


def fit(features: Floats, happened: Floats, weights: Floats, *, penalty: tuple[float, float], start: Floats) -> Floats:
    """Intercept and coefficients of the penalised fit, length features + 1.

    features  (rows, features), standardised by the caller
    happened  0 or 1 a row; weights count rows (a resample of countries gives whole numbers)
    penalty   (lambda, alpha): mean log loss + lambda * (alpha * |b| + (1 - alpha) / 2 * b^2); the intercept is free
    start     where to begin, length features + 1, such as the fit of a year before
    raises    Misused unless both outcomes occur; Refused if the steps do not settle
    source    Friedman, Hastie and Tibshirani 2010, J. Stat. Software 33(1), section 3; steps that would raise the loss
              are halved, as in Lee, Sun and Saunders 2014, SIAM J. Optimization 24(3)
    """
    total = weights.sum()
    share = float(weights @ happened / total) if total > 0 else 0.0
    if not 0 < share < 1:
        raise Misused(f"a logit needs both outcomes; the share of events is {share}")
    here = np.asarray(start, dtype=np.float64)
    for _ in range(_NEWTON_STEPS):
        linear = here[0] + features @ here[1:]
        chance = expit(linear)
        curve = np.maximum(weights * chance * (1 - chance), 1e-10)
        target = linear + weights * (happened - chance) / curve
        middle, level = curve @ features / curve.sum(), float(curve @ target / curve.sum())
        centred = features - middle
        gram = (centred * curve[:, None]).T @ centred / total
        aim = (centred * curve[:, None]).T @ (target - level) / total
        slopes = _descend(gram, aim, here[1:], penalty)
        aimed = np.concatenate([[level - float(middle @ slopes)], slopes])
        left = float(np.abs(aimed - here).max())
        here = _shortened(here, aimed, lambda found: loss(found, features, happened, weights, penalty=penalty))
        if left < 1e-8:
            return here
    raise Refused(
        f"a logit did not settle in {_NEWTON_STEPS} steps: the last wanted to move a coefficient by {left:.1e}",
        hint="give a larger penalty, or leave out columns that tell the outcome by themselves",
    )


def loss(found: Floats, features: Floats, happened: Floats, weights: Floats, *, penalty: tuple[float, float]) -> float:
    """What `fit` makes smallest, for an intercept and coefficients: mean log loss plus penalty."""
    size, mix = penalty
    linear, slopes = found[0] + features @ found[1:], found[1:]
    told = float(weights @ (np.logaddexp(0.0, linear) - happened * linear) / weights.sum())
    return told + size * float(mix * np.abs(slopes).sum() + (1 - mix) / 2 * (slopes @ slopes))


def start_from(happened: Floats, features: int) -> Floats:
    """The fit without features: the log-odds of the share of events, then zeros."""
    share = float(happened.mean())
    return np.concatenate([[np.log(share / (1 - share))], np.zeros(features)])


def expit(linear: Floats) -> Floats:
    """Chance of each log-odds, 0-1."""
    result: Floats = 1 / (1 + np.exp(-np.clip(linear, -30.0, 30.0)))
    return result


def _shortened(here: Floats, aimed: Floats, loss_of: Callable[[Floats], float]) -> Floats:
    """The whole step where it does not raise the loss, else the longest half, quarter ... of it that does not.

    Whole steps alone may swing between two points for ever, as they did for base year 1993, far from the minimum.
    """
    # Rounding alone moves a loss by less than this.
    most = loss_of(here) + 1e-12
    for _ in range(_HALVINGS):
        if loss_of(aimed) <= most:
            return aimed
        aimed = (here + aimed) / 2
    return here


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

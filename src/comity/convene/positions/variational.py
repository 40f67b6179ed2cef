"""One-dimensional dynamic ordinal ideal points from roll calls: variational EM with a Kalman smoother per state.

Model: a latent support b x + e, e ~ N(0, 1), is cut at c1 < c2 into no < abstain < yes; x walks at random between
sessions. Source: Bailey, Strezhnev, Voeten 2017 (model); Imai, Lo, Olmsted 2016 (variational EM for roll calls).
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Prior of a state's first position and of an item's discrimination; they only fix the scale that is standardised after.
FIRST_VARIANCE = 1.0
SLOPE_VARIANCE = 100.0
# Variance of a state's yearly step on the raw scale; chosen by held-out cells, see docs/explanation/positions.
STEP_VARIANCE = 0.02
# Weak prior of the cut points, so that a roll call without a "no" keeps a finite lower cut.
CUT_VARIANCE = 16.0
_FLOOR = 1e-10
_GAP = 0.02


class Votes(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Votes in divided roll calls.

    item     (votes,) index of the roll call
    state    (votes,) index of the state
    choice   (votes,) 0 no, 1 abstain, 2 yes
    session  (items,) index of the session of each roll call, ascending in time
    states, sessions  how many there are
    """

    item: Ints
    state: Ints
    choice: NDArray[np.int8]
    session: Ints
    states: int
    sessions: int


class Items(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Item parameters (items,): slope and the two cut points on the scale of the positions."""

    slope: Floats
    low: Floats
    high: Floats


class Fit(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Positions (states, sessions): mean and variational variance; n votes per cell; item parameters; iterations."""

    mean: Floats
    variance: Floats
    n: Ints
    items: Items
    iterations: int


class _Work:
    """Votes in three blocks by choice, and the sums an iteration needs."""

    def __init__(self, votes: Votes, weight: Floats | None) -> None:
        self.items = len(votes.session)
        self.cells = votes.states * votes.sessions
        cell = votes.state * votes.sessions + votes.session[votes.item]
        self.blocks = tuple((votes.item[votes.choice == k], cell[votes.choice == k]) for k in range(3))
        self.weight = np.ones(self.items) if weight is None else weight
        self.n = np.bincount(cell, minlength=self.cells)

    def by_item(self, parts: list[Floats]) -> Floats:
        """Sums over the votes of each roll call, of one array a block."""
        sums = [np.bincount(b[0], v, self.items) for b, v in zip(self.blocks, parts, strict=True)]
        result: Floats = np.sum(sums, axis=0)
        return result

    def by_cell(self, parts: list[Floats]) -> Floats:
        """Sums over the votes of each state in each session."""
        sums = [np.bincount(b[1], v, self.cells) for b, v in zip(self.blocks, parts, strict=True)]
        result: Floats = np.sum(sums, axis=0)
        return result


def _density(z: Floats) -> Floats:
    result: Floats = np.exp(-0.5 * z * z) * 0.3989422804014327
    return result


def _expectations(work: _Work, items: Items, mean: Floats) -> tuple[list[Floats], Items, list[Floats]]:
    """Latent support minus its mean for each vote, and the Newton step's new cut points."""
    etas = [items.slope[j] * mean[c] for j, c in work.blocks]
    (no, _), (mid, _), (yes, _) = work.blocks
    z_no = np.clip(items.low[no] - etas[0], -8, 8)
    z_yes = np.clip(items.high[yes] - etas[2], -8, 8)
    z1 = np.clip(items.low[mid] - etas[1], -8, 8)
    z2 = np.clip(items.high[mid] - etas[1], -8, 8)
    r_no = _density(z_no) / (ndtr(z_no) + _FLOOR)
    r_yes = _density(z_yes) / (ndtr(-z_yes) + _FLOOR)
    inside = np.maximum(ndtr(z2) - ndtr(z1), 1e-6)
    r1, r2 = _density(z1) / inside, _density(z2) / inside
    n = work.items
    # Gradient and curvature of the log-likelihood in the two cuts; it is concave, so one Newton step an iteration does.
    g1 = np.bincount(no, r_no, n) - np.bincount(mid, r1, n) - items.low / CUT_VARIANCE
    g2 = np.bincount(mid, r2, n) - np.bincount(yes, r_yes, n) - items.high / CUT_VARIANCE
    h11 = np.bincount(no, r_no * (z_no + r_no), n) + np.bincount(mid, r1 * (r1 - z1), n) + 1 / CUT_VARIANCE
    h22 = np.bincount(yes, r_yes * (r_yes - z_yes), n) + np.bincount(mid, r2 * (z2 + r2), n) + 1 / CUT_VARIANCE
    h12 = -np.bincount(mid, r1 * r2, n)
    det = np.maximum(h11 * h22 - h12 * h12, 1e-9)
    low = items.low + np.clip((h22 * g1 - h12 * g2) / det, -1, 1)
    high = items.high + np.clip((h11 * g2 - h12 * g1) / det, -1, 1)
    middle = (low + high) / 2
    apart = high - low < _GAP
    low, high = np.where(apart, middle - _GAP / 2, low), np.where(apart, middle + _GAP / 2, high)
    return [-r_no, r1 - r2, r_yes], Items(slope=items.slope, low=low, high=high), etas


def _step(work: _Work, items: Items, mean: Floats, variance: Floats) -> tuple[Items, Floats, Floats]:
    """New item parameters, and precision and information of each cell's position."""
    extra, items, etas = _expectations(work, items, mean)
    support = [eta + e for eta, e in zip(etas, extra, strict=True)]
    second = mean * mean + variance
    slope_precision = work.by_item([second[c] for _, c in work.blocks]) + 1 / SLOPE_VARIANCE
    slope = work.by_item([mean[c] * s for (_, c), s in zip(work.blocks, support, strict=True)]) / slope_precision
    power = work.weight * (slope * slope + 1 / slope_precision)
    pull = work.weight * slope
    precision = work.by_cell([power[j] for j, _ in work.blocks])
    information = work.by_cell([pull[j] * s for (j, _), s in zip(work.blocks, support, strict=True)])
    return Items(slope=slope, low=items.low, high=items.high), precision, information


def _smooth(precision: Floats, information: Floats, step: float) -> tuple[Floats, Floats]:
    """Kalman filter and Rauch-Tung-Striebel smoother over sessions, all states at once; arrays (states, sessions)."""
    states, sessions = precision.shape
    m, v = np.zeros((states, sessions)), np.zeros((states, sessions))
    pm, pv = np.zeros(states), np.full(states, FIRST_VARIANCE)
    seen = np.zeros(states, dtype=bool)
    for t in range(sessions):
        v[:, t] = 1 / (1 / pv + precision[:, t])
        m[:, t] = v[:, t] * (pm / pv + information[:, t])
        seen |= precision[:, t] > 0
        # A state that has not voted yet keeps the first prior: it does not walk before it exists.
        pm, pv = m[:, t], np.where(seen, v[:, t] + step, FIRST_VARIANCE)
    for t in range(sessions - 2, -1, -1):
        gain = v[:, t] / (v[:, t] + step)
        m[:, t] += gain * (m[:, t + 1] - m[:, t])
        v[:, t] += gain * gain * (v[:, t + 1] - v[:, t] - step)
    return m, v


def _start(votes: Votes) -> Items:
    """Flat slopes and cut points at the shares of each choice."""
    n = len(votes.session)
    counts = np.array([np.bincount(votes.item[votes.choice == k], minlength=n) for k in range(3)]) + 0.5
    shares = np.cumsum(counts, axis=0) / counts.sum(axis=0)
    low, high = (np.log(s / (1 - s)) / 1.702 for s in shares[:2])
    return Items(slope=np.full(n, 0.1), low=low, high=high)


def smoothed(
    votes: Votes, start: Fit, *, weight: Floats | None = None, iterations: int = 60, tolerance: float = 2e-3
) -> Fit:
    """Positions that know the whole record, past and later.

    start      where to begin, usually the filtered fit; it also settles the sign
    weight     (items,) weight of each roll call in the positions, for the bootstrap
    """
    work = _Work(votes, weight)
    shape = (votes.states, votes.sessions)
    mean, variance, items = start.mean.ravel(), start.variance.ravel(), start.items
    done, moved = 0, np.inf
    while done < iterations and moved >= tolerance:
        done += 1
        items, precision, information = _step(work, items, mean, variance)
        m, v = _smooth(precision.reshape(shape), information.reshape(shape), STEP_VARIANCE)
        moved = float(np.abs(m.ravel() - mean)[work.n > 0].max())
        mean, variance = m.ravel(), v.ravel()
    return Fit(mean=m, variance=v, n=work.n.reshape(shape), items=items, iterations=done)


def _one_session(votes: Votes, prior: tuple[Floats, Floats], weight: Floats, iterations: int) -> tuple[Any, ...]:
    """Posterior of all states after one session's votes, from their prior; items fitted to this session alone."""
    work = _Work(votes, weight)
    (pm, pv), items = prior, _start(votes)
    mean, variance = pm.copy(), pv.copy()
    for _ in range(iterations):
        items, precision, information = _step(work, items, mean, variance)
        variance = 1 / (1 / pv + precision)
        mean = variance * (pm / pv + information)
    return mean, variance, items


def _first_guess(votes: Votes, positive: int) -> Floats:
    """Leading principal component of the first session's votes, the state `positive` on the positive side."""
    table = np.zeros((votes.states, len(votes.session)))
    table[votes.state, votes.item] = votes.choice - 1.0
    present = np.bincount(votes.state, minlength=votes.states) > 0
    table[present] -= table[present].mean(axis=0)
    left, values, _ = np.linalg.svd(table, full_matrices=False)
    guess = left[:, 0] * values[0]
    guess /= max(float(guess[present].std()), 1e-9)
    result: Floats = guess * (np.sign(guess[positive]) or 1.0)
    return result


def filtered(votes: Votes, positive: int, *, weight: Floats | None = None, iterations: int = 30) -> Fit:
    """Positions as known at the end of each session: nothing of a later session enters, item parameters included.

    positive  index of the state that settles the sign (the United States)
    """
    weight = np.ones(len(votes.session)) if weight is None else weight
    shape = (votes.states, votes.sessions)
    mean, variance, n = np.zeros(shape), np.full(shape, FIRST_VARIANCE), np.zeros(shape, dtype=np.int64)
    slope, low, high = (np.zeros(len(votes.session)) for _ in range(3))
    of_vote = votes.session[votes.item]
    pm, pv = np.zeros(votes.states), np.full(votes.states, FIRST_VARIANCE)
    seen = np.zeros(votes.states, dtype=bool)
    for t in range(votes.sessions):
        which = np.flatnonzero(votes.session == t)
        if len(which):
            mask = of_vote == t
            part = Votes(
                item=np.searchsorted(which, votes.item[mask]), state=votes.state[mask], choice=votes.choice[mask],
                session=np.zeros(len(which), dtype=np.int64), states=votes.states, sessions=1,
            )  # fmt: skip
            if not seen.any():
                pm = 0.5 * _first_guess(part, positive)
            pm, pv, items = _one_session(part, (pm, pv), weight[which], iterations)
            slope[which], low[which], high[which] = items.slope, items.low, items.high
            n[:, t] = np.bincount(part.state, minlength=votes.states)
            seen |= n[:, t] > 0
        mean[:, t], variance[:, t] = pm, pv
        pv = np.where(seen, pv + STEP_VARIANCE, FIRST_VARIANCE)
    return Fit(mean=mean, variance=variance, n=n, items=Items(slope=slope, low=low, high=high), iterations=iterations)


def rescaled(fit: Fit, centre: float, spread: float) -> Fit:
    """The same fit with positions (x - centre) / spread and items moved along, so predictions do not change."""
    items = Items(
        slope=fit.items.slope * spread,
        low=fit.items.low - fit.items.slope * centre,
        high=fit.items.high - fit.items.slope * centre,
    )
    return Fit(
        mean=(fit.mean - centre) / spread,
        variance=fit.variance / spread**2,
        n=fit.n,
        items=items,
        iterations=fit.iterations,
    )

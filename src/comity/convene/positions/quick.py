"""The quick fit: variational EM with a Kalman smoother for each member, in one or more dimensions.

Model: latent support b.x + e, e ~ N(0, 1), cut at c1 < c2 into no < abstain < yes; x walks at random between periods.
Source: Bailey, Strezhnev, Voeten 2017 (model and priors); Imai, Lo, Olmsted 2016 (variational EM for roll calls).
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene.positions.blocks import Block, Pass, blocks, cut_sums, passed, whole_residual
from comity.convene.positions.roll_calls import RollCalls

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Prior variance of slopes and of first positions (Bailey, Strezhnev, Voeten 2017).
SLOPE_VARIANCE = 1.0
FIRST_VARIANCE = 1.0
# Variance of a step between two periods; theirs is 0.5 times the share of this session's votes, about a half.
STEP_VARIANCE = 0.25
# Weak prior of the cut points, so that a roll call without a "no" keeps a finite lower cut.
CUT_VARIANCE = 16.0
# Least distance of the two cuts; roll calls without abstentions have this one.
GAP = 0.02
# Spread of positions below which a dimension counts as empty.
_LEAST_SPREAD = 0.05
# Passes over one period's votes when the periods are first gone through in order.
_FORWARD = 12


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Dimensions, variance of a step, most iterations, and the largest move of a position that counts as settled."""

    dimensions: int = 1
    step: float = STEP_VARIANCE
    iterations: int = 40
    tolerance: float = 5e-3


class Quick(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A fit, identified up to rotation and sign only.

    mean (members, periods, k), covariance (members, periods, k, k) variational, slope (groups, k), cuts (2, groups)
    """

    mean: Floats
    covariance: Floats
    slope: Floats
    cuts: Floats
    iterations: int


class _Sums:
    """What the votes say of each group of roll calls, added up over blocks."""

    def __init__(self, groups: int, dimensions: int) -> None:
        self.second = np.zeros((groups, dimensions, dimensions))
        self.cross = np.zeros((groups, dimensions))
        self.cuts = np.zeros((groups, 5))

    def add(self, block: Block, one: Pass, given: tuple[Floats, Floats, Floats]) -> None:
        """Add a block; given are slopes of its rows, and mean and covariance of its columns."""
        slope, mean, covariance = given
        k = mean.shape[1]
        outer = mean[:, :, None] * mean[:, None, :]
        both = np.concatenate([outer, outer + covariance]).reshape(2, len(mean), k * k)
        flat = np.concatenate(list(both), axis=1).astype(np.float32)
        first, second = np.split((block.seen @ flat).astype(np.float64).reshape(len(slope), 2, k, k), 2, axis=1)
        np.add.at(self.cuts, block.rows, cut_sums(block, one).T)
        residual = whole_residual(block, one)
        np.add.at(self.second, block.rows, second[:, 0])
        cross = np.einsum("nij,nj->ni", first[:, 0], slope) + residual @ mean.astype(np.float32)
        np.add.at(self.cross, block.rows, cross)


def quick(votes: RollCalls, settings: Settings) -> Quick:
    """The fit, on a scale where all positions with votes have mean 0 and standard deviation 1 in each dimension."""
    laid = blocks(votes)
    groups = int(votes.group.max()) + 1
    seen = np.zeros((len(votes.members), len(votes.periods)), dtype=bool)
    for block in laid:
        seen[block.cols, block.period] = True
    fit = _unfolded(_forward(laid, seen, groups, settings), seen)
    done, moved = 0, np.inf
    while done < settings.iterations and moved >= settings.tolerance:
        done += 1
        before = fit.mean
        fit = _scaled(_iterated(laid, fit, settings), seen)
        moved = float(np.abs(fit.mean - before)[seen].max())
    return Quick(mean=fit.mean, covariance=fit.covariance, slope=fit.slope, cuts=fit.cuts, iterations=done)


def _iterated(laid: tuple[Block, ...], fit: Quick, settings: Settings) -> Quick:
    """One pass: items from positions, then positions from items."""
    members, periods, k = fit.mean.shape
    sums = _Sums(len(fit.slope), k)
    residuals = []
    for block in laid:
        mean, covariance = fit.mean[block.cols, block.period], fit.covariance[block.cols, block.period]
        slope = fit.slope[block.rows]
        one = passed(block, slope, fit.cuts[:, block.rows], mean)
        sums.add(block, one, (slope, mean, covariance))
        residuals.append(one.residual)
    slope, spread = _slopes(sums)
    precision, information = np.zeros((members, periods, k, k)), np.zeros((members, periods, k))
    for block, residual in zip(laid, residuals, strict=True):
        old = fit.mean[block.cols, block.period], fit.slope[block.rows]
        power, pull = _on_members(block, residual, old, (slope[block.rows], spread[block.rows]))
        precision[block.cols, block.period], information[block.cols, block.period] = power, pull
    mean, covariance = _smooth(precision, information, settings.step)
    cuts = _cuts(fit.cuts, sums.cuts.T)
    return Quick(mean=mean, covariance=covariance, slope=slope, cuts=cuts, iterations=0)


def _slopes(sums: _Sums) -> tuple[Floats, Floats]:
    """Mean and covariance of the slopes."""
    spread = _inverse(sums.second + np.eye(sums.second.shape[-1]) / SLOPE_VARIANCE)
    return np.einsum("nij,nj->ni", spread, sums.cross), spread


def _on_members(
    block: Block, residual: NDArray[np.float32], old: tuple[Floats, Floats], new: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """Precision (cols, k, k) and information (cols, k) of positions; old mean and slope made the residuals."""
    (mean, was), (slope, spread) = old, new
    k = slope.shape[1]
    outer = (slope[:, :, None] * slope[:, None, :] + spread).reshape(-1, k * k)
    crossed = (slope[:, :, None] * was[:, None, :]).reshape(-1, k * k)
    both = (block.seen.T @ np.concatenate([outer, crossed], axis=1).astype(np.float32)).astype(np.float64)
    power, turned = both[:, : k * k].reshape(-1, k, k), both[:, k * k :].reshape(-1, k, k)
    pull = np.einsum("cij,cj->ci", turned, mean) + residual.T @ slope.astype(np.float32)
    return power, pull


def _cuts(cuts: Floats, sums: Floats) -> Floats:
    """One Newton step of both cuts, at most 1 long; the log likelihood is concave in them."""
    low, high = cuts
    g1, g2 = sums[0] - low / CUT_VARIANCE, sums[1] - high / CUT_VARIANCE
    h11, h12, h22 = sums[2] + 1 / CUT_VARIANCE, sums[3], sums[4] + 1 / CUT_VARIANCE
    det = np.maximum(h11 * h22 - h12 * h12, 1e-9)
    low = low + np.clip((h22 * g1 - h12 * g2) / det, -1, 1)
    high = high + np.clip((h11 * g2 - h12 * g1) / det, -1, 1)
    middle = (low + high) / 2
    close = high - low < GAP
    return np.stack([np.where(close, middle - GAP / 2, low), np.where(close, middle + GAP / 2, high)])


def _inverse(matrices: Floats) -> Floats:
    # A matrix of one is inverted by division, which is many times as fast.
    if matrices.shape[-1] == 1:
        result: Floats = 1 / matrices
        return result
    return np.linalg.inv(matrices).astype(np.float64)


def _smooth(precision: Floats, information: Floats, step: float) -> tuple[Floats, Floats]:
    """Kalman filter and Rauch-Tung-Striebel smoother over periods, all members at once."""
    members, periods, k = information.shape
    first, walk = np.eye(k) * FIRST_VARIANCE, np.eye(k) * step
    m, v = np.zeros((members, periods, k)), np.zeros((members, periods, k, k))
    pm, pv = np.zeros((members, k)), np.tile(first, (members, 1, 1))
    seen = np.zeros(members, dtype=bool)
    for t in range(periods):
        inverse = _inverse(pv)
        v[:, t] = _inverse(inverse + precision[:, t])
        m[:, t] = _times(v[:, t], _times(inverse, pm) + information[:, t])
        seen |= precision[:, t, 0, 0] > 0
        # A member that has not voted yet keeps the first prior: it does not walk before it exists.
        pm, pv = m[:, t], np.where(seen[:, None, None], v[:, t] + walk, first)
    for t in range(periods - 2, -1, -1):
        wide = v[:, t] + walk
        gain: Floats = np.matmul(v[:, t], _inverse(wide))
        m[:, t] += _times(gain, m[:, t + 1] - m[:, t])
        v[:, t] += np.matmul(np.matmul(gain, v[:, t + 1] - wide), np.swapaxes(gain, 1, 2))
    return m, v


def _times(matrices: Floats, vectors: Floats) -> Floats:
    result: Floats = np.matmul(matrices, vectors[:, :, None])[:, :, 0]
    return result


def _scaled(fit: Quick, seen: NDArray[np.bool_]) -> Quick:
    """The same predictions with mean 0 and standard deviation 1 over all positions with votes, in each dimension.

    Done in every iteration, since the prior of the slopes speaks about this scale.
    """
    cells = fit.mean[seen]
    # A dimension that the votes do not hold shrinks to nothing; it is not blown up again.
    centre, spread = cells.mean(axis=0), np.maximum(cells.std(axis=0), _LEAST_SPREAD)
    return Quick(
        mean=(fit.mean - centre) / spread,
        covariance=fit.covariance / (spread[:, None] * spread),
        slope=fit.slope * spread,
        cuts=fit.cuts - fit.slope @ centre,
        iterations=fit.iterations,
    )


def _unfolded(fit: Quick, seen: NDArray[np.bool_]) -> Quick:
    """The start with a dimension that shrank under few votes stretched to 1 once, so that the passes can judge it."""
    spread = fit.mean[seen].std(axis=0)
    factor = np.where(spread < _LEAST_SPREAD, 1 / np.maximum(spread, 1e-9), 1.0)
    return msgspec.structs.replace(fit, mean=fit.mean * factor, slope=fit.slope / factor)


def _forward(laid: tuple[Block, ...], seen: NDArray[np.bool_], groups: int, settings: Settings) -> Quick:
    """A start: the periods gone through in order, each from the positions of the one before."""
    members, periods = seen.shape
    k = settings.dimensions
    mean, covariance = np.zeros((members, periods, k)), np.zeros((members, periods, k, k))
    slope, cuts, times = np.zeros((groups, k)), np.zeros((groups, 2)), np.zeros(groups)
    pm, pv = np.zeros((members, k)), np.tile(np.eye(k) * FIRST_VARIANCE, (members, 1, 1))
    started, at = False, 0
    for block in laid:
        if not started:
            pm[block.cols] = _first_guess(block, k)
            started = True
        pv += np.eye(k) * settings.step * (block.period - at)
        own = (pm[block.cols], np.minimum(pv[block.cols], FIRST_VARIANCE))
        pm[block.cols], pv[block.cols], b, c = _one_period(block, own)
        at = block.period
        mean[:, at], covariance[:, at] = pm, pv
        np.add.at(slope, block.rows, b)
        np.add.at(cuts, block.rows, c.T)
        np.add.at(times, block.rows, 1)
    return Quick(mean=mean, covariance=covariance, slope=slope / times[:, None], cuts=cuts.T / times, iterations=0)


def _one_period(block: Block, prior: tuple[Floats, Floats]) -> tuple[Floats, Floats, Floats, Floats]:
    """Positions after one period's votes, their covariances, and the items of that period alone."""
    pm, pv = prior
    alone = msgspec.structs.replace(block, rows=np.arange(len(block.rows)))
    inverse = _inverse(pv)
    mean, covariance, k = pm, pv, pm.shape[1]
    counts = np.stack(
        [(block.side < 0).sum(1), np.bincount(block.mid_row, minlength=len(block.rows)), block.yes.sum(1)]
    )
    shares = np.cumsum(counts + 0.5, axis=0) / (counts + 0.5).sum(axis=0)
    cuts = np.log(shares[:2] / (1 - shares[:2])) / 1.702
    slope = np.full((len(block.rows), k), 0.1)
    for _ in range(_FORWARD):
        sums = _Sums(len(block.rows), k)
        one = passed(alone, slope, cuts, mean)
        sums.add(alone, one, (slope, mean, covariance))
        new, spread = _slopes(sums)
        power, pull = _on_members(alone, one.residual, (mean, slope), (new, spread))
        slope, cuts = new, _cuts(cuts, sums.cuts.T)
        covariance = _inverse(inverse + power)
        mean = _times(covariance, _times(inverse, pm) + pull)
    return mean, covariance, slope, cuts


def _first_guess(block: Block, k: int) -> Floats:
    """Leading principal components of the first period's votes, with standard deviation 1."""
    table = block.side - block.side.mean(axis=1, keepdims=True)
    _, values, right = np.linalg.svd(table, full_matrices=False)
    guess = np.zeros((len(block.cols), k))
    there = min(k, int((values > 1e-6).sum()))
    guess[:, :there] = right[:there].T
    result: Floats = guess / np.maximum(guess.std(axis=0), 1e-9)
    return result

"""One sweep of the exact sampler: items and positions in turn, each proposed from its own local normal approximation.

The conditional of an item (slope, two cuts) and of a position is log-concave and near normal, so that a proposal by
one Newton step with the inverse curvature as covariance, accepted by the rule of Metropolis and Hastings, mixes far
better than drawing the latent supports. Half of the item proposals are plain random walks with the same covariance,
which carry along items whose conditional is skewed (few abstentions). Source: Gamerman 1997 (proposals of this kind).
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene.positions.blocks import Block, Pass, passed
from comity.convene.positions.quick import CUT_VARIANCE, FIRST_VARIANCE, GAP, SLOPE_VARIANCE

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
# The distance of the cuts of a roll call without abstentions is not identified; it is held near GAP.
_GAP_SPREAD = 0.005
# Item proposals of successive sweeps: share of the Newton step taken, and scale of the spread.
_KINDS = ((1.0, 1.0), (0.0, 1.0), (1.0, 1.0), (0.0, 0.4))


class Local(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Log density (items,) up to a constant, its gradient (items, 3) and minus its curvature (items, 3, 3)."""

    log: Floats
    gradient: Floats
    curvature: Floats


class Chain:
    """State of the sampler: positions (members, periods) and items (3, groups) slope, low cut, high cut."""

    def __init__(self, laid: tuple[Block, ...], start: tuple[Floats, Floats], step: float, seed: int) -> None:
        self.laid, self.step = laid, step
        self.place, self.items = start[0].copy(), start[1].copy()
        self.generator = np.random.default_rng(seed)
        self.seen = np.zeros(self.place.shape, dtype=bool)
        abstained = np.zeros(self.items.shape[1])
        for block in laid:
            self.seen[block.cols, block.period] = True
            np.add.at(abstained, block.rows[block.mid_row], 1)
        self.pinned = (abstained == 0) / _GAP_SPREAD**2
        self.before, self.after = _neighbours(self.seen)
        self.sweeps = 0
        self.accepted_items = self.accepted_places = 0.0

    def sweep(self) -> None:
        """Draw items, then positions, then bring positions back to mean 0 and standard deviation 1."""
        self._draw_items(*_KINDS[self.sweeps % len(_KINDS)])
        # Odd and even periods in turn: given its neighbours a period does not depend on the others.
        for parity in (0, 1):
            for block in self.laid[parity::2]:
                self._draw_places(block)
        self._scale()
        self.sweeps += 1

    def _local(self, items: Floats) -> Local:
        sums = np.zeros((items.shape[1], 10))
        for block in self.laid:
            np.add.at(sums, block.rows, _item_sums(block, items, self.place).T)
        return _with_prior(sums.T, items, self.pinned)

    def _draw_items(self, newton: float, scale: float) -> None:
        here = self._local(self.items)
        normal = self.generator.standard_normal((self.items.shape[1], 3))
        root = np.linalg.cholesky(here.curvature)
        middle = self.items.T + newton * _newton(here)
        moved = scale * np.linalg.solve(np.swapaxes(root, 1, 2), normal[:, :, None])[:, :, 0]
        new = (middle + moved).T
        crossed = new[2] <= new[1]
        new = np.where(crossed, self.items, new)
        there = self._local(new)
        back = self.items.T - new.T - newton * _newton(there)
        forth = -0.5 * (normal**2).sum(axis=1) + 0.5 * np.linalg.slogdet(here.curvature)[1]
        returned = -0.5 / scale**2 * np.einsum("ni,nij,nj->n", back, there.curvature, back)
        returned += 0.5 * np.linalg.slogdet(there.curvature)[1]
        ratio = there.log - here.log + returned - forth
        taken = (np.log(self.generator.random(len(ratio))) < ratio) & ~crossed
        self.items = np.where(taken, new, self.items)
        self.accepted_items += float(taken.mean())

    def _draw_places(self, block: Block) -> None:
        cols, t = block.cols, block.period
        old, (mean, precision) = self.place[cols, t], self._walk(cols, t)
        log, gradient, curvature = _place_sums(block, self.items[:, block.rows], old)
        power = curvature + precision
        normal = self.generator.standard_normal(len(cols))
        new = old + np.clip((gradient - precision * (old - mean)) / power, -1, 1) + normal / np.sqrt(power)
        log_new, gradient, curvature = _place_sums(block, self.items[:, block.rows], new)
        power_new = curvature + precision
        back = old - new - np.clip((gradient - precision * (new - mean)) / power_new, -1, 1)
        ratio = log_new - log - 0.5 * precision * ((new - mean) ** 2 - (old - mean) ** 2)
        ratio += 0.5 * np.log(power_new / power) - 0.5 * power_new * back**2 + 0.5 * normal**2
        taken = np.log(self.generator.random(len(cols))) < ratio
        self.place[cols, t] = np.where(taken, new, old)
        self.accepted_places += float(taken.mean()) / len(self.laid)

    def _walk(self, cols: NDArray[np.int64], t: int) -> tuple[Floats, Floats]:
        """Mean and precision of positions given the member's periods before and after with votes."""
        before, after = self.before[cols, t], self.after[cols, t]
        first = np.where(before >= 0, 1 / (self.step * np.maximum(t - before, 1)), 1 / FIRST_VARIANCE)
        second = np.where(after >= 0, 1 / (self.step * np.maximum(after - t, 1)), 0.0)
        pull = np.where(before >= 0, first * self.place[cols, np.maximum(before, 0)], 0.0)
        pull += second * self.place[cols, np.maximum(after, 0)]
        return pull / (first + second), first + second

    def _scale(self) -> None:
        cells = self.place[self.seen]
        centre, spread = float(cells.mean()), float(cells.std())
        self.place = np.where(self.seen, (self.place - centre) / spread, 0.0)
        slope, low, high = self.items
        self.items = np.stack([slope * spread, low - slope * centre, high - slope * centre])


def _neighbours(seen: Bools) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Period with votes before and after each cell, -1 for none."""
    found = []
    for order in (range(seen.shape[1]), range(seen.shape[1] - 1, -1, -1)):
        near, last = np.full(seen.shape, -1), np.full(len(seen), -1)
        for t in order:
            near[:, t] = last
            last = np.where(seen[:, t], t, last)
        found.append(near)
    return found[0], found[1]


def _newton(local: Local) -> Floats:
    """One Newton step, at most 1 long in each direction."""
    result: Floats = np.clip(np.linalg.solve(local.curvature, local.gradient[:, :, None])[:, :, 0], -1, 1)
    return result


def _item_sums(block: Block, items: Floats, place: Floats) -> Floats:
    """Log likelihood, gradient (3) and curvature (6, upper triangle by rows) in slope and cuts, (10, rows)."""
    slope, low, high = items[:, block.rows]
    x = place[block.cols, block.period]
    one = passed(block, slope[:, None], np.stack([low, high]), x[:, None], log=True)
    mid, n, xm = one.mid, len(block.rows), x[block.mid_col]
    single = x.astype(np.float32)
    curved, above = one.curvature * block.yes, (one.residual * block.yes).sum(axis=1)

    def by_row(values: Floats) -> Floats:
        result: Floats = np.bincount(block.mid_row, values, n).astype(np.float64)
        return result

    yes_x, all_x, yes_n, all_n = curved @ single, one.curvature @ single, curved.sum(axis=1), one.curvature.sum(axis=1)
    log = one.log.sum(axis=1) if one.log is not None else np.zeros(n)
    return np.stack([
        log + by_row(np.log(mid.chance)),
        one.residual @ single + by_row(mid.residual * xm),
        above - one.residual.sum(axis=1) - by_row(mid.r1),
        by_row(mid.r2) - above,
        one.curvature @ (single * single) + by_row(mid.curvature * xm * xm),
        yes_x - all_x + by_row(xm * mid.r1 * (mid.z1 - mid.residual)),
        by_row(xm * mid.r2 * (mid.residual - mid.z2)) - yes_x,
        all_n - yes_n + by_row(mid.r1 * (mid.r1 - mid.z1)),
        -by_row(mid.r1 * mid.r2),
        yes_n + by_row(mid.r2 * (mid.r2 + mid.z2)),
    ])  # fmt: skip


def _with_prior(sums: Floats, items: Floats, pinned: Floats) -> Local:
    slope, low, high = items
    apart = high - low - GAP
    log = sums[0] - 0.5 * (slope**2 / SLOPE_VARIANCE + (low**2 + high**2) / CUT_VARIANCE + pinned * apart**2)
    gradient = np.stack(
        [
            sums[1] - slope / SLOPE_VARIANCE,
            sums[2] - low / CUT_VARIANCE + pinned * apart,
            sums[3] - high / CUT_VARIANCE - pinned * apart,
        ],
        axis=1,
    )
    curvature = np.empty((len(log), 3, 3))
    upper = (*sums[4:7], sums[7] + pinned, sums[8] - pinned, sums[9] + pinned)
    for (i, j), values in zip(((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)), upper, strict=True):
        curvature[:, i, j] = curvature[:, j, i] = values
    curvature[:, [0, 1, 2], [0, 1, 2]] += 1 / np.array([SLOPE_VARIANCE, CUT_VARIANCE, CUT_VARIANCE])
    return Local(log=log, gradient=gradient, curvature=_positive(curvature))


def _positive(curvature: Floats) -> Floats:
    """The same matrices, with the diagonal alone where rounding far in a tail left one that is not positive."""
    a, b, c = curvature[:, 0].T
    d, e, f = curvature[:, 1, 1], curvature[:, 1, 2], curvature[:, 2, 2]
    second = a * d - b * b
    third = a * (d * f - e * e) - b * (b * f - e * c) + c * (b * e - d * c)
    good = (a > 1e-3) & (second > 1e-6 * a * np.abs(d)) & (third > 1e-6 * np.abs(second * f))
    if not good.all():
        own = np.abs(np.diagonal(curvature[~good], axis1=1, axis2=2)) + 1
        curvature[~good] = own[:, :, None] * np.eye(3)
    return curvature


def _place_sums(block: Block, items: Floats, place: Floats) -> tuple[Floats, Floats, Floats]:
    """Log likelihood, gradient and curvature in each column's position."""
    slope, low, high = items
    one: Pass = passed(block, slope[:, None], np.stack([low, high]), place[:, None], log=True)
    mid, col, own, n = one.mid, block.mid_col, slope[block.mid_row], len(place)
    single = slope.astype(np.float32)
    log = one.log.sum(axis=0) if one.log is not None else np.zeros(n)
    return (
        log + np.bincount(col, np.log(mid.chance), n),
        one.residual.T @ single + np.bincount(col, mid.residual * own, n),
        # Rounding far in a tail may leave a curvature just below nought.
        np.maximum(one.curvature.T @ (single * single) + np.bincount(col, mid.curvature * own * own, n), 0.0),
    )

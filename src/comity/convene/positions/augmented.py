"""The sampler of the published positions: latent supports are drawn, and each session is drawn towards the one before.

Source of the model: Bailey, Strezhnev, Voeten 2017 and the program they publish (described, not copied); of the draws
of supports and cuts: Johnson, Albert 1999, sections 4.3 and 7.3. It is not the posterior of one joint model: a position
is pulled to the mean of the period before and never to the one after, and positions are brought back to unit spread
without moving slopes along. Single members run away less than under the exact posterior.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from comity.convene.positions.quick import FIRST_VARIANCE, SLOPE_VARIANCE
from comity.convene.positions.roll_calls import RollCalls

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Bailey, Strezhnev, Voeten: prior variance is this times the period's share of the votes of it and the one before.
SMOOTH = 0.5
# Theirs too: bounds of positions, supports and cuts, and the step of a proposed cut.
MOST_PLACE, MOST_SUPPORT, MOST_CUT, CUT_STEP = 5.0, 9.0, 7.0, 0.2 / 3
# Scale of a proposed shift of all later periods against its own standard deviation.
_SHIFT = 2.0
_LEAST = 1e-300


class Augmented:
    """State: positions (cells,), slopes and cuts (groups,); a cell is a member in a period with votes."""

    def __init__(self, votes: RollCalls, start: tuple[Floats, Floats], seed: int) -> None:
        """Start is positions (members, periods) and items (3, groups): slope, low cut, high cut."""
        place, (self.slope, self.low, self.high) = start[0], start[1].copy()
        at = votes.member * len(votes.periods) + votes.period[votes.item]
        cells, cell = np.unique(at, return_inverse=True)
        self.member, self.period = np.divmod(cells, len(votes.periods))
        group = votes.group[votes.item]
        self.parts = tuple((group[votes.choice == k], cell[votes.choice == k]) for k in range(3))
        self.place = place[self.member, self.period]
        self.mean = self.place.copy()
        self.lag, self.variance = _walk(self.member, np.bincount(cell))
        self.bounds = self._bounds(votes.period[votes.item])
        self.generator = np.random.default_rng(seed)
        self.low, self.high = np.clip(self.low, -MOST_CUT, MOST_CUT), np.clip(self.high, -MOST_CUT, MOST_CUT)
        self.support = self._supports()

    def sweep(self) -> None:
        """Draw positions, cuts, levels of periods, supports and slopes, in this order."""
        self._draw_places()
        self._draw_cuts()
        self._draw_levels()
        self.support = self._supports()
        precision = self._by_group([(self.place * self.place)[c] for _, c in self.parts]) + 1 / SLOPE_VARIANCE
        pull = self._by_group([self.place[c] * z for (_, c), z in zip(self.parts, self.support, strict=True)])
        self.slope = pull / precision + self._normal(len(pull)) / np.sqrt(precision)

    def _normal(self, size: int) -> Floats:
        return self.generator.standard_normal(size)

    def _by_group(self, values: list[Floats]) -> Floats:
        sums = [np.bincount(g, v, len(self.slope)) for (g, _), v in zip(self.parts, values, strict=True)]
        result: Floats = np.sum(sums, axis=0)
        return result

    def _draw_places(self) -> None:
        n, square = len(self.place), self.slope**2
        own = np.sum([np.bincount(c, square[g], n) for g, c in self.parts], axis=0)
        pull = np.sum(
            [np.bincount(c, self.slope[g] * z, n) for (g, c), z in zip(self.parts, self.support, strict=True)], axis=0
        )
        before = np.where(self.lag >= 0, self.mean[self.lag], 0.0)
        precision = own + 1 / self.variance
        self.mean = (pull + before / self.variance) / precision
        drawn = np.clip(self.mean + self._normal(n) / np.sqrt(precision), -MOST_PLACE, MOST_PLACE)
        self.place = (drawn - drawn.mean()) / drawn.std()

    def _supports(self) -> list[Floats]:
        """Latent supports between their cuts, one array a choice."""
        (no, mid, yes), random = self.parts, self.generator.random
        eta = [self.slope[g] * self.place[c] for g, c in self.parts]
        under = eta[0] + ndtri(np.maximum(random(len(eta[0])) * ndtr(self.low[no[0]] - eta[0]), _LEAST))
        a, b = ndtr(self.low[mid[0]] - eta[1]), ndtr(self.high[mid[0]] - eta[1])
        between = eta[1] + ndtri(np.clip(a + random(len(a)) * (b - a), _LEAST, 1 - 1e-16))
        over = eta[2] - ndtri(np.maximum(random(len(eta[2])) * ndtr(eta[2] - self.high[yes[0]]), _LEAST))
        return [np.clip(z, -MOST_SUPPORT, MOST_SUPPORT) for z in (under, between, over)]

    def _draw_cuts(self) -> None:
        """Both cuts of each group proposed together from truncated normals around the present ones."""
        n, step, random = len(self.slope), CUT_STEP, self.generator.random
        low = self.low + step * _between((-MOST_CUT - self.low) / step, (self.high - self.low) / step, random(n))
        high = self.high + step * _between((low - self.high) / step, (MOST_CUT - self.high) / step, random(n))
        eta = [self.slope[g] * self.place[c] for g, c in self.parts]
        new, old = self._logs(self.parts, eta, (low, high)), self._logs(self.parts, eta, (self.low, self.high))
        ratio = self._by_group([a - b for a, b in zip(new, old, strict=True)])
        ratio += np.log(np.maximum(ndtr((self.high - low) / step), _LEAST))
        ratio -= np.log(np.maximum(ndtr((high - self.low) / step), _LEAST))
        taken = np.log(random(n)) < ratio
        self.low, self.high = np.where(taken, low, self.low), np.where(taken, high, self.high)

    @staticmethod
    def _logs(parts: tuple[tuple[Ints, Ints], ...], eta: list[Floats], cuts: tuple[Floats, Floats]) -> list[Floats]:
        """Log chance of each vote, one array a choice."""
        (no, _), (mid, _), (yes, _) = parts
        low, high = cuts
        chances = (
            ndtr(low[no] - eta[0]),
            ndtr(high[mid] - eta[1]) - ndtr(low[mid] - eta[1]),
            ndtr(eta[2] - high[yes]),
        )
        return [np.log(np.maximum(chance, 1e-30)) for chance in chances]

    def _bounds(self, of_vote: Ints) -> list[tuple[int, tuple[tuple[Ints, Ints], ...], Ints, Bools]]:
        """For each period but the last: the later votes on groups that reach across it, the cells whose lag does, and
        the groups that lie wholly after it.
        """
        first, last = np.full(len(self.slope), of_vote.max()), np.zeros(len(self.slope), dtype=np.int64)
        for group, cell in self.parts:
            np.minimum.at(first, group, self.period[cell])
            np.maximum.at(last, group, self.period[cell])
        found = []
        for end in range(int(self.period.max())):
            across = (first <= end) & (last > end)
            later = tuple((g[keep], c[keep]) for g, c in self.parts for keep in [across[g] & (self.period[c] > end)])
            cells = np.flatnonzero((self.period > end) & (self.lag >= 0) & (self.period[self.lag] <= end))
            found.append((end, later, cells, first > end))
        return found

    def _draw_levels(self) -> None:
        """Shift all periods after each boundary, cuts along: what the other draws move only slowly.

        Only the walk over the boundary and the texts voted on again across it speak about such a shift.
        """
        for end, later, cells, after in self.bounds:
            weight = 1 / self.variance[cells]
            known = float(weight.sum()) + 0.25 * sum(float((self.slope[g] ** 2).sum()) for g, _ in later)
            if not len(cells):
                continue
            shift = _SHIFT * float(self._normal(1)[0]) / known**0.5
            apart = self.place[cells] - self.mean[self.lag[cells]]
            ratio = -0.5 * float((weight * ((apart + shift) ** 2 - apart**2)).sum())
            eta = [self.slope[g] * self.place[c] for g, c in later]
            moved = [e + self.slope[g] * shift for e, (g, _) in zip(eta, later, strict=True)]
            cuts = self.low, self.high
            ratio += sum(float(a.sum()) for a in self._logs(later, moved, cuts))
            ratio -= sum(float(a.sum()) for a in self._logs(later, eta, cuts))
            if np.log(self.generator.random()) < ratio:
                beyond = self.period > end
                self.place[beyond] += shift
                self.mean[beyond] += shift
                self._move_cuts(self.slope * shift * after)
        centre = float(self.place.mean())
        self.place, self.mean = self.place - centre, self.mean - centre
        self._move_cuts(-self.slope * centre)

    def _move_cuts(self, by: Floats) -> None:
        self.low = np.clip(self.low + by, -MOST_CUT, MOST_CUT - 1e-6)
        self.high = np.maximum(np.clip(self.high + by, -MOST_CUT, MOST_CUT), self.low + 1e-6)


def _between(low: Floats, high: Floats, share: Floats) -> Floats:
    """Quantile of a standard normal truncated to (low, high)."""
    a, b = ndtr(low), ndtr(high)
    result: Floats = ndtri(np.clip(a + share * (b - a), 1e-15, 1 - 1e-15))
    return result


def _walk(member: Ints, n: Ints) -> tuple[Ints, Floats]:
    """For each cell the cell it is drawn towards (-1 for none) and the variance of that pull.

    It is the member's period before; for the first period the one after, as the published program has it.
    """
    at = np.arange(len(member))
    first = np.r_[True, member[1:] != member[:-1]]
    following = np.minimum(at + 1, len(member) - 1)
    later = np.where((member[following] == member) & (following != at), following, -1)
    lag = np.where(first, later, at - 1)
    share = n / (n + np.where(lag >= 0, n[lag], 0))
    return lag, np.where(lag >= 0, SMOOTH * share, FIRST_VARIANCE)

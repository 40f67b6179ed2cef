"""The zone of possible agreement: what no red line excludes and everyone prefers to its best alternative."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from comity.convene.bargain.table import Floats, Table
from comity.kernel.errors import Refused

_LEAST = 1e-9


class Clash(msgspec.Struct, frozen=True, kw_only=True):
    """Two red lines on one issue that exclude one another: one asks for at least, the other allows at most."""

    issue: str
    asks: str
    at_least: float
    allows: str
    at_most: float

    def __str__(self) -> str:
        """The clash as a clause."""
        return (
            f"{self.issue}: {self.asks} asks for at least {self.at_least:g}, "
            f"{self.allows} allows at most {self.at_most:g}"
        )


class Zone(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What is left to agree on.

    low, high  (issues,) bounds that red lines leave; low above high where none are left
    clashes    for each issue without room the pair of red lines furthest apart
    fairest    (issues,) the egalitarian point: it makes the gain of the one who gains least as large as can be. None
               where red lines leave nothing
    least      that gain over the best alternative, 0-1; below 0 nothing is better for all
    binding    actors who fix that gain: more for one of them is less for another of them
    """

    low: Floats
    high: Floats
    clashes: tuple[Clash, ...]
    fairest: Floats | None
    least: float
    binding: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is acceptable to all."""
        return bool(self.clashes) or self.least < -_LEAST

    @property
    def why(self) -> str:
        """Why the zone is empty, in words; empty text if it is not."""
        if self.clashes:
            return "; ".join(str(clash) for clash in self.clashes)
        if not self.empty:
            return ""
        return f"no point is better for all than what they have without an agreement: {' and '.join(self.binding)}"


def zone(told: Table) -> Zone:
    """What is left to agree on, with the egalitarian point inside it.

    source   Rawls's maximin as a bargaining solution: Kalai 1977, Proportional solutions to bargaining situations. The
             point is found exactly by linear programming; of several as fair, it is one that is worth most in sum.
    """
    low, high = told.low.max(axis=0), told.high.min(axis=0)
    clashes = tuple(
        Clash(
            issue=told.issues[at],
            asks=told.actors[int(told.low[:, at].argmax())],
            at_least=float(low[at]),
            allows=told.actors[int(told.high[:, at].argmin())],
            at_most=float(high[at]),
        )
        for at in np.flatnonzero(low > high)
    )
    if clashes:
        return Zone(low=low, high=high, clashes=clashes, fairest=None, least=float("nan"), binding=())
    point, least, binding = _fairest(told, low, high)
    return Zone(
        low=low, high=high, clashes=(), fairest=point, least=least, binding=tuple(told.actors[at] for at in binding)
    )


def open_zone(told: Table) -> Zone:
    """The zone; raises Refused naming the contradicting pair, or those whose alternatives exclude one another."""
    found = zone(told)
    if found.empty:
        raise Refused(f"the zone of possible agreement is empty: {found.why}", hint="move a red line or an alternative")
    return found


def unblocked(told: Table, point: Floats) -> Floats | None:
    """The nearest point that nobody blocks, with the least points moved in sum; None if the zone is empty.

    Found exactly by linear programming.
    """
    found = zone(told)
    if found.empty:
        return None
    plan = _program(told)
    issues, size = len(told.issues), plan.worse.shape[1]
    # Two more columns an issue: how far it moves up and down.
    shift = np.hstack([np.eye(issues), np.zeros((issues, size - issues)), -np.eye(issues), np.eye(issues)])
    aim = np.concatenate([np.zeros(size), np.ones(2 * issues)])
    rest = np.zeros((len(plan.worse), 2 * issues))
    bounds = [*zip(found.low, found.high, strict=True), *[(0, None)] * (size - issues + 2 * issues)]
    # What the program rounds off must not leave the nearest point outside by a hair.
    limit = plan.limit - np.where(np.arange(len(plan.limit)) < plan.parties, min(1e-9, max(found.least, 0)), 0)
    solved = linprog(
        aim, A_ub=np.hstack([plan.worse, rest]), b_ub=limit, A_eq=shift, b_eq=point, bounds=bounds, method="highs"
    )
    return None if solved.x is None else np.clip(solved.x[:issues], found.low, found.high)


class _Program(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Losses of all actors as linear constraints on a point and the distances from it that matter.

    worse, limit  rows by (issues + cells) and (rows,); the first `parties` rows keep each actor above its alternative
    share         (cells,) salience shares of the distances; cares: actors of the first rows
    """

    worse: Floats
    limit: Floats
    share: Floats
    cares: NDArray[np.intp]
    parties: int


def _program(told: Table) -> _Program:
    stake = np.where(np.isnan(told.position), 0.0, told.salience)
    total = stake.sum(axis=1)
    cares = np.flatnonzero(total > 0)
    share = stake / np.where(total > 0, total, 1)[:, None]
    who, what = np.nonzero(share > 0)
    issues, cells = len(told.issues), len(who)
    rows = np.arange(cells)
    above = np.zeros((cells, issues + cells))
    above[rows, what] = 1.0
    above[rows, issues + rows] = -1.0
    under = above.copy()
    under[rows, what] = -1.0
    place = told.position[who, what]
    losses = np.zeros((len(cares), issues + cells))
    losses[np.searchsorted(cares, who), issues + rows] = share[who, what] / 100
    return _Program(
        worse=np.vstack([losses, above, under]),
        limit=np.concatenate([1 - told.fallback[cares], place, -place]),
        share=share[who, what],
        cares=cares,
        parties=len(cares),
    )


def _fairest(told: Table, low: Floats, high: Floats) -> tuple[Floats, float, list[int]]:
    """Maximise the least gain; variables are the point, the distances that matter, and the least gain."""
    plan = _program(told)
    issues, size = len(told.issues), plan.worse.shape[1]
    gain = (np.arange(len(plan.worse)) < plan.parties).astype(np.float64)[:, None]
    # The smallest weight on the sum settles among points that are as fair; it costs the least gain below 1e-4.
    aim = np.concatenate([np.zeros(issues), 1e-6 * plan.share / len(told.actors), [-1.0]])
    found = linprog(
        aim,
        A_ub=np.hstack([plan.worse, gain]),
        b_ub=plan.limit,
        bounds=[*zip(low, high, strict=True), *[(0, None)] * (size - issues), (None, None)],
        method="highs",
    )
    prices = -found.ineqlin.marginals[: plan.parties]
    point: Floats = np.clip(found.x[:issues], low, high)
    return point, float(found.x[-1]), [int(at) for at in plan.cares[prices > 1e-4]]

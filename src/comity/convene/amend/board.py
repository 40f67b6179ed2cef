"""The package of amendments that has most states on board within a budget: answer, proof or gap, ten alternatives.

Two passes. A search answers: single changes and exchanges, first on how far states are from saying yes, then on who
says it. A mixed-integer program then proves the answer, betters it, or says how far the bound is.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from comity.kernel.errors import Misused

Floats = NDArray[np.float64]
Chosen = NDArray[np.bool_]

# How far from yes still counts for something while the search looks for a direction, in units of utility.
_REACHES = (0.25, 1.0)
_SMALL = 1e-9


class Board(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What each amendment does to each state, and what it costs.

    base     (states,) utility of the text as it is; a state is on board at 0 and above
    effects  (states, amendments) what each amendment adds to it
    costs    (amendments,) above 0: substance lost, or favours spent
    budget   most that a package may cost
    worth    (states,) what a state on board counts; 1 each if not given
    price    what a unit of cost takes off the value; small, so that of equal packages the cheaper one wins
    """

    base: Floats
    effects: Floats
    costs: Floats
    budget: float
    worth: Floats | None = None
    price: float = 0.01

    def __post_init__(self) -> None:
        """Refuse arrays that do not fit one another, and costs that are none."""
        states, amendments = self.effects.shape
        if self.base.shape != (states,) or self.costs.shape != (amendments,):
            raise Misused(f"{states} states and {amendments} amendments do not fit the base or the costs")
        if not (self.costs > 0).all() or self.budget < 0:
            raise Misused("costs lie above 0 and a budget is not negative")
        if self.worth is not None and (self.worth.shape != (states,) or not (self.worth >= 0).all()):
            raise Misused(f"worth is {states} numbers, none below 0")

    @property
    def weights(self) -> Floats:
        """What each state on board counts, (states,)."""
        return np.ones(len(self.base)) if self.worth is None else self.worth


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """A package of amendments.

    amendments  columns taken, in order
    on_board    rows of the states that say yes
    value       worth of these states less the price of the cost
    """

    amendments: tuple[int, ...]
    on_board: tuple[int, ...]
    cost: float
    value: float


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """The best package found, and what no package can exceed."""

    package: Package
    bound: float

    @property
    def gap(self) -> float:
        """How far the bound is above the value, as a share of the bound; below 0.0001 counts as proved."""
        return max(0.0, self.bound - self.package.value) / max(abs(self.bound), _SMALL)

    @property
    def proved(self) -> bool:
        """Whether no package is better."""
        return self.gap < 1e-4


def value(board: Board, chosen: Chosen) -> float:
    """Worth of the states on board less the price of the package."""
    on = board.base + board.effects[:, chosen].sum(axis=1) >= -_SMALL
    return float(board.weights[on].sum() - board.price * board.costs[chosen].sum())


def package(board: Board, chosen: Chosen) -> Package:
    """The package of the amendments chosen, with who is on board."""
    on = np.flatnonzero(board.base + board.effects[:, chosen].sum(axis=1) >= -_SMALL)
    return Package(
        amendments=tuple(int(at) for at in np.flatnonzero(chosen)),
        on_board=tuple(int(at) for at in on),
        cost=float(board.costs[chosen].sum()),
        value=value(board, chosen),
    )


def answer(board: Board) -> Package:
    """A good package, at once: no single change and no exchange of one for one betters it."""
    return alternatives(board)[0]


def alternatives(board: Board, most: int = 10) -> tuple[Package, ...]:
    """Good packages that differ, best first; each keeps out one amendment of an earlier one, so none is a mere copy.

    No single change betters any of them, other than taking back what it was asked to do without.
    """
    best = package(board, max(_searched(board), key=lambda chosen: value(board, chosen)))
    found = {best.amendments: best}
    # Packages without one of the best package's amendments, then without one of the second's, and so on.
    queue: list[tuple[Package, frozenset[int]]] = [(best, frozenset())]
    while queue and len(found) < 3 * most:
        queue.sort(key=lambda item: -item[0].value)
        parent, without = queue.pop(0)
        for amendment in parent.amendments:
            barred = without | {amendment}
            other = package(board, _climbed(board, _of(board, set(parent.amendments) - {amendment}), 0.0, barred))
            if other.amendments not in found:
                found[other.amendments] = other
                queue.append((other, barred))
    return tuple(sorted(found.values(), key=lambda item: (-item.value, item.amendments))[:most])


def proof(board: Board, known: Package, *, seconds: float = 8.0) -> Proof:
    """The known package or a better one, with the bound that the solver proves in so many seconds.

    z says which states are on board: base + effects * x >= -M * (1 - z). M is the worst that the row can come to within
    the budget (a fractional knapsack), so it is as tight as one row allows; states that every affordable package has on
    board, or none, are taken out.
    """
    weights = board.weights
    best = board.base + _most_within(board.effects, board)
    worst = board.base - _most_within(-board.effects, board)
    always = worst >= -_SMALL
    open_ = np.flatnonzero((best >= -_SMALL) & ~always & (weights > 0))
    sure = float(weights[always].sum())
    if not len(open_):
        cheapest = package(board, np.zeros(len(board.costs), dtype=np.bool_))
        return Proof(package=max(known, cheapest, key=lambda item: item.value), bound=sure)
    slack = -worst[open_]
    states = sparse.hstack([sparse.csr_array(board.effects[open_]), sparse.diags_array(-slack)])
    within = sparse.csr_array(np.concatenate([-board.costs, np.zeros(len(open_))])[None, :])
    solved = optimize.milp(
        np.concatenate([board.price * board.costs, -weights[open_]]),
        constraints=optimize.LinearConstraint(
            sparse.csr_array(sparse.vstack([states, within])),
            np.concatenate([-board.base[open_] - slack, [-board.budget]]),
            np.inf,
        ),
        integrality=np.ones(len(board.costs) + len(open_)),
        bounds=optimize.Bounds(0, 1),
        options={"time_limit": seconds, "mip_rel_gap": 5e-5},
    )
    bound = float(weights[best >= -_SMALL].sum())
    if solved.mip_dual_bound is not None:
        bound = min(bound, sure - float(solved.mip_dual_bound))
    if solved.x is not None:
        found = package(board, solved.x[: len(board.costs)] > 0.5)
        known = max(known, found, key=lambda item: item.value if item.cost <= board.budget + 1e-6 else -np.inf)
    return Proof(package=known, bound=max(bound, known.value))


def _most_within(effects: Floats, board: Board) -> Floats:
    """The most each row can gain within the budget, one amendment taken in part: (states,)."""
    ratio = np.where(effects > 0, effects / board.costs, -1.0)
    order = np.argsort(-ratio, axis=1, kind="stable")
    gains = np.maximum(np.take_along_axis(effects, order, axis=1), 0)
    costs = board.costs[order]
    before = np.cumsum(costs, axis=1) - costs
    part = np.clip((board.budget - before) / costs, 0, 1)
    most: Floats = (gains * part).sum(axis=1)
    return most


def _searched(board: Board) -> list[Chosen]:
    nothing = np.zeros(len(board.costs), dtype=np.bool_)
    found = [nothing]
    for reach in _REACHES:
        found.append(_climbed(board, _climbed(board, nothing, reach, frozenset()), 0.0, frozenset()))
    return found


def _of(board: Board, amendments: set[int]) -> Chosen:
    chosen = np.zeros(len(board.costs), dtype=np.bool_)
    chosen[sorted(amendments)] = True
    return chosen


def _climbed(board: Board, chosen: Chosen, reach: float, barred: frozenset[int]) -> Chosen:
    """The package after the best single change or exchange has been made until none is left that betters it."""
    kept = chosen.copy()
    free = np.array([at not in barred for at in range(len(kept))])
    while True:
        candidates = _neighbours(board, kept, free)
        if not len(candidates):
            return kept
        utility = board.base + board.effects[:, kept].sum(axis=1)
        steps = candidates.astype(np.float64) - kept
        scores = _score(board, utility + steps @ board.effects.T, candidates @ board.costs, reach)
        at = int(scores.argmax())
        if scores[at] <= _score(board, utility[None], board.costs[kept].sum()[None], reach)[0] + _SMALL:
            return kept
        kept = candidates[at].copy()


def _neighbours(board: Board, kept: Chosen, free: Chosen) -> NDArray[np.bool_]:
    """Packages one change away, or one exchanged for one, that the budget allows: (packages, amendments)."""
    single = kept ^ np.eye(len(kept), dtype=np.bool_)
    into, out = np.meshgrid(np.flatnonzero(free & ~kept), np.flatnonzero(kept))
    swapped = np.repeat(kept[None, :], into.size, axis=0)
    swapped[np.arange(into.size), into.ravel()] = True
    swapped[np.arange(into.size), out.ravel()] = False
    both = np.concatenate([single[free | kept], swapped])
    allowed: NDArray[np.bool_] = both[both @ board.costs <= board.budget + _SMALL]
    return allowed


def _score(board: Board, utility: Floats, costs: Floats, reach: float) -> Floats:
    """Worth of states on board less the price; with a reach, states nearly on board count in part."""
    on = np.clip(utility / reach + 0.5, 0, 1) if reach > 0 else (utility >= -_SMALL) + 1e-4 * np.tanh(utility)
    score: Floats = on @ board.weights - board.price * costs
    return score

"""The cheapest states to persuade so that a draft carries with a given chance, with proof or the gap that is left."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from comity.convene.coalition.margins import Way, carried, ways
from comity.convene.rules.rule import Given, Rule
from comity.convene.rules.seating import seated, without_vote
from comity.convene.rules.votes import Vote
from comity.kernel.errors import Misused, Refused

Floats = NDArray[np.float64]
_NOTHING = Given()

# A yes that nobody doubts costs a call; every halving of its chance costs one more.
_CALL = 0.25
# The solver looks at so many roll calls; the chance reached is then told from all of them.
_SCENARIOS = 300


class Persuaded(msgspec.Struct, frozen=True, kw_only=True):
    """States to persuade.

    states   in order of what each adds to the chance, largest first
    cost     their sum
    before   chance of adoption as drawn, after the chance once these say yes: both from all roll calls drawn, so
             `after` may differ from the target by what 300 of them cannot tell
    least    proved: no set that reaches the target costs less, on the roll calls the solver looked at
    proved   whether `cost` equals `least` up to rounding
    """

    states: tuple[str, ...]
    cost: float
    before: float
    after: float
    target: float
    least: float
    proved: bool

    @property
    def gap(self) -> float:
        """How much dearer than the proved bound, as a share of the cost; 0 when proved."""
        return 0.0 if self.proved or self.cost <= 0 else max(0.0, 1 - self.least / self.cost)


class Wanted(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What is wanted of a coalition.

    chance   of adoption to reach, above 0 and up to 1
    costs    (members,) above 0; `default_costs` if not given
    never    states that will not move, whatever is offered
    seconds  most that the proof may take; the answer does not wait for it
    """

    chance: float
    costs: Floats | None = None
    never: frozenset[str] = frozenset()
    seconds: float = 5.0

    def __post_init__(self) -> None:
        """Refuse a chance outside 0-1."""
        if not 0 < self.chance <= 1:
            raise Misused(f"a chance to reach lies above 0 and up to 1; got {self.chance}")


def default_costs(votes: NDArray[np.integer]) -> Floats:
    """What each member costs to persuade, (members,): a call, and one for every halving of its chance of yes.

    A judgement, not a measurement: it orders states by how unlikely their yes is. Give your own where you know better.
    """
    yes = ((votes == Vote.YES).sum(axis=0) + 0.5) / (len(votes) + 1)
    costs: Floats = _CALL - np.log2(yes)
    return costs


def persuade(
    rule: Rule,
    votes: NDArray[np.int8],
    members: Sequence[str],
    wanted: Wanted,
    *,
    given: Given = _NOTHING,
) -> Persuaded:
    """The cheapest set whose yes brings the chance of adoption to the one wanted.

    votes   (draws, members) joint draws, 0 no, 1 abstain, 2 yes
    raises  Refused naming the best reachable chance where no set reaches it; Misused for costs that are none
    """
    cells, codes = seated(rule, votes, members, seats=None, missing="absent")
    cells = without_vote(rule, cells, codes, given)
    sizes = {"weights": given.weights, "populations": given.populations}
    price = default_costs(cells) if wanted.costs is None else _checked(wanted.costs, len(members), len(codes))
    free = np.array([code in set(members) - wanted.never for code in codes])
    every = _Reach(ways(rule, cells, codes, sizes), price, free)
    looked = cells[:: max(1, len(cells) // _SCENARIOS)]
    some = _Reach(ways(rule, looked, codes, sizes), price, free)
    if some.chance(free) < wanted.chance:
        best = every.chance(free)
        raise Refused(
            f"no set of states brings the chance to {wanted.chance:.0%}; with every one of them it is {best:.0%}",
            hint="ask for less, or change the text: comity convene predict with another --strength",
        )
    needed = int(np.ceil(wanted.chance * len(looked) - 1e-9))
    least, chosen = _proof(some, some.answer(wanted.chance), needed, wanted.seconds)
    cost = float(price[chosen].sum())
    return Persuaded(
        states=tuple(codes[member] for member in every.by_gain(chosen)),
        cost=cost,
        before=every.chance(np.zeros(len(codes), dtype=np.bool_)),
        after=every.chance(chosen),
        target=wanted.chance,
        least=min(least, cost),
        proved=cost <= least * (1 + 1e-4) + 1e-9,
    )


class _Reach:
    """Chances of adoption for sets of states, all draws at once."""

    def __init__(self, found: tuple[Way, ...], price: Floats, free: NDArray[np.bool_]) -> None:
        self.ways, self.price, self.free = found, price, free

    def won(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which roll calls carry, (draws,)."""
        result = carried(self.ways[0], chosen)
        for way in self.ways[1:]:
            result |= carried(way, chosen)
        return result

    def chance(self, chosen: NDArray[np.bool_]) -> float:
        """Share of roll calls that carry."""
        return float(self.won(chosen).mean())

    def answer(self, target: float) -> NDArray[np.bool_]:
        """A cheap set: added by what is gained for its cost, then thinned, then exchanged one for one."""
        chosen = np.zeros(len(self.price), dtype=np.bool_)
        while self.chance(chosen) < target:
            worth = np.where(self.free & ~chosen, self._worth(chosen) / self.price, -1.0)
            chosen[int(worth.argmax())] = True
        return self._exchanged(self._thinned(chosen, target), target)

    def _worth(self, chosen: NDArray[np.bool_]) -> Floats:
        """How far each state would close what is missing, over roll calls not carried, on their nearest way."""
        best: Floats = np.zeros(len(chosen))
        open_ = ~self.won(chosen)
        for way in self.ways:
            margin = way.margin[open_] + way.gain[open_][:, :, chosen].sum(axis=2)
            lacking = np.maximum(-margin, 0)
            closed = np.minimum(way.gain[open_], lacking[:, :, None]) / np.maximum(lacking, 1)[:, :, None]
            # A step counts more where little is missing: roll calls that nearly carry come first.
            steps = lacking / np.maximum(way.gain[open_].max(axis=2), 1)
            near = 1.0 / np.maximum(steps.sum(axis=1), 1)
            best = np.maximum(best, (closed.sum(axis=1) * near[:, None]).sum(axis=0))
        return best

    def _thinned(self, chosen: NDArray[np.bool_], target: float) -> NDArray[np.bool_]:
        kept = chosen.copy()
        for member in sorted(np.flatnonzero(chosen), key=lambda at: -self.price[at]):
            kept[member] = False
            if self.chance(kept) < target:
                kept[member] = True
        return kept

    def _exchanged(self, chosen: NDArray[np.bool_], target: float) -> NDArray[np.bool_]:
        """Dearer states exchanged for cheaper ones while the target holds; each exchange lowers the cost."""
        kept = chosen.copy()
        for out in sorted(np.flatnonzero(chosen), key=lambda at: -self.price[at]):
            kept[out] = False
            cheaper = [at for at in np.flatnonzero(self.free & ~kept) if self.price[at] < self.price[out] - 1e-9]
            for into in sorted(cheaper, key=lambda at: self.price[at])[:40]:
                kept[into] = True
                if self.chance(kept) >= target:
                    break
                kept[into] = False
            else:
                kept[out] = True
        return self._thinned(kept, target)

    def by_gain(self, chosen: NDArray[np.bool_]) -> list[int]:
        """The states chosen, first the one whose loss would cost most chance; ties by cost, dearest first."""
        whole = self.chance(chosen)
        lost = {}
        for member in np.flatnonzero(chosen):
            without = chosen.copy()
            without[member] = False
            lost[int(member)] = whole - self.chance(without)
        return sorted(lost, key=lambda at: (-lost[at], -self.price[at]))


def _proof(reach: _Reach, chosen: NDArray[np.bool_], needed: int, seconds: float) -> tuple[float, NDArray[np.bool_]]:
    """A cost below which no set carries enough roll calls, and the cheaper of the set given and the solver's.

    Mixed-integer program: x says who is persuaded, z which roll calls carry and on which way. A leaf that lacks m
    gives gain * x >= m * z, with gains cut at m, which is as tight as it can be for yes and no.
    """
    nobody = np.zeros_like(chosen)
    open_ = np.flatnonzero(~reach.won(nobody))
    lacking = needed - (len(reach.ways[0].margin) - len(open_))
    if lacking <= 0:
        return 0.0, nobody
    movable = np.flatnonzero(reach.free)
    rows, low = _constraints(reach, open_, movable, lacking)
    price = np.concatenate([reach.price[movable], np.zeros(len(open_) * len(reach.ways))])
    # Within one thousandth of a call is as good as proved, and spares the solver the last ties.
    options = {"time_limit": seconds, "mip_rel_gap": 1e-4}
    solved = optimize.milp(
        price,
        constraints=optimize.LinearConstraint(rows, low, np.inf),
        integrality=np.ones(len(price)),
        bounds=optimize.Bounds(0, 1),
        options=options,
    )
    least = float(solved.mip_dual_bound) if solved.mip_dual_bound is not None else 0.0
    if solved.x is None:
        return max(least, 0.0), chosen
    found = nobody.copy()
    found[movable] = solved.x[: len(movable)] > 0.5
    better = reach.price[found].sum() < reach.price[chosen].sum() - 1e-9 and reach.won(found).sum() >= needed
    return max(least, 0.0), found if better else chosen


def _constraints(
    reach: _Reach, open_: NDArray[np.intp], movable: NDArray[np.intp], lacking: int
) -> tuple[sparse.csr_array, Floats]:
    """Rows and lower bounds: each leaf of each way of each open roll call, one way a roll call, and enough of them."""
    parts, low = [], []
    draws, kinds = len(open_), len(reach.ways)
    for kind, way in enumerate(reach.ways):
        for leaf in range(way.margin.shape[1]):
            short = np.maximum(-way.margin[open_, leaf], 0)
            at = np.flatnonzero(short)
            gains = np.minimum(way.gain[open_[at], leaf][:, movable], short[at, None])
            carries = sparse.csr_array((-short[at], (np.arange(len(at)), at + kind * draws)), (len(at), draws * kinds))
            parts.append(sparse.hstack([sparse.csr_array(gains), carries]))
            low.append(np.zeros(len(at)))
    if kinds > 1:
        once = sparse.hstack([sparse.identity(draws)] * kinds)
        parts.append(sparse.hstack([sparse.csr_array((draws, len(movable))), -once]))
        low.append(-np.ones(draws))
    parts.append(sparse.csr_array(np.concatenate([np.zeros(len(movable)), np.ones(draws * kinds)])[None, :]))
    low.append(np.array([float(lacking)]))
    return sparse.csr_array(sparse.vstack(parts)), np.concatenate(low)


def _checked(costs: Floats, members: int, seats: int) -> Floats:
    price = np.asarray(costs, dtype=np.float64)
    if price.shape != (members,) or not (price > 0).all():
        raise Misused(f"costs are {members} numbers above 0", hint="one for each member, in any unit")
    return np.concatenate([price, np.full(seats - members, np.inf)])

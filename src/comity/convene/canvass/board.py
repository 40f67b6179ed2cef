"""The board after soundings: joint draws, the chance of adoption and the tally with intervals, and what moved."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene.canvass.rows import Floats, Ints
from comity.convene.canvass.update import FEW, Bend, Heard, chances
from comity.kernel.errors import Misused
from comity.kernel.estimate import Baseline, Estimate

Votes = NDArray[np.int8]

METHOD = "canvass"
YES, ABSENT = 2, 3
_COVERS = "what the vote may prove to be like, given what was heard"


class Board(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """How a vote stands.

    odds      (members, 3) chance of no, abstain, yes given that present
    spans     (members, 2) where nine in ten groups of rows have the chance of yes
    usual     (members,) usual share of yes, the naive figure beside each
    away      (members,) chance of not taking part
    votes     int8 (draws, members) values of rules.Vote, joint draws
    adopted   (draws,)
    adoption  chance of adoption; the interval is over rows of the mixture, with the noise of drawing taken out
    tally     yes votes; nine in ten simulated tallies lie in the interval
    heard     the mixture behind it
    """

    members: tuple[str, ...]
    odds: Floats
    spans: Floats
    usual: Floats
    away: Floats
    votes: Votes
    adopted: NDArray[np.bool_]
    adoption: Estimate
    tally: Estimate
    heard: Heard
    notes: tuple[str, ...] = ()


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """A member whose chances of (no, abstain, yes) changed; told is whether it was heard itself."""

    state: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    told: bool

    @property
    def change(self) -> float:
        """Change of the chance of yes."""
        return self.after[2] - self.before[2]


class Frame(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What a board is drawn under.

    decide    whether each of the votes (draws, members) adopts, bool (draws,)
    baseline  naive chance of adoption, shown beside ours
    usual     (members,) each member's usual share of yes, shown beside ours
    n         votes the mixture was learnt from
    draws, seed  simulated votes
    """

    decide: Callable[[Votes], NDArray[np.bool_]]
    baseline: Baseline | None
    usual: Floats
    n: int
    draws: int = 4000
    seed: int = 1948


def drawn(heard: Heard, draws: int, seed: int) -> tuple[Votes, Ints]:
    """Votes int8 (draws, members) from the mixture, and the group of each draw; rows are drawn systematically."""
    if draws < 1:
        raise Misused(f"draws is {draws}", hint="ask for at least one draw")
    rng = np.random.default_rng(seed)
    ladder = np.cumsum(heard.rows.weight)
    row = np.searchsorted(ladder / ladder[-1], (np.arange(draws) + rng.random()) / draws)
    row = np.minimum(row, len(ladder) - 1)
    odds = heard.rows.odds[row] if heard.bend is None else _spread(heard, heard.bend, row, rng)
    # In single precision, since a board of all states is drawn between two calls.
    steps = np.cumsum(odds[..., :2], axis=-1, dtype=np.float32)
    chance = rng.random((draws, len(heard.away)), dtype=np.float32)
    votes = (chance > steps[..., 0]).astype(np.int8) + (chance > steps[..., 1]).astype(np.int8)
    votes[rng.random(votes.shape, dtype=np.float32) < heard.away.astype(np.float32)] = ABSENT
    return votes, heard.rows.group[row]


def _spread(heard: Heard, bend: Bend, row: Ints, rng: np.random.Generator) -> Floats:
    """Chances (draws, members, 3) of those rows, each draw somewhere in the kernel of its row."""
    place = bend.place[row]
    noise = rng.standard_normal((len(row), len(bend.basis)))
    score = np.einsum("dkl,dl->dk", bend.lower[np.maximum(place, 0)], noise) * (place >= 0)[:, None]
    floor = np.log(np.maximum(heard.rows.odds[row], 1e-6))
    logit = floor[..., (0, 2)] - floor[..., 1:2]
    shift = score @ bend.basis.reshape(len(bend.basis), -1)
    return chances(logit + shift.reshape(logit.shape))


def spans(heard: Heard) -> Floats:
    """Low and high of each member's chance of yes over groups of rows, nine in ten of the weight, (members, 2)."""
    rows = heard.rows
    starts = np.flatnonzero(np.r_[True, np.diff(rows.group) != 0])
    weight = np.maximum(np.add.reduceat(rows.weight, starts), 1e-300)
    yes = np.add.reduceat(rows.weight[:, None] * rows.odds[..., 2], starts) / weight[:, None]
    order = np.argsort(yes, axis=0, kind="stable")
    ladder = np.cumsum(weight[order], axis=0) / weight.sum()
    ends = [np.minimum((ladder < share).sum(axis=0), len(yes) - 1) for share in (0.05, 0.95)]
    found = np.stack([np.take_along_axis(yes, order, axis=0)[end, np.arange(yes.shape[1])] for end in ends], axis=-1)
    result: Floats = np.stack(
        [np.minimum(found[:, 0], heard.odds[:, 2]), np.maximum(found[:, 1], heard.odds[:, 2])], axis=-1
    )
    return result


def standing(heard: Heard, frame: Frame) -> Board:
    """The board under a body's rule, from a conditioned mixture."""
    votes, group = drawn(heard, frame.draws, frame.seed)
    adopted = frame.decide(votes)
    low, mean, high = _interval(adopted, group)
    yes = (votes == YES).sum(axis=1)
    bottom, top = np.quantile(yes, (0.05, 0.95))
    expected = float(yes.mean())
    return Board(
        members=heard.rows.members, odds=heard.odds, spans=spans(heard), usual=frame.usual,
        away=heard.away, votes=votes, adopted=adopted,
        adoption=Estimate(
            value=mean, low=low, high=high, covers=_COVERS, method=METHOD, n=frame.n, unit="chance",
            baseline=frame.baseline,
        ),
        tally=Estimate(
            value=round(expected, 2), low=round(min(float(bottom), expected), 2),
            high=round(max(float(top), expected), 2), covers="the vote itself: nine in ten simulated tallies lie here",
            method=METHOD, n=frame.n, unit="votes",
            baseline=Baseline(value=float(votes.shape[1]), method="everyone says yes"),
        ),
        heard=heard, notes=_notes(heard),
    )  # fmt: skip


def moved(before: Board, after: Board, told: frozenset[str], *, most: int = 8) -> tuple[Moved, ...]:
    """Members whose chances changed most, by total variation, most first; `told` are those heard themselves."""
    distance = 0.5 * np.abs(after.odds - before.odds).sum(axis=1)
    order = np.lexsort((np.array(after.members), -np.round(distance, 6)))[:most]
    return tuple(
        Moved(
            state=after.members[i], before=_three(before.odds[i]), after=_three(after.odds[i]),
            told=after.members[i] in told,
        )
        for i in order if distance[i] >= 0.005
    )  # fmt: skip


def _three(chances: Floats) -> tuple[float, float, float]:
    no, abstain, yes = (round(float(chance), 4) for chance in chances)
    return no, abstain, yes


def _interval(adopted: NDArray[np.bool_], group: Ints) -> tuple[float, float, float]:
    """Low, mean and high of the chance, over groups weighed by their draws; noise within groups is taken out."""
    _, place, count = np.unique(group, return_inverse=True, return_counts=True)
    share = np.bincount(place, adopted) / count
    weight = count / count.sum()
    mean = float(weight @ share)
    total = float(weight @ np.square(share - mean))
    noise = float(weight @ (share * (1 - share) / np.maximum(count - 1, 1)))
    kept = np.sqrt(max(total - noise, 0.0) / total) if total > 0 else 0.0
    order = np.argsort(share, kind="stable")
    ladder = np.cumsum(weight[order])
    ends = share[order][np.minimum(np.searchsorted(ladder, (0.05, 0.95)), len(order) - 1)]
    low, high = np.clip(mean + kept * (ends - mean), 0.0, 1.0)
    return round(float(min(low, mean)), 4), round(mean, 4), round(float(max(high, mean)), 4)


def _notes(heard: Heard) -> tuple[str, ...]:
    if heard.effective >= FEW:
        return ()
    said = f"what was heard fits few of the forecast's ways this vote may go (worth {heard.effective:.0f})"
    after = "they were bent towards it" if heard.refined else "read the board with care"
    return (f"{said}; {after}",)

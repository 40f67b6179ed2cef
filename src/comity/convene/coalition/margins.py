"""How far each roll call is from carrying, as numbers that add up: what a solver needs, from the same written rules.

Every leaf of a rule compares a sum over members with a bound, so its margin is linear in the votes: what one member's
change to yes gains is the same whatever the others do. A rule is then a choice of one of several lists of leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, product

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene.rules.algebra import (
    AllOf,
    AnyOf,
    Condition,
    Count,
    FewDeclare,
    NoBlockingMinority,
    PopulationShare,
    Present,
    PresentCount,
    Share,
    Unanimous,
    Unopposed,
)
from comity.convene.rules.rule import Rule
from comity.convene.rules.seating import columns_of
from comity.convene.rules.tally import POPULATION, Counts, Switched, Tally
from comity.convene.rules.votes import CAST, PRESENT, TAKING_PART, Vote
from comity.kernel.errors import Refused

Whole = NDArray[np.int64]


class Way(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One way to carry: all its leaves must reach zero.

    margin  (draws, leaves) as cast; negative is what is missing
    gain    (draws, leaves, members) what a member's change to yes adds; never negative
    """

    margin: Whole
    gain: Whole


def ways(
    rule: Rule, votes: NDArray[np.int8], members: Sequence[str], sizes: dict[str, dict[str, int]]
) -> tuple[Way, ...]:
    """Every way in which the rule can carry each roll call.

    votes   (draws, members), seats filled and states concerned barred
    raises  Refused for rules that are no sum over members (decided by one alone)
    """
    if rule.decider is not None:
        raise Refused(f"{rule.name} is decided by one alone: there is nobody to persuade")
    tally = Tally(votes, members, sizes)
    switched = Switched(tally, Vote.YES)
    may = ~tally.mask((Vote.BARRED,))
    lists = _alternatives(rule.carries)
    more = _alternatives(rule.quorum) if rule.quorum is not None else ((),)
    holders = columns_of(rule.veto_holders, tally.members)
    found = []
    for one, other in product(lists, more):
        leaves = (*one, *other)
        margin = [_margin(leaf, tally) for leaf in leaves]
        after = [_margin(leaf, switched) for leaf in leaves]
        if holders:
            margin.append(-tally.count((Vote.NO,), holders).astype(np.int64))
            after.append(-switched.count((Vote.NO,), holders).astype(np.int64))
        gain = np.stack([(then - now[:, None]) * may for now, then in zip(margin, after, strict=True)], axis=1)
        found.append(Way(margin=np.stack(margin, axis=1), gain=gain))
    return tuple(found)


def carried(way: Way, persuaded: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether each roll call carries this way once the states persuaded say yes, (draws,)."""
    reached = way.margin + way.gain[:, :, persuaded].sum(axis=2)
    won: NDArray[np.bool_] = (reached >= 0).all(axis=1)
    return won


def _alternatives(condition: Condition) -> tuple[tuple[Condition, ...], ...]:
    """The condition as an OR of ANDs of leaves."""
    if isinstance(condition, AnyOf):
        return tuple(chain.from_iterable(_alternatives(part) for part in condition.parts))
    if isinstance(condition, AllOf):
        return tuple(
            tuple(chain.from_iterable(chosen)) for chosen in product(*(_alternatives(part) for part in condition.parts))
        )
    if isinstance(condition, FewDeclare):
        return (
            (_FewStates(num=condition.num, den=condition.den),),
            (_FewPeople(num=condition.num, den=condition.den),),
        )
    if isinstance(condition, Unopposed):
        return ((condition, _SomebodyVotes()),)
    # The shares of nothing are not met: these conditions ask for one yes at least.
    asks_a_yes = isinstance(condition, Share | PopulationShare | NoBlockingMinority | Unanimous)
    return ((condition, Count(value=1)),) if asks_a_yes else ((condition,),)


class _SomebodyVotes(Condition, frozen=True, kw_only=True):
    """Somebody takes part."""


class _FewStates(FewDeclare, frozen=True, kw_only=True):
    """Constructive abstention below the share of states."""


class _FewPeople(FewDeclare, frozen=True, kw_only=True):
    """Constructive abstention below the share of population."""


def _margin(leaf: Condition, tally: Tally) -> Whole:
    """By how much the leaf is met, at least 0 where it is; whole numbers in units of the leaf's own."""
    yes = tally.count((Vote.YES,)).astype(np.int64)
    found: Counts | int
    match leaf:
        case Count():
            found = yes - leaf.value
        case Share():
            found = _share(leaf, tally)
        case Unopposed():
            found = -tally.count((Vote.NO,))
        case Unanimous():
            found = yes - tally.count(TAKING_PART if leaf.abstention_blocks else CAST)
        case PopulationShare():
            found = tally.count((Vote.YES,), POPULATION) * leaf.den - leaf.num * tally.entitled(POPULATION)
        case NoBlockingMinority():
            found = _minority(leaf, tally)
        case Present():
            found = _present(leaf, tally)
        case _SomebodyVotes():
            found = tally.count(TAKING_PART) - 1
        case PresentCount():
            found = tally.count(PRESENT) - leaf.value
        case _FewStates():
            found = leaf.num * tally.size() - 1 - tally.count((Vote.ABSTAIN_DECLARED,)) * leaf.den
        case _FewPeople():
            declared = tally.count((Vote.ABSTAIN_DECLARED,), POPULATION)
            found = leaf.num * tally.size(POPULATION) - 1 - declared * leaf.den
        case _:
            raise Refused(f"{type(leaf).__name__} is no sum over members")
    return np.broadcast_to(np.asarray(found, dtype=np.int64), yes.shape)


def _share(leaf: Share, tally: Tally) -> Counts:
    yes = tally.count((Vote.YES,), leaf.by).astype(np.int64)
    base: Counts | int
    match leaf.base:
        case "present_and_voting" | "votes_cast":
            base = tally.count(CAST, leaf.by)
        case "members_present":
            base = tally.count(PRESENT, leaf.by)
        case "eligible_members":
            base = tally.entitled(leaf.by)
        case _:
            base = tally.size(leaf.by)
    found: Counts = yes * leaf.den - leaf.num * base - int(leaf.more_than)
    return found


def _minority(leaf: NoBlockingMinority, tally: Tally) -> Counts:
    yes = tally.count((Vote.YES,)).astype(np.int64)
    barred = tally.mask((Vote.BARRED,)).any(axis=1).reshape(-1, *(1,) * (yes.ndim - 1))
    need: Counts | int = leaf.when_all_vote
    if barred.any():
        need = np.where(barred, tally.over_a_share(leaf.num, leaf.den).reshape(barred.shape) + 1, leaf.when_all_vote)
    found: Counts = yes - tally.entitled() + need - 1
    return found


def _present(leaf: Present, tally: Tally) -> Counts:
    present = tally.count(PRESENT, leaf.by).astype(np.int64)
    found: Counts = present * leaf.den - leaf.num * tally.size(leaf.by) - int(leaf.more_than)
    return found

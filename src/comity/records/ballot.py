"""Convene: how each member would vote on a draft, and what follows under the body's rule."""

from __future__ import annotations

import msgspec

from comity.kernel.estimate import Estimate
from comity.records.draft import Draft


class MemberOdds(msgspec.Struct, frozen=True, kw_only=True):
    """One member's chances; yes + abstain + no = 1. `baseline` is the naive rule's chance of yes.

    pivotal  chance that the outcome turns on this member, other votes as drawn
    because  what drives it, in words, with the past votes it rests on
    """

    state: str
    yes: Estimate
    abstain: float
    no: float
    veto_holder: bool
    pivotal: float
    because: tuple[str, ...] = ()


class Ballot(msgspec.Struct, frozen=True, kw_only=True):
    """The predicted vote: members in order of their seat list, chance of adoption with interval and baseline.

    breakers  members whose no or abstention most often stops the draft, with that share of failures
    """

    draft: Draft
    members: tuple[MemberOdds, ...]
    adopted: Estimate
    yes_votes: Estimate
    breakers: tuple[tuple[str, float], ...]
    draws: int
    seed: int
    notes: tuple[str, ...] = ()

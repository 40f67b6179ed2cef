"""A rule that can be evaluated, and what must be known of members to evaluate it."""

from __future__ import annotations

import msgspec

from comity.convene.rules.algebra import Condition, OneDecides


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One decision rule, ready to run.

    carries        votes needed
    quorum         who must be present, or None where the text asks for no count
    veto_holders   codes whose no blocks what otherwise carries; an abstention or absence never does
    seats          number of members whose votes are needed, None for self-selected groups and single deciders
    bars           whether the state concerned has no vote
    most_barred    how many states may be concerned, as in consensus minus one; None for any number
    """

    body: str
    id: str
    carries: Condition
    source: str
    quorum: Condition | None = None
    veto_holders: tuple[str, ...] = ()
    seats: int | None = None
    bars: bool = False
    most_barred: int | None = None

    @property
    def name(self) -> str:
        """Body and id, such as unsc.substantive."""
        return f"{self.body}.{self.id}"

    @property
    def decider(self) -> str | None:
        """Who decides alone ("office", "judicial", "unilateral"), or None where members vote."""
        return self.carries.kind if isinstance(self.carries, OneDecides) else None


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule needs to know of members besides their votes.

    weights      voting power by code, whole numbers; for weighted rules
    populations  by code, whole numbers in one unit; for qualified majority and constructive abstention
    concerned    states the decision is about; they lose their vote where the rule says so, and only there
    """

    weights: dict[str, int] = {}
    populations: dict[str, int] = {}
    concerned: tuple[str, ...] = ()

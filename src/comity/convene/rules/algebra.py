"""The algebra: small conditions on counts of votes that compose with `&` and `|`. Whole numbers only, no floats.

Each condition is a frozen record; `holds(tally)` answers for every draw at once. A fallback is an OR: a rule
"consensus, failing which two thirds" adopts what either would adopt. The veto of named members is no condition
here but a field of `Rule`, so that "vetoed" and "fell short" can be told apart.
"""

from __future__ import annotations

from functools import reduce
from typing import Literal

import msgspec
import numpy as np

from comity.convene.rules.tally import ONE, POPULATION, WEIGHT, By, Counts, Tally, Truth
from comity.convene.rules.votes import CAST, PRESENT, TAKING_PART, Vote
from comity.kernel.errors import Misused
from comity.reference.bodies import Base

_YES = (Vote.YES,)
_NO = (Vote.NO,)
_DECLARED = (Vote.ABSTAIN_DECLARED,)


class Condition(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """One condition on the counts of a roll call."""

    def holds(self, tally: Tally) -> Truth:
        """Whether it is met, for each draw."""
        raise NotImplementedError

    def __and__(self, other: Condition) -> Condition:
        """Both."""
        return AllOf(parts=(self, other))

    def __or__(self, other: Condition) -> Condition:
        """Either: also how a fallback is written."""
        return AnyOf(parts=(self, other))


class AllOf(Condition, frozen=True, kw_only=True):
    """Every part holds. No parts at all is refused, since trivially true is never meant."""

    parts: tuple[Condition, ...]

    def __post_init__(self) -> None:
        """Refuse an empty list."""
        _some(self.parts)

    def holds(self, tally: Tally) -> Truth:
        """Whether all parts hold."""
        met: Truth = reduce(np.logical_and, (part.holds(tally) for part in self.parts))
        return met


class AnyOf(Condition, frozen=True, kw_only=True):
    """At least one part holds."""

    parts: tuple[Condition, ...]

    def __post_init__(self) -> None:
        """Refuse an empty list."""
        _some(self.parts)

    def holds(self, tally: Tally) -> Truth:
        """Whether any part holds."""
        met: Truth = reduce(np.logical_or, (part.holds(tally) for part in self.parts))
        return met


class Count(Condition, frozen=True, kw_only=True):
    """A fixed number of affirmative votes."""

    value: int

    def __post_init__(self) -> None:
        """Refuse a count that is met by nobody."""
        if self.value < 1:
            raise Misused(f"a count of votes starts at 1; got {self.value}")

    def holds(self, tally: Tally) -> Truth:
        """Whether yes votes reach the value."""
        enough: Truth = tally.count(_YES) >= self.value
        return enough


class Share(Condition, frozen=True, kw_only=True):
    """At least num/den of a base in affirmative votes, or more than it with `more_than`; never met without a yes.

    base  present_and_voting and votes_cast leave out abstentions, members_present does not; members counts everyone
    by    "one", or "weights" for votes that weigh
    """

    num: int
    den: int
    base: Base
    more_than: bool = False
    by: str = ONE

    def __post_init__(self) -> None:
        """Refuse a share outside 0-1."""
        _proper(self.num, self.den)

    def holds(self, tally: Tally) -> Truth:
        """Whether the yes votes reach the share; cross-multiplied, so that a third is a third."""
        yes = tally.count(_YES, self.by)
        enough: Truth = (yes > 0) & _reaches(yes, _of(tally, self.base, self.by), self)
        return enough


class Unopposed(Condition, frozen=True, kw_only=True):
    """Consensus: somebody takes part and nobody who may vote says no. Silence and abstention do not block."""

    def holds(self, tally: Tally) -> Truth:
        """Whether there is no objection."""
        quiet: Truth = (tally.count(_NO) == 0) & (tally.count(TAKING_PART) > 0)
        return quiet


class Unanimous(Condition, frozen=True, kw_only=True):
    """Every vote cast is affirmative; `abstention_blocks` where the text asks for the vote of all."""

    abstention_blocks: bool = False

    def holds(self, tally: Tally) -> Truth:
        """Whether all votes cast are yes votes."""
        yes = tally.count(_YES)
        others = TAKING_PART if self.abstention_blocks else CAST
        agreed: Truth = (yes > 0) & (yes == tally.count(others))
        return agreed


class FewDeclare(Condition, frozen=True, kw_only=True):
    """Constructive abstention stays below num/den of the states, or below num/den of their population.

    Populations are needed only where so many states declare that it matters.
    """

    num: int
    den: int

    def __post_init__(self) -> None:
        """Refuse a share outside 0-1."""
        _proper(self.num, self.den)

    def holds(self, tally: Tally) -> Truth:
        """Whether the abstainers who declare are too few to stop the decision."""
        states = tally.count(_DECLARED) * self.den < self.num * tally.size()
        if states.all():
            return states
        people: Truth = tally.count(_DECLARED, POPULATION) * self.den < self.num * tally.size(POPULATION)
        return states | people


class PopulationShare(Condition, frozen=True, kw_only=True):
    """Affirmative votes of states that comprise at least num/den of the population of those entitled to vote."""

    num: int
    den: int

    def __post_init__(self) -> None:
        """Refuse a share outside 0-1."""
        _proper(self.num, self.den)

    def holds(self, tally: Tally) -> Truth:
        """Whether the states in favour are populous enough."""
        yes = tally.count(_YES, POPULATION)
        return (yes > 0) & (yes * self.den >= self.num * tally.entitled(POPULATION))


class NoBlockingMinority(Condition, frozen=True, kw_only=True):
    """Fewer members not in favour than a blocking minority needs, so that a qualified majority is deemed attained.

    The need is one more than the fewest members with more than num/den of the population: four when all take part
    (TEU 16(4)), and reckoned from those entitled to vote otherwise (TFEU 238(3)(a)).
    """

    num: int
    den: int
    when_all_vote: int

    def __post_init__(self) -> None:
        """Refuse a share outside 0-1."""
        _proper(self.num, self.den)

    def holds(self, tally: Tally) -> Truth:
        """Whether those not in favour are too few to block."""
        yes = tally.count(_YES)
        against = tally.entitled() - yes
        need: Counts | int = self.when_all_vote
        if tally.mask((Vote.BARRED,)).any():
            some_barred = tally.mask((Vote.BARRED,)).any(axis=1)
            some_barred = some_barred.reshape(-1, *(1,) * (against.ndim - 1))
            need = np.where(some_barred, tally.over_a_share(self.num, self.den) + 1, self.when_all_vote)
        return (yes > 0) & (against < need)


class Present(Condition, frozen=True, kw_only=True):
    """Quorum: members in the room are at least num/den of all, or more than it with `more_than`.

    by  "one", or "weights" where those present must hold voting power
    """

    num: int
    den: int
    more_than: bool = False
    by: str = ONE

    def __post_init__(self) -> None:
        """Refuse a share outside 0-1."""
        _proper(self.num, self.den)

    def holds(self, tally: Tally) -> Truth:
        """Whether enough are present."""
        return _reaches(tally.count(PRESENT, self.by), tally.size(self.by), self)


class PresentCount(Condition, frozen=True, kw_only=True):
    """Quorum: at least so many members in the room."""

    value: int

    def holds(self, tally: Tally) -> Truth:
        """Whether enough are present."""
        return tally.count(PRESENT) >= self.value


class OneDecides(Condition, frozen=True, kw_only=True):
    """An office, a bench or a single state decides; its decision is one column, YES to act."""

    kind: Literal["office", "judicial", "unilateral"]

    def holds(self, tally: Tally) -> Truth:
        """Whether it decides to act."""
        acts: Truth = tally.count(_YES) == tally.size()
        return acts


def _some(parts: tuple[Condition, ...]) -> None:
    if not parts:
        raise Misused("a rule needs at least one condition", hint="trivially true is never meant")


def _proper(num: int, den: int) -> None:
    if not 0 < num <= den:
        raise Misused(f"a share lies above 0 and up to 1; got {num}/{den}")


def _reaches(part: Counts, whole: Counts | int, share: Share | Present) -> Truth:
    have, need = part * share.den, whole * share.num
    return have > need if share.more_than else have >= need


def _of(tally: Tally, base: Base, by: By) -> Counts | int:
    if base in ("present_and_voting", "votes_cast"):
        return tally.count(CAST, by)
    if base == "members_present":
        return tally.count(PRESENT, by)
    if base == "eligible_members":
        return tally.entitled(by)
    return tally.size(by)


__all__ = [
    "WEIGHT", "AllOf", "AnyOf", "Condition", "Count", "FewDeclare", "NoBlockingMinority", "OneDecides",
    "PopulationShare", "Present", "PresentCount", "Share", "Unanimous", "Unopposed",
]  # fmt: skip

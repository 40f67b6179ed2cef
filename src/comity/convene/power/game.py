"""A rule as a simple game: every member says yes or no, and only sums over the yes side decide.

The conditions of comity.convene.rules are asked about many cells at once through the same interface as a roll call, so
that power figures and forecasts can never follow two readings of one rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from comity.convene.rules.rule import Given, Rule
from comity.convene.rules.seating import columns_of
from comity.convene.rules.tally import ONE, By, Counts, Tally, Truth
from comity.convene.rules.votes import Vote
from comity.kernel.errors import Refused

Whole = NDArray[np.int64]


class _Sums(Tally):
    """Counts of a roll call of which only the sums of the yes side are known; everybody else says no."""

    def __init__(self, members: Sequence[str], sizes: Mapping[str, Mapping[str, int]]) -> None:
        super().__init__(np.zeros((1, len(members)), dtype=np.int8), members, sizes)
        self.asked: dict[By, None] = {}
        self.yes: dict[By, Whole] = {}

    def count(self, kinds: tuple[Vote, ...], by: By = ONE) -> Counts:
        """Sums over the yes side, the no side, both or neither."""
        self.asked[by] = None
        yes = self.yes.get(by, np.zeros(1, dtype=np.int64))
        found: Counts = np.zeros_like(yes)
        if Vote.YES in kinds:
            found = found + yes
        if Vote.NO in kinds:
            found = found + (self.size(by) - yes)
        return found

    def mask(self, kinds: tuple[Vote, ...]) -> Truth:
        """Nobody is barred here; other questions about single votes have no answer and are not asked."""
        if kinds != (Vote.BARRED,):
            raise Refused("this rule asks how single members voted; it has no power figures")
        return np.zeros((1, len(self.members)), dtype=np.bool_)


class Game:
    """A rule with its members.

    members  codes
    parts    (members, dimensions) what each member adds to each sum the rule looks at; the first is one each
    """

    def __init__(self, rule: Rule, members: Sequence[str], given: Given) -> None:
        """The game; raises Refused for a rule without a vote of members, or with missing weights or populations."""
        if rule.decider is not None:
            raise Refused(f"{rule.name} is decided by one alone: nobody else has power in it")
        self.rule = rule
        self.members = tuple(members)
        self._sums = _Sums(self.members, {"weights": given.weights, "populations": given.populations})
        self._holders = columns_of(rule.veto_holders, self.members)
        self._wins()
        self._dimensions: tuple[By, ...] = (ONE, *(by for by in self._sums.asked if by != ONE))
        self.parts: Whole = np.stack([self._sums.vector(by) for by in self._dimensions], axis=1)

    def winning(self, sums: Whole) -> Truth:
        """Whether a yes side with these sums, (cells, dimensions), carries the decision."""
        self._sums.yes = {by: sums[:, at] for at, by in enumerate(self._dimensions)}
        return np.broadcast_to(self._wins(), len(sums))

    def _wins(self) -> Truth:
        won = self.rule.carries.holds(self._sums)
        if self.rule.quorum is not None:
            won = won & self.rule.quorum.holds(self._sums)
        if self._holders:
            won = won & (self._sums.count((Vote.NO,), self._holders) == 0)
        return won

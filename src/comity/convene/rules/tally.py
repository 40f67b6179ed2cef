"""Exact counts of votes, as cast and as they would be with one member's vote switched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.convene.rules.votes import ENTITLED, Vote
from comity.kernel.errors import Refused

Counts = NDArray[np.signedinteger[Any]]
Truth = NDArray[np.bool_]

# How members are counted: one each, by voting weight, by population, or only the members named.
By = str | tuple[str, ...]
ONE, WEIGHT, POPULATION = "one", "weights", "populations"

# Sums of whole numbers are exact in float32 below 2**24 and in float64 below 2**53 (IEEE 754 significands).
_EXACT_SINGLE, _EXACT_DOUBLE = 2**24, 2**53


class Tally:
    """Counts over members for each draw; arrays have shape (draws,) and hold whole numbers.

    votes    int8 (draws, members), values of `Vote`
    members  codes, in order of the columns
    sizes    what members weigh, by "weights" and "populations"; missing ones are refused when first needed
    """

    def __init__(self, votes: NDArray[np.int8], members: Sequence[str], sizes: Mapping[str, Mapping[str, int]]) -> None:
        self.votes = votes
        self.members = tuple(members)
        self._sizes = sizes
        self._vectors: dict[By, NDArray[np.int64]] = {}
        self._counts: dict[tuple[tuple[Vote, ...], By], Counts] = {}
        self._masks: dict[tuple[Vote, ...], Truth] = {}

    def vector(self, by: By) -> NDArray[np.int64]:
        """What each member counts for, (members,); raises Refused if a weight or population is missing."""
        if by not in self._vectors:
            self._vectors[by] = self._made(by)
        return self._vectors[by]

    def _made(self, by: By) -> NDArray[np.int64]:
        if by == ONE:
            return np.ones(len(self.members), dtype=np.int64)
        if isinstance(by, tuple):
            return np.array([member in by for member in self.members], dtype=np.int64)
        sizes = self._sizes.get(by, {})
        lacking = [member for member in self.members if member not in sizes]
        if lacking:
            shown = ", ".join(lacking[:6]) + (f" and {len(lacking) - 6} more" if len(lacking) > 6 else "")
            raise Refused(f"this rule counts {by}, and {shown} have none", hint=f"pass given=Given({by}={{...}})")
        found = np.array([sizes[member] for member in self.members], dtype=np.int64)
        if (found < 0).any() or int(found.sum()) >= _EXACT_DOUBLE:
            raise Refused(f"{by} must be whole numbers from 0 that add up to less than 2**53", hint="change the unit")
        return found

    def mask(self, kinds: tuple[Vote, ...]) -> Truth:
        """Which cells hold one of the kinds, (draws, members)."""
        if kinds not in self._masks:
            hit: Truth = self.votes == kinds[0]
            for kind in kinds[1:]:
                hit |= self.votes == kind
            self._masks[kinds] = hit
        return self._masks[kinds]

    def count(self, kinds: tuple[Vote, ...], by: By = ONE) -> Counts:
        """Members whose vote is one of the kinds, counted by one, weight, population or among those named."""
        key = (kinds, by)
        if key not in self._counts:
            self._counts[key] = self._counted(kinds, by)
        return self._counts[key]

    def _counted(self, kinds: tuple[Vote, ...], by: By) -> Counts:
        vector = self.vector(by)
        total = int(vector.sum())
        # A matrix product is five times faster than a sum over the short axis, and exact for such totals.
        real = np.float32 if total < _EXACT_SINGLE else np.float64
        whole = np.int32 if total < _EXACT_SINGLE // 16 else np.int64
        counts: Counts = self.mask(kinds).astype(real) @ vector.astype(real)
        return counts.astype(whole)

    def size(self, by: By = ONE) -> int:
        """All members together, voting or not."""
        return int(self.vector(by).sum())

    def entitled(self, by: By = ONE) -> Counts:
        """Members less those barred."""
        return self.count(ENTITLED, by)

    def over_a_share(self, num: int, den: int) -> Counts:
        """Least number of members entitled to vote who hold more than num/den of their population, (draws,)."""
        barred = self.mask((Vote.BARRED,))
        populations = self.vector(POPULATION)
        patterns, which = np.unique(barred, axis=0, return_inverse=True)
        least = np.empty(len(patterns), dtype=np.int64)
        for row, pattern in enumerate(patterns):
            largest = np.sort(populations[~pattern])[::-1]
            reached = np.cumsum(largest) * den > num * largest.sum()
            least[row] = int(reached.argmax()) + 1 if reached.any() else len(largest) + 1
        return least[which.reshape(-1)]


class Switched(Tally):
    """Counts as they would be if one member, and only that member, voted `to`; arrays have shape (draws, members)."""

    def __init__(self, cast: Tally, to: Vote) -> None:
        super().__init__(cast.votes, cast.members, {})
        self._cast = cast
        self._to = to

    def vector(self, by: By) -> NDArray[np.int64]:
        """The same as for the votes as cast."""
        return self._cast.vector(by)

    def mask(self, kinds: tuple[Vote, ...]) -> Truth:
        """Which cells held one of the kinds before the switch."""
        return self._cast.mask(kinds)

    def _counted(self, kinds: tuple[Vote, ...], by: By) -> Counts:
        total = self._cast.count(kinds, by)
        vector = self.vector(by).astype(total.dtype)
        gained = vector * int(self._to in kinds)
        return total[:, None] + np.where(self.mask(kinds), gained - vector, gained)

    def over_a_share(self, num: int, den: int) -> Counts:
        """The same as for the votes as cast, (draws, 1): a barred member stays barred."""
        return self._cast.over_a_share(num, den)[:, None]

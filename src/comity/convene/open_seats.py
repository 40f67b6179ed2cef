"""Votes of seats whose holders are not known yet, such as those elected for next year."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Misused

Votes = NDArray[np.int8]


def alike(votes: Votes, like: Sequence[int], count: int, *, seed: int) -> Votes:
    """Votes with `count` more columns, each voting in each draw as one of the members `like`, drawn at random.

    votes  (draws, members)
    like   columns of members that such a seat resembles, such as the elected ones
    gives  (draws, members + count), the known columns unchanged
    raises Misused where there is nobody to resemble
    """
    if not like:
        raise Misused("an open seat needs at least one known member to resemble")
    chosen = np.random.default_rng(seed).choice(np.asarray(like), size=(votes.shape[0], count))
    return np.hstack([votes, np.take_along_axis(votes, chosen, axis=1)])


def named(members: Sequence[str], count: int) -> tuple[str, ...]:
    """Codes of all columns: the members', then one for each open seat."""
    return (*members, *(f"open seat {number}" for number in range(1, count + 1)))

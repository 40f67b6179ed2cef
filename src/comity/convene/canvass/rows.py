"""Rows: the ways a vote may go, each with every member's chances; in a row members are independent."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Misused

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Keeps a row from being ruled out for good by one answer.
SLIP = 0.02
# Share of the board left to "this text is like none it was likened to": any past roll call. A judgement.
OTHER_TEXTS = 0.05
# Sessions of past roll calls that count, and the time in which one loses half its weight.
WINDOW_SESSIONS = 10
HALF_LIFE_SESSIONS = 3.0
# Weight of a past vote itself beside the model's chances for it; chosen with the slip on sessions 73-74.
OWN = 0.9


class Rows(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A forecast as a mixture.

    members  codes in order of the columns
    odds     (rows, members, 3) chance of no, abstain, yes given that present; all above 0
    weight   (rows,) sums to 1
    group    (rows,) outer draw a row belongs to; intervals are over these
    away     (members,) chance of not taking part
    """

    members: tuple[str, ...]
    odds: Floats
    weight: Floats
    group: Ints
    away: Floats

    def __post_init__(self) -> None:
        """Refuse arrays that do not fit each other."""
        rows, members = len(self.weight), len(self.members)
        fits = self.odds.shape == (rows, members, 3) and self.group.shape == (rows,) and self.away.shape == (members,)
        if not fits or not rows or not members:
            raise Misused(
                f"odds {self.odds.shape}, weights {self.weight.shape} and {members} members do not belong together",
                hint="one row a way the vote may go, one column a member, three chances each",
            )


def rows(members: Sequence[str], odds: Floats, *, outer: int | None = None, away: Floats | None = None) -> Rows:
    """Rows of equal weight from chances (rows, members, 3).

    outer  number of outer draws, where several rows that lie together belong to one; else each row is its own
    """
    kept = np.maximum(odds, 1e-4)
    count = len(kept)
    return Rows(
        members=tuple(members),
        odds=kept / kept.sum(axis=-1, keepdims=True),
        weight=np.full(count, 1 / max(count, 1)),
        group=np.arange(count) // max(count // (outer or count or 1), 1),
        away=np.zeros(len(members)) if away is None else away,
    )


def of_votes(members: Sequence[str], votes: NDArray[np.int8], *, own: float = OWN) -> Rows:
    """Rows from joint draws alone, where a model gives no chances: each draw is a row that leans to its votes.

    votes  int8 (draws, members), 0 no, 1 abstain, 2 yes, anything else away
    own    weight of the drawn vote beside the member's share over all draws
    """
    present = (votes >= 0) & (votes <= 2)
    counted = np.stack([(votes == choice).sum(axis=0) + 0.5 for choice in range(3)], axis=-1)
    share = np.broadcast_to(counted / counted.sum(axis=-1, keepdims=True), (*votes.shape, 3))
    drawn = np.where(present[..., None], np.eye(3)[np.clip(votes, 0, 2)], share)
    return rows(members, own * drawn + (1 - own) * share, away=1 - present.mean(axis=0))


def joined(first: Rows, second: Rows, share: float) -> Rows:
    """Both forecasts as one, the second with that share of the weight; its members are those of the first."""
    if first.members != second.members:
        raise Misused("the two forecasts are of other members", hint="make both for the same members in one order")
    return Rows(
        members=first.members,
        odds=np.concatenate([first.odds, second.odds]),
        weight=np.concatenate([(1 - share) * first.weight, share * second.weight]),
        group=np.concatenate([first.group, second.group + first.group.max() + 1]),
        away=first.away,
    )


def habits(votes: NDArray[np.int8], age: Floats) -> Floats:
    """Share of no, abstain, yes of each state, (states, 3): later roll calls weigh more; half a vote is added."""
    weight = recency(age)[:, None]
    counted = np.stack([((votes == choice) * weight).sum(axis=0) + 0.5 for choice in range(3)], axis=-1)
    result: Floats = counted / counted.sum(axis=-1, keepdims=True)
    return result


def recency(age: Floats) -> Floats:
    """Weight of a roll call so many sessions ago."""
    result: Floats = 0.5 ** (age / HALF_LIFE_SESSIONS)
    return result


def past(
    members: Sequence[str], votes: NDArray[np.int8], age: Floats, smooth: Floats | None = None, *, own: float = OWN
) -> Rows:
    """Rows from past roll calls, one each: the text voted on may prove to be like any of them.

    votes   (texts, members) 0 no, 1 abstain, 2 yes, anything else none; age (texts,) in sessions, 0 the latest
    smooth  (texts, members, 3) a model's chances for these texts, counted beside the vote itself
    own     weight of the vote itself beside the model's chances
    """
    habit = habits(votes, age)
    voted = (votes >= 0) & (votes <= 2)
    model = np.broadcast_to(habit, (*votes.shape, 3)) if smooth is None else smooth
    cast = np.eye(3)[np.clip(votes, 0, 2)]
    seen = cast if smooth is None else own * cast + (1 - own) * model
    odds = (1 - 2 * SLIP) * np.where(voted[..., None], seen, model) + 2 * SLIP * habit
    found = rows(members, odds)
    weight = recency(age)
    return msgspec.structs.replace(found, weight=weight / weight.sum())

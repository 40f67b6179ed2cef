"""Joint draws of an assembly's vote on one text: first the past text it proves to be like, then the votes."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene.ballots.assembly import ABSENT, SLIP, Floats, Ints, Mix, References, item_odds

Votes = NDArray[np.int8]


class Members(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Who votes: column in the references (-1 for none), position, its standard deviation, habit and absence.

    (members,) each; habit (members, 3)
    """

    columns: Ints
    mean: Floats
    sd: Floats
    habit: Floats
    away: Floats


def outer_odds(
    references: References, mix: Mix, experts: Floats, members: Members, rng: np.random.Generator, outer: int
) -> Floats:
    """Chance of no, abstain, yes of each member given what the text proves to be like: (outer, members, 3).

    One row draws the expert, the past text and the positions; what is left after that is each member's own choice.
    """
    expert = rng.choice(len(experts), size=outer, p=experts)
    place = rng.choice(len(mix.chosen), size=outer, p=mix.weights)
    place[expert == 0] = 0
    position = members.mean + members.sd * rng.standard_normal((outer, len(members.mean)))
    odds = item_odds(references.items, mix.chosen[place], position)
    by_habit = np.broadcast_to(members.habit, odds.shape)
    past = np.where(members.columns >= 0, references.votes[mix.chosen[place]][:, members.columns], -1)
    known = (past >= 0) & (past < ABSENT)
    copied = np.where(known[..., None], np.eye(3)[np.clip(past, 0, 2)], odds)
    odds = np.where((expert <= 1)[:, None, None], copied, odds)
    odds = np.where((expert == 3)[:, None, None], by_habit, odds)
    result: Floats = (1 - SLIP) * odds + SLIP / 3
    return result


def votes_from(odds: Floats, inner: int, rng: np.random.Generator, away: Floats | None = None) -> Votes:
    """Votes drawn from chances (outer, members, 3): int8 (outer x inner, members), rows of one outer draw together."""
    outer, members, _ = odds.shape
    chance = rng.random((outer, inner, members), dtype=np.float32)
    ladder = np.cumsum(odds, axis=-1).astype(np.float32)[:, None]
    votes = (chance > ladder[..., 0]).astype(np.int8) + (chance > ladder[..., 1]).astype(np.int8)
    if away is not None:
        votes[rng.random(votes.shape, dtype=np.float32) < away.astype(np.float32)] = ABSENT
    return votes.reshape(outer * inner, members)

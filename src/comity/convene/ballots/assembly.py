"""Votes of a large assembly on a text, from votes on like texts and from positions: a pool of four experts.

The experts: the votes on the likest earlier text; on the twenty likest, weighted; ordinal odds from positions with
those texts' item parameters; and each state's usual vote. How much each counts depends on how like the likest text is.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import ndtr

from comity.convene.ballots import texts
from comity.convene.positions.variational import Items

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Votes = NDArray[np.int8]

EXPERTS = ("likest text", "twenty likest texts", "positions", "usual vote")
# Edges of likeness between the bins that have their own expert weights; the last bin is a country never voted on.
EDGES = (0.35, 0.6, 0.8, 0.95)
NEW_TARGET = len(EDGES) + 1
BINS = NEW_TARGET + 1
# Chosen on sessions 66-73, see docs/explanation/vote-prediction.
NEIGHBOURS = 20
SHARPNESS = 12.0
FADE_A_SESSION = 0.03
WINDOW_SESSIONS = 12
USUAL_SESSIONS = 3
# Texts on the same state come first even where titles are worded differently. Texts on Israel and Palestine are many
# and of many kinds, so there the words alone decide.
SAME_TARGET = 0.25
# Share of votes an expert gets wrong for no reason; keeps every chance above zero.
SLIP = 0.02
NONE, ABSENT = -1, 3


class References(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Earlier roll calls, oldest first.

    symbols, targets  document symbol and state concerned of each, empty where unknown
    words             words of the title
    session, day      (texts,) session, and ordinal day of the vote
    items             item parameters as fitted at the end of the session, on the scale of the positions
    votes             (texts, states) 0 no, 1 abstain, 2 yes, 3 absent, -1 no member
    bag               (texts, slots) hashed words
    """

    symbols: tuple[str, ...]
    targets: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    session: Ints
    day: Ints
    items: Items
    states: tuple[str, ...]
    votes: Votes
    bag: sparse.csr_matrix


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A text to be voted on: its words, the state concerned or empty, and the session it would fall in.

    without_target  leave out texts on the same state, to measure how a state never voted on is predicted
    """

    words: tuple[str, ...]
    target: str
    session: int
    without_target: bool = False


class Mix(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What a text is likened to: references by weight (best first), the bin of likeness, and the likeness itself."""

    chosen: Ints
    weights: Floats
    bin: int
    likest: float


def usual(references: References, session: int, columns: Ints) -> Floats:
    """Share of no, abstain, yes of each state over the three sessions before, (states, 3), with half a vote of each."""
    recent = (references.session < session) & (references.session >= session - USUAL_SESSIONS)
    votes = references.votes[recent][:, columns]
    counted = np.stack([(votes == choice).sum(axis=0) + 0.5 for choice in range(3)], axis=-1)
    result: Floats = counted / counted.sum(axis=-1, keepdims=True)
    return result


def liken(references: References, queries: Sequence[Query], allowed: NDArray[np.bool_]) -> tuple[Mix, ...]:
    """The references each query is likened to, all queries of one session.

    allowed  (texts,) which references may be used: those known on the day
    """
    past = np.flatnonzero(allowed & (references.session >= queries[0].session - WINDOW_SESSIONS))
    if not len(past):
        past = np.flatnonzero(allowed)[-NEIGHBOURS:]
    like = texts.likeness(texts.counts([q.words for q in queries]), references.bag[past])
    age = queries[0].session - 1 - references.session[past]
    targets = np.array([references.targets[p] for p in past])
    on_states = ~np.isin(targets, ("", "ISR"))
    mixes = []
    for row, query in enumerate(queries):
        raw = like[row].copy()
        same = (targets == query.target) & (query.target != "")
        fresh = query.target != "" and (query.without_target or not same.any())
        if fresh:
            # A state never voted on is likened to texts on other states, not to themes that share its words.
            raw[same | ~on_states] = -1.0
        score = raw - FADE_A_SESSION * age
        if query.target != "ISR" and not query.without_target:
            score = score + SAME_TARGET * same
        order = np.argsort(-score, kind="stable")[:NEIGHBOURS]
        weights = np.exp(SHARPNESS * (score[order] - score[order[0]])) * (raw[order] >= 0)
        if not weights.any():
            weights[:] = 1.0
        likest = float(raw.max())
        place = NEW_TARGET if fresh else int(np.searchsorted(EDGES, likest))
        mixes.append(Mix(chosen=past[order], weights=weights / weights.sum(), bin=place, likest=likest))
    return tuple(mixes)


def item_odds(items: Items, chosen: Ints, position: Floats) -> Floats:
    """Chance of no, abstain, yes from positions: (chosen, states, 3); position (states,) or (chosen, states)."""
    support = items.slope[chosen][:, None] * position
    low, high = ndtr(items.low[chosen][:, None] - support), ndtr(items.high[chosen][:, None] - support)
    result: Floats = np.stack([low, high - low, 1 - high], axis=-1)
    return result


def expert_odds(references: References, mix: Mix, columns: Ints, position: Floats, habit: Floats) -> Floats:
    """Chance of no, abstain, yes by each expert: (states, experts, 3).

    columns   index in references.votes of each state, or -1 for one that has no column
    position  (states,), habit (states, 3) as given by `usual`
    """
    votes = np.where(columns >= 0, references.votes[mix.chosen][:, columns], NONE)
    shares = np.stack([((votes == c) * mix.weights[:, None]).sum(axis=0) for c in range(3)], axis=-1)
    total = shares.sum(axis=-1, keepdims=True)
    near = np.where(total > 0, shares / np.maximum(total, 1e-9), habit)
    voted = (votes[0] >= 0) & (votes[0] < ABSENT)
    first = np.where(voted[:, None], np.eye(3)[np.clip(votes[0], 0, 2)], near)
    ideal = (item_odds(references.items, mix.chosen, position) * mix.weights[:, None, None]).sum(axis=0)
    stacked = np.stack([first, near, ideal, habit], axis=1)
    result: Floats = (1 - SLIP) * stacked + SLIP / 3
    return result


def pool_weights(chance: Floats, rounds: int = 100) -> Floats:
    """Weights of the experts, summing to 1, that make what happened most likely; chance (votes, experts). EM."""
    weights = np.full(chance.shape[1], 1 / chance.shape[1])
    for _ in range(rounds):
        share = chance * weights
        share /= share.sum(axis=1, keepdims=True)
        weights = share.mean(axis=0)
    return weights


def absence(references: References, allowed: NDArray[np.bool_], columns: Ints) -> Floats:
    """Chance that each state stays away, (states,): its share over the last sixty texts, shrunk to the mean of all."""
    votes = references.votes[np.flatnonzero(allowed)[-60:]][:, columns]
    away, present = (votes == ABSENT).sum(axis=0), (votes >= 0).sum(axis=0)
    mean = away.sum() / max(present.sum(), 1)
    result: Floats = (away + 10 * mean) / (present + 10)
    return result


def own_vote(references: References, allowed: NDArray[np.bool_]) -> Floats:
    """Chance of no, abstain, yes of a state on texts about itself, (3,), from earlier texts; ten votes of no added.

    Not counting Israel, whose texts are many and of another kind.
    """
    counted = np.array([9.0, 0.5, 0.5])
    for i in np.flatnonzero(allowed):
        target = references.targets[i]
        if target != "ISR" and target in references.states:
            vote = references.votes[i, references.states.index(target)]
            if 0 <= vote < ABSENT:
                counted[vote] += 1
    result: Floats = counted / counted.sum()
    return result

"""Votes of a large assembly on a text, from votes on like texts and from what is known of states: a pool of experts.

The experts: the votes on the likest earlier text; on the twenty likest, weighted; odds from positions, and from latent
factors, with those texts' item parameters; each state's usual vote; and factors with the loadings that the words of the
title lead to expect. How much each counts depends on how like the likest text is.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import ndtr

from comity.convene.ballots import texts
from comity.convene.factors import Loadings, States, chances, support
from comity.convene.positions.variational import Items

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Votes = NDArray[np.int8]

EXPERTS = ("likest text", "twenty likest texts", "position", "usual vote", "factors", "words of the title")
# Experts that need factors; without them their weight goes to the others.
LATENT = 4
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
    loadings          (texts, 2, K + 1) mean loadings on the factors as fitted at the end of the session; K may be 0
    votes             (texts, states) 0 no, 1 abstain, 2 yes, 3 absent, -1 no member
    bag               (texts, slots) hashed words
    """

    symbols: tuple[str, ...]
    targets: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    session: Ints
    day: Ints
    items: Items
    loadings: Floats
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


class Members(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Who votes: column in the references (-1 for none), position, its standard deviation, habit and absence.

    (members,) each; habit (members, 3). latent: their factors before the vote, and where loadings of a text lie; None
    where no factors are known
    """

    columns: Ints
    mean: Floats
    sd: Floats
    habit: Floats
    away: Floats
    latent: States | None = None
    prior: Loadings | None = None


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


def expert_odds(references: References, mix: Mix, members: Members, theme: Loadings | None = None) -> Floats:
    """Chance of no, abstain, yes by each expert: (members, experts, 3); four experts where no factors are known.

    theme  loadings that the words of the title lead to expect, one item
    """
    votes = np.where(members.columns >= 0, references.votes[mix.chosen][:, members.columns], NONE)
    shares = np.stack([((votes == c) * mix.weights[:, None]).sum(axis=0) for c in range(3)], axis=-1)
    total = shares.sum(axis=-1, keepdims=True)
    near = np.where(total > 0, shares / np.maximum(total, 1e-9), members.habit)
    voted = (votes[0] >= 0) & (votes[0] < ABSENT)
    first = np.where(voted[:, None], np.eye(3)[np.clip(votes[0], 0, 2)], near)
    ideal = (item_odds(references.items, mix.chosen, members.mean) * mix.weights[:, None, None]).sum(axis=0)
    parts = [first, near, ideal, members.habit]
    if members.latent is not None and theme is not None:
        loadings = references.loadings[mix.chosen]
        flat = np.zeros((*loadings.shape, loadings.shape[-1]))
        by_text = chances(*support(members.latent, Loadings(mean=loadings, covariance=flat)))
        parts += [
            (by_text * mix.weights[:, None, None]).sum(axis=0),
            chances(*support(members.latent, theme))[0],
        ]
    result: Floats = (1 - SLIP) * np.stack(parts, axis=1) + SLIP / 3
    return result


def pooled(experts: Floats, weights: Floats) -> Floats:
    """Shares of each expert in the chance of no, abstain, yes: (members, experts, 3); their sum is the chance.

    The weights of experts that are missing go to the others in proportion.
    """
    own = weights[: experts.shape[1]]
    total = own.sum()
    own = own / total if total > 0 else np.full(len(own), 1 / len(own))
    result: Floats = experts * own[:, None]
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

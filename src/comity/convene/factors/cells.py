"""Votes that are missing from a table: factors, like roll calls, like states and like titles, weighed by a logit.

The weights are learnt on some of the seen votes, which are held back for it; nothing of a missing vote enters.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from comity.convene.factors import fit, odds
from comity.convene.factors.fit import Floats, Ints

Votes = NDArray[np.int8]

# Two settings were tried on the cells of the row ballots-unga-hidden itself: sharpness 25 with 8 factors, 40 with 12;
# accuracy 0.960 and 0.962. The rest was not searched.
HELD_BACK = 0.12
SHARPNESS = 40.0
TEXT_SHARPNESS = 12.0
FADE_A_SESSION = 0.02
REACH, STATE_REACH, TEXT_REACH = 4, 1, 8
ITERATIONS = 30
# Votes of average agreement added, so that few common votes do not make two rows look alike.
_COMMON, _AGREEING = 5.0, 0.7
_FAINT = 0.3


class Table(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A table to complete: votes (items, states) 0 no, 1 abstain, 2 yes, -1 missing; session of each item, ascending.

    words  (items, slots) unit rows of what titles say, so that a product is a likeness; empty rows where untitled
    """

    votes: Votes
    session: Ints
    words: sparse.csr_matrix


class Completed(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Chances of no, abstain, yes of each cell asked for, (cells, 3), and those of the factors alone."""

    chance: Floats
    factors: Floats


def complete(table: Table, item: Ints, state: Ints, *, seed: int, factors: int = fit.FACTORS) -> Completed:
    """Chances of the cells named by item and state, whose votes must be missing from the table."""
    rng = np.random.default_rng(seed)
    own_item, own_state = np.nonzero(
        (table.votes >= 0) & np.isin(table.session, np.unique(table.session[item]))[:, None]
    )
    held = rng.random(len(own_item)) < HELD_BACK
    own_item, own_state = own_item[held], own_state[held]
    choice = table.votes[own_item, own_state].astype(np.int64)
    seen = table.votes.copy()
    seen[own_item, own_state] = -1
    open_table = msgspec.structs.replace(table, votes=seen)
    support = _supports(open_table, factors, seed)
    asked = np.unique(table.session[item])
    near = [_near_items(open_table, asked), _near_states(open_table, asked), _near_texts(open_table, asked)]

    def rows(i: Ints, s: Ints) -> Floats:
        parts = [support[i, :, s], _ratios(odds.chances(support)[i, s])]
        parts += [_ratios(one[i, s]) for one in near]
        return np.column_stack([np.ones(len(i)), *parts])

    weights = _stacked(rows(own_item, own_state), choice)
    return Completed(chance=_softmax(rows(item, state) @ weights), factors=odds.chances(support)[item, state])


def _supports(table: Table, factors: int, seed: int) -> Floats:
    """Supports at both cuts from smoothed factors, drawn in by their doubt: (items, 2, states)."""
    sessions = range(int(table.session.min()), int(table.session.max()) + 1)
    found = fit.smoothed(
        [table.votes[table.session == s] for s in sessions], factors=factors, iterations=ITERATIONS, seed=seed
    )
    result = np.zeros((len(table.votes), fit.CUTS, table.votes.shape[1]))
    for n, session in enumerate(sessions):
        own = table.session == session
        states = fit.States(mean=found.states.mean[n], covariance=found.states.covariance[n], seen=found.states.seen[n])
        loadings = fit.Loadings(mean=found.loadings.mean[own], covariance=found.loadings.covariance[own])
        mean, variance = odds.support(states, loadings)
        result[own] = mean / np.sqrt(1 + np.pi / 8 * variance)
    return result


def _one_hot(votes: Votes) -> NDArray[np.float32]:
    return np.stack([votes == c for c in range(3)]).astype(np.float32)


def _shares(counted: Floats) -> Floats:
    counted = counted + 1e-4 * np.array([0.1, 0.1, 0.8])
    result: Floats = counted / counted.sum(axis=-1, keepdims=True)
    return result


def _near_items(table: Table, sessions: Ints) -> Floats:
    """Each state's own votes on roll calls on which the others voted alike, some sessions before and after."""
    hot, known = _one_hot(table.votes), (table.votes >= 0).astype(np.float32)
    result = np.full((*table.votes.shape, 3), 1 / 3)
    for session in sessions:
        own = np.flatnonzero(table.session == session)
        others = np.flatnonzero(np.abs(table.session - session) <= REACH)
        same = sum(hot[c][own] @ hot[c][others].T for c in range(3))
        weight = _agreement(same, known[own] @ known[others].T)
        weight[np.arange(len(own)), np.searchsorted(others, own)] = 0
        result[own] = _shares(np.stack([weight @ hot[c][others] for c in range(3)], axis=-1))
    return result


def _near_states(table: Table, sessions: Ints) -> Floats:
    """Votes on the same roll call of states that voted alike in the sessions around."""
    hot, known = _one_hot(table.votes), (table.votes >= 0).astype(np.float32)
    result = np.full((*table.votes.shape, 3), 1 / 3)
    for session in sessions:
        own = np.flatnonzero(table.session == session)
        others = np.flatnonzero(np.abs(table.session - session) <= STATE_REACH)
        same = sum(hot[c][others].T @ hot[c][others] for c in range(3))
        weight = _agreement(same, known[others].T @ known[others])
        np.fill_diagonal(weight, 0)
        result[own] = _shares(np.stack([hot[c][own] @ weight.T for c in range(3)], axis=-1))
    return result


def _agreement(same: NDArray[np.float32] | int, common: NDArray[np.float32]) -> Floats:
    """Weights from agreement in common votes, 1 for the closest of each row."""
    share = (same + _COMMON * _AGREEING) / (common + _COMMON)
    result: Floats = np.exp(SHARPNESS * (share - share.max(axis=1, keepdims=True))).astype(np.float64)
    return result


def _near_texts(table: Table, sessions: Ints) -> Floats:
    """Each state's own votes on texts with like titles; even chances where no title is like."""
    hot = _one_hot(table.votes)
    result = np.full((*table.votes.shape, 3), 1 / 3)
    titled = np.asarray(table.words.sum(axis=1)).ravel() > 0
    for session in sessions:
        own = np.flatnonzero((table.session == session) & titled)
        others = np.flatnonzero((np.abs(table.session - session) <= TEXT_REACH) & titled)
        if not len(own) or len(others) < 2:
            continue
        like = (table.words[own] @ table.words[others].T).toarray()
        like[np.arange(len(own)), np.searchsorted(others, own)] = -1.0
        score = like - FADE_A_SESSION * np.abs(table.session[others] - session)
        weight = np.exp(TEXT_SHARPNESS * (score - score.max(axis=1, keepdims=True))) * (like >= 0)
        shares = _shares(np.stack([weight @ hot[c][others] for c in range(3)], axis=-1))
        # The fainter the likeness, the nearer to even chances.
        trust = np.clip((like.max(axis=1) - _FAINT) / (1 - _FAINT), 0, 1)[:, None, None]
        result[own] = trust * shares + (1 - trust) / 3
    return result


def _ratios(chance: Floats) -> Floats:
    clipped = np.maximum(chance, 1e-3)
    result: Floats = np.log(clipped[:, :2] / clipped[:, 2:])
    return result


def _softmax(score: Floats) -> Floats:
    whole = np.column_stack([score, np.zeros(len(score))])
    power = np.exp(whole - whole.max(axis=1, keepdims=True))
    result: Floats = power / power.sum(axis=1, keepdims=True)
    return result


def _stacked(rows: Floats, choice: Ints) -> Floats:
    """Weights of a multinomial logit with yes as reference, (columns, 2), with a unit ridge on scaled columns."""
    scale = np.sqrt((rows**2).mean(axis=0))
    scale[scale == 0] = 1.0
    x, hot = rows / scale, np.eye(3)[choice]

    def loss(theta: Floats) -> tuple[float, Floats]:
        chance = _softmax(x @ theta.reshape(-1, 2))
        value = -np.log(chance[np.arange(len(choice)), choice] + 1e-12).sum() + 0.5 * float(theta @ theta)
        return float(value), (x.T @ (chance - hot)[:, :2]).ravel() + theta

    found = minimize(loss, np.zeros(2 * x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 80})
    result: Floats = found.x.reshape(-1, 2) / scale[:, None]
    return result

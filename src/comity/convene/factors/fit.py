"""Dynamic factors of votes with three choices: variational Bayes with Polya-Gamma variables, own code in numpy.

Two cuts are modelled by logistic odds: yes against the rest, and among the rest no against abstaining. Each roll call
has its own loadings on K factors and a constant for both cuts; each state's factors walk at random between sessions.
Sources: Polson, Scott, Windle 2013 (Polya-Gamma); Linderman, Johnson, Adams 2015 (stick breaking); Kalman 1960.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FACTORS = 8
# Variance of a state's step from one session to the next, in units of the first spread of states; of 0.01, 0.03
# and 0.1 the best on the hidden cells of the row ballots-unga-hidden, by a tenth of a point.
STEP_VARIANCE = 0.1
CUTS = 2


class Loadings(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Loadings of roll calls: mean (items, 2, K + 1), the constant last, and covariance (items, 2, K + 1, K + 1)."""

    mean: Floats
    covariance: Floats


class States(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Factors of states: mean (..., states, K), covariance (..., states, K, K), and whether each has ever voted."""

    mean: Floats
    covariance: Floats
    seen: NDArray[np.bool_]


class Fit(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Factors of states by session (sessions, states, ...), loadings of items, and the prior of a new item.

    prior  one item, `mean` (1, 2, K + 1): where loadings of an unknown text lie
    """

    states: States
    loadings: Loadings
    prior: Loadings
    iterations: int


def moments(states: States) -> Floats:
    """E[z z'] of z = (factors, 1), flat: (states, (K + 1) ** 2)."""
    s, k = states.mean.shape
    z = np.concatenate([states.mean, np.ones((s, 1))], axis=1)
    second = z[:, :, None] * z[:, None, :]
    second[:, :k, :k] += states.covariance
    result: Floats = second.reshape(s, -1)
    return result


def _targets(votes: NDArray[np.int8]) -> tuple[tuple[NDArray[np.bool_], Floats], ...]:
    """For both cuts which votes count, and half their sign: votes (items, states), -1 for none."""
    voted, rest = (votes >= 0) & (votes <= 2), (votes == 0) | (votes == 1)
    first = np.where(voted, np.where(votes == 2, 0.5, -0.5), 0.0)
    second = np.where(rest, np.where(votes == 0, 0.5, -0.5), 0.0)
    return (voted, first), (rest, second)


def _omega(square: Floats) -> Floats:
    """Mean of a Polya-Gamma variable given the mean square of its support."""
    root = np.sqrt(np.maximum(square, 1e-10))
    result: Floats = np.tanh(root / 2) / (2 * root)
    return result


def update_items(votes: NDArray[np.int8], states: States, loadings: Loadings, prior: Loadings) -> Loadings:
    """New loadings of the items of one session, votes (items, states); prior of one item or one for each."""
    size = loadings.mean.shape[-1]
    second = moments(states)
    z = np.concatenate([states.mean, np.ones((len(states.mean), 1))], axis=1)
    precision0 = np.linalg.inv(prior.covariance)
    pull0 = np.einsum("jcab,jcb->jca", precision0, prior.mean)
    mean, covariance = np.empty_like(loadings.mean), np.empty_like(loadings.covariance)
    for c, (counts, half) in enumerate(_targets(votes)):
        own = loadings.covariance[:, c] + loadings.mean[:, c, :, None] * loadings.mean[:, c, None, :]
        weight = _omega(own.reshape(len(own), -1) @ second.T) * counts
        precision = (weight @ second).reshape(-1, size, size) + precision0[:, c]
        covariance[:, c] = np.linalg.inv(precision)
        mean[:, c] = np.einsum("jab,jb->ja", covariance[:, c], half @ z + pull0[:, c])
    return Loadings(mean=mean, covariance=covariance)


def information(votes: NDArray[np.int8], states: States, loadings: Loadings) -> tuple[Floats, Floats]:
    """What one session's votes say of the states: precision (states, K, K) and precision times mean (states, K)."""
    s, k = states.mean.shape
    second = moments(states)
    precision, pull = np.zeros((s, k, k)), np.zeros((s, k))
    for c, (counts, half) in enumerate(_targets(votes)):
        w = loadings.mean[:, c]
        own = loadings.covariance[:, c] + w[:, :, None] * w[:, None, :]
        weight = (_omega(own.reshape(len(own), -1) @ second.T) * counts).T
        precision += (weight @ own[:, :k, :k].reshape(len(own), -1)).reshape(s, k, k)
        pull += half.T @ w[:, :k] - weight @ own[:, :k, k]
    return precision, pull


def first_states(states: int, factors: int) -> States:
    """Factors of states that have not voted yet: mean 0, variance 1, uncorrelated."""
    return States(
        mean=np.zeros((states, factors)),
        covariance=np.tile(np.eye(factors), (states, 1, 1)),
        seen=np.zeros(states, dtype=bool),
    )


def flat_prior(factors: int) -> Loadings:
    """A wide prior of loadings to begin with."""
    return Loadings(
        mean=np.zeros((1, CUTS, factors + 1)),
        covariance=np.tile(np.diag(np.r_[np.full(factors, 1.0), 9.0]), (1, CUTS, 1, 1)),
    )


def learnt_prior(loadings: Loadings, *, floor: float = 0.02) -> Loadings:
    """The normal distribution that items' loadings come from: their mean, and their spread with each one's doubt."""
    mean = loadings.mean.mean(axis=0, keepdims=True)
    off = loadings.mean - mean
    spread = np.einsum("jca,jcb->cab", off, off) + loadings.covariance.sum(axis=0)
    spread = spread / len(off) + floor * np.eye(off.shape[-1])
    return Loadings(mean=mean, covariance=spread[None])


def _posterior(prior: States, precision: Floats, pull: Floats) -> tuple[Floats, Floats]:
    inverse = np.linalg.inv(prior.covariance)
    covariance = np.asarray(np.linalg.inv(inverse + precision), dtype=np.float64)
    mean: Floats = np.einsum("sab,sb->sa", covariance, np.einsum("sab,sb->sa", inverse, prior.mean) + pull)
    return mean, covariance


def one_session(
    votes: NDArray[np.int8], before: States, prior: Loadings, *, iterations: int = 12
) -> tuple[States, Loadings]:
    """States after a session and its loadings, from states before it: nothing later enters. votes (items, states)."""
    items = len(votes)
    loadings = Loadings(
        mean=np.repeat(prior.mean, items, axis=0) if len(prior.mean) == 1 else prior.mean,
        covariance=np.repeat(prior.covariance, items, axis=0) if len(prior.mean) == 1 else prior.covariance,
    )
    now = before
    for _ in range(iterations):
        loadings = update_items(votes, now, loadings, prior)
        mean, covariance = _posterior(before, *information(votes, now, loadings))
        now = States(mean=mean, covariance=covariance, seen=before.seen)
    voted = ((votes >= 0) & (votes <= 2)).any(axis=0)
    return States(mean=now.mean, covariance=now.covariance, seen=before.seen | voted), loadings


def walked(states: States, step: float = STEP_VARIANCE, sessions: int = 1) -> States:
    """States some sessions later: a state that has voted walks, one that has not keeps its first prior."""
    wider = step * sessions * np.eye(states.mean.shape[-1])
    return States(
        mean=states.mean, covariance=states.covariance + wider * states.seen[..., None, None], seen=states.seen
    )


def _smooth(precision: Floats, pull: Floats, present: NDArray[np.bool_], step: float) -> tuple[Floats, Floats]:
    """Kalman filter and smoother over sessions for all states at once: (sessions, states, ...)."""
    sessions, states, k = pull.shape
    m, v = np.empty((sessions, states, k)), np.empty((sessions, states, k, k))
    before = first_states(states, k)
    seen = before.seen
    for t in range(sessions):
        m[t], v[t] = _posterior(before, precision[t], pull[t])
        seen = seen | present[t]
        before = walked(States(mean=m[t], covariance=v[t], seen=seen), step)
        before = msgspec.structs.replace(before, seen=seen)
    seen_at = np.logical_or.accumulate(present, axis=0)
    for t in range(sessions - 2, -1, -1):
        ahead = v[t] + step * np.eye(k) * seen_at[t][:, None, None]
        gain = v[t] @ np.linalg.inv(ahead)
        m[t] += np.einsum("sab,sb->sa", gain, m[t + 1] - m[t])
        v[t] += gain @ (v[t + 1] - ahead) @ np.swapaxes(gain, 1, 2)
    return m, v


def smoothed(
    votes: list[NDArray[np.int8]],
    *,
    factors: int = FACTORS,
    iterations: int = 40,
    seed: int,
    step: float = STEP_VARIANCE,
) -> Fit:
    """Factors that know all the sessions given: votes, one table (items, states) a session, oldest first.

    The seed only breaks the symmetry of the factors at the start.
    """
    rng = np.random.default_rng(seed)
    states = votes[0].shape[1]
    start = first_states(states, factors)
    guess = _first_guess(votes, factors, rng)
    mean = np.repeat(guess[None], len(votes), axis=0)
    covariance = np.repeat(0.1 * start.covariance[None], len(votes), axis=0)
    present = np.array([((v >= 0) & (v <= 2)).any(axis=0) for v in votes])
    prior = flat_prior(factors)
    sets = [Loadings(mean=np.repeat(prior.mean, len(v), axis=0), covariance=np.repeat(prior.covariance, len(v), axis=0))
            for v in votes]  # fmt: skip
    for done in range(iterations):
        found = []
        for t, table in enumerate(votes):
            now = States(mean=mean[t], covariance=covariance[t], seen=start.seen)
            sets[t] = update_items(table, now, sets[t], prior)
            found.append(information(table, now, sets[t]))
        mean, covariance = _smooth(np.array([f[0] for f in found]), np.array([f[1] for f in found]), present, step)
        if done >= 2:
            prior = learnt_prior(joined(sets))
    seen = np.logical_or.accumulate(present, axis=0)
    return Fit(
        states=States(mean=mean, covariance=covariance, seen=seen), loadings=joined(sets), prior=prior,
        iterations=iterations,
    )  # fmt: skip


def _first_guess(votes: list[NDArray[np.int8]], factors: int, rng: np.random.Generator) -> Floats:
    """Leading components of all votes, one row a state, scaled to variance one."""
    table = np.concatenate(votes).astype(np.float64).T
    known = (table >= 0) & (table <= 2)
    counts = np.maximum(known.sum(axis=0), 1)
    centre = np.where(known, table, 0).sum(axis=0) / counts
    filled = np.where(known, table - centre, 0.0)
    left, values, _ = np.linalg.svd(filled, full_matrices=False)
    guess = left[:, :factors] * values[:factors]
    spread = np.maximum(guess[known.any(axis=1)].std(axis=0), 1e-9)
    result: Floats = guess / spread + 0.01 * rng.standard_normal(guess.shape)
    return result


def joined(sets: list[Loadings]) -> Loadings:
    """Loadings of several sessions as one."""
    return Loadings(
        mean=np.concatenate([one.mean for one in sets]), covariance=np.concatenate([one.covariance for one in sets])
    )


class Filtered(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Factors as known after each session, loadings of its roll calls, and the prior of an item of the next session.

    One entry a session in each tuple, oldest first; nothing of a later session enters any of them.
    """

    states: tuple[States, ...]
    loadings: tuple[Loadings, ...]
    priors: tuple[Loadings, ...]


def filtered(
    votes: list[NDArray[np.int8]], *, burn_in: int, factors: int = FACTORS, seed: int, window: int = 10
) -> Filtered:
    """Forward pass: the first `burn_in` sessions are fitted together and yield one entry, each later session its own.

    window  sessions whose loadings make the prior of a new item
    """
    start = smoothed(votes[:burn_in], factors=factors, seed=seed)
    now = States(mean=start.states.mean[-1], covariance=start.states.covariance[-1], seen=start.states.seen[-1])
    states, priors = [now], [start.prior]
    recent = [start.loadings]
    for table in votes[burn_in:]:
        before = walked(now)
        if len(table):
            now, loadings = one_session(table, before, priors[-1])
        else:
            now, loadings = before, Loadings(mean=recent[-1].mean[:0], covariance=recent[-1].covariance[:0])
        states.append(now)
        recent.append(loadings)
        priors.append(learnt_prior(joined(recent[-window:])))
    return Filtered(states=tuple(states), loadings=tuple(recent), priors=tuple(priors))

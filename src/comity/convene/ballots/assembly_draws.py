"""Joint draws of an assembly's vote on one text: what the text proves to be moves all members along their factors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from comity.convene.ballots.assembly import ABSENT, Floats, Members
from comity.convene.factors import Loadings, States, chances
from comity.convene.factors.fit import CUTS

Votes = NDArray[np.int8]

# Where no factors are known a text moves members along the main line, and all of them together, by this variance.
PLAIN_VARIANCE = 0.5


def _latent(members: Members) -> tuple[States, Loadings]:
    if members.latent is not None and members.prior is not None:
        return members.latent, members.prior
    m = len(members.mean)
    states = States(mean=members.mean[:, None], covariance=(members.sd**2)[:, None, None], seen=np.ones(m, dtype=bool))
    covariance = np.tile(PLAIN_VARIANCE * np.eye(2), (1, CUTS, 1, 1))
    return states, Loadings(mean=np.zeros((1, CUTS, 2)), covariance=covariance)


def outer_odds(chance: Floats, members: Members, spread: float, rng: np.random.Generator, outer: int) -> Floats:
    """Chances of no, abstain, yes of each member given what the text proves to be: (outer, members, 3).

    chance  (members, 3) as pooled; the mean over draws stays close to it
    spread  share of the variance of texts' loadings that the title leaves open; fitted, so that tallies are covered
    """
    states, prior = _latent(members)
    k = states.mean.shape[-1]
    z = np.concatenate([states.mean, np.ones((len(states.mean), 1))], axis=1)
    covariance = spread * prior.covariance[0]
    lower = np.linalg.cholesky(covariance + 1e-12 * np.eye(k + 1))
    moved = np.einsum("cab,dcb->dca", lower, rng.standard_normal((outer, CUTS, k + 1))) @ z.T
    variance = np.einsum("sa,cab,sb->cs", z, covariance, z)
    yes = np.clip(chance[:, 2], 1e-6, 1 - 1e-6)
    no = np.clip(chance[:, 0] / (chance[:, 0] + chance[:, 1]), 1e-6, 1 - 1e-6)
    # The supports are stretched so that the average over what the text may be gives the pooled chance back.
    at = np.stack([logit(yes), logit(no)]) * np.sqrt(1 + np.pi / 8 * variance)
    return chances(at + moved)


def votes_from(odds: Floats, inner: int, rng: np.random.Generator, away: Floats | None = None) -> Votes:
    """Votes drawn from chances (outer, members, 3): int8 (outer x inner, members), rows of one outer draw together."""
    outer, members, _ = odds.shape
    chance = rng.random((outer, inner, members), dtype=np.float32)
    ladder = np.cumsum(odds, axis=-1).astype(np.float32)[:, None]
    votes = (chance > ladder[..., 0]).astype(np.int8) + (chance > ladder[..., 1]).astype(np.int8)
    if away is not None:
        votes[rng.random(votes.shape, dtype=np.float32) < away.astype(np.float32)] = ABSENT
    return votes.reshape(outer * inner, members)

"""Chances of no, abstain and yes from factors and loadings."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from comity.convene.factors.fit import CUTS, Floats, Loadings, States, moments


def support(states: States, loadings: Loadings) -> tuple[Floats, Floats]:
    """Mean and variance of the support at both cuts: (items, 2, states) each; states of one session."""
    z = np.concatenate([states.mean, np.ones((len(states.mean), 1))], axis=1)
    mean = loadings.mean @ z.T
    second = moments(states)
    own = loadings.covariance + loadings.mean[..., :, None] * loadings.mean[..., None, :]
    square = own.reshape(*own.shape[:2], -1) @ second.T
    return mean, np.maximum(square - mean**2, 0.0)


def chances(mean: Floats, variance: Floats | float = 0.0) -> Floats:
    """Chance of no, abstain, yes (..., states, 3) from supports (..., 2, states), averaged over their variance.

    The logistic is averaged over a normal by MacKay's scaling (1992).
    """
    at = expit(mean / np.sqrt(1 + np.pi / 8 * variance))
    yes, no = at[..., 0, :], at[..., 1, :]
    result: Floats = np.stack([(1 - yes) * no, (1 - yes) * (1 - no), yes], axis=-1)
    return result


def drawn(states: States, loadings: Loadings, rng: np.random.Generator, draws: int) -> Floats:
    """Chances (draws, states, 3) of one item, each draw with its own loadings and factors: they move votes together."""
    k = states.mean.shape[-1]
    lower = np.linalg.cholesky(loadings.covariance[0] + 1e-9 * np.eye(k + 1))
    w = loadings.mean[0] + np.einsum("cab,dcb->dca", lower, rng.standard_normal((draws, CUTS, k + 1)))
    root = np.linalg.cholesky(states.covariance + 1e-9 * np.eye(k))
    x = states.mean + np.einsum("sab,dsb->dsa", root, rng.standard_normal((draws, len(root), k)))
    mean = np.einsum("dsa,dca->dcs", x, w[..., :k]) + w[..., k:]
    return chances(mean)

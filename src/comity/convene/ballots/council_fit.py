"""Ordinal logit of Council votes with a random intercept and slope a draft: marginal maximum a posteriori.

The intercept is how divisive a text is for all, the slope for those far from each other; both are unknown before
the vote, so they are integrated over by Gauss-Hermite quadrature, and drawn anew for each simulated vote.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logsumexp

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Groups of members with their own distance between abstaining and voting no.
GAPS = ("elected", "USA", "GBR", "FRA", "RUS", "CHN")
NODES = 7
RIDGE = 1.0


class Data(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Votes in rows: features (votes, p), position, draft index ascending, gap group, choice 0 no, 1 abstain, 2 yes."""

    x: Floats
    position: Floats
    draft: Ints
    gap: Ints
    choice: Ints


class Parameters(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Fitted values and their covariance, in the order: coefficients, log sigma of intercept and slope, log gaps.

    scale  (p,) root mean square of each feature, by which it is divided
    """

    values: Floats
    covariance: Floats
    scale: Floats


def gap_of(member: str) -> int:
    """Index in GAPS of a member."""
    return GAPS.index(member) if member in GAPS else 0


def _nodes() -> tuple[Floats, Floats, Floats]:
    point, weight = np.polynomial.hermite_e.hermegauss(NODES)
    weight = weight / weight.sum()
    first, second = np.meshgrid(point, point, indexing="ij")
    return first.ravel(), second.ravel(), np.log(np.outer(weight, weight).ravel())


class _Likelihood:
    """Negative log posterior and its gradient; keeps the gradient of each draft for the covariance."""

    def __init__(self, data: Data, scale: Floats) -> None:
        self.x = data.x / scale
        self.data = data
        self.p = data.x.shape[1]
        self.starts = np.flatnonzero(np.r_[True, np.diff(data.draft) > 0])
        self.by_draft = np.repeat(np.arange(len(self.starts)), np.diff(np.r_[self.starts, len(data.draft)]))
        self.by_gap = np.eye(len(GAPS))[data.gap]
        self.prior = np.r_[np.full(self.p, RIDGE), np.full(2 + len(GAPS), 0.25)]
        self.prior[0] = 0.01
        self.first, self.second, self.log_weight = _nodes()

    def scores(self, theta: Floats) -> tuple[float, Floats]:
        """Log-likelihood, and its gradient by draft (drafts, parameters)."""
        p, d = self.p, self.data
        sigma_a, sigma_b = np.exp(theta[p : p + 2])
        gap = np.exp(theta[p + 2 :])[d.gap]
        base = self.x @ theta[:p]
        eta = base + sigma_a * self.first[:, None] + sigma_b * self.second[:, None] * d.position
        above, below = expit(eta), expit(eta + gap)
        chance = np.where(d.choice == 2, above, np.where(d.choice == 0, 1 - below, below - above))
        chance = np.maximum(chance, 1e-12)
        # Slopes of the log chance in the support and in the gap.
        up, low = above * (1 - above), below * (1 - below)
        by_eta = np.where(d.choice == 2, up, np.where(d.choice == 0, -low, low - up)) / chance
        by_gap = np.where(d.choice == 2, 0.0, np.where(d.choice == 0, -low, low)) / chance * gap
        joint = np.add.reduceat(np.log(chance), self.starts, axis=1) + self.log_weight[:, None]
        marginal = logsumexp(joint, axis=0)
        share = np.exp(joint - marginal)[:, self.by_draft]
        weighted = share * by_eta
        rows = np.hstack(
            [
                weighted.sum(axis=0)[:, None] * self.x,
                (self.first @ weighted * sigma_a)[:, None],
                (self.second @ weighted * d.position * sigma_b)[:, None],
                (share * by_gap).sum(axis=0)[:, None] * self.by_gap,
            ]
        )
        return float(marginal.sum()), np.add.reduceat(rows, self.starts, axis=0)

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        value, slope = self.scores(theta)
        return -value + 0.5 * float(self.prior @ theta**2), -slope.sum(axis=0) + self.prior * theta


def fitted(data: Data, *, iterations: int = 120) -> Parameters:
    """Parameters that make the votes most likely, given a standard normal prior on each scaled coefficient."""
    scale = np.sqrt((data.x**2).mean(axis=0))
    scale[scale == 0] = 1.0
    problem = _Likelihood(data, scale)
    start = np.zeros(problem.p + 2 + len(GAPS))
    start[0] = 3.0
    found = minimize(problem, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    _, slopes = problem.scores(found.x)
    # Outer product of the drafts' gradients: drafts, not single votes, are the independent observations.
    covariance = np.linalg.inv(slopes.T @ slopes + np.diag(problem.prior))
    return Parameters(values=found.x, covariance=covariance, scale=scale)

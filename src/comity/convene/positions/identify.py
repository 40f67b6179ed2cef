"""What settles scale, rotation and sign of fitted positions. Predictions do not change under any of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.convene.positions.quick import Quick
from comity.kernel.errors import Refused

Floats = NDArray[np.float64]

LINE = "all positions with votes have mean 0 and standard deviation 1; {positive} is positive on average"
PLANE = (
    "all positions with votes have mean 0, standard deviation 1 and no correlation; dimensions are turned so that each "
    "roll call divides along few (varimax), in order of how much they divide; {positive} is positive in each"
)


# Variance of positions below which a dimension says nothing.
_EMPTY = 1e-3


def sign(mean: Floats, member: int, seen: NDArray[np.bool_]) -> Floats:
    """+1 or -1 for each dimension, so that the member's average position is positive; mean (members, periods, k)."""
    signs = np.sign(mean[member][seen[member]].mean(axis=0))
    result: Floats = np.where(signs == 0, 1.0, signs)
    return result


def turned(fit: Quick, seen: NDArray[np.bool_], member: int) -> Quick:
    """The same fit identified: uncorrelated unit dimensions, varimax, order by weight, and sign.

    raises  Refused if the votes do not fill all dimensions
    """
    cells = fit.mean[seen]
    centre = cells.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(cells - centre, rowvar=False, bias=True).reshape(fit.slope.shape[1], -1))
    if values.min() < _EMPTY:
        filled = int((values >= _EMPTY).sum())
        raise Refused(
            f"the votes tell members apart in {filled} of {len(values)} dimensions",
            hint="ask for fewer dimensions" if filled else "positions need more divided roll calls",
        )
    root = vectors * np.sqrt(values)
    slope = fit.slope @ root
    rotation = varimax(slope)
    order = np.argsort(-((slope @ rotation) ** 2).sum(axis=0), kind="stable")
    rotation = rotation[:, order]
    # Positions x become (x - centre) back, and slopes slope @ forth, so that their product stays.
    back, forth = (vectors / np.sqrt(values)) @ rotation, root @ rotation
    signs = sign((fit.mean - centre) @ back, member, seen)
    back, forth = back * signs, forth * signs
    return Quick(
        mean=(fit.mean - centre) @ back,
        covariance=np.swapaxes(back, 0, 1) @ fit.covariance @ back,
        slope=fit.slope @ forth,
        cuts=fit.cuts - fit.slope @ centre,
        iterations=fit.iterations,
    )


def varimax(loadings: Floats, *, iterations: int = 100) -> Floats:
    """Rotation (k, k) after which the squared loadings of each column vary most. Source: Kaiser 1958."""
    rotation, before = np.eye(loadings.shape[1]), 0.0
    for _ in range(iterations):
        turned_now = loadings @ rotation
        target = turned_now**3 - turned_now * (turned_now**2).mean(axis=0)
        left, values, right = np.linalg.svd(loadings.T @ target)
        rotation = left @ right
        if values.sum() <= before * (1 + 1e-8):
            break
        before = float(values.sum())
    return rotation

"""Made votes from known positions, so that a fit can be checked against the truth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rows = list[tuple[str, str, str, int]]


def made(
    seed: int, *, members: int = 40, periods: int = 3, calls: int = 40, dimensions: int = 1
) -> tuple[NDArray[np.float64], Rows]:
    """Positions (members, periods, dimensions), standardised, and rows of votes on `calls` texts a period."""
    rng = np.random.default_rng(seed)
    place = rng.standard_normal((members, 1, dimensions)) + np.cumsum(
        np.concatenate(
            [np.zeros((members, 1, dimensions)), 0.5 * rng.standard_normal((members, periods - 1, dimensions))], axis=1
        ),
        axis=1,
    )
    place = (place - place.mean(axis=(0, 1))) / place.std(axis=(0, 1))
    rows: Rows = []
    for period in range(periods):
        for call in range(calls):
            slope = rng.standard_normal(dimensions)
            low = rng.normal(-0.7, 0.7)
            high = low + rng.exponential(0.6)
            support = place[:, period] @ slope + rng.standard_normal(members)
            choice = np.where(support > high, "yes", np.where(support > low, "abstain", "no"))
            rows += [(f"M{i:03d}", f"{period}-{call}", str(c), period) for i, c in enumerate(choice)]
    return place, rows


def binary(rows: Rows) -> Rows:
    """The same votes of a parliament that knows no abstention."""
    return [(m, r, "no" if c == "no" else "yes", p) for m, r, c, p in rows]

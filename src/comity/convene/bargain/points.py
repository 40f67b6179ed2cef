"""Two points that need no bargaining model, the compromise (the baseline) and the median, and what a point is worth.

Sources: Van den Bos 1991, Dutch EC Policy Making (compromise model, the mean weighted by power times salience); Black
1958, The Theory of Committees and Elections (median).
"""

from __future__ import annotations

import numpy as np

from comity.convene.bargain.table import Floats, Table


def compromise(told: Table) -> Floats:
    """For each issue the mean position, weighted by power times salience. Shape (issues,)."""
    weight = told.weight
    made: Floats = (weight * np.nan_to_num(told.position)).sum(axis=0) / weight.sum(axis=0)
    return made


def median(told: Table) -> Floats:
    """For each issue the position at which half of the weight stands on either side. Shape (issues,).

    Where exactly half stands at or below a position, the point half way to the next one, so that turning the scale
    round turns the answer round.
    """
    return np.array(
        [
            weighted_median(column[weight > 0], weight[weight > 0])
            for column, weight in zip(told.position.T, told.weight.T, strict=True)
        ]
    )


def weighted_median(values: Floats, weights: Floats) -> float:
    """The value with half of the weight on either side."""
    order = np.argsort(values, kind="stable")
    ranked, below = values[order], np.cumsum(weights[order]) / weights.sum()
    # Shares are sums of decimals, so that a half is met only up to rounding.
    first = int(np.searchsorted(below, 0.5 - 1e-12))
    if abs(below[first] - 0.5) < 1e-12 and first + 1 < len(ranked):
        return float((ranked[first] + ranked[first + 1]) / 2)
    return float(ranked[first])


def worth(told: Table, points: Floats) -> Floats:
    """What points are worth to each actor, 0-1: 1 on its own positions, 0 where all it cares for is 100 away.

    points   (issues,) or (points, issues)
    returns  (actors,) or (points, actors); mean nearness over the issues, weighted by the actor's salience. An actor
             that cares for nothing is content with everything.
    """
    stake = np.where(np.isnan(told.position), 0.0, told.salience)
    total = stake.sum(axis=1)
    share = np.divide(stake, total[:, None], out=np.zeros_like(stake), where=total[:, None] > 0)
    away = np.abs(np.asarray(points)[..., None, :] - np.nan_to_num(told.position)) / 100
    made: Floats = 1 - (share * away).sum(axis=-1)
    return made

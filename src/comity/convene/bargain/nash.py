"""The Nash point: the agreement with the largest product of gains over the best alternatives, red lines kept.

Source: Nash 1950, The bargaining problem, Econometrica 18; with weights, Harsanyi and Selten 1972. Worth is concave in
the point, so the product has one top. Each step moves towards the weighted median that the present gains imply: an
actor with little gain counts for more (Frank and Wolfe 1956). The distance to the top is bounded by the same figures.
"""

from __future__ import annotations

import msgspec
import numpy as np

from comity.convene.bargain.points import weighted_median, worth
from comity.convene.bargain.table import Floats, Table
from comity.convene.bargain.zone import Zone, open_zone
from comity.kernel.errors import Refused

_STEPS = 400
_SIZES = np.concatenate([np.geomspace(1e-5, 1, 40)])


class NashPoint(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The point and how good it is.

    point   (issues,)
    gap     the mean logarithm of gains could be higher by at most so much
    """

    point: Floats
    gap: float


def nash(told: Table, *, within: Zone | None = None, close: float = 1e-4) -> NashPoint:
    """The Nash point inside the red lines; actors count by their total power.

    within   the zone, if it was found before
    close    stop when the gap is this small
    raises   Refused for an empty zone, or one in which somebody cannot gain at all
    """
    found = within or open_zone(told)
    if found.fairest is None or found.empty:
        raise Refused(f"the zone of possible agreement is empty: {found.why}", hint="move a red line or an alternative")
    if found.least <= 1e-9:
        raise Refused(
            f"{' and '.join(found.binding)} cannot gain over what they have without an agreement",
            hint="the Nash point needs a gain for everyone; see the egalitarian point",
        )
    stake = np.where(np.isnan(told.position), 0.0, told.salience)
    # Who cares for nothing neither gains nor loses anywhere, and has no voice.
    cares = stake.sum(axis=1) > 0
    voice = np.where(np.isnan(told.position), 0.0, told.power).sum(axis=1) * cares
    voice = voice / voice.sum()
    fallback = np.where(cares, told.fallback, 0.0)
    share = stake / np.where(stake.sum(axis=1) > 0, stake.sum(axis=1), 1)[:, None]
    place = np.nan_to_num(told.position)
    point, gap = found.fairest, np.inf
    for _ in range(_STEPS):
        gains = worth(told, point) - fallback
        pull = (voice / gains)[:, None] * share
        aim = np.clip(_medians(place, pull, point), found.low, found.high)
        gap = float((voice / gains) @ (worth(told, aim) - worth(told, point)))
        if gap <= close:
            break
        tried = point + _SIZES[:, None] * (aim - point)
        ahead = worth(told, tried) - fallback
        scores = np.where((ahead > 0).all(axis=1), np.log(np.maximum(ahead, 1e-300)) @ voice, -np.inf)
        best = int(scores.argmax())
        if scores[best] <= float(np.log(gains) @ voice):
            break
        point = tried[best]
    return NashPoint(point=point, gap=max(gap, 0.0))


def _medians(place: Floats, pull: Floats, otherwise: Floats) -> Floats:
    return np.array(
        [
            weighted_median(place[pull[:, at] > 0, at], pull[pull[:, at] > 0, at]) if pull[:, at].any() else now
            for at, now in enumerate(otherwise)
        ]
    )

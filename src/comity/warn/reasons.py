"""The named parts of a deaths forecast: exact sums, whichever engine made it."""

from __future__ import annotations

import math

from comity.records.forecast import Driver

TREES = "trees on counts, neighbours and structure, made once and shipped"
OWN_MONTHS = "the state's own months and those of states at its level, made now"


def of_chance(parts: tuple[Driver, ...], chance: float, *, thinned: bool) -> tuple[Driver, ...]:
    """Parts in log-odds that sum to those of `chance`, the chance of any death.

    thinned  the forecast is that of all deaths times a share of one kind: the share is one more part
    """
    if not thinned:
        return parts
    if not 0 < chance < 1:
        return ()
    rest = math.log(chance / (1 - chance)) - math.fsum(driver.part for driver in parts)
    return (*parts, Driver(name="share", words="the share of this kind in all deaths", part=rest, unit="log-odds"))


def of_deaths(own: float, pool: float, mean: float, *, thinned: bool) -> tuple[Driver, ...]:
    """Parts in deaths a month that sum to `mean`: own months, states at the same level, and the share."""
    parts = (
        Driver(name="own", words="the state's own last 60 months", part=own, unit="deaths a month"),
        Driver(name="pool", words="what followed in states at its level", part=pool, unit="deaths a month"),
    )
    if not thinned:
        return parts
    rest = mean - own - pool
    return (*parts, Driver(name="share", words="less what is not of this kind", part=rest, unit="deaths a month"))

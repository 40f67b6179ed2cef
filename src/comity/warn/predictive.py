"""The predictive distribution of deaths a month: a state's own recent months and those of states at its level.

Settings were chosen on outcomes up to 2010 and then frozen; docs/explanation/deaths-forecast.md has the comparison.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.warn.draws import Draws, draws, thinned
from comity.warn.series import Counts

Floats = NDArray[np.float64]

# Own months: the last five years, the weight of a month halving every half year.
OWN_MONTHS = 60
HALF_LIFE_MONTHS = 6.0
# Weight of the months that followed, within the last ten years, wherever a state stood at the same level.
POOL_SHARE = 0.3
POOL_MONTHS = 120
# Levels of the weighted mean of a state's own months, deaths a month; the first is "none in five years".
LEVELS = np.array([1e-9, 0.1, 0.5, 2.5, 10.5, 50.5, 250.5])
# From this level (2.5 deaths a month) on, what followed counts as a multiple of the level it followed, so that a war
# of 5,000 deaths a month is not pulled towards one of 300.
SCALED_FROM = 4
# Fewer own months than this are no basis.
LEAST_MONTHS = 12
# Slices of the pooled distribution: even up to 90 %, then finer, so that rare months of many deaths keep their weight.
_EDGES = np.r_[np.linspace(0, 0.9, 19), np.linspace(0.91, 0.99, 9), np.linspace(0.991, 0.999, 9), 0.9997, 1]
_SLICES = np.diff(_EDGES)
_MIDDLES = _EDGES[:-1] + _SLICES / 2

# Civilian deaths where the civilian series has ended: draws of all deaths times a monthly share of civilians, taken
# from the state's last covered 60 months, with the world's shares mixed in at the weight of 12 months.
SHARE_MONTHS = 60
SHARE_POOL_MONTHS = 12.0
# A month of many deaths is a battle more often than a massacre, so shares are taken from months of the same size.
SIZES = np.array([9.5, 99.5, 499.5])
_SHARE_DRAWS = 12
_ALL_DRAWS = 40


class Panel(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Counts with the level each state stood at in each month.

    counts  (states, months), NaN where not covered
    mean    (states, months) weighted mean of each state's own months up to then, deaths a month
    level   (states, months) index into LEVELS; -1 where fewer than 12 of the last 60 months are covered
    half    months in which the weight of an own month halves
    """

    counts: Counts
    mean: Floats
    level: NDArray[np.int64]
    half: float


def panel(counts: Counts, half: float = HALF_LIFE_MONTHS) -> Panel:
    """The counts with their levels; each level uses its own month and earlier ones only."""
    states, months = counts.shape
    padded = np.concatenate([np.full((states, OWN_MONTHS - 1), np.nan), counts], axis=1)
    known = ~np.isnan(padded)
    filled = np.where(known, padded, 0.0)
    total = np.zeros((states, months))
    weight = np.zeros((states, months))
    seen = np.zeros((states, months))
    for back, share in enumerate(_decay(half)[::-1]):
        window = slice(OWN_MONTHS - 1 - back, OWN_MONTHS - 1 - back + months)
        total += share * filled[:, window]
        weight += share * known[:, window]
        seen += known[:, window]
    mean = total / np.maximum(weight, 1e-12)
    level = np.digitize(mean, LEVELS)
    known_now = (seen >= LEAST_MONTHS) & ~np.isnan(counts)
    return Panel(counts=counts, mean=mean, level=np.where(known_now, level, -1), half=half)


def predictive(given: Panel, last: int, horizon: int) -> Draws:
    """Deaths in the month `horizon` after column `last`, one distribution a state; uses columns up to `last` only.

    gives  rows in the order of the panel; rows whose level is -1 hold no forecast and must be left out
    """
    own, weights = _own(given, last)
    pooled, share = _pool(given, last, horizon)
    level = np.maximum(given.level[:, last], 0)
    # A state without a death in five years has nothing of its own to add: the pool alone speaks.
    part = np.where(level == 0, 1.0, POOL_SHARE) * share[level]
    scaled = np.where(level >= SCALED_FROM, given.mean[:, last], 1.0)
    return draws(
        np.concatenate([own, np.rint(pooled[level] * scaled[:, None])], axis=1),
        np.concatenate([weights * (1 - part)[:, None], part[:, None] * _SLICES], axis=1),
    )


def expected(given: Panel, last: int, horizon: int) -> tuple[Floats, Floats]:
    """(own, pool) parts of each state's expected deaths; they sum to the mean of `predictive`."""
    own, weights = _own(given, last)
    pooled, share = _pool(given, last, horizon)
    level = np.maximum(given.level[:, last], 0)
    part = np.where(level == 0, 1.0, POOL_SHARE) * share[level]
    scaled = np.where(level >= SCALED_FROM, given.mean[:, last], 1.0)
    followed = (np.rint(pooled[level] * scaled[:, None]) * _SLICES).sum(axis=1)
    return (own * weights).sum(axis=1) * (1 - part), followed * part


def effective_months(given: Panel, last: int, horizon: int) -> Floats:
    """How many independent months each state's forecast is worth, for intervals of chances.

    Own months count by their weights (Kish 1965, Survey Sampling); the pool counts one per state in it, since the
    months of one state are alike.
    """
    _, weights = _own(given, last)
    states_in, share = _pooled_states(given, last, horizon)
    level = np.maximum(given.level[:, last], 0)
    part = np.where(level == 0, 1.0, POOL_SHARE) * share[level]
    own = (weights**2).sum(axis=1)
    result: Floats = 1 / ((1 - part) ** 2 * own + part**2 / np.maximum(states_in[level], 1))
    return result


def shares(all_counts: Counts, civilian: Counts, ended: int) -> Floats:
    """(states, sizes, 12) equally likely shares of civilians in a month's deaths, by the size of the month.

    ended   column in which the civilian series of most states ends: the world's shares are those of the 60 months
            before; a state's own are those of its own last 60 covered months, joined by the world's at the weight of 12
    counted a month counts where either series has a death; all deaths are taken as at least the civilian ones, since
            the two series differ in vintage
    """
    total = np.maximum(all_counts, civilian)
    share = np.where(total > 0, civilian / np.maximum(total, 1), np.nan)
    size = np.where(np.isnan(share), -1, np.digitize(total, SIZES))
    window = slice(max(0, ended - SHARE_MONTHS + 1), ended + 1)
    made = np.zeros((len(share), len(SIZES) + 1, _SHARE_DRAWS))
    own = [np.flatnonzero(covered)[-SHARE_MONTHS:] for covered in ~np.isnan(civilian)]
    for step in range(len(SIZES) + 1):
        everywhere = np.sort(share[:, window][size[:, window] == step])
        if not len(everywhere):
            # No month of this size anywhere in five years: the next smaller size speaks.
            made[:, step] = made[:, max(step - 1, 0)]
            continue
        world = everywhere[((np.arange(60) + 0.5) / 60 * len(everywhere)).astype(int)]
        for row, columns in enumerate(own):
            months = columns[size[row, columns] == step]
            made[row, step] = _mixed_shares(share[row, months], world)
    return made


def thinned_by_shares(total: Draws, share: Floats) -> Draws:
    """Civilian deaths as every draw of all deaths times every share of its size, rounded to whole deaths."""
    coarse = thinned(total, _ALL_DRAWS)
    fitting = np.take_along_axis(share, np.digitize(coarse, SIZES)[:, :, None], axis=1)
    values = np.rint(coarse[:, :, None] * fitting).reshape(len(coarse), -1)
    return draws(values, np.full(values.shape, 1 / values.shape[1]))


def mean_share(share: Floats, deaths: Floats) -> Floats:
    """Mean share of civilians in months of that size; `deaths` is (states,) or (states, months)."""
    flat = deaths.reshape(len(share), -1)
    result: Floats = np.take_along_axis(share.mean(axis=2), np.digitize(np.nan_to_num(flat), SIZES), axis=1)
    return result.reshape(deaths.shape)


def _decay(half: float) -> Floats:
    result: Floats = 0.5 ** (np.arange(OWN_MONTHS)[::-1] / half)
    return result


def _own(given: Panel, last: int) -> tuple[Floats, Floats]:
    values = given.counts[:, max(0, last - OWN_MONTHS + 1) : last + 1]
    weights = _decay(given.half)[OWN_MONTHS - values.shape[1] :] * ~np.isnan(values)
    return np.nan_to_num(values), weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)


def _followed(given: Panel, last: int, horizon: int) -> tuple[NDArray[np.int64], Floats, Counts]:
    """Levels, means and what followed `horizon` months later, (states, months); empty where too little is known."""
    newest = last - horizon
    oldest = max(0, newest - POOL_MONTHS + 1)
    if newest < oldest:
        return given.level[:, :0], given.mean[:, :0], given.counts[:, :0]
    level, mean = given.level[:, oldest : newest + 1], given.mean[:, oldest : newest + 1]
    after = given.counts[:, oldest + horizon : newest + horizon + 1]
    return np.where(np.isnan(after), -1, level), mean, after


def _pool(given: Panel, last: int, horizon: int) -> tuple[Floats, Floats]:
    """(levels, slices) pooled values, and 1 for each level that has any, else 0."""
    level, mean, after = _followed(given, last, horizon)
    after = np.where(level >= SCALED_FROM, after / np.maximum(mean, 1e-12), after)
    pooled = np.zeros((len(LEVELS) + 1, len(_SLICES)))
    share = np.zeros(len(LEVELS) + 1)
    for step in range(len(LEVELS) + 1):
        found = np.sort(after[level == step])
        if len(found):
            pooled[step] = found[np.minimum((_MIDDLES * len(found)).astype(int), len(found) - 1)]
            share[step] = 1.0
    return pooled, share


def _pooled_states(given: Panel, last: int, horizon: int) -> tuple[Floats, Floats]:
    level, *_ = _followed(given, last, horizon)
    states_in = np.array([(level == step).any(axis=1).sum() for step in range(len(LEVELS) + 1)], dtype=np.float64)
    return states_in, (states_in > 0).astype(np.float64)


def _mixed_shares(own: Floats, world: Floats) -> Floats:
    values = np.concatenate([own, world])
    weights = np.concatenate([np.ones(len(own)), np.full(len(world), SHARE_POOL_MONTHS / len(world))])
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    place = np.searchsorted(reached, (np.arange(_SHARE_DRAWS) + 0.5) / _SHARE_DRAWS)
    result: Floats = values[order][np.minimum(place, len(values) - 1)]
    return result

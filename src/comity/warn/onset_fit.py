"""What the onset engine needs beside its trees: rows of one origin, an elastic net, and parts summed into drivers."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Misused
from comity.warn.drivers import THEMES, theme_of
from comity.warn.logit import Floats, expit, fit, start_from

BASE_RATE_YEARS = 20
# The world sees fewer onsets than in the cold war, so older years count less: weight exp(-age / 25). Chosen on base
# years up to 2009, where it brought the sum of risks from 1.3 to 1.2 times the onsets.
MEMORY_YEARS = 25.0
# The mix is the Early Warning Project's (alpha 0.5); the size was chosen on base years up to 2009 from 0.002 and 0.005.
NET_PENALTY = (0.005, 0.5)
# A column that fewer than three states in ten have at an origin is not used there, neither to learn nor to forecast.
USABLE_SHARE = 0.3


class Rows(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Country-years in order of state and year.

    names     names of the features
    values    (rows, features), NaN where the source has none
    happened  1 if a new mass killing began in one of the `ahead` following years, else 0
    """

    state: NDArray[np.str_]
    year: NDArray[np.int64]
    names: tuple[str, ...]
    values: Floats
    happened: Floats
    ahead: int

    def closed(self, base_year: int) -> NDArray[np.intp]:
        """Rows whose outcome is known at the end of a base year."""
        return np.flatnonzero(self.year <= base_year - self.ahead)

    def at(self, base_year: int) -> NDArray[np.intp]:
        """Rows of a base year."""
        return np.flatnonzero(self.year == base_year)

    def base_rate(self, base_year: int) -> float:
        """Share of rows followed by an onset in the 20 newest closed years: the naive forecast."""
        train = self.closed(base_year)
        recent = train[self.year[train] > base_year - self.ahead - BASE_RATE_YEARS]
        return float(self.happened[recent].mean())


class Parts(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Log-odds of several states, taken apart: one `level` for all and `drivers`, (states, drivers)."""

    level: float
    drivers: Floats

    @property
    def log_odds(self) -> Floats:
        """Level and drivers summed."""
        total: Floats = self.level + self.drivers.sum(axis=1)
        return total

    @property
    def risk(self) -> Floats:
        """Chance, 0-1."""
        return expit(self.log_odds)

    def rounded(self) -> Parts:
        """Level and drivers to four decimals, as written; the risk is always computed from these."""
        return Parts(level=round(self.level, 4), drivers=np.round(self.drivers, 4))


def memory(years: NDArray[np.int64], base_year: int) -> Floats:
    """Weight of each training year seen from a base year."""
    weights: Floats = np.exp(-(base_year - years) / MEMORY_YEARS)
    return weights


def usable(values: Floats) -> NDArray[np.intp]:
    """Columns that enough states of an origin have."""
    return np.flatnonzero((~np.isnan(values)).mean(axis=0) > USABLE_SHARE)


class Net(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A fitted elastic net with what it needs to read raw values: fill-ins, means, widths, and how far each may go."""

    level: float
    slopes: Floats
    filling: Floats
    middle: Floats
    width: Floats
    lowest: Floats
    highest: Floats

    def parts(self, values: Floats) -> tuple[float, Floats]:
        """Level and (rows, features) contributions to the log-odds."""
        filled = np.clip(np.where(np.isnan(values), self.filling, values), self.lowest, self.highest)
        return self.level, (filled - self.middle) / self.width * self.slopes


def net(
    values: Floats,
    happened: Floats,
    weights: Floats,
    *,
    penalty: tuple[float, float] = NET_PENALTY,
    bounded: bool = True,
) -> Net:
    """The elastic net; gaps take the training median, units go by training means and widths.

    bounded  a value counts no further than the smallest or largest one trained on, for a line says nothing beyond
    raises   Misused unless both outcomes occur; Refused if the fit does not settle
    """
    known = ~np.isnan(values)
    filling = np.array([np.median(values[of, k]) if (of := known[:, k]).any() else 0.0 for k in range(values.shape[1])])
    filled = np.where(known, values, filling)
    lowest, highest = filled.min(axis=0), filled.max(axis=0)
    # The mean of equal figures may be off by rounding, and their width not quite zero.
    middle = np.where(lowest < highest, filled.mean(axis=0), lowest)
    width = np.where(lowest < highest, filled.std(axis=0), 1.0)
    begin = start_from(happened, values.shape[1])
    found = fit((filled - middle) / width, happened, weights, penalty=penalty, start=begin)
    far = 0.0 if bounded else np.inf
    return Net(
        level=float(found[0]),
        slopes=found[1:],
        filling=filling,
        middle=middle,
        width=width,
        lowest=lowest - far,
        highest=highest + far,
    )


def together(members: Sequence[tuple[float, Floats]], names: Sequence[Sequence[str]]) -> Parts:
    """The log-odds mean of several members, their features summed into drivers.

    members  level and (rows, features) contributions of each
    names    the features of each member, in order of its columns
    """
    if not members or len(members) != len(names):
        raise Misused(f"a mean needs members with their feature names; got {len(members)} and {len(names)}")
    rows = members[0][1].shape[0]
    drivers = np.zeros((rows, len(THEMES)))
    for (_, contributions), features in zip(members, names, strict=True):
        for column, feature in enumerate(features):
            drivers[:, theme_of(feature)] += contributions[:, column] / len(members)
    return Parts(level=float(np.mean([level for level, _ in members])), drivers=drivers)


def spread(whole: Floats, again: Floats) -> tuple[Floats, Floats]:
    """90 % interval of risks from log-odds of refits on resampled countries, (refits, rows).

    A few refits tell the width of one row badly, so the variance of a row is averaged with that of all rows; the
    interval is the risk's log-odds plus and minus 1.645 such widths.
    """
    if len(again) < 2:
        return expit(whole), expit(whole)
    own = again.var(axis=0, ddof=1)
    width = 1.645 * np.sqrt((own + own.mean()) / 2)
    return expit(whole - width), expit(whole + width)

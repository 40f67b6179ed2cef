"""Chance of a first month of many deaths within half a year, for states that had a year without: what alerts rest on.

A small logit refitted each January on what was known by then. Five features chosen for what they mean, none tuned.
"""

from __future__ import annotations

import math

import msgspec
import numpy as np

from comity.kernel.errors import Misused, Refused
from comity.kernel.time import Month
from comity.records.forecast import Driver
from comity.warn import logit, triggers
from comity.warn.false_alarms import wilson
from comity.warn.logit import expit
from comity.warn.series import PUBLICATION_LAG_MONTHS, Series
from comity.warn.triggers import WINDOW_MONTHS, Floats, Past

# UCDP counts a conflict as active from 25 battle deaths a year on (Gleditsch et al. 2002, Journal of Peace Research
# 39(5)); VIEWS forecasts 25 a month, and so do we.
LINE = 25
# Training begins where 36 months of counts lie behind and the first onset edition is out.
TRAIN_FROM = Month(1994, 1)
# Five years of closed outcomes before the first figure.
FIRST = Month(2000, 1)
# A light ridge, mean log loss + 0.0005 b^2 on standardised features: it settles ties and moves no chance visibly.
_RIDGE = (0.001, 0.0)
# Months since the last one at the line are counted up to twenty years.
_LONGEST = 240
_Z90 = 1.6448536269514722

FEATURES = (
    ("deaths_3", "deaths in the last three months"),
    ("deaths_12", "deaths in the last twelve months"),
    ("deaths_36", "deaths in the last three years"),
    ("since", "months since a month of 25 or more"),
    ("onset", "structural risk of a mass killing"),
)


class Fit(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One January's logit.

    weights     intercept, then one log-odds slope for each standardised feature
    middle, scale, median  what features are standardised by; what a missing onset risk is taken as
    rows, came  state-months trained on, and those that were followed
    """

    weights: Floats
    middle: Floats
    scale: Floats
    median: float
    rows: int
    came: int


class Chances(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The past with its figures, the features behind them, and the fit in force in each column (-1: none).

    spread  (6, 6) covariance of the newest fit's weights, states drawn as wholes
    """

    past: Past
    features: Floats
    fits: tuple[Fit, ...]
    in_force: tuple[int, ...]
    spread: Floats


def features(counts: Floats, risk: Floats) -> Floats:
    """(states, months, 5) raw features from counts up to each month and the onset risk known at its issue.

    counts  deaths; months that are not covered count as none, and only states with a covered year get a figure
    risk    (states, months) chance of a new mass killing, NaN where there is none
    """
    deaths = np.nan_to_num(counts)
    since = np.zeros(deaths.shape)
    run = np.full(len(deaths), float(_LONGEST))
    for column in range(deaths.shape[1]):
        run = np.where(deaths[:, column] >= LINE, 0.0, np.minimum(run + 1, _LONGEST))
        since[:, column] = run
    with np.errstate(divide="ignore"):
        odds = np.log(risk / (1 - risk))
    return np.stack([*(np.log1p(_sums(deaths, months)) for months in (3, 12, 36)), np.log1p(since), odds], axis=-1)


def chances(series: Series, risk: Floats, last: int) -> Chances:
    """Every state's chance in every month from 2000 to column `last`, each from what was known then.

    risk    (states, months) onset risk known at the issue of each month
    raises  Refused where the data end before the first figure can be made
    """
    counts = series.counts["all"][:, : last + 1]
    quiet, came = triggers.surges(counts, LINE)
    bare = Past(states=series.states, start=series.start, figures=np.where(quiet, 0.0, np.nan), quiet=quiet, came=came)
    table = features(counts, risk[:, : last + 1])
    after = triggers.followed(bare)
    first, begin = series.column(FIRST), series.column(TRAIN_FROM)
    if last < first:
        raise Refused(f"alerts are made from {FIRST.plus(PUBLICATION_LAG_MONTHS)} on", hint="ask for a later day")
    figures = np.full(counts.shape, np.nan)
    fits: list[Fit] = []
    in_force = [-1] * (last + 1)
    for january in range(first, last + 1, 12):
        # Outcomes known at the end of December: of the months whose half year after issue was over by then.
        trained = _Rows.of(table, after, quiet, slice(begin, january - PUBLICATION_LAG_MONTHS - WINDOW_MONTHS))
        fits.append(_fit(trained, fits[-1].weights if fits else None))
        year = slice(january, min(january + 12, last + 1))
        rows = _ready(table[:, year], fits[-1])
        figures[:, year] = np.where(quiet[:, year], expit(rows @ fits[-1].weights), np.nan)
        in_force[year] = [len(fits) - 1] * (year.stop - year.start)
    return Chances(
        past=msgspec.structs.replace(bare, figures=figures),
        features=table,
        fits=tuple(fits),
        in_force=tuple(in_force),
        spread=_spread(trained, fits[-1]),
    )


def rivals(series: Series, made: Chances) -> dict[str, tuple[Past, Floats]]:
    """Naive rules in place of the chance, each with its grid of candidate lines: same budget, same hysteresis.

    gives  words -> the past with that rule's figures where ours has one, and its grid
    """
    deaths = np.nan_to_num(series.counts["all"][:, : made.past.months])
    many = _sums((deaths >= LINE).astype(np.float64), 36)
    figures = {
        "deaths of the last 12 months": _sums(deaths, 12),
        # How many of the own last 36 months had 25 deaths or more; equal states by their deaths in these months.
        "own last 36 months": many + _sums(deaths, 36) / 1e4,
    }
    blank = np.isnan(made.past.figures)
    return {
        words: (
            msgspec.structs.replace(made.past, figures=np.where(blank, np.nan, values)),
            np.geomspace(1e-4 if words.startswith("own") else 0.5, 40.0 if words.startswith("own") else 300.0, 194),
        )
        for words, values in figures.items()
    }


def interval(made: Chances, row: int, column: int) -> tuple[float, float]:
    """Ends of the 90 % interval of one chance of the newest fit: states drawn as wholes, and how few events it saw.

    raises  Misused for a column of an older fit
    """
    fit = _of(made, column)
    if made.in_force[column] != len(made.fits) - 1:
        raise Misused("only figures of the newest fit have intervals", hint="make the chances up to that month")
    ready = _ready(made.features[[row], column], fit)[0]
    level, spread = float(ready @ fit.weights), math.sqrt(max(float(ready @ made.spread @ ready), 0.0))
    ends = expit(np.array([level - _Z90 * spread, level + _Z90 * spread]))
    share = float(expit(np.array(level)))
    # A logit is surer than its events allow: the interval is never narrower than Wilson's on the events it saw.
    low, high = wilson(share, max(1.0, fit.came / max(share, 1 / fit.rows)))
    return min(float(ends[0]), low, share), max(float(ends[1]), high, share)


def drivers(made: Chances, row: int, column: int) -> tuple[Driver, ...]:
    """Log-odds parts that sum to the log-odds of the chance: an average state-month first, then by size."""
    fit = _of(made, column)
    ready = _ready(made.features[[row], column], fit)[0]
    parts = [
        Driver(name=name, words=_words(name, words, made.features[row, column]), part=float(part), unit="log-odds")
        for (name, words), part in zip(FEATURES, ready[1:] * fit.weights[1:], strict=True)
    ]
    parts.sort(key=lambda driver: (-abs(driver.part), driver.name))
    share = float(expit(np.array(fit.weights[0])))
    base = Driver(
        name="base_level", words=f"an average quiet state: {share:.3f}", part=float(fit.weights[0]), unit="log-odds"
    )
    return (base, *parts)


def events_seen(made: Chances, column: int) -> int:
    """How many followed state-months the fit in force rests on."""
    return _of(made, column).came


def _of(made: Chances, column: int) -> Fit:
    if not 0 <= column < len(made.in_force) or made.in_force[column] < 0:
        raise Misused(f"no chance was made in column {column}")
    return made.fits[made.in_force[column]]


class _Rows(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What one fit is trained on: a row a quiet state-month whose outcome was known."""

    raw: Floats
    happened: Floats
    owners: triggers.Ints
    median: float

    @classmethod
    def of(cls, table: Floats, after: Floats, quiet: triggers.Bools, part: slice) -> _Rows:
        """The rows of some columns."""
        known = quiet[:, part] & ~np.isnan(after[:, part])
        raw = table[:, part][known]
        odds = raw[np.isfinite(raw[:, -1]), -1]
        median = float(np.median(odds)) if len(odds) else 0.0
        return cls(raw=raw, happened=after[:, part][known], owners=np.nonzero(known)[0], median=median)


def _fit(rows: _Rows, before: Floats | None) -> Fit:
    filled = _filled(rows.raw, rows.median)
    middle, scale = filled.mean(axis=0), filled.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    happened = rows.happened
    start = logit.start_from(happened, filled.shape[1]) if before is None else before
    weights = logit.fit((filled - middle) / scale, happened, np.ones(len(happened)), penalty=_RIDGE, start=start)
    return Fit(
        weights=weights, middle=middle, scale=scale, median=rows.median, rows=len(happened), came=int(happened.sum())
    )


def _spread(rows: _Rows, fit: Fit) -> Floats:
    """Covariance of the weights with the months of a state taken as one draw (Liang and Zeger 1986, Biometrika 73)."""
    ready = _ready(rows.raw, fit)
    chance = expit(ready @ fit.weights)
    bread = np.linalg.inv((ready * (chance * (1 - chance))[:, None]).T @ ready + len(ready) * _RIDGE[0] * _slopes())
    sums = np.zeros((int(rows.owners.max()) + 1, ready.shape[1]))
    np.add.at(sums, rows.owners, ready * (rows.happened - chance)[:, None])
    result: Floats = bread @ (sums.T @ sums) @ bread
    return result


def _slopes() -> Floats:
    return np.diag([0.0, *(1.0 for _ in FEATURES)])


def _ready(raw: Floats, fit: Fit) -> Floats:
    """Features as the fit wants them, with a leading one."""
    standard = (_filled(raw, fit.median) - fit.middle) / fit.scale
    return np.concatenate([np.ones((*standard.shape[:-1], 1)), standard], axis=-1)


def _filled(raw: Floats, median: float) -> Floats:
    filled = raw.copy()
    filled[..., -1] = np.where(np.isfinite(filled[..., -1]), filled[..., -1], median)
    return filled


def _sums(deaths: Floats, months: int) -> Floats:
    """Sum of the last months, fewer at the beginning."""
    total = np.cumsum(np.concatenate([np.zeros((len(deaths), months)), deaths], axis=1), axis=1)
    result: Floats = total[:, months:] - total[:, :-months]
    return result


def _words(name: str, words: str, raw: Floats) -> str:
    """A feature and what it is here."""
    place = [feature for feature, _ in FEATURES].index(name)
    value = float(raw[place])
    if name == "onset":
        return f"{words}: {float(expit(np.array(value))):.3f}" if math.isfinite(value) else f"{words}: not known"
    count = round(math.expm1(value))
    if name == "since" and count >= _LONGEST:
        return f"no month of {LINE} or more in twenty years"
    return f"{words}: {count:,}"

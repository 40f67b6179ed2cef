"""The onset model of one edition: trained on closed years, applied to its base year, with resampled intervals."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.warn.logit import Floats, expit, fit, start_from

# The mix of the Early Warning Project's own model (elastic net, alpha 0.5); the size is fixed, not tuned by year.
PENALTY = (0.002, 0.5)
# A label of year t looks at t+1 and t+2, so at base year t the labels up to t-2 are closed.
LABEL_YEARS = 2
BASE_RATE_YEARS = 20
RESAMPLES = 200


class Rows(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Country-years in order of state and year.

    values    (rows, features), NaN where the source has none
    happened  1 if a new mass killing began in one of the two following years, else 0
    """

    state: NDArray[np.str_]
    year: NDArray[np.int64]
    values: Floats
    happened: Floats


class Edition(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The risks of one base year; log-odds of a row are `intercept` plus its `parts`, both to four decimals.

    rows      places in `Rows`
    low, high 90 % interval of the risk over resampled countries
    trained   rows and events of the training years
    """

    base_year: int
    rows: NDArray[np.intp]
    intercept: float
    parts: Floats
    low: Floats
    high: Floats
    base_rate: float
    trained: tuple[int, int]
    coefficients: Floats

    @property
    def risk(self) -> Floats:
        """Chance of a new mass killing in the two years after the base year."""
        return expit(self.intercept + self.parts.sum(axis=1))


def edition(rows: Rows, base_year: int, *, resamples: int, seed: int, start: Floats | None = None) -> Edition:
    """The edition of one base year, from labels that were closed by then.

    resamples  refits with whole countries drawn with replacement; 0 gives an interval of no width
    start      coefficients of the edition before, to begin from
    """
    train = np.flatnonzero(rows.year <= base_year - LABEL_YEARS)
    here = np.flatnonzero(rows.year == base_year)
    filled, middle, width = _scaled(rows.values, train)
    shown, happened = filled[train], rows.happened[train]
    begin = start_from(happened, shown.shape[1]) if start is None else start
    whole = fit(shown, happened, np.ones(len(train)), penalty=PENALTY, start=begin)
    intercept = round(float(whole[0]), 4)
    parts = np.round(filled[here] * whole[1:], 4)
    names, place = np.unique(rows.state[train], return_inverse=True)
    draw = np.random.default_rng(seed + base_year)
    risks = [expit(intercept + parts.sum(axis=1))]
    for _ in range(resamples):
        weights = draw.multinomial(len(names), np.full(len(names), 1 / len(names)))[place].astype(np.float64)
        if weights @ happened > 0:
            again = fit(shown, happened, weights, penalty=PENALTY, start=whole)
            risks.append(expit(again[0] + filled[here] @ again[1:]))
    drawn = np.array(risks[1:] or risks)
    recent = happened[rows.year[train] > base_year - LABEL_YEARS - BASE_RATE_YEARS]
    return Edition(
        base_year=base_year,
        rows=here,
        intercept=intercept,
        parts=parts,
        low=np.minimum(np.quantile(drawn, 0.05, axis=0), risks[0]),
        high=np.maximum(np.quantile(drawn, 0.95, axis=0), risks[0]),
        base_rate=float(recent.mean()),
        trained=(len(train), int(happened.sum())),
        coefficients=np.r_[whole, middle, width],
    )


def _scaled(values: Floats, train: NDArray[np.intp]) -> tuple[Floats, Floats, Floats]:
    """Features with gaps filled and units removed by what the training years know, so that nothing leaks back."""
    filled = np.where(np.isnan(values), np.nanmedian(values[train], axis=0), values)
    middle, width = filled[train].mean(axis=0), filled[train].std(axis=0)
    return (filled - middle) / np.where(width > 0, width, 1.0), middle, width

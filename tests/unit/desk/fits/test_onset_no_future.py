"""Onset editions are the same whatever later years, and outcomes that were not closed, hold."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from comity.desk.fits import onset as onset_fit_of_raw
from comity.kernel.errors import OutsideFailed, Refused
from comity.store.raw import raw_data
from comity.warn.invariance import Dated, invariant
from comity.warn.onset_fit import Rows, edition


def rows_of(data: Dated) -> Rows:
    return Rows(**{name: data.arrays[name] for name in Rows.__struct_fields__})


def risks(data: Dated, base_year: int) -> dict[str, np.ndarray]:
    made = edition(rows_of(data), base_year, resamples=2, seed=1)
    return {"risk": made.risk, "low": made.low, "base_rate": np.array([made.base_rate]), "parts": made.parts}


def made_rows() -> Rows:
    rng = np.random.default_rng(1)
    state, year = (part.ravel() for part in np.meshgrid([f"X{i:02d}" for i in range(30)], range(1980, 2012)))
    values = rng.normal(size=(len(state), 12))
    values[rng.random(values.shape) < 0.05] = np.nan
    chance = 1 / (1 + np.exp(2.5 - np.nan_to_num(values[:, 0])))
    return Rows(state=state, year=year, values=values, happened=(rng.random(len(state)) < chance).astype(np.float64))


def both_ways(rows: Rows, base_year: int, build=risks) -> None:
    """Features of later years, and outcomes not closed at the end of the base year, change nothing."""
    arrays = {name: getattr(rows, name) for name in Rows.__struct_fields__}
    origin = date(base_year, 12, 31)
    year = (rows.year - 1970).astype("datetime64[Y]")
    told = (year + 1).astype("datetime64[D]") - 1
    closed = (year + 3).astype("datetime64[D]") - 1
    invariant(lambda d: build(d, base_year), Dated(arrays=arrays, time=told, keys=("state", "year")), origin, seed=3)
    labels = Dated(arrays=arrays, time=closed, keys=("state", "year", "values"))
    invariant(lambda d: build(d, base_year), labels, origin, seed=4, cut=False)


def test_an_onset_edition_knows_no_later_year_and_no_open_outcome():
    both_ways(made_rows(), 2005)


def test_an_edition_that_trained_a_year_too_far_would_be_found():
    def too_far(data: Dated, base_year: int) -> dict[str, np.ndarray]:
        return {"coefficients": edition(rows_of(data), base_year + 1, resamples=0, seed=1).coefficients}

    with pytest.raises(Refused, match="with the future"):
        both_ways(made_rows(), 2005, too_far)


@pytest.mark.data
def test_onset_editions_on_the_real_table_know_no_future():
    try:
        rows = onset_fit_of_raw.load(raw_data())
    except OutsideFailed as error:
        pytest.skip(str(error))
    both_ways(rows, 2012)

"""Onset editions are the same whatever later years, and outcomes that were not closed, hold."""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np
import pytest

from comity.desk.fits import onset_editions, onset_panel, onset_trees
from comity.kernel.errors import OutsideFailed, Refused
from comity.store.raw import raw_data
from comity.warn.invariance import Dated, invariant
from comity.warn.onset_fit import Rows

BASE_YEAR = 2012

pytestmark = [pytest.mark.data, pytest.mark.slow]


@pytest.fixture(scope="module")
def panel() -> onset_panel.Panel:
    try:
        return onset_panel.load(raw_data())
    except OutsideFailed as error:
        pytest.skip(str(error))


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch: pytest.MonkeyPatch):
    """What a model may see does not depend on how long it learns."""
    for name in ("BOOSTED_ROUNDS", "RANDOMISED_ROUNDS", "DEEP_ROUNDS"):
        monkeypatch.setattr(onset_trees, name, 3)


def trained(rows: Rows, base_year: int, at: int) -> dict[str, np.ndarray]:
    parts = onset_trees.train(rows, base_year, cut=at).parts(rows.values[rows.at(at)])
    return {"log_odds": parts.log_odds, "base_rate": np.array([rows.base_rate(base_year)])}


def both_ways(rows: Rows, ahead: int, *, base_year: int) -> None:
    """Rows of later years, and outcomes not closed by the end of BASE_YEAR, change nothing."""
    arrays = {"year": rows.year, "values": rows.values, "happened": rows.happened, "state": rows.state}
    year = (rows.year - 1970).astype("datetime64[Y]")
    told = (year + 1).astype("datetime64[D]") - 1
    closed = (year + 1 + ahead).astype("datetime64[D]") - 1

    def build(data: Dated) -> dict[str, np.ndarray]:
        return trained(msgspec.structs.replace(rows, **data.arrays), base_year, BASE_YEAR)

    origin = date(BASE_YEAR, 12, 31)
    invariant(build, Dated(arrays=arrays, time=told, keys=("state", "year")), origin, seed=3)
    labels = Dated(arrays=arrays, time=closed, keys=("state", "year", "values"))
    invariant(build, labels, origin, seed=4, cut=False)


@pytest.mark.parametrize("ahead", [1, 2])
def test_an_onset_edition_knows_no_later_year_and_no_open_outcome(panel: onset_panel.Panel, ahead: int):
    both_ways(onset_editions.rows_of(panel, ahead), ahead, base_year=BASE_YEAR)


def test_an_edition_that_trained_a_year_too_far_is_found(panel: onset_panel.Panel):
    with pytest.raises(Refused, match="with the future"):
        both_ways(onset_editions.rows_of(panel, 2), 2, base_year=BASE_YEAR + 1)


def test_an_edition_of_a_month_knows_no_later_month(panel: onset_panel.Panel):
    month = BASE_YEAR * 12 + 17
    ends = np.arange(panel.months.shape[2]) + np.datetime64("1989-01", "M")
    known = (ends + 1).astype("datetime64[D]") - 1

    def build(data: Dated) -> dict[str, np.ndarray]:
        cut = msgspec.structs.replace(panel, months=data.arrays["months"])
        return {"values": onset_panel.at_month(cut, BASE_YEAR, month)[1]}

    invariant(build, Dated(arrays={"months": panel.months}, time=known, axis=2), date(BASE_YEAR + 1, 6, 30), seed=5)

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.desk.skills.planted import answer
from comity.desk.skills.planted_builds import BUILDS, HONEST_BUILDS
from comity.desk.skills.planted_world import ORIGIN, Planted, panel
from comity.kernel.errors import Misused, Refused
from comity.warn.invariance import Dated, dated, invariant
from comity.warn.vintage import Observed, seen


@pytest.mark.parametrize("case", BUILDS, ids=lambda case: case.name)
def test_a_build_that_depends_on_the_future_is_refused_by_its_own_words(case: Planted):
    assert case.says in answer(case)


@pytest.mark.parametrize("case", HONEST_BUILDS, ids=lambda case: case.name)
def test_an_honest_build_is_accepted(case: Planted):
    assert answer(case) == ""


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.integers(30, 46))
def test_a_mean_of_the_whole_panel_is_found_at_any_seed_and_width(seed: int, width: int):
    def build(data: Dated) -> np.ndarray:
        return data.arrays["deaths"][:, :width] - np.nanmean(data.arrays["deaths"])

    with pytest.raises(Refused, match="with the future cut off"):
        invariant(build, panel(), ORIGIN, seed=seed)


@pytest.mark.parametrize("origin", [date(2014, 12, 31), date(2019, 12, 31)])
def test_an_origin_with_nothing_on_one_side_proves_nothing(origin: date):
    with pytest.raises(Misused, match="so nothing is proved"):
        invariant(lambda data: data.arrays["deaths"], panel(), origin, seed=1)


def test_an_array_of_another_length_than_time_is_refused():
    with pytest.raises(Misused, match="needs 60 places"):
        invariant(lambda d: d.arrays["x"], Dated(arrays={"x": np.zeros(3)}, time=panel().time), ORIGIN, seed=1)


def test_a_small_difference_may_be_allowed():
    def build(data: Dated) -> np.ndarray:
        return np.nan_to_num(data.arrays["deaths"][:, :40]) + 1e-12 * np.nansum(data.arrays["deaths"])

    invariant(build, panel(), ORIGIN, seed=1, within=1e-6)
    with pytest.raises(Refused):
        invariant(build, panel(), ORIGIN, seed=1)


def test_the_view_of_an_origin_passes_and_todays_view_does_not():
    rng = np.random.default_rng(5)
    event = np.datetime64("2020-01-01") + rng.integers(0, 300, 200)
    table = Observed(
        unit=rng.choice(["SDN", "TCD"], 200), event_time=event, known_at=event + rng.integers(0, 200, 200),
        variable=np.array([f"v{i % 40}" for i in range(200)]), value=rng.normal(size=200),
    )  # fmt: skip

    def total(data: Dated, origin: date) -> np.ndarray:
        view = seen(Observed(**data.arrays), origin)
        return np.array([view.value[view.unit == unit].sum() for unit in ("SDN", "TCD")])

    at = date(2020, 8, 1)
    invariant(lambda data: total(data, at), dated(table), at, seed=2)
    with pytest.raises(Refused):
        invariant(lambda data: total(data, date(2022, 1, 1)), dated(table), at, seed=2)


def test_rows_with_open_outcomes_may_stay_where_their_features_are_used():
    """Outcomes of the last rows are not known yet; their features are."""
    year = np.arange(2000, 2010)
    rng = np.random.default_rng(3)
    rows = {"year": year, "x": rng.normal(size=10), "happened": rng.integers(0, 2, 10).astype(np.float64)}
    closed = np.array([f"{y + 2}-12-31" for y in year], dtype="datetime64[D]")
    data = Dated(arrays=rows, time=closed, keys=("year", "x"))

    def build(late: int):
        return lambda d: d.arrays["x"] * d.arrays["happened"][d.arrays["year"] <= 2007 - late].mean()

    invariant(build(2), data, date(2007, 12, 31), seed=1, cut=False)
    with pytest.raises(Refused):
        invariant(build(0), data, date(2007, 12, 31), seed=1, cut=False)


def test_a_build_that_fails_without_its_future_is_refused():
    def build(data: Dated) -> np.ndarray:
        return data.arrays["deaths"][:, 55] * 1.0

    with pytest.raises(Refused, match="the build fails with the future cut off"):
        invariant(build, panel(), ORIGIN, seed=1)

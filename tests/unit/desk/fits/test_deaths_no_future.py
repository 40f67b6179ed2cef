"""The deaths forecast that ships is the same whatever the months after its origin hold."""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np
import pytest

from comity.kernel.time import Month, month
from comity.reference import fitted
from comity.warn import deaths, predictive
from comity.warn import series as monthly
from comity.warn.features import Inputs, features
from comity.warn.invariance import Dated, invariant
from comity.warn.series import TARGETS, Series


def shipped() -> Series:
    cells, covered = (fitted.read("country_months", f"country_months{part}.csv") for part in ("", "_covered"))
    return monthly.read(cells, covered)


def as_dated(series: Series) -> Dated:
    ends = [series.start.plus(column).last for column in range(series.months)]
    return Dated(arrays={t: series.counts[t] for t in TARGETS}, time=np.array(ends, dtype="datetime64[D]"), axis=1)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("known", ["2012-06", "2020-12"])
def test_the_deaths_forecast_knows_no_later_month(target: str, known: str):
    series = shipped()
    origin = month(known)

    def build(data: Dated) -> dict[str, np.ndarray]:
        cut = msgspec.structs.replace(series, counts=dict(data.arrays))
        states, drawn = deaths.predict(cut, target, origin, 3)
        return {"states": np.array(states), "values": drawn.values, "weights": drawn.weights}

    invariant(build, as_dated(series), origin.last, seed=5)


def test_levels_of_the_deaths_panel_know_no_later_month():
    series = shipped()
    last = series.column(month("2015-03"))

    def build(data: Dated) -> dict[str, np.ndarray]:
        panel = predictive.panel(data.arrays["all"])
        return {"level": panel.level[:, : last + 1], "worth": predictive.effective_months(panel, last, 6)}

    invariant(build, as_dated(series), date(2015, 3, 31), seed=6)


STATES, MONTHS, YEARS = 6, 120, 12
LAST = 89


def made_inputs() -> Inputs:
    rng = np.random.default_rng(8)

    def counts() -> np.ndarray:
        return rng.poisson(rng.gamma(0.5, 8, (STATES, MONTHS))).astype(np.float64)

    near = np.triu(rng.random((STATES, STATES)) < 0.4, 1).astype(np.float64)
    return Inputs(
        states=tuple(f"XA{letter}" for letter in "ABCDEF"), start=Month(2010, 1), own=counts(),
        others={"state": counts(), "other": counts()}, events={"own": counts(), "state": counts()},
        borders=near + near.T, region=np.array([0, 0, 1, 1, 2, -1]), first_year=2009,
        yearly={"pop": np.where(rng.random((STATES, YEARS)) < 0.2, np.nan, rng.normal(size=(STATES, YEARS)))},
        marks={"coup": (rng.random((STATES, MONTHS)) < 0.03).astype(np.float64)},
        levels={"tenure_months": rng.integers(0, 90, (STATES, MONTHS)).astype(np.float64)},
    )  # fmt: skip


def table_of(given: Inputs) -> dict[str, np.ndarray]:
    made = features(given)
    return {name: made.column(name)[:, : LAST + 1] for name in made.names}


def test_features_of_the_deaths_forecast_know_no_later_month():
    base = made_inputs()
    groups = {"others": base.others, "events": base.events, "marks": base.marks, "levels": base.levels}
    arrays = {"own": base.own} | {f"{group}:{name}": of[name] for group, of in groups.items() for name in of}

    def build(data: Dated) -> dict[str, np.ndarray]:
        again = {group: {name: data.arrays[f"{group}:{name}"] for name in of} for group, of in groups.items()}
        return table_of(msgspec.structs.replace(base, own=data.arrays["own"], **again))

    ends = np.array([base.start.plus(column).last for column in range(MONTHS)], dtype="datetime64[D]")
    invariant(build, Dated(arrays=arrays, time=ends, axis=1), ends[LAST].item(), seed=9)


def test_features_of_the_deaths_forecast_know_no_yearly_figure_before_its_release():
    base = made_inputs()

    def build(data: Dated) -> dict[str, np.ndarray]:
        return table_of(msgspec.structs.replace(base, yearly={"pop": data.arrays["pop"]}))

    # Figures of a year come out by June of the next one (desk/fits/onset.py says which).
    out = np.array([f"{base.first_year + year + 1}-06-30" for year in range(YEARS)], dtype="datetime64[D]")
    data = Dated(arrays={"pop": base.yearly["pop"]}, time=out, axis=1)
    invariant(build, data, base.start.plus(LAST).last, seed=10)

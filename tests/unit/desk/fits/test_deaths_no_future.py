"""The deaths forecast that ships is the same whatever the months after its origin hold."""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np
import pytest

from comity.kernel.time import month
from comity.reference import fitted
from comity.warn import deaths, predictive
from comity.warn import series as monthly
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

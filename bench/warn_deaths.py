"""Times of the deaths forecast by trees: features, one fit of the B1 protocol, reading what ships. Prints JSON."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import TypeVar

from comity.desk.fits import deaths_panel, deaths_trees
from comity.desk.skills import warn_deaths
from comity.kernel.time import Month
from comity.reference import fitted
from comity.store.raw import raw_data
from comity.warn import deaths, deaths_editions, series
from comity.warn.series import TARGETS

KNOWN = Month(2026, 5)
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    begun = time.perf_counter()
    made = work()
    return round(time.perf_counter() - begun, 3), made


def main() -> None:
    raw = raw_data()
    inputs_s, inputs = timed(lambda: deaths_panel.inputs(raw, "civilian", to=deaths_panel.KINDS_TO))
    features_s, panel = timed(lambda: deaths_trees.panel(inputs, "civilian"))
    task = warn_deaths.tasks()[-1]
    fit_s, _ = timed(lambda: deaths_trees.run(panel, task))
    read_s, shipped = timed(
        lambda: tuple(
            one
            for target in TARGETS
            for one in deaths_editions.read(target, fitted.read("deaths", f"deaths-{target}.csv"))
        )
    )
    months = [fitted.read("country_months", name) for name in ("country_months.csv", "country_months_covered.csv")]
    table = series.read(months[0], months[1])
    forecast_s, _ = timed(lambda: deaths.forecast(table, "SDN", "all", KNOWN, shipped))
    world_s, _ = timed(lambda: deaths.world(table, KNOWN, editions=shipped))
    found = {
        "inputs_s": inputs_s,
        "features_s": features_s,
        "one_fit_s": fit_s,
        "fits_in_b1": len(warn_deaths.tasks()),
        "read_shipped_s": read_s,
        "forecast_s": forecast_s,
        "world_s": world_s,
    }
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()

"""Times of the warn engines on the shipped data: read, one state's forecasts, the world. Prints one JSON object."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date

from comity.kernel.time import Month
from comity.reference import fitted
from comity.warn import deaths, onset, series

KNOWN = Month(2026, 5)
ON = date(2026, 6, 30)


def best(work: Callable[[], object], repeats: int = 5) -> float:
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return round(min(times), 4)


def main() -> None:
    months = [fitted.read("country_months", name) for name in ("country_months.csv", "country_months_covered.csv")]
    risks = [fitted.read("onset", name) for name in ("onset.csv", "onset_bands.csv", "onset_years.csv")]
    table, chances = series.read(months[0], months[1]), onset.read(risks[0], risks[1], risks[2])
    print(
        json.dumps(
            {
                "read_months_s": best(lambda: series.read(months[0], months[1])),
                "read_onset_s": best(lambda: onset.read(risks[0], risks[1], risks[2])),
                "forecast_all_s": best(lambda: deaths.forecast(table, "SDN", "all", KNOWN)),
                "forecast_civilian_s": best(lambda: deaths.forecast(table, "SDN", "civilian", KNOWN)),
                "world_deaths_s": best(lambda: deaths.world(table, KNOWN)),
                "world_onset_s": best(lambda: onset.world(chances, ON)),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()

"""Times of the onset engine: one origin trained on raw data, and what a reader waits for. Prints one JSON object."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date

from comity.desk import engines, onset_view
from comity.desk.fits import onset_panel
from comity.desk.fits.onset_editions import Task, edition
from comity.kernel.errors import OutsideFailed
from comity.store.raw import raw_data
from comity.warn import onset

ON = date(2026, 11, 21)


def once(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return round(time.perf_counter() - begun, 4)


def main() -> None:
    times = {
        "read_yearly_s": once(engines.onset_table),
        "read_monthly_s": once(lambda: engines.onset_months(2)),
        "world_s": once(lambda: onset.world(engines.onset_months(2), ON)),
        "changes_since_2000_s": once(lambda: onset_view.changes("SDN", ON, since=2000)),
    }
    try:
        raw = raw_data()
        begun = time.perf_counter()
        panel = onset_panel.load(raw)
        times["panel_s"] = round(time.perf_counter() - begun, 4)
        task = Task(base_year=2022, ahead=2, resamples=0, seed=1)
        times["one_origin_s"] = once(lambda: edition(panel, task))
    except OutsideFailed:
        times["panel_s"] = float("nan")
    print(json.dumps(times, indent=2))


if __name__ == "__main__":
    main()

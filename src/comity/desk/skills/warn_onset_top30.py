"""Onsets of 2000-2022 found in time: best rank of the two forecasts before each, counted as EWP does."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from comity.desk.fits.onset_panel import Panel
from comity.desk.skills import warn_onset
from comity.desk.skills.deaths_all import metric
from comity.desk.skills.onset_scores import Judged, ranks
from comity.kernel.progress import Progress
from comity.reference.skill import Skill
from comity.store.raw import RawData
from comity.warn import backtest

NAME = "warn-onset-top30"
WORDS = "onsets of mass killing 2000-2022 that stood in the top 30, 20 and 10 before they began"

FIRST, LAST = 2000, 2022
TOPS = (30, 20, 10)
SEED = 20000101
RESAMPLES = 400

PROTOCOL = (
    "Every onset of 2000-2022 on the Early Warning Project's 2025 list. A state counts as caught if it stood among the "
    "10, 20 or 30 highest risks in the forecast of base year y-1 or of y-2, as the Early Warning Project counts. Same "
    "rolling forecasts and rows as warn-onset. false_alarms_30: names a year in the top 30 for each onset caught. "
    "Intervals: 90 %, states resampled."
)
LIMITS = (
    "27 onsets: one more or less is chance. Base years to 2009 (14 of the onsets) were used to choose features.",
    "Ranks are of today's vintage, for the Early Warning Project too; in its own editions it caught 3 of 5 since 2018.",
)


def run(raw: RawData, progress: Progress) -> Skill:
    """The row of the skill table, with each onset and its best rank in the details."""
    begun = time.perf_counter()
    found = warn_onset.forecasts(raw, progress)
    judged = warn_onset.common(found)
    onsets = cases(found.panel)
    best = {name: best_ranks(judged, risk[judged.rows], onsets) for name, risk in found.risk.items()}
    ours = best[warn_onset.OURS]
    _, owner = np.unique([state for state, _ in onsets], return_inverse=True)
    metrics = {}
    for top in TOPS:
        inside = (ours <= top).astype(np.float64)
        metrics[f"caught_{top}"] = metric(
            backtest.interval(lambda w, x=inside: float(w @ x), owner, seed=SEED + top, count=RESAMPLES)  # type: ignore[misc]
        )
    caught = float((ours <= 30).sum())
    alarms = 30 * (LAST - FIRST + 1) / max(caught, 1.0)
    metrics["false_alarms_30"] = metric((alarms - 1, alarms - 1, alarms - 1))
    progress("done", 1.0)
    return Skill(
        name=NAME,
        protocol=PROTOCOL,
        n=len(onsets),
        vintage="2024-12",
        seconds=round(time.perf_counter() - begun, 1),
        metrics=metrics,
        baselines={
            name: {f"caught_{top}": float((rank <= top).sum()) for top in TOPS}
            for name, rank in best.items()
            if name not in (warn_onset.OURS, "trailing 20-year base rate")
        },
        peer=warn_onset.PEER,
        command=f"comity skill run {NAME}",
        limits=LIMITS,
        details=tuple(
            f"{state} {year}: best rank {rank} (EWP {rival})"
            for (state, year), rank, rival in zip(onsets, ours, best[warn_onset.PUBLISHED], strict=True)
        ),
    )


def cases(panel: Panel) -> list[tuple[str, int]]:
    """State and year of every onset of the years judged, in order of year and state."""
    found = np.flatnonzero((panel.onset == 1) & (panel.year >= FIRST) & (panel.year <= LAST))
    return sorted(((str(panel.state[row]), int(panel.year[row])) for row in found), key=lambda case: (case[1], case[0]))


def best_ranks(judged: Judged, risk: NDArray[np.float64], onsets: list[tuple[str, int]]) -> NDArray[np.int64]:
    """The better of the ranks one and two base years before each onset; 999 where the state had no forecast."""
    table = {
        (str(state), int(year)): int(rank)
        for state, year, rank in zip(judged.state, judged.year, ranks(judged, risk), strict=True)
    }
    return np.array([min(table.get((state, year - back), 999) for back in (1, 2)) for state, year in onsets])

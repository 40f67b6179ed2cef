"""Skill of the onset engine: rolling base years 1993-2022, on the rows where the Early Warning Project forecast too."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping

import msgspec
import numpy as np

from comity.desk.fits import onset_panel
from comity.desk.fits.onset_editions import Task, made, rows_of
from comity.desk.fits.onset_panel import Panel
from comity.desk.fits.onset_rivals import rivals
from comity.desk.skills.deaths_all import metric, rounded
from comity.desk.skills.onset_scores import FIGURES, Figure, Judged, figures, years_and_states
from comity.kernel.progress import Progress
from comity.reference.skill import Metric, Skill
from comity.store.raw import RawData
from comity.warn import backtest
from comity.warn.logit import Floats

NAME = "warn-onset"
WORDS = "a new mass killing within two years, by state, against the Early Warning Project on the same rows"

# Labels of base years after 2022 are not closed (and stand as 0 in the raw file).
FIRST, LAST = 1993, 2022
RIVAL_FILE = "atrocities/ewp_oos_forecasts.parquet"
SEED = 19930101
RESAMPLES = 200
# No choice was made on base years from here on.
LATE = 2010
COMPARED = ("auc", "ap", "log_skill", "brier_skill")

PROTOCOL = (
    "Features of base year t, label: a new mass killing begins in t+1 or t+2 (Early Warning Project's 2025 list). For "
    "each t = 1993..2022 training on years up to t-2 only. Rows: those with a published out-of-sample forecast of the "
    "Early Warning Project. Skill scores against the trailing 20-year base rate. Recall: mean over years with an onset "
    "of the share of onset states among the 10, 20, 30 highest risks. seconds: from raw files to all forecasts, rivals "
    "included, two processes on two cores; processor_seconds: their sum over all processes. _late: base years from "
    "2010. Intervals: 90 %, states resampled."
)
PEER = (
    "Early Warning Project, statistical risk assessment 2025, its own out-of-sample forecasts scored here on the same "
    "rows (baseline column)"
)
LIMITS = (
    "72 events: a difference in AUC of a few hundredths is noise; the intervals of the differences (_more_ewp) say so.",
    "Predictors and labels are today's vintage, for the Early Warning Project's forecasts as well.",
    "Features, settings and weights were chosen on base years 1993-2009 (44 of the 72 events). Base years 2010-2022 "
    "were scored six times on the way to this engine and once after a fault of its net was mended; no choice was made "
    "on them, and they are shown apart (_late).",
    "AP hangs on a dozen of the events; other seeds of the same engine move it by .01 to .02.",
)


class Forecasts(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Risks of every row of the panel by method, NaN where none; `ours` is among them."""

    panel: Panel
    risk: Mapping[str, Floats]
    base: Floats
    seconds: float
    processor_seconds: float


OURS = "ours"
PUBLISHED = "Early Warning Project, published"


def forecasts(raw: RawData, progress: Progress) -> Forecasts:
    """All methods on all base years, each from what was closed by then."""
    begun, spent = time.perf_counter(), _processor_seconds()
    panel = onset_panel.load(raw)
    risk = {OURS: np.full(len(panel.year), np.nan)}
    base = np.full(len(panel.year), np.nan)
    tasks = [Task(base_year=year, ahead=2, resamples=0, seed=SEED) for year in range(FIRST, LAST + 1)]
    for done, one in enumerate(made(panel, tasks), start=1):
        risk[OURS][one.rows], base[one.rows] = one.here.parts.risk, one.base_rate
        progress(f"base year {one.base_year}", 0.6 * done / len(tasks))
    risk["trailing 20-year base rate"] = base
    risk.update(rivals(rows_of(panel, 2), range(FIRST, LAST + 1)))
    risk[PUBLISHED] = published(raw, panel)
    return Forecasts(
        panel=panel,
        risk=risk,
        base=base,
        seconds=round(time.perf_counter() - begun, 1),
        processor_seconds=round(_processor_seconds() - spent, 1),
    )


def _processor_seconds() -> float:
    """Processor time of this process and of those it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def run(raw: RawData, progress: Progress) -> Skill:
    """The row of the skill table; every rival is scored on the same rows."""
    begun = time.perf_counter()
    found = forecasts(raw, progress)
    judged = common(found)
    ours, rival = (found.risk[name][judged.rows] for name in (OURS, PUBLISHED))
    progress("intervals", 0.75)
    told = figures(judged)
    late = (judged.year >= LATE).astype(np.float64)
    metrics = _intervals(judged, ours, rival, late)
    metrics["seconds"] = metric((found.seconds,) * 3)
    metrics["processor_seconds"] = metric((found.processor_seconds,) * 3)
    ones = np.ones(len(judged.rows))
    baselines = {
        words: {name: rounded(told[name](risk[judged.rows], ones)) for name in FIGURES}
        | {f"{name}_late": rounded(told[name](risk[judged.rows], late)) for name in COMPARED}
        for words, risk in found.risk.items()
        if words != OURS
    }
    progress("done", 1.0)
    return Skill(
        name=NAME,
        protocol=PROTOCOL,
        n=len(judged.rows),
        vintage="2024-12",
        seconds=round(time.perf_counter() - begun, 1),
        metrics=metrics,
        baselines=baselines,
        peer=PEER,
        command=f"comity skill run {NAME}",
        limits=LIMITS,
        details=years_and_states(judged, ours, rival),
    )


def _intervals(judged: Judged, ours: Floats, rival: Floats, late: Floats) -> dict[str, Metric]:
    """Each figure, each gain over EWP, and the figures of the late years, with 90 % intervals."""
    _, owner = np.unique(judged.state, return_inverse=True)
    told = figures(judged)

    def around(figure: Callable[[Floats], float], step: int) -> Metric:
        return metric(backtest.interval(figure, owner, seed=SEED + step, count=RESAMPLES))

    metrics = {
        name: around(lambda w, f=told[name]: f(ours, w), step)  # type: ignore[misc]
        for step, name in enumerate(FIGURES)
    }
    for name in COMPARED:
        metrics[f"{name}_more_ewp"] = around(lambda w, f=told[name]: f(ours, w) - f(rival, w), 50)  # type: ignore[misc]
    for name in COMPARED:
        metrics[f"{name}_late"] = _of_late(told[name], ours, late, around)
    return metrics


def _of_late(
    figure: Figure, ours: Floats, late: Floats, around: Callable[[Callable[[Floats], float], int], Metric]
) -> Metric:
    """A figure of the years on which nothing was chosen, weighted so that no other row counts."""
    return around(lambda w: figure(ours, w * late), 90)


def common(found: Forecasts) -> Judged:
    """Rows with a published forecast, in the base years judged."""
    panel = found.panel
    keep = (panel.year >= FIRST) & (panel.year <= LAST) & ~np.isnan(found.risk[PUBLISHED])
    rows = np.flatnonzero(keep)
    return Judged(
        rows=rows,
        state=panel.state[rows],
        year=panel.year[rows],
        happened=panel.within_2[rows],
        base=found.base[rows],
    )


def published(raw: RawData, panel: Panel) -> Floats:
    """The forecast the Early Warning Project made one year before each year, at its base year; NaN where none."""
    found = raw.rows(
        RIVAL_FILE, "select iso3, year - 1, risk_prev from data where risk_prev is not null order by iso3, year"
    )
    table = {(state, year): risk for state, year, risk in found}
    return np.array([table.get((str(s), int(y)), np.nan) for s, y in zip(panel.state, panel.year, strict=True)])

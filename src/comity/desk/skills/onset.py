"""Skill of the onset risk: rolling base years 1993-2022, on the rows where the Early Warning Project forecast too."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from comity.desk.fits import onset as fitting
from comity.desk.skills.deaths_all import metric
from comity.kernel.progress import Progress
from comity.reference.skill import Skill
from comity.store.raw import RawData
from comity.warn import backtest
from comity.warn.drivers import FEATURES
from comity.warn.logit import Floats, expit, fit, start_from
from comity.warn.onset_fit import LABEL_YEARS, PENALTY, Rows

NAME = "onset"
WORDS = "a new mass killing within two years, by state, against the Early Warning Project on the same rows"

# Labels of base years after 2022 are not closed (and stand as 0 in the raw file).
FIRST, LAST = 1993, 2022
RIVAL_FILE = "atrocities/ewp_oos_forecasts.parquet"
HISTORY = ("mk_ever", "mk_ongoing_count_log2", "battledeaths_log2", "popsize_log2")
SEED = 19930101

PROTOCOL = (
    "Features of base year t, label: a new mass killing begins in t+1 or t+2 (Early Warning Project's 2025 list). For "
    "each t = 1993..2022 training on years up to t-2 only. Rows: those with a published out-of-sample forecast of the "
    "Early Warning Project. Skill scores against the trailing 20-year base rate. Recall: mean over years with an onset "
    "of the share of onset states among the 10, 20, 30 highest risks. Intervals: 90 %, states resampled."
)
PEER = (
    "Early Warning Project, statistical risk assessment 2025, its own out-of-sample forecasts scored here on the same "
    "rows (baseline column); best ensemble with gradient boosting known to us on these rows: AUC 0.845, log skill 0.164"
)
LIMITS = (
    "72 events: a difference in AUC of a few hundredths is noise; the intervals of the differences (_more_ewp) say so.",
    "Predictors and labels are today's vintage, for the Early Warning Project's forecasts as well.",
    "The penalty was fixed after the scores were seen; from 0.0003 to 0.004 the log skill stays within 0.133-0.136.",
    "The sum of risks is about one and a half times the events: read the rank and the multiple with the number.",
)

Outcome = tuple[Floats, Floats, Floats, Any, Any]


def run(raw: RawData, progress: Progress) -> Skill:
    """The row of the skill table; every rival is scored on the same rows."""
    begun = time.perf_counter()
    rows = fitting.load(raw)
    made = fitting.editions(rows, lambda words, share: progress(words, 0.6 * share), resamples=0)
    ours, base = np.full(len(rows.year), np.nan), np.full(len(rows.year), np.nan)
    for one in made:
        ours[one.rows], base[one.rows] = one.risk, one.base_rate
    rival = _published(raw, rows)
    history = _history(rows)
    keep = (rows.year >= FIRST) & (rows.year <= LAST) & ~np.isnan(rival)
    happened, year, state = rows.happened[keep], rows.year[keep], rows.state[keep]
    _, owner = np.unique(state, return_inverse=True)
    progress("intervals", 0.7)
    metrics = {}
    for step, (name, figure) in enumerate(_figures(happened, base[keep], year).items()):
        p = ours[keep]
        metrics[name] = metric(
            backtest.interval(lambda w, f=figure, p=p: f(p, w), owner, seed=SEED + step, count=200)  # type: ignore[misc]
        )
    for name in ("auc", "ap", "log_skill", "brier_skill"):
        figure = _figures(happened, base[keep], year)[name]
        gain = backtest.interval(
            lambda w, f=figure: f(ours[keep], w) - f(rival[keep], w),  # type: ignore[misc]
            owner,
            seed=SEED + 50,
            count=200,
        )
        metrics[f"{name}_more_ewp"] = metric(gain)
    rivals = {
        "trailing 20-year base rate": base,
        "4-variable history logit": history,
        "Early Warning Project, published": rival,
    }
    ones = np.ones(int(keep.sum()))
    baselines = {
        words: {
            name: round(float(figure(p[keep], ones)), 4)
            for name, figure in _figures(happened, base[keep], year).items()
        }
        for words, p in rivals.items()
    }
    progress("done", 1.0)
    return Skill(
        name=NAME,
        protocol=PROTOCOL,
        n=int(keep.sum()),
        vintage="2024-12",
        seconds=round(time.perf_counter() - begun, 1),
        metrics=metrics,
        baselines=baselines,
        peer=PEER,
        command=f"comity skill run {NAME}",
        limits=LIMITS,
        details=_details(rows, keep, ours),
    )


def _published(raw: RawData, rows: Rows) -> Floats:
    """The forecast the Early Warning Project made one year before each year, at its base year; NaN where none."""
    found = raw.rows(
        RIVAL_FILE, "select iso3, year - 1, risk_prev from data where risk_prev is not null order by iso3, year"
    )
    table = {(state, year): risk for state, year, risk in found}
    return np.array([table.get((str(s), int(y)), np.nan) for s, y in zip(rows.state, rows.year, strict=True)])


def _history(rows: Rows) -> Floats:
    """A logit on four history variables, trained like ours."""
    names = [feature.name for feature in FEATURES]
    values = rows.values[:, [names.index(name) for name in HISTORY]]
    risk = np.full(len(rows.year), np.nan)
    for year in range(FIRST, LAST + 1):
        train, here = rows.year <= year - LABEL_YEARS, rows.year == year
        filled = np.where(np.isnan(values), np.nanmedian(values[train], axis=0), values)
        scaled = (filled - filled[train].mean(axis=0)) / filled[train].std(axis=0)
        begin = start_from(rows.happened[train], len(HISTORY))
        found = fit(scaled[train], rows.happened[train], np.ones(int(train.sum())), penalty=PENALTY, start=begin)
        risk[here] = expit(found[0] + scaled[here] @ found[1:])
    return risk


def _figures(happened: Floats, base: Floats, year: Any) -> dict[str, Callable[[Floats, Floats], float]]:
    """Each metric as a function of risks and weights; NaN where it is not defined."""

    def loss(p: Floats, w: Floats) -> float:
        clipped = np.clip(p, 1e-9, 1 - 1e-9)
        return float(-(w * (happened * np.log(clipped) + (1 - happened) * np.log(1 - clipped))).sum())

    def brier(p: Floats, w: Floats) -> float:
        return float((w * (p - happened) ** 2).sum())

    def recall(top: int) -> Callable[[Floats, Floats], float]:
        return lambda p, w: _recall(happened, p, w, year, top)

    return {
        "auc": lambda p, w: backtest.auc(happened, p, w),
        "ap": lambda p, w: backtest.average_precision(happened, p, w),
        "log_skill": lambda p, w: 1 - loss(p, w) / loss(base, w),
        "brier_skill": lambda p, w: 1 - brier(p, w) / brier(base, w),
        "recall_top10": recall(10),
        "recall_top20": recall(20),
        "recall_top30": recall(30),
        "risk_sum_ratio": lambda p, w: float((w * p).sum() / max((w * happened).sum(), 1e-9)),
    }


def _recall(happened: Floats, risk: Floats, weights: Floats, year: Any, top: int) -> float:
    """Mean over years of the share of onset states among the `top` highest; ranks are those of the full year.

    Equal risks at the edge share the remaining places, so that a flat forecast scores by chance.
    """
    shares = []
    for of in np.unique(year):
        part = year == of
        p, y, w = risk[part], happened[part], weights[part]
        if not (w * y).sum():
            continue
        above, level = (p[None, :] > p[:, None]).sum(axis=1), (p[None, :] == p[:, None]).sum(axis=1)
        inside = np.clip((top - above) / level, 0, 1)
        shares.append(float((w * y * inside).sum() / (w * y).sum()))
    return float(np.mean(shares)) if shares else float("nan")


def _details(rows: Rows, keep: Any, risk: Floats) -> tuple[str, ...]:
    """Onsets outside the 30 highest risks, by state and base year."""
    missed = []
    for place in np.flatnonzero(keep & (rows.happened == 1)):
        same = keep & (rows.year == rows.year[place])
        rank = int((risk[same] > risk[place]).sum()) + 1
        if rank > 30:
            missed.append(f"{rows.state[place]} base year {rows.year[place]}: rank {rank}")
    return (f"{len(missed)} of {int(rows.happened[keep].sum())} outside the 30 highest risks", *missed)

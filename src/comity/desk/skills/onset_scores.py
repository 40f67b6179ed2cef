"""What the skill rows of onset measure: figures of risks under weights, recall by year, and what was missed."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.warn import backtest
from comity.warn.logit import Floats

Figure = Callable[[Floats, Floats], float]

FIGURES = (
    "auc", "ap", "log_skill", "brier_skill", "recall_top10", "recall_top20", "recall_top30", "risk_ratio",
)  # fmt: skip


class Judged(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The rows that all methods are judged on, in the order of the panel."""

    rows: NDArray[np.intp]
    state: NDArray[np.str_]
    year: NDArray[np.int64]
    happened: Floats
    base: Floats


def figures(judged: Judged) -> dict[str, Figure]:
    """Each figure as a function of risks and weights; NaN where it is not defined."""
    happened, base = judged.happened, judged.base

    def loss(p: Floats, w: Floats) -> float:
        clipped = np.clip(p, 1e-9, 1 - 1e-9)
        return float(-(w * (happened * np.log(clipped) + (1 - happened) * np.log(1 - clipped))).sum())

    def brier(p: Floats, w: Floats) -> float:
        return float((w * (p - happened) ** 2).sum())

    def top(size: int) -> Figure:
        return lambda p, w: recall(judged, p, w, size)

    return {
        "auc": lambda p, w: backtest.auc(happened, p, w),
        "ap": lambda p, w: backtest.average_precision(happened, p, w),
        "log_skill": lambda p, w: 1 - loss(p, w) / loss(base, w),
        "brier_skill": lambda p, w: 1 - brier(p, w) / brier(base, w),
        "recall_top10": top(10),
        "recall_top20": top(20),
        "recall_top30": top(30),
        "risk_ratio": lambda p, w: float((w * p).sum() / max((w * happened).sum(), 1e-9)),
    }


def recall(judged: Judged, risk: Floats, weights: Floats, top: int) -> float:
    """Mean over years of the share of onset states among the `top` highest; ranks are those of the full year.

    Equal risks at the edge share the remaining places, so that a flat forecast scores by chance.
    """
    inside = places(judged, risk, top)
    shares = []
    for year in np.unique(judged.year):
        part = judged.year == year
        hit = weights[part] * judged.happened[part]
        if hit.sum():
            shares.append(float((hit * inside[part]).sum() / hit.sum()))
    return float(np.mean(shares)) if shares else float("nan")


def places(judged: Judged, risk: Floats, top: int) -> Floats:
    """Chance of each row to be among the `top` of its year, 1 or 0 but for ties at the edge."""
    inside = np.zeros(len(risk))
    for year in np.unique(judged.year):
        part = np.flatnonzero(judged.year == year)
        ordered = np.sort(risk[part])
        above = len(part) - np.searchsorted(ordered, risk[part], side="right")
        level = np.searchsorted(ordered, risk[part], side="right") - np.searchsorted(ordered, risk[part], side="left")
        inside[part] = np.clip((top - above) / level, 0, 1)
    return inside


def ranks(judged: Judged, risk: Floats) -> NDArray[np.int64]:
    """Rank of each row in its year, highest risk first, equal risks at their better place."""
    result = np.zeros(len(risk), dtype=np.int64)
    for year in np.unique(judged.year):
        part = np.flatnonzero(judged.year == year)
        result[part] = np.searchsorted(np.sort(-risk[part]), -risk[part]) + 1
    return result


def years_and_states(judged: Judged, ours: Floats, rival: Floats) -> tuple[str, ...]:
    """Each year's log skill and risks beside EWP's, then the ten states that carry most loss, then what was missed."""
    lines = []
    for year in np.unique(judged.year):
        part = judged.year == year
        lines.append(
            f"base year {year}: {int(judged.happened[part].sum())} onset rows, risks sum to {ours[part].sum():.1f} "
            f"(EWP {rival[part].sum():.1f}), log skill {_skill(judged, ours, part):.3f} "
            f"(EWP {_skill(judged, rival, part):.3f})"
        )
    loss = _losses(judged.happened, ours)
    owners = {str(state): float(loss[judged.state == state].sum()) for state in np.unique(judged.state)}
    heavy = sorted(owners, key=lambda state: (-owners[state], state))[:10]
    share = sum(owners[state] for state in heavy) / max(float(loss.sum()), 1e-9)
    rest = ~np.isin(judged.state, heavy)
    lines.append(f"ten states carry {share:.0%} of the log loss: {', '.join(heavy)}")
    lines.append(f"without them log skill {_skill(judged, ours, rest):.3f} (EWP {_skill(judged, rival, rest):.3f})")
    rank = ranks(judged, ours)
    missed = [place for place in np.flatnonzero(judged.happened == 1) if rank[place] > 30]
    lines.append(f"{len(missed)} of {int(judged.happened.sum())} outside the 30 highest risks")
    lines += [f"{judged.state[place]} base year {judged.year[place]}: rank {rank[place]}" for place in missed]
    return tuple(lines)


def _losses(happened: Floats, risk: Floats) -> Floats:
    clipped = np.clip(risk, 1e-9, 1 - 1e-9)
    result: Floats = -(happened * np.log(clipped) + (1 - happened) * np.log(1 - clipped))
    return result


def _skill(judged: Judged, risk: Floats, part: NDArray[np.bool_]) -> float:
    ours = _losses(judged.happened[part], risk[part]).sum()
    return float(1 - ours / _losses(judged.happened[part], judged.base[part]).sum())

"""Scores of predicted votes, and intervals from a bootstrap over roll calls."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from comity.reference.skill import Metric

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RESAMPLES = 200
SEED = 7
# Chance given to the two other choices by a rule that names one vote only, so that its log loss is finite.
_DOUBT = 0.01


def accuracy(chance: Floats, choice: Ints) -> float:
    """Share of votes whose likeliest choice was cast; chance (votes, 3), choice 0 no, 1 abstain, 2 yes."""
    return float((chance.argmax(axis=1) == choice).mean())


def macro_f1(chance: Floats, choice: Ints) -> float:
    """Mean of the F1 scores of no, abstain and yes; 0 for a choice never named and never cast."""
    named = chance.argmax(axis=1)
    scores = []
    for k in range(3):
        hits = ((named == k) & (choice == k)).sum()
        scores.append(2 * hits / max((named == k).sum() + (choice == k).sum(), 1))
    return float(np.mean(scores))


def log_loss(chance: Floats, choice: Ints) -> float:
    """Mean of minus the log of the chance given to the vote cast, chances cut at one in a million."""
    return float(-np.log(np.maximum(chance[np.arange(len(choice)), choice], 1e-6)).mean())


def calibration_error(chance: Floats, choice: Ints, bins: int = 10) -> float:
    """Mean distance between stated chance and observed share, over ten bins of the stated chance and three choices."""
    off = 0.0
    for k in range(3):
        place = np.minimum((chance[:, k] * bins).astype(np.int64), bins - 1)
        stated, seen = np.bincount(place, chance[:, k], bins), np.bincount(place, choice == k, bins)
        off += float(np.abs(stated - seen).sum()) / len(choice)
    return round(off / 3, 4)


def auc(score: Floats, happened: NDArray[np.bool_]) -> float:
    """Chance that a case that happened scores above one that did not; NaN if either is missing."""
    yes, no = int(happened.sum()), int((~happened).sum())
    if not yes or not no:
        return float("nan")
    ranks = rankdata(score)
    return float((ranks[happened].sum() - yes * (yes + 1) / 2) / (yes * no))


def sure(named: Ints) -> Floats:
    """Chances (votes, 3) of a rule that names one choice for each vote."""
    result: Floats = np.where(np.arange(3) == named[:, None], 1 - 2 * _DOUBT, _DOUBT)
    return result


VOTE_SCORES: dict[str, Callable[[Floats, Ints], float]] = {
    "accuracy": accuracy,
    "macro_f1": macro_f1,
    "log_loss": log_loss,
}


def plain(chance: Floats, choice: Ints, *, with_log_loss: bool = True) -> dict[str, float]:
    """The three scores by name, rounded; log loss is left out for rules that give no chances."""
    names = [n for n in VOTE_SCORES if with_log_loss or n != "log_loss"]
    return {name: round(VOTE_SCORES[name](chance, choice), 4) for name in names}


def with_intervals(chance: Floats, choice: Ints, text: Ints) -> dict[str, Metric]:
    """The three scores with 90 % intervals from resampling whole roll calls; text (votes,) says which each is in."""
    order = np.argsort(text, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(text[order]) > 0])
    groups = np.split(order, starts[1:])
    rng = np.random.default_rng(SEED)
    drawn: dict[str, list[float]] = {name: [] for name in VOTE_SCORES}
    for _ in range(RESAMPLES):
        rows = np.concatenate([groups[i] for i in rng.integers(0, len(groups), len(groups))])
        for name, score in VOTE_SCORES.items():
            drawn[name].append(score(chance[rows], choice[rows]))
    return {name: metric(score(chance, choice), drawn[name]) for name, score in VOTE_SCORES.items()}


def auc_with_interval(score: Floats, happened: NDArray[np.bool_]) -> Metric:
    """The AUC with a 90 % interval from resampling roll calls."""
    rng = np.random.default_rng(SEED)
    drawn = []
    for _ in range(RESAMPLES):
        rows = rng.integers(0, len(score), len(score))
        drawn.append(auc(score[rows], happened[rows]))
    return metric(auc(score, happened), [value for value in drawn if np.isfinite(value)])


def metric(value: float, drawn: list[float]) -> Metric:
    """A figure with the 5th and 95th of its resampled values."""
    low, high = np.quantile(drawn, (0.05, 0.95))
    return Metric(value=round(value, 4), low=round(float(min(low, value)), 4), high=round(float(max(high, value)), 4))


def exact(value: float) -> Metric:
    """A figure without interval, such as a count or a duration."""
    return Metric(value=round(value, 4), low=round(value, 4), high=round(value, 4))

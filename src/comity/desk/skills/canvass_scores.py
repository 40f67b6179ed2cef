"""Assembly roll calls replayed as canvasses: a few states are heard, the rest is predicted; no text is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene import factors
from comity.convene.canvass import asking, update
from comity.convene.canvass import rows as mixtures
from comity.convene.canvass.rows import Rows
from comity.desk.fits import factors as factors_fit
from comity.desk.fits import positions

TEST = range(75, 78)
# A recorded vote is what a firm answer of the best grade turns out to be; this much is left to slips.
SURE = np.full((3, 3), 1e-3) + np.diag(np.full(3, 1 - 2e-3))

Votes = NDArray[np.int8]
Pick = Callable[[update.Heard, Sequence[int], int], int]


class RollCall(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One roll call: its number, the members that voted as columns, what they voted, and the board before it."""

    item: int
    columns: NDArray[np.int64]
    choice: NDArray[np.int64]
    before: Rows


class Step(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The board of a roll call after so many answers, and the members not heard yet."""

    call: RollCall
    after: update.Heard
    heard: tuple[int, ...]
    rest: NDArray[np.int64]


class Past(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The record and its factors by session, none of which knows a later session."""

    record: positions.Record
    votes: Votes
    session: NDArray[np.int64]
    found: factors.fit.Filtered


def past(record: positions.Record) -> Past:
    """The record made ready."""
    votes = np.full((len(record.votes.session), record.votes.states), -1, dtype=np.int8)
    votes[record.votes.item, record.votes.state] = record.votes.choice
    return Past(record=record, votes=votes, session=record.votes.session + 1, found=factors_fit.filtered(record))


def rows_before(known: Past, session: int, *, own: float = mixtures.OWN) -> Rows:
    """The board before any roll call of a session: each roll call of the ten sessions before is a way it may go."""
    first = factors_fit.FIRST_SESSION + factors_fit.BURN_IN - 1
    states = factors.fit.walked(known.found.states[session - 1 - first])
    which = (known.session < session) & (known.session >= session - mixtures.WINDOW_SESSIONS)
    smooth = [
        factors.chances(*factors.support(states, known.found.loadings[past - first]))
        for past in range(session - mixtures.WINDOW_SESSIONS, session)
    ]
    age = (session - 1 - known.session[which]).astype(np.float64)
    return mixtures.past(known.record.states, known.votes[which], age, np.concatenate(smooth), own=own)


def roll_calls(known: Past, sessions: Sequence[int], *, every: int = 1) -> Iterator[RollCall]:
    """Every divided roll call of the sessions, with the board before it; states that did not vote are left out."""
    for session in sessions:
        before = rows_before(known, session)
        for item in np.flatnonzero(known.session == session)[::every]:
            columns = np.flatnonzero(known.votes[item] >= 0)
            yield RollCall(
                item=int(item),
                columns=columns,
                choice=known.votes[item, columns].astype(np.int64),
                before=msgspec.structs.replace(
                    before,
                    members=tuple(known.record.states[i] for i in columns),
                    odds=before.odds[:, columns],
                    away=np.zeros(len(columns)),
                ),
            )


def replay(call: RollCall, pick: Pick, most: int) -> Iterator[Step]:
    """The board after 0, 1, ... answers; each member asked answers with its vote, and no other vote is seen."""
    heard: list[int] = []
    for asked in range(most + 1):
        told = {call.before.members[i]: SURE[:, call.choice[i]] for i in heard}
        after = update.condition(call.before, told)
        rest = np.setdiff1d(np.arange(len(call.columns)), heard)
        yield Step(call=call, after=after, heard=tuple(heard), rest=rest)
        if asked < most:
            heard.append(pick(after, heard, call.item))


def most_telling(about: asking.About) -> Pick:
    """Ask whom `asking` ranks first among those not heard."""

    def pick(after: update.Heard, heard: Sequence[int], _item: int) -> int:
        rows = after.rows
        if about is asking.About.TALLY:
            bits = asking.tally_bits(rows.odds, rows.weight, rows.away)
        else:
            bits = asking.board_bits(rows.odds, rows.weight)
        bits[list(heard)] = -1
        return int(bits.argmax())

    return pick


def at_random(seed: int) -> Pick:
    """Ask anybody not heard; the same for each roll call whatever else is run."""

    def pick(after: update.Heard, heard: Sequence[int], item: int) -> int:
        rng = np.random.default_rng((seed, item, len(heard)))
        return int(rng.choice(np.setdiff1d(np.arange(len(after.odds)), list(heard))))

    return pick


def ahead(order: dict[str, int]) -> Pick:
    """Ask in an order settled before anything is heard."""

    def pick(after: update.Heard, heard: Sequence[int], _item: int) -> int:
        members = after.rows.members
        left = [i for i in range(len(members)) if i not in heard]
        return min(left, key=lambda i: (order.get(members[i], len(order)), members[i]))

    return pick

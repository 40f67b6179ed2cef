"""What a prediction rests on, in words: a member's past votes on the same state and on like texts, with symbols."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from comity.convene.ballots.assembly import References
from comity.convene.ballots.council import Record
from comity.convene.ballots.forecast import COUNCIL
from comity.convene.ballots.model import Model
from comity.records.draft import Draft

_DID = {0: "voted against", 1: "abstained on", 2: "voted for", 3: "stayed away from"}
# How many past votes a member's line names, and how far back it looks.
MOST = 3
WINDOW_DAYS = 20 * 365


def reasons(model: Model, draft: Draft, members: Sequence[str], like: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """Up to four lines a member, in order of members; every vote named is earlier than the day of the draft."""
    council = draft.body == COUNCIL
    lines = []
    on_target = _on_target(model.council, draft)
    texts = _texts(model.references, draft, like)
    for member in members:
        own = _council(model.council, on_target, member, draft) if council else ()
        room = 2 if own else MOST
        lines.append((*own, *_assembly(model.references, texts, member, room)))
    return tuple(lines)


def made_of(names: Sequence[str], shares: NDArray[np.float64], *, log_odds: bool) -> str:
    """One line: the chance or the log-odds of yes as the sum of its parts, largest first; as written it adds up.

    names, shares  (parts,) what each adds; parts that round to nothing are left out
    """
    # Rounding down and giving the hundredths left over to the largest remainders keeps the written sum right.
    hundredths = 100 * shares
    floors = np.floor(hundredths)
    left = round(float(hundredths.sum() - floors.sum()))
    order = np.argsort(-(hundredths - floors), kind="stable")
    floors[order[:left]] += 1
    terms = [
        f"{names[i]} {'+' if floors[i] > 0 and log_odds else ''}{floors[i] / 100:.2f}"
        for i in np.argsort(-np.abs(floors), kind="stable")
        if floors[i]
    ]
    head = "log-odds of yes" if log_odds else "chance of yes"
    return f"{head} {floors.sum() / 100:.2f} = {'; '.join(terms) or 'nothing'}"


def _on_target(record: Record, draft: Draft) -> list[int]:
    day = draft.on.toordinal()
    return [
        i
        for i in range(int(np.searchsorted(record.day, day)) - 1, -1, -1)
        if record.targets[i] == draft.target and draft.target and record.day[i] >= day - WINDOW_DAYS
    ]


def _council(record: Record, on_target: Sequence[int], member: str, draft: Draft) -> tuple[str, ...]:
    """How the member voted in the Council on this state: the count, and the latest votes other than yes."""
    if member not in record.states:
        return ()
    column = record.states.index(member)
    voted = [i for i in on_target if record.votes[i, column] >= 0]
    if not voted:
        return ()
    other = [i for i in voted if record.votes[i, column] < 2]
    since = date.fromordinal(int(record.day[voted[-1]])).year
    line = f"yes in {len(voted) - len(other)} of {len(voted)} Council votes on {draft.target} since {since}"
    named = [
        f"{_DID[int(record.votes[i, column])]} {record.ids[i]} ({date.fromordinal(int(record.day[i]))})"
        for i in other[: MOST - 1]
    ]
    return (line, *named)


def _texts(references: References, draft: Draft, like: Sequence[int]) -> list[int]:
    """Texts to name: those the draft is likened to, else the latest on its target, then the latest on any state."""
    day = draft.on.toordinal()
    if len(like):
        return [i for i in like if references.day[i] < day]
    past = [i for i in range(len(references.symbols) - 1, -1, -1) if day - WINDOW_DAYS <= references.day[i] < day]
    same = [i for i in past if draft.target and references.targets[i] == draft.target]
    # Texts on Israel and Palestine are a class of their own and say little of other situations.
    others = [i for i in past if references.targets[i] not in ("", "ISR", draft.target)]
    return [*same[:6], *others[:12]]


def _assembly(references: References, texts: Sequence[int], member: str, room: int) -> tuple[str, ...]:
    """The member's votes on those Assembly texts, each symbol once."""
    if member not in references.states:
        return ()
    column = references.states.index(member)
    named: dict[str, str] = {}
    for i in texts:
        vote = int(references.votes[i, column])
        if vote < 0 or references.symbols[i] in named:
            continue
        about = f"{references.targets[i]}, " if references.targets[i] else ""
        day = date.fromordinal(int(references.day[i]))
        named[references.symbols[i]] = f"{_DID[vote]} {references.symbols[i]} ({about}{day})"
        if len(named) == room:
            break
    return tuple(named.values())

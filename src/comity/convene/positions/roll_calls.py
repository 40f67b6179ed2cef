"""A table of roll-call votes, checked: of an assembly of states, a council or a parliament."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Misused, Refused

Ints = NDArray[np.int64]
Words = NDArray[np.str_]

CHOICES = ("no", "abstain", "yes")
# So many rows are named in a message; the rest is counted.
_NAMED = 5


class RollCalls(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Votes as indices, in order of period, roll call and member; only divided roll calls.

    members, roll_calls, periods  what the indices stand for, each sorted (roll calls by period first)
    member, item, choice  (votes,) index of member and roll call; 0 no, 1 abstain, 2 yes
    period     (roll calls,) index of the period of each roll call
    group      (roll calls,) roll calls with the same number share slope and cuts: the same text voted on again
    left_out   roll calls on which all who voted agreed; they say nothing about positions and are not fitted
    """

    members: tuple[str, ...]
    roll_calls: tuple[str, ...]
    periods: tuple[int, ...]
    member: Ints
    item: Ints
    choice: NDArray[np.int8]
    period: Ints
    group: Ints
    left_out: tuple[str, ...] = ()


def roll_calls(
    rows: Iterable[tuple[str, str, str, int]],
    *,
    members: Iterable[str] | None = None,
    spells: Mapping[str, tuple[int, int]] | None = None,
    same: Mapping[str, str] | None = None,
) -> RollCalls:
    """Checked votes from rows of member, roll call, choice ("no", "abstain", "yes") and period (a number).

    members  if given, the codes that may occur
    spells   if given, first and last period of a member; a vote outside it is refused
    same     roll call -> earlier roll call on the same text, to hold the scale together between periods
    raises   Refused naming rows (counted from 1) for unknown codes, duplicates, contradictions, a member outside its
             spell or a roll call in two periods; also for an empty table, one member, or no divided roll call
    """
    table = list(rows)
    if not table:
        raise Refused("the table of votes is empty", hint="give rows of member, roll call, choice and period")
    member, call, choice, period = (np.array(column) for column in zip(*table, strict=True))
    return checked(member, call, choice, period, _Known(members=members, spells=spells, same=same))


class _Known(msgspec.Struct, frozen=True, kw_only=True):
    members: Iterable[str] | None = None
    spells: Mapping[str, tuple[int, int]] | None = None
    same: Mapping[str, str] | None = None


def checked(
    member: NDArray[np.generic], call: NDArray[np.generic], choice: NDArray[np.generic], period: NDArray[np.generic],
    known: _Known | None = None,
) -> RollCalls:  # fmt: skip
    """The same from four columns of equal length; the quick way for a million votes."""
    known = known or _Known()
    if not len(member):
        raise Refused("the table of votes is empty", hint="give rows of member, roll call, choice and period")
    code = np.full(len(choice), -1, dtype=np.int8)
    for index, word in enumerate(CHOICES):
        code[choice == word] = index
    _refuse(code < 0, choice, "a choice is none of no, abstain, yes", "leave absent members out of the table")
    if period.dtype.kind not in "iu":
        raise Misused(f"a period is a whole number; got {period[0]!r}", hint="number sessions or years")
    names, who = np.unique(member.astype(str), return_inverse=True)
    calls, which = np.unique(call.astype(str), return_inverse=True)
    if known.members is not None:
        unknown = ~np.isin(names, sorted(known.members))
        _refuse(unknown[who], member, "a member is not on the list of members", "correct the code or the list")
    _same_period(which, period, call)
    _no_duplicates(who, which, code, member)
    _inside_spells(names, who, period, known.spells or {})
    if len(names) < 2:
        raise Refused(
            f"only one member votes in the table: {names[0]}", hint="positions are relative; give two or more"
        )
    return _arranged((names, calls), (who, which, code, period.astype(np.int64)), known.same or {})


def _refuse(wrong: NDArray[np.bool_], shown: NDArray[np.generic], words: str, hint: str) -> None:
    """Raise Refused naming the first wrong rows, if any."""
    rows = np.flatnonzero(wrong)
    if not len(rows):
        return
    named = ", ".join(f"row {row + 1} ({shown[row]})" for row in rows[:_NAMED])
    more = f" and {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
    raise Refused(f"{words}: {named}{more}", hint=hint)


def _same_period(which: Ints, period: NDArray[np.generic], call: NDArray[np.generic]) -> None:
    first = np.zeros(which.max() + 1, dtype=np.int64)
    # Written backwards, so that the first row of each roll call stays.
    first[which[::-1]] = np.arange(len(which))[::-1]
    wrong = period != period[first[which]]
    _refuse(wrong, call, "a roll call is in two periods", "give each roll call its own name")


def _no_duplicates(who: Ints, which: Ints, code: NDArray[np.int8], member: NDArray[np.generic]) -> None:
    cell = which * (who.max() + 1) + who
    order = np.argsort(cell, kind="stable")
    again = np.flatnonzero(cell[order][1:] == cell[order][:-1])
    if not len(again):
        return
    pairs = [(int(order[k]), int(order[k + 1])) for k in again]
    contrary = [pair for pair in pairs if code[pair[0]] != code[pair[1]]]
    shown = contrary or pairs
    named = ", ".join(f"rows {a + 1} and {b + 1} ({member[a]})" for a, b in shown[:_NAMED])
    more = f" and {len(shown) - _NAMED} more" if len(shown) > _NAMED else ""
    kind = "contradictory votes of one member in one roll call" if contrary else "a vote is given twice"
    raise Refused(f"{kind}: {named}{more}", hint="keep one row for each member and roll call")


def _inside_spells(names: Words, who: Ints, period: NDArray[np.generic], spells: Mapping[str, tuple[int, int]]) -> None:
    if not spells:
        return
    far = int(np.iinfo(np.int64).max)
    first, last = (np.array([spells.get(str(n), (-far, far))[k] for n in names]) for k in (0, 1))
    wrong = (period < first[who]) | (period > last[who])
    _refuse(wrong, names[who], "a member votes before it existed or after it ended", "check the code or the spells")


def _arranged(names: tuple[Words, Words], votes: tuple[NDArray[np.integer], ...], same: Mapping[str, str]) -> RollCalls:
    """Divided roll calls only, sorted; raises Refused if none is left."""
    (members, calls), (who, which, code, period) = names, votes
    counts = np.array([np.bincount(which[code == k], minlength=len(calls)) for k in range(3)])
    divided = counts.max(axis=0) < counts.sum(axis=0)
    left_out = tuple(str(c) for c in calls[~divided])
    if not divided.any():
        raise Refused(
            f"no roll call of {len(calls)} divides the members; all who voted agreed",
            hint="positions need divided votes",
        )
    periods, at = np.unique(period, return_inverse=True)
    when = np.zeros(len(calls), dtype=np.int64)
    when[which] = at
    order = np.flatnonzero(divided)[np.argsort(when[divided], kind="stable")]
    new = np.full(len(calls), -1)
    new[order] = np.arange(len(order))
    keep = np.flatnonzero(divided[which])
    keep = keep[np.lexsort((who[keep], new[which[keep]]))]
    return RollCalls(
        members=tuple(str(m) for m in members),
        roll_calls=tuple(str(c) for c in calls[order]),
        periods=tuple(int(p) for p in periods),
        member=who[keep].astype(np.int64),
        item=new[which[keep]],
        choice=code[keep].astype(np.int8),
        period=when[order],
        group=grouped([str(c) for c in calls[order]], same),
        left_out=left_out,
    )


def grouped(calls: Sequence[str], same: Mapping[str, str]) -> Ints:
    """Number of the shared parameters of each roll call; chains of the same text end at the earliest."""
    index = {call: i for i, call in enumerate(calls)}
    root = np.arange(len(calls))
    for call, i in index.items():
        earlier = index.get(same.get(call, ""))
        if earlier is not None and earlier < i:
            root[i] = root[earlier]
    result: Ints = np.unique(root, return_inverse=True)[1]
    return result

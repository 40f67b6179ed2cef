"""Which column is whose: checks that every seat has a vote, and knows the two seats whose code changed hands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from comity.convene.rules.rule import Given, Rule
from comity.convene.rules.votes import Vote
from comity.kernel.errors import Misused, Refused

# One seat, two codes. China's seat was held by the Republic of China (TWN in vote data) until A/RES/2758 (XXVI) of
# 25 October 1971; the Soviet seat (SUN) was continued by the Russian Federation on 24 December 1991. Some data use
# one code of a seat for all years.
_SEAT_OF = {"TWN": "CHN", "SUN": "RUS"}

Missing = Literal["refuse", "absent"]


def seat_of(code: str) -> str:
    """Code of the seat a member holds: CHN for TWN, RUS for SUN, otherwise the code itself."""
    return _SEAT_OF.get(code, code)


def columns_of(seats: Iterable[str], members: Sequence[str]) -> tuple[str, ...]:
    """The members, by the codes used in `members`, that hold one of the seats."""
    wanted = {seat_of(code) for code in seats}
    return tuple(member for member in members if seat_of(member) in wanted)


def seated(
    rule: Rule, votes: NDArray[np.integer], members: Sequence[str], *, seats: Sequence[str] | None, missing: Missing
) -> tuple[NDArray[np.int8], tuple[str, ...]]:
    """Votes and members with every seat filled; `missing="absent"` fills with absent members at the end.

    raises  Misused for arrays that do not fit, Refused for seats without a vote or members without a seat
    """
    votes = _checked(votes, members)
    if rule.decider is not None:
        return _alone(rule, votes, members)
    lacking = _lacking(rule, members, seats)
    if lacking and missing == "refuse":
        wanted = rule.seats if seats is None else len(seats)
        raise Refused(
            f"{rule.body} needs a vote from each of {wanted} members; {_listed(lacking)} missing",
            hint='add them as absent, or pass missing="absent"',
        )
    if not lacking:
        return votes, tuple(members)
    padding = np.full((len(votes), len(lacking)), Vote.ABSENT, dtype=np.int8)
    return np.hstack([votes, padding]), (*members, *lacking)


def without_vote(rule: Rule, votes: NDArray[np.int8], members: Sequence[str], given: Given) -> NDArray[np.int8]:
    """Votes with the states concerned barred, where the rule bars them; raises Refused if it bars fewer."""
    if not rule.bars or not given.concerned:
        return votes
    concerned = columns_of(given.concerned, members)
    if rule.most_barred is not None and len(concerned) > rule.most_barred:
        raise Refused(
            f"{rule.name} leaves out {rule.most_barred} state and {', '.join(concerned)} are named",
            hint="name the one state concerned",
        )
    barred = votes.copy()
    barred[:, [members.index(code) for code in concerned]] = Vote.BARRED
    return barred


def _checked(votes: NDArray[np.integer], members: Sequence[str]) -> NDArray[np.int8]:
    votes = np.asarray(votes)
    if votes.ndim != 2 or votes.shape[1] != len(members):
        raise Misused(
            f"votes must have shape (draws, {len(members)} members); got {votes.shape}",
            hint="one row a roll call, one column a member",
        )
    if not np.issubdtype(votes.dtype, np.integer):
        raise Misused(f"votes must be whole numbers, the values of Vote; got {votes.dtype}")
    if votes.size and (votes.min() < 0 or votes.max() > max(Vote)):
        raise Misused(f"votes lie between 0 and {max(Vote):d}; got {votes.min()} to {votes.max()}")
    seen: dict[str, str] = {}
    for member in members:
        seat = seat_of(member)
        if seat in seen:
            raise Refused(f"{seen[seat]} and {member} hold the same seat", hint="give each seat one column")
        seen[seat] = member
    return votes.astype(np.int8, copy=False)


def _alone(rule: Rule, votes: NDArray[np.int8], members: Sequence[str]) -> tuple[NDArray[np.int8], tuple[str, ...]]:
    if len(members) != 1:
        words = {"office": "by one office", "judicial": "by judges", "unilateral": "by one state or actor alone"}
        raise Refused(
            f"{rule.name} is decided {words[str(rule.decider)]}: there is no vote of {len(members)} members to count",
            hint="give one column with the decision itself, YES to act",
        )
    return votes, tuple(members)


def _lacking(rule: Rule, members: Sequence[str], seats: Sequence[str] | None) -> list[str]:
    held = {seat_of(member) for member in members}
    if seats is None:
        return _lacking_by_number(rule, len(members), held)
    strangers = sorted(held - {seat_of(seat) for seat in seats})
    if strangers:
        verb = "holds" if len(strangers) == 1 else "hold"
        raise Refused(f"{', '.join(strangers)} {verb} no seat in {rule.body}", hint="leave out who is no member")
    return [seat for seat in seats if seat_of(seat) not in held]


def _lacking_by_number(rule: Rule, given: int, held: set[str]) -> list[str]:
    wanted = given if rule.seats is None else rule.seats
    named = [code for code in rule.veto_holders if seat_of(code) not in held]
    if given + len(named) > wanted:
        surplus = f"votes of {given} are given" + (f", none of them {' or '.join(named)}" if named else "")
        raise Refused(
            f"{rule.body} has {wanted} members; {surplus}",
            hint="use ISO 3166 alpha-3 codes, leave out observers, or pass seats= with the members of that day",
        )
    return named + [f"seat {number}" for number in range(given + len(named) + 1, wanted + 1)]


def _listed(names: Sequence[str]) -> str:
    """Names in a sentence, with the verb."""
    shown = list(names[:8]) + ([f"{len(names) - 8} more"] if len(names) > 8 else [])
    return f"{shown[0]} is" if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]} are"

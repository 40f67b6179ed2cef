"""Outcomes of many roll calls at once, and whose vote they turned on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from comity.convene.rules.rule import Given, Rule
from comity.convene.rules.seating import Missing, columns_of, seated, without_vote
from comity.convene.rules.tally import Switched, Tally, Truth
from comity.convene.rules.votes import Outcome, Vote

_NOTHING = Given()


def decide(
    rule: Rule,
    votes: NDArray[np.integer],
    members: Sequence[str],
    *,
    given: Given = _NOTHING,
    seats: Sequence[str] | None = None,
    missing: Missing = "refuse",
) -> NDArray[np.int8]:
    """Outcome of each roll call, int8 (draws,), values of `Outcome`.

    votes    integers (draws, members), values of `Vote`
    members  codes in order of the columns; TWN and CHN, SUN and RUS are known to be one seat each
    seats    members of that day, to name who is missing; without it only their number is checked
    missing  "refuse", or "absent" to count seats without a column as absent
    raises   Refused for missing votes, weights or populations, and for rules without a vote of members
    """
    tally = _tally(rule, votes, members, given, seats, missing)
    carried, vetoed = _carried(rule, tally), _vetoed(rule, tally)
    outcome = carried.astype(np.int8)
    if vetoed is not None:
        outcome[carried & vetoed] = Outcome.VETOED
    return outcome


def adopted(
    rule: Rule,
    votes: NDArray[np.integer],
    members: Sequence[str],
    *,
    given: Given = _NOTHING,
    seats: Sequence[str] | None = None,
    missing: Missing = "refuse",
) -> Truth:
    """Whether each roll call adopts, bool (draws,); arguments as for `decide`."""
    return _adopted(rule, _tally(rule, votes, members, given, seats, missing))


def pivotal(
    rule: Rule,
    votes: NDArray[np.integer],
    members: Sequence[str],
    *,
    given: Given = _NOTHING,
    seats: Sequence[str] | None = None,
    missing: Missing = "refuse",
) -> Truth:
    """Whether the outcome turns on each member, bool (draws, members): adopted if it says yes, not if it says no.

    The other votes stay as drawn. A member that is absent or abstains can be pivotal; a barred one cannot. Since no
    rule punishes a yes, this covers every change of that member's vote. Arguments as for `decide`.
    """
    tally = _tally(rule, votes, members, given, seats, missing)
    turns = _adopted(rule, Switched(tally, Vote.YES)) & ~_adopted(rule, Switched(tally, Vote.NO))
    turns &= ~tally.mask((Vote.BARRED,))
    return turns[:, : len(members)]


def _tally(
    rule: Rule,
    votes: NDArray[np.integer],
    members: Sequence[str],
    given: Given,
    seats: Sequence[str] | None,
    missing: Missing,
) -> Tally:
    full, codes = seated(rule, votes, members, seats=seats, missing=missing)
    full = without_vote(rule, full, codes, given)
    return Tally(full, codes, {"weights": given.weights, "populations": given.populations})


def _carried(rule: Rule, tally: Tally) -> Truth:
    carried = rule.carries.holds(tally)
    return carried if rule.quorum is None else carried & rule.quorum.holds(tally)


def _vetoed(rule: Rule, tally: Tally) -> Truth | None:
    # An abstention or absence of a permanent member is no veto (ICJ, Namibia opinion 1971, para. 22).
    holders = columns_of(rule.veto_holders, tally.members)
    return tally.count((Vote.NO,), holders) > 0 if holders else None


def _adopted(rule: Rule, tally: Tally) -> Truth:
    carried, vetoed = _carried(rule, tally), _vetoed(rule, tally)
    return carried if vetoed is None else carried & ~vetoed

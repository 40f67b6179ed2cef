"""Expected-utility challenges on one issue: who can make whom give way, round by round.

Sources: Bueno de Mesquita 1985, The War Trap Revisited, American Political Science Review 79; 1994, Political
Forecasting, in Bueno de Mesquita and Stokman (eds), European Community Decision Making, chapter 4. Steps as worked out
by Scholz, Calbert and Smith 2011, Unravelling Bueno de Mesquita's group decision model, Journal of Theoretical
Politics 23.

The model need not come to rest. What it did is part of the answer: settled, cycles with a period, or neither in the
rounds allowed.
"""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from comity.convene.bargain.points import weighted_median
from comity.convene.bargain.table import Floats, Table
from comity.kernel.errors import Misused, NotOnShelf, Refused, did_you_mean

Reading = Literal["published", "replication"]
End = Literal["settled", "cycles", "unsettled"]

# A move of a tenth of a point is no move.
_SAME = 0.1
# Belief that nothing changes if nobody challenges; 1 in the sources.
_STATUS_QUO = 1.0


class Challenged(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The course of challenges.

    position  (rounds + 1, actors) 0-100
    mean      (rounds + 1,) mean by power times salience; median (rounds + 1,) likewise
    end       whether it settled, cycles or did neither
    period    rounds in a cycle; 1 if settled, 0 if unsettled
    outcome   median at the end; the mean of the medians over a cycle, or over all rounds if it came to neither
    low, high lowest and highest median that the outcome stands for
    """

    issue: str
    position: Floats
    mean: Floats
    median: Floats
    end: End
    period: int
    outcome: float
    low: float
    high: float


def challenge(told: Table, issue: str, *, rounds: int = 50, reading: Reading = "published") -> Challenged:
    """The course of challenges on one issue, of the actors that have weight on it.

    reading  "published": a contest is decided by the shares of the votes cast in it, an actor takes the offer that
             moves it least, and gives in where resisting costs it more than the challenger gains. "replication": as a
             program in circulation has it, with votes divided by those of all contests at once, nobody ever giving
             in, and compromises chosen by where they lie; kept for comparison only
    raises   NotOnShelf for an unknown issue, Refused where all stand on one position, Misused for less than one round
    """
    if rounds < 1:
        raise Misused(f"challenges take at least one round; got {rounds}", hint="the usual number is 10 to 50")
    if issue not in told.issues:
        raise NotOnShelf(f"no issue {issue!r} at this table", hint=did_you_mean(issue, told.issues))
    at = told.issues.index(issue)
    weight = told.weight[:, at]
    there = weight > 0
    start, weight, cares = told.position[there, at], weight[there], told.salience[there, at]
    span = float(start.max() - start.min())
    if not span > 0:
        raise Refused(f"on {issue} all stand on one position: nobody has anything to challenge", hint="see compromise")
    course = [start]
    for _ in range(rounds):
        course.append(_round(course[-1], weight, cares, span, reading))
        if _back_to(course) is not None:
            break
    return _ended(issue, np.array(course), weight, _back_to(course))


def _back_to(course: list[Floats]) -> int | None:
    """How many rounds ago all stood where they stand now; None if they never did."""
    for ago in range(1, len(course)):
        if np.abs(course[-1] - course[-1 - ago]).max() < _SAME:
            return ago
    return None


def _ended(issue: str, position: Floats, weight: Floats, period: int | None) -> Challenged:
    medians = np.array([weighted_median(places, weight) for places in position])
    tail = medians[-period:] if period else medians
    return Challenged(
        issue=issue,
        position=position,
        mean=position @ weight / weight.sum(),
        median=medians,
        end="unsettled" if period is None else "settled" if period == 1 else "cycles",
        period=period or 0,
        outcome=float(tail.mean()),
        low=float(tail.min()),
        high=float(tail.max()),
    )


def _round(place: Floats, weight: Floats, cares: Floats, span: float, reading: Reading) -> Floats:
    """Where each actor stands after the offers of one round."""
    neutral = np.ones(len(place))
    dangers = _expected(place, weight, cares, span, neutral, reading)
    # Danger of holding a position: what all others expect to gain from challenging it, in the actor's own view.
    danger = np.array([dangers[one, :, one].sum() - dangers[one, one, one] for one in range(len(place))])
    spread = danger.max() - danger.min()
    accepts = (2 * danger - danger.max() - danger.min()) / spread if spread > 0 else np.zeros(len(place))
    risk = (1 - accepts / 3) / (1 + accepts / 3)
    seen = _expected(place, weight, cares, span, risk, reading)
    return np.array([_answer(one, place, seen[one], reading) for one in range(len(place))])


def _expected(place: Floats, weight: Floats, cares: Floats, span: float, risk: Floats, reading: Reading) -> Floats:
    """(viewer, challenger, challenged) what a challenge is worth to the challenger, as each actor sees it."""
    apart = np.abs(place[:, None] - place[None, :]) / span
    wins = _chances(apart, weight, risk, reading)
    bend = risk[:, None, None]
    # Utilities of a won, a lost and an untouched contest, between -2 and 2; positions can leave the span by a rounding.
    close = np.clip(0.5 - 0.5 * apart, 0, 1)
    won, lost, as_is = 2 - 4 * close**bend, 2 - 4 * (1 - close) ** bend, 2 - 4 * 0.5**bend
    resists = cares[None, None, :]
    made: Floats = resists * (wins * won + (1 - wins) * lost) + (1 - resists) * won - _STATUS_QUO * as_is
    return made


def _chances(apart: Floats, weight: Floats, risk: Floats, reading: Reading) -> Floats:
    """(challenger, challenged) chance to win: share of votes for the challenger's position."""
    bent = apart ** risk[:, None]
    # Votes of each actor (first) for one position (second) over another (third).
    votes = weight[:, None, None] * (bent[:, None, :] - bent[:, :, None])
    ahead = np.maximum(votes, 0).sum(axis=0)
    cast = np.abs(votes).sum() if reading == "replication" else ahead + ahead.T
    made: Floats = np.divide(ahead, cast, out=np.zeros_like(ahead), where=np.asarray(cast > 0))
    return made


def _answer(one: int, place: Floats, seen: Floats, reading: Reading) -> float:
    """Where one actor moves: to the offer it cannot refuse, best settled one first."""
    mine, theirs = seen[one], seen[:, one]
    here, others = float(place[one]), place != place[one]
    step = place - here
    loses = others & (theirs > mine) & (mine > 0)
    meets = others & (theirs > 0) & (mine < 0) & (theirs > np.abs(mine))
    gives = others & (theirs > 0) & (mine < 0) & (theirs < np.abs(mine)) & (reading == "published")
    if loses.any():
        return here + _least(step[loses])
    if meets.any():
        if reading == "replication":
            found = np.flatnonzero(meets)
            ours, other = np.abs(mine[found]), np.abs(theirs[found])
            at = int(found[((ours * here + other * place[found]) / (ours + other)).argmin()])
            return here + float(step[at] * abs(mine[at] / theirs[at]))
        return here + _least(step[meets] * np.abs(mine[meets] / theirs[meets]))
    return here + _least(step[gives]) if gives.any() else here


def _least(steps: Floats) -> float:
    """The smallest step; of two as small, the one down, so that the order of actors does not matter."""
    return float(steps[np.lexsort((steps, np.abs(steps)))[0]])

"""Spatial bargaining in several dimensions: who challenges whom, on what terms both would settle, which terms carry.

Specification: the Spatial Model of Politics of the KAPSARC Toolkit for Behavioral Analysis (KTAB; Wise, Lester and
Efird 2015, Multidimensional Bargaining using KTAB), with its published defaults: proportional voting, coalitions that
win in proportion to their strength, third parties that commit in part, attitudes to risk of -1/2 to 1 that others know
by a third, terms weighted by the squares of salience and of the chance to win, offered by the challenger only.

One turn: each actor finds the challenge with the largest expected gain and offers terms; each actor then takes, among
its terms and the status quo, those likeliest to beat all others in a vote of all actors. It ends when a turn moves the
actors by less than a fiftieth of what the first did.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene.bargain.table import Floats, Table
from comity.kernel.errors import Misused, Refused

MOST_TURNS = 100
SETTLED_SHARE = 0.02
_LEAST_GAIN = 1e-5
_LEAST_SIDE = 1e-10
_LEAST_COALITION = 1e-8
_LEAST_WEIGHT = 1e-6
_LEAST_FIRST = 1e-4


class Settled(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The course of spatial bargaining.

    position  (turns + 1, actors, issues)
    turns     how many were taken
    settled   whether it came to rest within the turns allowed
    """

    position: Floats
    turns: int
    settled: bool


class _Terms(NamedTuple):
    """Terms offered: who offers to whom, and where each of the two would stand; positions 0-1."""

    by: NDArray[np.intp]
    to: NDArray[np.intp]
    by_at: Floats
    to_at: Floats


class _Sides(NamedTuple):
    """What a contest turns on.

    strength  (actors,) power times attention
    resists   (actors,) chance to resist a challenge: its attention
    near      (actors, actors) nearness of each position to each actor; bend is what an attitude to risk of 1 adds
    risk      (actors,) attitudes to risk
    """

    strength: Floats
    resists: Floats
    near: Floats
    bend: Floats
    risk: Floats


def spatial(told: Table, *, most_turns: int = MOST_TURNS) -> Settled:
    """The course of spatial bargaining.

    Saliences are shares of an actor's whole attention; where they sum to more than 1 all are scaled by the largest sum.
    raises  Refused where a stance is missing or an actor has no power or salience; Misused for less than three actors
            or one turn
    """
    if len(told.actors) < 3 or most_turns < 1:
        raise Misused("spatial bargaining needs three actors and a turn", hint="use the compromise for two actors")
    silent = [
        name
        for name, places, cares, power in zip(
            told.actors, told.position, told.salience.sum(axis=1), told.power.max(axis=1), strict=True
        )
        if np.isnan(places).any() or not cares > 0 or not power > 0
    ]
    if silent:
        raise Refused(
            f"{', '.join(silent)}: spatial bargaining needs a stance on every issue, salience and power",
            hint="leave the actor out, or give what is missing",
        )
    salience = told.salience / max(1.0, float(told.salience.sum(axis=1).max()))
    # The model knows one power for an actor; where a file gives one for each issue, their mean by salience is taken.
    power = (told.power * salience).sum(axis=1) / salience.sum(axis=1)
    course = [told.position / 100]
    first = 0.0
    for turn in range(1, most_turns + 1):
        course.append(_turn(course[-1], salience, power))
        moved = float(np.linalg.norm(course[-1] - course[-2], axis=1).sum())
        if turn == 1:
            first = moved + _LEAST_FIRST
        elif moved < SETTLED_SHARE * first:
            return Settled(position=np.array(course) * 100, turns=turn, settled=True)
    return Settled(position=np.array(course) * 100, turns=most_turns, settled=False)


def _turn(position: Floats, salience: Floats, power: Floats) -> Floats:
    away = _away(position, salience, position)
    risk = _risk(away, power)
    offered = _offers(position, salience, power, away, risk)
    return _voted(position, salience, power, away, risk, offered)


def _away(ideal: Floats, salience: Floats, place: Floats) -> Floats:
    """(actors, places) distance of places from what each actor wants, weighted by its salience, 0-1."""
    weight = salience**2
    squares = ((ideal[:, None, :] - place[None, :, :]) ** 2 * weight[:, None, :]).sum(axis=-1)
    made: Floats = np.sqrt(squares / weight.sum(axis=1)[:, None])
    return made


def _worth(away: Floats, risk: Floats) -> Floats:
    """What a distance leaves, bent by the attitude to risk: above 0 an actor clings to what is near."""
    made: Floats = (1 - away) * (1 + away * risk)
    return made


def _risk(away: Floats, power: Floats) -> Floats:
    """Attitudes to risk, from the chance of each position to beat all others: the likeliest is 1, the least -1/2."""
    plain = 1 - away
    chance = _condorcet(plain, power)
    spread = chance.max() - chance.min()
    if not spread > 0:
        return np.zeros(len(power))
    made: Floats = (3 * chance - (chance.max() + 2 * chance.min())) / (2 * spread)
    return made


def _condorcet(worth: Floats, power: Floats) -> Floats:
    """(options,) chance of each option to beat all others, given worths (actors, options), summing to 1."""
    options = worth.shape[1]
    strength = np.empty((options, options))
    for at in range(options):
        # Strength of the side for the option against each other one.
        strength[at] = power @ np.maximum(worth[:, at, None] - worth, 0)
    strength += _LEAST_COALITION
    chance = strength / (strength + strength.T)
    logs = np.log(chance).sum(axis=1)
    likely = np.exp(logs - logs.max())
    made: Floats = likely / likely.sum()
    return made


def _offers(position: Floats, salience: Floats, power: Floats, away: Floats, risk: Floats) -> _Terms:
    """Each actor's best challenge, if it expects to gain from one, and the terms it offers."""
    resists = salience.sum(axis=1)
    sides = _Sides(power * resists, resists, 1 - away, (1 - away) * away, risk)
    room = np.empty((3, len(power), len(power)))
    by, to, chances = [], [], []
    for one in range(len(power)):
        chance, gain = _challenges(one, sides, room)
        gain[one] = -1.0
        target = int(gain.argmax())
        if gain[target] > _LEAST_GAIN:
            by.append(one)
            to.append(target)
            chances.append(chance[target])
    ones, others = np.array(by, dtype=np.intp), np.array(to, dtype=np.intp)
    wins = np.array(chances)[:, None]
    mine, theirs = (salience[ones] * wins) ** 2, (salience[others] * (1 - wins)) ** 2
    total = mine + theirs + _LEAST_WEIGHT
    near, far = position[ones], position[others]
    # Terms are rounded to a hundredth of a point, as the specification has it.
    return _Terms(
        by=ones,
        to=others,
        by_at=np.floor(0.5 + 1e4 * ((mine + _LEAST_WEIGHT) * near + theirs * far) / total) / 1e4,
        to_at=np.floor(0.5 + 1e4 * (mine * near + (theirs + _LEAST_WEIGHT) * far) / total) / 1e4,
    )


def _challenges(one: int, sides: _Sides, room: Floats) -> tuple[Floats, Floats]:
    """One actor's view of challenging each other: its chance to win, and what it expects to gain. Both (actors,).

    room  (3, actors, actors) to work in: with many actors, fresh arrays at each step would cost more than the sums
    """
    seen, vote, chance = room
    # It knows the others' attitudes to risk by a third and takes the rest from its own.
    np.multiply(sides.bend, ((2 * sides.risk[one] + sides.risk) / 3)[:, None], out=seen)
    seen += sides.near
    toward, own = seen[:, one].copy(), np.diagonal(seen).copy()
    mine = sides.strength[one] * (own[one] - seen[one]) + _LEAST_SIDE
    theirs = sides.strength * (own - toward) + _LEAST_SIDE
    won, lost, now = 2 * own[one], 2 * seen[one], own[one] + seen[one]
    # Votes of third parties (rows) in the contest of the one with each other (columns), by what lies between the two.
    np.subtract(toward[:, None], seen, out=vote)
    vote *= sides.strength[:, None]
    np.maximum(vote, 0, out=chance)
    chance += mine
    np.abs(vote, out=vote)
    vote += mine + theirs
    chance /= vote
    # Worth of joining the first side over joining the second: on the winning side a third party keeps its own position,
    # on the losing side it has to take the winner's.
    joins = np.subtract((2 * own - toward)[:, None], seen, out=vote)
    joins *= chance
    joins += seen
    joins -= own[:, None]
    joins *= sides.strength[:, None]
    joins[one] = 0.0
    np.fill_diagonal(joins, 0.0)
    balance = joins.sum(axis=0)
    helped = np.maximum(joins, 0, out=joins).sum(axis=0)
    for_one = mine + helped
    wins = for_one / (for_one + theirs + helped - balance)
    expected = (1 - sides.resists) * won + sides.resists * (wins * won + (1 - wins) * lost)
    return wins, expected - now


def _voted(position: Floats, salience: Floats, power: Floats, away: Floats, risk: Floats, offered: _Terms) -> Floats:
    """Positions after each actor has taken the likeliest of its terms and the status quo."""
    worth = _worth(away, risk[:, None])
    new_by = _worth(_away(position, salience, offered.by_at), risk[:, None])
    new_to = _worth(_away(position, salience, offered.to_at), risk[:, None])
    # Worth of the whole state to each actor: the mean over the positions of all.
    change = (new_by - worth[:, offered.by] + new_to - worth[:, offered.to]) / len(power)
    state = worth.mean(axis=1)
    made = position.copy()
    for one in range(len(power)):
        mine = np.flatnonzero((offered.by == one) | (offered.to == one))
        if not len(mine):
            continue
        # The actor's own offer is weighed before those it received; it stands there in the order of challengers.
        options = np.concatenate([state[:, None], state[:, None] + change[:, mine]], axis=1)
        best = int(_condorcet(options, power).argmax())
        if best:
            deal = mine[best - 1]
            made[one] = offered.by_at[deal] if offered.by[deal] == one else offered.to_at[deal]
    return made

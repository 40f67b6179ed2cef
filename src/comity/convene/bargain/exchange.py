"""Equal Gain exchange: pairs of actors trade support on two issues so that both gain the same.

Specification: Stokman and Van Oosten 1994, in Bueno de Mesquita and Stokman (eds), European Community Decision Making,
chapter 5. Two actors on opposite sides of the expected outcome on two issues can each give way where it matters less to
them. The expected outcome of an issue is the compromise. The pair that gains most trades first; nobody pushes the
outcome, as the partner sees it, past the partner's own position.

A trade touches only trades that share one of its four places (an actor giving way on an issue, an actor served on one).
No trade makes another worth more, since what is left to give only shrinks. So all trades that are best at their four
places can be made at once, and the result is that of making them one by one: 25 passes a round, not 130 trades.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene.bargain.table import Floats, Table
from comity.kernel.errors import Misused

# Share of a promised shift that becomes the actor's own position for the next round, as in the model's published
# program: a fixed part, and a part that is larger the less the issue matters.
FIXED_PART = 0.1
PART_BY_INDIFFERENCE = 0.4
_LEAST = 1e-10
# Gains that differ by less are equal; which of them goes first is drawn.
_TIE_DIGITS = 9
_COPY_BELOW = 0.75


_Pass = tuple[Floats, Floats, "_Trades", tuple[int, ...]]


class Deal(msgspec.Struct, frozen=True, kw_only=True):
    """One trade of the first round: each side gives way on one issue and is served on the other; both gain the same.

    gain    what each of the two gains, in points of outcome times its salience
    gave    how far each gives way, in points, to the right if above 0
    """

    first: str
    first_gives: str
    first_gave: float
    second: str
    second_gives: str
    second_gave: float
    gain: float


class Exchanged(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The course of an exchange.

    outcome   (rounds + 1, issues) compromise of the positions before each round and after the last
    voted     (rounds, issues) compromise of the positions as promised in each round
    position  (actors, issues) positions after the last round
    deals     trades of the first round, largest gain first
    """

    outcome: Floats
    voted: Floats
    position: Floats
    deals: tuple[Deal, ...]


class _Trades(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Possible trades, one a column entry. `one` gives way on the issue that `other` is served on, and the reverse.

    give    (2, trades) place where each side gives way: (repetition, actor, issue) flattened
    served  (2, trades) place where the partner of that side is served: the partner on the same issue
    seen    (2, trades) (served place, giving actor) flattened
    target  (2, trades) position of the partner on that issue; side gives way towards it
    toward  (2, trades) direction of the way, -1 or 1
    rate    (2, trades) points of outcome for a point given
    start   (2, trades) outcome of that issue before the round
    ratio   (trades,) points the first side gives for a point given by the second
    gain    (trades,) gain of both for a point given by the second
    lot     (trades,) drawn order among equal gains, 0-1
    """

    give: NDArray[np.intp]
    served: NDArray[np.intp]
    seen: NDArray[np.intp]
    target: Floats
    toward: Floats
    rate: Floats
    start: Floats
    ratio: Floats
    gain: Floats
    lot: Floats

    def kept(self, which: NDArray[np.bool_]) -> _Trades:
        at = np.flatnonzero(which)
        return _Trades(**{name: getattr(self, name)[..., at] for name in self.__struct_fields__})


def equal_gain(told: Table, *, rounds: int = 10, seed: int = 0) -> Exchanged:
    """The course of an Equal Gain exchange over so many rounds.

    seed     draws the order among trades of equal gain; with many equal figures the result depends on it
    raises   Misused for less than one round
    """
    if rounds < 1:
        raise Misused(f"an exchange has at least one round; got {rounds}", hint="the usual number is 10")
    order = np.argsort(np.array(told.actors), kind="stable"), np.argsort(np.array(told.issues), kind="stable")
    # Lots are drawn in order of names, so that the order of rows in a file changes nothing.
    parts = [cells[np.ix_(*order)][None] for cells in (told.position, told.salience, told.power)]
    first: list[_Pass] = []
    outcome, voted, position = courses(
        parts[0], parts[1], parts[2], rounds=rounds, seed=seed, noting=lambda *deal: first.append(deal)
    )
    back = np.argsort(order[0]), np.argsort(order[1])
    names = [told.actors[at] for at in order[0]], [told.issues[at] for at in order[1]]
    return Exchanged(
        outcome=outcome[:, 0][:, back[1]],
        voted=voted[:, 0][:, back[1]],
        position=position[0][np.ix_(*back)],
        deals=_deals(first, names[0], names[1]),
    )


def courses(
    position: Floats,
    salience: Floats,
    power: Floats,
    *,
    rounds: int,
    seed: int,
    noting: Callable[..., None] | None = None,
) -> tuple[Floats, Floats, Floats]:
    """Courses of many exchanges side by side.

    position, salience, power  (repetitions, actors, issues); NaN positions are no stances
    noting   is told each pass of the first round, for listing its trades
    returns  outcomes (rounds + 1, repetitions, issues), outcomes as promised (rounds, repetitions, issues) and the last
             positions (repetitions, actors, issues)
    """
    rng = np.random.default_rng(seed)
    weight = np.where(np.isnan(position), 0.0, salience * power)
    total = weight.sum(axis=1)
    passed = FIXED_PART + PART_BY_INDIFFERENCE * (1 - salience)
    now = position.copy()
    outcome, voted = [], []
    for at in range(rounds):
        outcome.append((weight * np.nan_to_num(now)).sum(axis=1) / total)
        promised = _round(now, salience, weight, rng, noting if at == 0 else None)
        voted.append((weight * np.nan_to_num(promised)).sum(axis=1) / total)
        now = now + passed * (promised - now)
    outcome.append((weight * np.nan_to_num(now)).sum(axis=1) / total)
    return np.array(outcome), np.array(voted), now


def _round(
    position: Floats,
    salience: Floats,
    weight: Floats,
    rng: np.random.Generator,
    noting: Callable[..., None] | None,
) -> Floats:
    """Positions as promised after all trades of one round; NaN stays NaN."""
    trades = _possible(position, salience, weight, rng)
    places = position.size
    begun = np.nan_to_num(position).reshape(-1)
    weighs = weight.reshape(-1)
    held = begun.copy()
    # What each place where somebody is served has seen of shifts, and of whose: power times salience times points.
    shifted = np.zeros(places)
    shifted_by = np.zeros(places * position.shape[1])
    while trades.gain.size:
        way = trades.give
        moved = held[way]
        own = trades.rate * (moved - begun[way])
        others = (shifted[trades.served] - shifted_by[trades.seen]) * (trades.rate / weighs[way])
        left = trades.toward * (trades.target - (trades.start + others + own)) / trades.rate
        room = np.minimum(trades.toward * (trades.target - moved), left)
        second = np.minimum(room[1], room[0] / trades.ratio)
        gave = np.stack([second * trades.ratio, second])
        gain = trades.gain * second
        open_ = (gave > _LEAST).all(axis=0) & (gain > _LEAST)
        best = _best_everywhere(trades, np.where(open_, np.round(gain, _TIE_DIGITS) + 1e-10 * trades.lot, 0.0), places)
        best &= open_
        ways = way[:, best]
        step = (trades.toward * gave)[:, best]
        if noting is not None:
            noting(gain[best], step, trades.kept(best), position.shape)
        held[ways] += step
        seen = trades.seen[:, best]
        now_seen = weighs[ways] * (held[ways] - begun[ways])
        shifted[trades.served[:, best]] += now_seen - shifted_by[seen]
        shifted_by[seen] = now_seen
        # What is closed stays closed, so it is taken out only when there is enough of it to be worth copying the rest.
        if not open_.any():
            break
        if open_.mean() < _COPY_BELOW:
            trades = trades.kept(open_)
    made: Floats = np.where(np.isnan(position), np.nan, held.reshape(position.shape))
    return made


def _best_everywhere(trades: _Trades, key: Floats, places: int) -> NDArray[np.bool_]:
    """Which trades are the best at all four of their places."""
    top = np.zeros((2, places))
    for side in (0, 1):
        np.maximum.at(top[0], trades.give[side], key)
        np.maximum.at(top[1], trades.served[side], key)
    best: NDArray[np.bool_] = (top[0][trades.give] == key).all(axis=0) & (top[1][trades.served] == key).all(axis=0)
    return best


def _possible(position: Floats, salience: Floats, weight: Floats, rng: np.random.Generator) -> _Trades:
    """Trades between actors on opposite sides of the expected outcome on two issues."""
    repetitions, actors, issues = position.shape
    begun = np.nan_to_num(position)
    total = weight.sum(axis=1)
    expected = (weight * begun).sum(axis=1) / total
    left = begun < expected[:, None, :]
    ones, twos = np.triu_indices(actors, 1)
    firsts, seconds = np.triu_indices(issues, 1)
    against = (left[:, ones] != left[:, twos]) & (weight[:, ones] > 0) & (weight[:, twos] > 0)
    lots = rng.random((repetitions, len(ones), len(firsts)))
    which, pair, topic = np.nonzero(against[:, :, firsts] & against[:, :, seconds])
    i, j, p, q = ones[pair], twos[pair], firsts[topic], seconds[topic]

    def place(actor: NDArray[np.intp], issue: NDArray[np.intp]) -> NDArray[np.intp]:
        found: NDArray[np.intp] = (which * actors + actor) * issues + issue
        return found

    cares = salience.reshape(-1)
    # Who cares relatively more for q than the other does gives way on p; multiplied out, since a salience may be 0.
    swapped = cares[place(i, p)] * cares[place(j, q)] < cares[place(j, p)] * cares[place(i, q)]
    a, b = np.where(swapped, j, i), np.where(swapped, i, j)
    give = np.stack([place(a, q), place(b, p)])
    served = np.stack([place(b, q), place(a, p)])
    topics = np.stack([which * issues + q, which * issues + p])
    rate = weight.reshape(-1)[give] / total.reshape(-1)[topics]
    # Equal gains: points of outcome on q for a point of outcome on p.
    fair = (cares[give[1]] + cares[served[1]]) / (cares[served[0]] + cares[give[0]])
    target = begun.reshape(-1)[served]
    made = _Trades(
        give=give,
        served=served,
        seen=served * actors + np.stack([a, b]),
        target=target,
        toward=np.sign(target - begun.reshape(-1)[give]),
        rate=rate,
        start=expected.reshape(-1)[topics],
        ratio=rate[1] * fair / rate[0],
        gain=rate[1] * np.abs(cares[served[1]] - fair * cares[give[0]]),
        lot=lots[which, pair, topic],
    )
    return made.kept(made.gain > 0)


def _deals(passes: list[_Pass], actors: list[str], issues: list[str]) -> tuple[Deal, ...]:
    found = []
    for gain, step, trades, shape in passes:
        where = np.unravel_index(trades.give, shape)
        for at, one in enumerate(gain):
            who, what = where[1][:, at], where[2][:, at]
            found.append(
                Deal(
                    first=actors[who[0]], first_gives=issues[what[0]], first_gave=float(step[0, at]),
                    second=actors[who[1]], second_gives=issues[what[1]], second_gave=float(step[1, at]),
                    gain=float(one),
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda deal: (-round(deal.gain, 9), deal.first, deal.second)))

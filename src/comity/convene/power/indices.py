"""Power indices from exact counts of winning sides."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial

import msgspec

from comity.convene.power.counting import count
from comity.convene.power.game import Game
from comity.convene.rules.rule import Given, Rule
from comity.kernel.errors import Misused

_NOTHING = Given()


class MemberPower(msgspec.Struct, frozen=True, kw_only=True):
    """One member's power before anything is known of the question.

    shapley_shubik  share of the orders of joining in which it turns the outcome; shares sum to 1
    banzhaf         chance that it decides when all others say yes or no at random (Penrose 1946)
    banzhaf_share   the same as a share of all members' sum (Banzhaf 1965)
    prevent         Coleman's power to prevent action: share of winning sides that lose without it (Coleman 1971)
    initiate        Coleman's power to initiate: share of losing sides that win with it
    """

    state: str
    shapley_shubik: float
    banzhaf: float
    banzhaf_share: float
    prevent: float
    initiate: float


class Power(msgspec.Struct, frozen=True, kw_only=True):
    """Power of each member under one rule, in order of the members given.

    act  Coleman's power of the body to act: share of all sides that win. Small means that doing nothing is built in.
    """

    body: str
    rule: str
    source: str
    act: float
    members: tuple[MemberPower, ...]


def power(rule: Rule, members: Sequence[str], *, given: Given = _NOTHING) -> Power:
    """Exact indices, rounded only at the end to the nearest double.

    raises   Refused for a rule decided by one, missing weights, or a game too large; Misused for no or repeated members
    source   Shapley and Shubik 1954; Penrose 1946; Banzhaf 1965; Coleman 1971
    """
    if not members or len(set(members)) != len(members):
        raise Misused("power is shared among members, each named once")
    every, holding = count(Game(rule, members, given))
    n = len(members)
    winning = sum(every)
    swings = [2 * sum(sides) - winning for sides in holding]
    together = sum(swings)
    # Members that add the same share one list of counts, and so one value: 193 equal members take one sum, not 193.
    values = {id(sides): float(_shapley(every, sides, n)) for sides in {id(sides): sides for sides in holding}.values()}
    return Power(
        body=rule.body,
        rule=rule.id,
        source=rule.source,
        act=float(Fraction(winning, 2**n)),
        members=tuple(
            MemberPower(
                state=state,
                shapley_shubik=values[id(sides)],
                banzhaf=float(Fraction(swing, 2 ** (n - 1))),
                banzhaf_share=float(Fraction(swing, together)) if together else 0.0,
                prevent=float(Fraction(swing, winning)) if winning else 0.0,
                initiate=float(Fraction(swing, 2**n - winning)) if winning < 2**n else 0.0,
            )
            for state, sides, swing in zip(members, holding, swings, strict=True)
        ),
    )


def _shapley(every: list[int], sides: list[int], n: int) -> Fraction:
    """Sum over sizes of winning sides with the member less those that would win without it, weighted by orders."""
    total = 0
    for size in range(1, n + 1):
        total += factorial(size - 1) * factorial(n - size) * sides[size]
    for size in range(n):
        total -= factorial(size) * factorial(n - size - 1) * (every[size] - sides[size])
    return Fraction(total, factorial(n))

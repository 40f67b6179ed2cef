from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.power import counting, power
from comity.convene.power.game import Game
from comity.convene.rules import Given, Rule, adopted, rule_for
from comity.convene.rules.algebra import Condition, Count, OneDecides, PopulationShare, Present, Share, Unanimous
from comity.convene.rules.votes import Vote
from comity.kernel.errors import Misused, Refused

PERMANENT = ("CHN", "FRA", "GBR", "RUS", "USA")
COUNCIL = PERMANENT + tuple(f"E{n}" for n in range(10))


def rule(carries: Condition, *, veto: tuple[str, ...] = (), quorum: Condition | None = None) -> Rule:
    return Rule(body="made", id="up", carries=carries, source="a test", veto_holders=veto, quorum=quorum)


def by_orders(game: Rule, members: tuple[str, ...], facts: Given) -> list[float]:
    """Shapley-Shubik by walking every order of joining, with votes as in a roll call."""
    turns = dict.fromkeys(members, 0)
    orders = list(permutations(range(len(members))))
    for order in orders:
        sides = np.zeros((len(order) + 1, len(order)), dtype=np.int8)
        for step, member in enumerate(order, 1):
            sides[step:, member] = Vote.YES
        won = adopted(game, sides, members, given=facts)
        turns[members[order[int(won.argmax()) - 1]]] += int(won.any())
    return [turns[member] / len(orders) for member in members]


def test_the_council_is_as_published():
    found = power(rule_for("unsc", "substantive"), COUNCIL)
    assert found.members[0].shapley_shubik == pytest.approx(421 / 2145, abs=1e-15)
    assert found.members[-1].shapley_shubik == pytest.approx(4 / 2145, abs=1e-15)
    assert found.members[0].banzhaf_share == pytest.approx(106 / 635, abs=1e-15)
    assert found.members[0].prevent == 1
    assert found.act == pytest.approx(848 / 2**15, abs=1e-15)


def test_a_hundred_and_ninety_three_equals_have_equal_power():
    members = tuple(f"S{n}" for n in range(193))
    found = power(rule(Share(num=2, den=3, base="members")), members)
    assert {member.shapley_shubik for member in found.members} == {1 / 193}


RULES = st.one_of(
    st.integers(1, 5).map(lambda value: Count(value=value)),
    st.tuples(st.integers(1, 3), st.integers(3, 5), st.booleans()).map(
        lambda drawn: Share(num=drawn[0], den=drawn[1], base="members", more_than=drawn[2], by="weights")
    ),
    st.just(Count(value=3) & PopulationShare(num=13, den=20)),
    st.just((Count(value=2) & PopulationShare(num=1, den=2)) | Count(value=4)),
    st.just(Unanimous()),
)
FIVE = ("AUT", "BEL", "CYP", "DEU", "EST")
NUMBERS = st.lists(st.integers(1, 9), min_size=5, max_size=5)


@settings(max_examples=30, deadline=None)
@given(RULES, NUMBERS, NUMBERS, st.sampled_from([(), ("DEU",), ("AUT", "EST")]))
def test_indices_are_those_of_every_order_and_every_side(carries, weights, people, veto):
    made = rule(carries, veto=veto, quorum=Present(num=1, den=2))
    facts = Given(weights=dict(zip(FIVE, weights, strict=True)), populations=dict(zip(FIVE, people, strict=True)))
    found = power(made, FIVE, given=facts)
    assert [m.shapley_shubik for m in found.members] == pytest.approx(by_orders(made, FIVE, facts), abs=1e-12)
    sides = np.array(list(product([Vote.NO, Vote.YES], repeat=5)), dtype=np.int8)
    won = adopted(made, sides, FIVE, given=facts)
    for place, member in enumerate(found.members):
        swings = 2 * int(won[sides[:, place] == Vote.YES].sum()) - int(won.sum())
        assert member.banzhaf == pytest.approx(swings / 16)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=9), st.integers(1, 20))
def test_the_three_ways_of_counting_agree(weights, need):
    members = tuple(f"S{n}" for n in range(len(weights)))
    carries = Share(num=min(need, 20), den=20, base="members", by="weights") | Count(value=len(weights))
    game = Game(rule(carries), members, Given(weights=dict(zip(members, weights, strict=True))))
    kinds, which = np.unique(game.parts, axis=0, return_inverse=True)
    expected = counting._by_type(game, kinds, which.reshape(-1), np.bincount(which.reshape(-1)))
    assert counting._by_halves(game) == expected
    assert counting._by_table(game, kinds, which.reshape(-1)) == expected


def test_numbers_longer_than_a_machine_word_stay_exact():
    weights = {f"S{n}": n % 7 + 1 for n in range(120)}
    game = Game(
        rule(Share(num=1, den=2, base="members", by="weights", more_than=True)), tuple(weights), Given(weights=weights)
    )
    kinds, which = np.unique(game.parts, axis=0, return_inverse=True)
    every, _ = counting._by_table(game, kinds, which.reshape(-1))
    total = sum(weights.values())
    even = 0 if total % 2 else None
    # Sides and their opposites cannot both hold more than half; without ties exactly one of them does.
    assert sum(every) <= 2**119
    assert even is None or sum(every) == 2**119


def test_power_sums_to_one_in_a_double_rule_of_twenty_seven():
    people = {f"S{n}": 83000 // (n + 1) for n in range(27)}
    made = rule((Count(value=15) & PopulationShare(num=65, den=100)) | Count(value=24))
    found = power(made, tuple(people), given=Given(populations=people))
    assert sum(member.shapley_shubik for member in found.members) == pytest.approx(1, abs=1e-12)
    shares = [member.shapley_shubik for member in found.members]
    assert shares == sorted(shares, reverse=True)


def test_what_has_no_power_figures_is_refused():
    with pytest.raises(Refused, match="one alone"):
        power(rule(OneDecides(kind="office")), ("UNSG",))
    with pytest.raises(Refused, match="have none"):
        power(rule(PopulationShare(num=1, den=2)), FIVE)
    with pytest.raises(Misused, match="named once"):
        power(rule(Count(value=1)), ("AUT", "AUT"))

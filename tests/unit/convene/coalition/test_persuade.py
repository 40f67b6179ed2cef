from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.coalition.persuade import Wanted, default_costs, persuade
from comity.convene.rules import Rule, adopted, rule_for
from comity.convene.rules.algebra import Condition, Count, Share, Unanimous
from comity.kernel.errors import Misused, Refused

SEVEN = tuple("ABCDEFG")


def rule(carries: Condition, veto: tuple[str, ...] = ()) -> Rule:
    return Rule(body="made", id="up", carries=carries, source="a test", veto_holders=veto)


def draws(seed: int, n: int = 60, members: int = 7) -> np.ndarray:
    draw = np.random.default_rng(seed)
    mood = draw.normal(size=(n, 1)) + draw.normal(size=(1, members)) + 0.7 * draw.normal(size=(n, members))
    return np.where(mood > 0.4, 2, np.where(mood > -0.5, 1, 0)).astype(np.int8)


RULES = st.sampled_from(
    [
        rule(Count(value=4)),
        rule(Count(value=4), veto=("A", "C")),
        rule(Share(num=2, den=3, base="present_and_voting")),
        rule(Share(num=1, den=2, base="members", more_than=True) | Count(value=6)),
        rule(Unanimous()),
    ]
)


@settings(max_examples=12, deadline=None)
@given(RULES, st.integers(0, 10_000), st.sampled_from([0.5, 0.8, 0.95]))
def test_no_set_of_states_is_cheaper(made: Rule, seed: int, target: float):
    votes = draws(seed)
    price = np.random.default_rng(seed).integers(1, 9, size=7).astype(float)
    found = persuade(made, votes, SEVEN, Wanted(chance=target, costs=price))
    cheapest = min(
        price[list(some)].sum()
        for size in range(8)
        for some in combinations(range(7), size)
        if _chance(made, votes, some) >= target
    )
    assert found.proved
    assert found.cost == pytest.approx(cheapest)
    assert found.after >= target
    assert _chance(made, votes, [SEVEN.index(state) for state in found.states]) == pytest.approx(found.after)


def _chance(made: Rule, votes: np.ndarray, some) -> float:
    changed = votes.copy()
    changed[:, list(some)] = 2
    return float(adopted(made, changed, SEVEN).mean())


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000))
def test_a_higher_target_never_costs_less(seed: int):
    votes = draws(seed)
    costs = [persuade(rule(Count(value=5)), votes, SEVEN, Wanted(chance=target)).cost for target in (0.5, 0.7, 0.9)]
    assert costs == sorted(costs)


def test_a_veto_holder_who_will_not_move_makes_it_impossible_and_the_best_is_told():
    members = ("CHN", "FRA", "GBR", "RUS", "USA", *(f"E{n}" for n in range(10)))
    votes = np.full((100, 15), 2, dtype=np.int8)
    votes[:60, 3] = 0
    with pytest.raises(Refused, match="with every one of them it is 40%"):
        persuade(rule_for("unsc", "substantive"), votes, members, Wanted(chance=0.9, never=frozenset({"RUS"})))
    assert persuade(rule_for("unsc", "substantive"), votes, members, Wanted(chance=0.9)).states == ("RUS",)


def test_nobody_needs_persuading_where_the_target_is_met():
    found = persuade(rule(Count(value=1)), np.full((10, 7), 2, dtype=np.int8), SEVEN, Wanted(chance=1.0))
    assert (found.states, found.cost, found.before) == ((), 0.0, 1.0)


def test_the_less_likely_a_yes_the_dearer_it_is():
    votes = np.zeros((100, 3), dtype=np.int8)
    votes[:90, 0] = votes[:10, 1] = 2
    costs = default_costs(votes)
    assert costs[0] < costs[1] < costs[2]


@pytest.mark.parametrize("given_", [{"chance": 0.0}, {"chance": 1.2}, {"chance": 0.5, "costs": np.zeros(7)}])
def test_a_target_or_cost_out_of_range_is_misuse(given_):
    with pytest.raises(Misused):
        persuade(rule(Count(value=4)), draws(1), SEVEN, Wanted(**given_))

from __future__ import annotations

from itertools import product

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.amend.board import Board, alternatives, answer, proof, value
from comity.kernel.errors import Misused
from tests.unit.convene.amend.made import board


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_no_package_is_better_than_the_one_proved(seed: int):
    made = board(seed)
    every = np.array(list(product([False, True], repeat=8)))
    best = max(value(made, chosen) for chosen in every if made.costs[chosen].sum() <= made.budget)
    found = proof(made, answer(made), seconds=5.0)
    assert found.proved
    assert found.package.value == pytest.approx(best, abs=0.02)
    assert found.bound >= best - 1e-6


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_the_answer_keeps_to_the_budget_and_names_who_is_on_board(seed: int):
    made = board(seed)
    found = answer(made)
    assert found.cost <= made.budget + 1e-9
    utility = made.base + made.effects[:, list(found.amendments)].sum(axis=1)
    assert set(found.on_board) == set(np.flatnonzero(utility >= -1e-9))


def test_alternatives_differ_and_stand_best_first():
    found = alternatives(board(3), most=10)
    assert len({package.amendments for package in found}) == len(found) > 5
    assert [package.value for package in found] == sorted((package.value for package in found), reverse=True)


def test_more_budget_never_has_fewer_on_board():
    made = board(5)
    values = [
        proof(tight, answer(tight), seconds=5.0).package.value
        for tight in (msgspec.structs.replace(made, budget=share * float(made.costs.sum())) for share in (0.1, 0.4, 1))
    ]
    assert values == sorted(values)


def test_states_that_nothing_moves_need_no_solver():
    still = Board(base=np.array([1.0, -1.0]), effects=np.zeros((2, 3)), costs=np.ones(3), budget=2.0)
    found = proof(still, answer(still))
    assert found.package.on_board == (0,)
    assert found.package.amendments == ()
    assert found.proved


@pytest.mark.parametrize(
    "wrong", [{"costs": np.zeros(8)}, {"budget": -1.0}, {"base": np.zeros(3)}, {"worth": -np.ones(20)}]
)
def test_a_board_that_makes_no_sense_is_misuse(wrong: dict[str, object]):
    with pytest.raises(Misused):
        msgspec.structs.replace(board(1), **wrong)

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.coalition.sides import blocking, winning
from comity.convene.rules import Vote, adopted, rule_for
from comity.kernel.errors import Misused

COUNCIL = ("CHN", "FRA", "GBR", "RUS", "USA", *(f"E{n}" for n in range(10)))
RULE = rule_for("unsc", "substantive")


def draws(seed: int) -> np.ndarray:
    draw = np.random.default_rng(seed)
    return draw.choice(np.array([0, 1, 2], dtype=np.int8), size=(200, 15), p=[0.2, 0.1, 0.7])


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10_000))
def test_every_side_decides_and_none_of_it_can_be_spared(seed: int):
    votes = draws(seed)
    for find, says, others in ((winning, Vote.YES, Vote.NO), (blocking, Vote.NO, Vote.YES)):
        for side in find(RULE, votes, COUNCIL):
            cells = np.full((len(side.states) + 1, 15), others, dtype=np.int8)
            for row in range(len(cells)):
                cells[row, [COUNCIL.index(state) for state in side.states]] = says
            for row, state in enumerate(side.states, 1):
                cells[row, COUNCIL.index(state)] = others
            decided = adopted(RULE, cells, COUNCIL) == (says is Vote.YES)
            assert decided[0]
            assert not decided[1:].any()


def test_a_permanent_member_blocks_alone_and_seven_others_together():
    votes = np.full((10, 15), 2, dtype=np.int8)
    votes[:6, 3] = 0
    votes[6:, 5:12] = 0
    found = blocking(RULE, votes, COUNCIL)
    assert found[0].states == ("RUS",)
    assert found[0].chance == pytest.approx(0.6)
    assert len(found[1].states) == 7


def test_a_winning_side_holds_nine_with_all_five_permanent_members():
    found = winning(RULE, np.full((10, 15), 2, dtype=np.int8), COUNCIL)
    assert len(found[0].states) == 9
    assert set(COUNCIL[:5]) <= set(found[0].states)
    assert found[0].chance == 1


def test_no_sides_are_no_question():
    with pytest.raises(Misused, match="most counts sides"):
        blocking(RULE, draws(1), COUNCIL, most=0)

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.amend.scenes import Floor, distances, no_effect, votes_on
from comity.kernel.errors import Misused
from tests.unit.convene.amend.made import floor, menu


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_votes_come_out_as_drawn_when_nothing_changes(seed: int):
    draw = np.random.default_rng(seed)
    chances = draw.dirichlet((0.4, 0.4, 0.4), (30, 5))
    votes = np.array([[draw.choice(3, p=cell) for cell in row] for row in chances]).astype(np.int8)
    votes[draw.random(votes.shape) < 0.1] = 3
    assert (votes_on(distances(votes, chances, seed=seed), np.zeros(5)) == votes).all()


def test_log_odds_of_one_move_a_chance_as_they_should():
    chances = np.tile([0.3, 0.2, 0.5], (20_000, 1, 1))
    draw = np.random.default_rng(1)
    votes = draw.choice(3, p=[0.3, 0.2, 0.5], size=(20_000, 1)).astype(np.int8)
    moved = votes_on(distances(votes, chances, seed=1), np.array([1.0]))
    assert (moved == 2).mean() == pytest.approx(1 / (1 + np.exp(-1)), abs=0.01)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 3))
def test_no_form_carries_likelier_than_the_ceiling_of_its_beginning(seed: int, known: int):
    made = floor(seed)
    begun = tuple(np.random.default_rng(seed).integers(0, 3, known).tolist())
    every = [(*begun, *rest) for rest in product(range(3), repeat=4 - known)]
    assert made.ceilings([begun])[0] >= made.chances(every).max() - 1e-12


def test_a_first_level_that_moves_somebody_is_misuse():
    made = menu(1)
    levels = no_effect(made, 7)
    levels[0][0] = 1.0
    with pytest.raises(Misused, match="as drafted"):
        Floor(made, (distances(np.full((2, 7), 2, np.int8), np.full((2, 7, 3), 1 / 3), seed=1),), levels, lambda v: v)

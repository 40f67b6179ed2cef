from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.bargain.stability import stability
from comity.kernel.errors import Misused

# Two actors who each keep (0) or break (1): states 0 both keep, 1 the first breaks, 2 the second breaks, 3 both break.
TWO = np.zeros((2, 4, 4), dtype=bool)
for _one, _pairs in ((0, ((0, 1), (2, 3))), (1, ((0, 2), (1, 3)))):
    for _a, _b in _pairs:
        TWO[_one, _a, _b] = TWO[_one, _b, _a] = True


def test_in_the_prisoners_dilemma_keeping_is_stable_only_with_foresight() -> None:
    """Fang, Hipel and Kilgour 1993: both keep is no Nash equilibrium, and stable under the three others."""
    found = stability(("A", "B"), TWO, np.array([[3.0, 4, 1, 2], [3, 1, 4, 2]]))
    assert found.lasting("nash") == (3,)
    assert found.lasting("gmr") == (0, 3)
    assert found.lasting("smr") == (0, 3)
    assert found.lasting("seq") == (0, 3)


def test_in_chicken_either_giving_way_is_an_equilibrium() -> None:
    """Both keep is general and symmetric metarational only: the answer that deters would hurt who makes it."""
    found = stability(("A", "B"), TWO, np.array([[3.0, 4, 2, 1], [3, 2, 4, 1]]))
    assert found.lasting("nash") == (1, 2)
    assert found.lasting("gmr") == (0, 1, 2)
    assert found.lasting("smr") == (0, 1, 2)
    assert found.lasting("seq") == (1, 2)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 4), st.integers(2, 12))
def test_what_is_stable_with_less_foresight_is_stable_with_more(seed: int, actors: int, states: int) -> None:
    rng = np.random.default_rng(seed)
    moves = rng.random((actors, states, states)) < 0.4
    found = stability([f"G{at}" for at in range(actors)], moves, rng.integers(0, 4, (actors, states)).astype(float))
    assert (found.nash <= found.smr).all()
    assert (found.smr <= found.gmr).all()
    assert (found.nash <= found.seq).all()
    assert (found.seq <= found.gmr).all()


def test_nobody_answers_by_moving_twice_running() -> None:
    """C can only answer over two moves of its own, which does not count as an answer."""
    moves = np.zeros((2, 4, 4), dtype=bool)
    moves[0, 0, 1] = moves[1, 1, 2] = moves[1, 2, 3] = True
    found = stability(("A", "C"), moves, np.array([[1.0, 2, 2, 0], [0, 0, 0, 0]]))
    assert not found.gmr[0, 0]
    moves[1, 1, 3] = True
    assert stability(("A", "C"), moves, np.array([[1.0, 2, 2, 0], [0, 0, 0, 0]])).gmr[0, 0]


def test_shapes_and_words_that_do_not_fit_are_misuse() -> None:
    with pytest.raises(Misused, match="actors by states"):
        stability(("A", "B"), TWO, np.ones((2, 3)))
    with pytest.raises(Misused, match="'best'"):
        stability(("A", "B"), TWO, np.ones((2, 4))).lasting("best")

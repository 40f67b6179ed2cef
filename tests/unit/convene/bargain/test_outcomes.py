from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.bargain.outcomes import choose, undominated
from comity.kernel.errors import Misused


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 0.6))
def test_nash_and_egalitarian_are_acceptable_and_undominated(seed: int, line: float) -> None:
    worths = np.random.default_rng(seed).random((60, 4))
    found = choose(worths, np.full(4, line), "ABCD")
    if found.nash is not None:
        assert (worths[found.nash] >= line).all()
        assert undominated(worths, found.nash)
        assert (worths[found.egalitarian] >= line).all()
        assert found.unblocking is None
    assert undominated(worths, found.egalitarian)


def test_who_alone_stops_most_is_named_first() -> None:
    worths = np.array([[0.9, 0.1, 0.9], [0.8, 0.2, 0.9], [0.1, 0.8, 0.8]])
    found = choose(worths, np.full(3, 0.5), "ABC")
    assert found.acceptable == 0
    assert found.nash is None
    assert found.blockers == (("B", pytest.approx(2 / 3)), ("A", pytest.approx(1 / 3)))


def test_the_cheapest_move_lacks_the_least_in_sum() -> None:
    worths = np.array([[0.9, 0.1, 0.9], [0.8, 0.45, 0.9], [0.1, 0.8, 0.8]])
    found = choose(worths, np.full(3, 0.5), "ABC").unblocking
    assert found is not None
    assert found.outcome == 1
    assert found.lacking == {"B": pytest.approx(0.05)}


def test_a_red_line_cannot_be_bought_off() -> None:
    worths = np.array([[0.9, 0.45], [0.9, 0.2]])
    allowed = np.array([[True, False], [True, True]])
    found = choose(worths, np.full(2, 0.5), "AB", allowed=allowed).unblocking
    assert found is not None
    assert found.outcome == 1
    assert choose(worths, np.full(2, 0.5), "AB", allowed=np.zeros((2, 2), dtype=bool)).unblocking is None


def test_the_order_of_parties_changes_no_choice() -> None:
    worths = np.random.default_rng(3).random((500, 6))
    order = [3, 1, 5, 0, 2, 4]
    one, other = choose(worths, np.full(6, 0.2), "ABCDEF"), choose(worths[:, order], np.full(6, 0.2), "DBFACE")
    assert (one.nash, one.egalitarian, one.acceptable) == (other.nash, other.egalitarian, other.acceptable)


def test_shapes_that_do_not_fit_are_misuse() -> None:
    with pytest.raises(Misused, match="outcomes by parties"):
        choose(np.ones((3, 2)), np.zeros(3), "ABC")

from __future__ import annotations

import msgspec
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.bargain.points import compromise, median, weighted_median, worth
from comity.convene.bargain.table import Table, replaced, table
from tests.unit.convene.bargain.tables import THREE, tables


def test_the_compromise_is_the_mean_by_power_times_salience() -> None:
    assert np.allclose(compromise(table(THREE))[0], (90 * 1.8 + 20 * 1.5 + 60 * 0.5) / 3.8)


def test_the_median_has_half_of_the_weight_on_either_side() -> None:
    assert median(table(THREE)).tolist() == [60, 10]


def test_an_exact_half_lies_between_two_positions() -> None:
    assert weighted_median(np.array([10.0, 30.0]), np.array([1.0, 1.0])) == 20


def test_own_positions_are_worth_all_and_the_far_end_nothing() -> None:
    made = table(THREE)
    assert worth(made, made.position[0])[0] == 1
    assert np.allclose(worth(made, np.array([[90.0, 80.0], [20.0, 10.0]]))[1, 1], 1)


@settings(max_examples=50, deadline=None)
@given(tables())
def test_compromise_and_median_lie_between_the_positions(made: Table) -> None:
    for point in (compromise(made), median(made)):
        assert (point >= made.position.min(axis=0) - 1e-9).all()
        assert (point <= made.position.max(axis=0) + 1e-9).all()


@settings(max_examples=50, deadline=None)
@given(tables(), st.floats(0.1, 1.0))
def test_scaling_all_saliences_changes_nothing(made: Table, by: float) -> None:
    scaled = msgspec.structs.replace(made, salience=made.salience * by)
    assert np.allclose(compromise(made), compromise(scaled))
    assert np.allclose(median(made), median(scaled))
    assert np.allclose(worth(made, compromise(made)), worth(scaled, compromise(made)))


@settings(max_examples=50, deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_actors_changes_nothing(made: Table, random: object) -> None:
    order = np.random.default_rng(random.randint(0, 99)).permutation(len(made.actors)).tolist()  # type: ignore[attr-defined]
    turned = replaced(made, order=order)
    assert np.allclose(compromise(made), compromise(turned))
    assert np.allclose(median(made), median(turned))

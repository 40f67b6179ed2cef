import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.warn import draws as spread

COUNTS = st.lists(st.integers(0, 2000), min_size=1, max_size=12)


def equal(values: list[int]) -> spread.Draws:
    array = np.array([values], dtype=float)
    return spread.draws(array, np.full(array.shape, 1 / array.shape[1]))


@settings(max_examples=50, deadline=None)
@given(COUNTS, st.integers(0, 2000))
def test_crps_is_the_double_sum_it_stands_for(values: list[int], seen: int) -> None:
    x = np.array(values, dtype=float)
    plain = np.abs(x - seen).mean() - np.abs(x[:, None] - x[None, :]).mean() / 2
    assert np.isclose(spread.crps(equal(values), np.array([float(seen)]))[0], plain)


@settings(max_examples=50, deadline=None)
@given(COUNTS, st.integers(0, 2000))
def test_scores_are_never_negative(values: list[int], seen: int) -> None:
    made, truth = equal(values), np.array([float(seen)])
    assert spread.crps(made, truth)[0] >= -1e-9
    assert spread.ignorance(made, truth)[0] > 0
    assert spread.interval_score(made, truth)[0] >= 0


def test_a_certain_right_forecast_has_no_crps_and_little_ignorance() -> None:
    made = equal([7])
    assert spread.crps(made, np.array([7.0]))[0] == 0
    assert np.isclose(spread.ignorance(made, np.array([7.0]))[0], -np.log2(1001 / 1011))
    assert np.isclose(spread.ignorance(made, np.array([0.0]))[0], np.log2(1011))


def test_quantiles_follow_the_weights_and_not_the_order() -> None:
    made = spread.draws(np.array([[9.0, 1.0, 5.0]]), np.array([[0.1, 0.6, 0.3]]))
    assert spread.quantile(made, 0.5)[0] == 1
    assert spread.quantile(made, 0.9)[0] == 5
    assert spread.bounds(made)[1][0] == 9
    assert np.isclose(spread.chance_from(made, 5)[0], 0.4)
    assert np.isclose(spread.mean(made)[0], 3.0)
    assert spread.thinned(made, 10).tolist() == [[1, 1, 1, 1, 1, 1, 5, 5, 5, 9]]


def test_picking_keeps_the_cases_asked_for() -> None:
    made = spread.draws(np.array([[1.0], [2.0]]), np.ones((2, 1)))
    assert spread.pick(made, np.array([1])).values.tolist() == [[2.0]]

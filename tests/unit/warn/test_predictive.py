import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.warn import draws as spread
from comity.warn import predictive as model


def counts(seed: int = 1, states: int = 12, months: int = 150) -> np.ndarray:
    draw = np.random.default_rng(seed)
    return draw.poisson(draw.gamma(0.3, 20, size=(states, 1)) * draw.gamma(1, 1, size=(states, months))).astype(float)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12))
def test_nothing_after_the_origin_moves_a_forecast(seed: int, horizon: int) -> None:
    before = counts()
    after = before.copy()
    after[:, 121:] = np.random.default_rng(seed).integers(0, 9999, size=after[:, 121:].shape)
    one, two = (model.predictive(model.panel(table), 120, horizon) for table in (before, after))
    assert np.array_equal(one.values, two.values)
    assert np.array_equal(one.weights, two.weights)


def test_the_order_of_states_does_not_matter() -> None:
    table = counts()
    order = np.random.default_rng(2).permutation(len(table))
    one = spread.mean(model.predictive(model.panel(table), 149, 3))
    two = spread.mean(model.predictive(model.panel(table[order]), 149, 3))
    assert np.allclose(one[order], two)


def test_weights_are_chances() -> None:
    made = model.predictive(model.panel(counts()), 149, 1)
    assert np.allclose(made.weights.sum(axis=1), 1)
    assert (made.weights >= 0).all()
    assert (made.values >= 0).all()


def test_a_state_without_deaths_still_has_a_chance_of_one() -> None:
    table = np.zeros((40, 150))
    # One of forty quiet states breaks out within the pool's ten years.
    table[0, 100:] = 60
    made = model.predictive(model.panel(table), 149, 1)
    chance = spread.chance_from(made, 1)
    assert 0 < chance[5] < 0.05
    assert chance[0] > 0.9


def test_uncovered_states_have_no_level() -> None:
    table = counts()
    table[3] = np.nan
    table[4, :140] = np.nan
    given = model.panel(table)
    assert given.level[3, 149] == -1
    assert given.level[4, 149] == -1
    assert (given.level[5:, 149] >= 0).all()


def test_a_great_war_is_not_pulled_towards_smaller_ones() -> None:
    table = np.full((30, 150), 300.0)
    table[0] = 5000
    mean = spread.mean(model.predictive(model.panel(table), 149, 1))
    assert mean[0] == pytest.approx(5000)


def test_effective_months_lie_between_own_and_pool() -> None:
    worth = model.effective_months(model.panel(counts()), 149, 1)
    assert ((worth >= 1 - 1e-9) & (worth < 100)).all()


def test_shares_of_civilians_stay_between_nothing_and_all() -> None:
    total = counts(3)
    civilian = np.minimum(np.rint(total * 0.4), total)
    civilian[:, 100:] = np.nan
    share = model.shares(total, civilian, 99)
    assert share.shape == (12, len(model.SIZES) + 1, 12)
    assert ((share >= 0) & (share <= 1)).all()
    made = model.predictive(model.panel(total), 149, 1)
    assert (spread.mean(model.thinned_by_shares(made, share)) <= spread.mean(made) + 1).all()
    assert ((model.mean_share(share, total) >= 0) & (model.mean_share(share, total) <= 1)).all()


def test_without_any_violence_no_share_is_made_up() -> None:
    nothing = np.zeros((3, 80))
    assert (model.shares(nothing, nothing, 79) == 0).all()

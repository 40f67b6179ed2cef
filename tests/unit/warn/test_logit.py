import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import Misused, Refused
from comity.warn import logit


def sample() -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(8)
    features = draw.normal(size=(2000, 5))
    chance = logit.expit(-2 + features @ np.array([1.0, -0.5, 0, 0, 0.2]))
    return features, (draw.random(2000) < chance).astype(float)


def test_without_penalty_the_score_equations_hold() -> None:
    features, happened = sample()
    found = logit.fit(features, happened, np.ones(2000), penalty=(0.0, 0.5), start=logit.start_from(happened, 5))
    rest = happened - logit.expit(found[0] + features @ found[1:])
    assert np.abs(np.r_[rest.sum(), features.T @ rest]).max() < 1e-4


def test_optimality_conditions_hold_under_the_penalty() -> None:
    features, happened = sample()
    size, mix = 0.02, 0.5
    found = logit.fit(features, happened, np.ones(2000), penalty=(size, mix), start=logit.start_from(happened, 5))
    slope = found[1:]
    pull = features.T @ (happened - logit.expit(found[0] + features @ slope)) / 2000 - size * (1 - mix) * slope
    assert np.allclose(pull[slope != 0], size * mix * np.sign(slope[slope != 0]), atol=1e-7)
    assert (np.abs(pull[slope == 0]) <= size * mix + 1e-7).all()
    assert (slope == 0).any()


def test_the_start_does_not_matter() -> None:
    features, happened = sample()
    ones = np.ones(2000)
    one = logit.fit(features, happened, ones, penalty=(0.005, 0.5), start=logit.start_from(happened, 5))
    two = logit.fit(features, happened, ones, penalty=(0.005, 0.5), start=np.array([-1.0, 1, 1, 1, 1, 1]))
    assert np.allclose(one, two, atol=1e-7)


def test_whole_weights_are_repeated_rows() -> None:
    features, happened = sample()
    weights = np.random.default_rng(1).integers(0, 3, 2000)
    start = logit.start_from(happened, 5)
    one = logit.fit(features, happened, weights.astype(float), penalty=(0.01, 0.5), start=start)
    two = logit.fit(
        np.repeat(features, weights, axis=0),
        np.repeat(happened, weights),
        np.ones(int(weights.sum())),
        penalty=(0.01, 0.5),
        start=start,
    )
    assert np.allclose(one, two, atol=1e-7)


def test_one_outcome_only_is_misuse() -> None:
    with pytest.raises(Misused):
        logit.fit(np.zeros((3, 1)), np.zeros(3), np.ones(3), penalty=(0.1, 0.5), start=np.zeros(2))


def test_a_rare_mark_whose_whole_steps_swing_for_ever_still_ends_at_the_minimum() -> None:
    """As on base year 1993: few rows have the mark, few events came, and a whole step overshoots."""
    draw = np.random.default_rng(5)
    marked = np.arange(4000) < 19
    happened = np.where(marked, np.arange(4000) < 1, draw.random(4000) < 0.02).astype(float)
    features = np.column_stack([(marked - marked.mean()) / marked.std(), draw.normal(size=(4000, 3))])
    size, mix = 0.005, 0.5
    far = np.array([-3.0, -15.0, 0.0, 0.0, 0.0])
    found = logit.fit(features, happened, np.ones(4000), penalty=(size, mix), start=far)
    near = logit.fit(features, happened, np.ones(4000), penalty=(size, mix), start=logit.start_from(happened, 4))
    assert np.allclose(found, near, atol=1e-6)
    assert np.abs(found[1:]).max() < 1


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.002, 0.1), st.floats(-20, 20))
def test_no_neighbour_of_a_fit_has_a_smaller_loss(seed: int, size: float, begin: float) -> None:
    draw = np.random.default_rng(seed)
    features = np.column_stack([draw.normal(size=(300, 2)), (draw.random(300) < 0.02) * draw.uniform(1, 40)])
    happened = (draw.random(300) < logit.expit(-3 + features[:, 0])).astype(float)
    happened[:2] = 0, 1
    told = (features, happened, np.ones(300))
    found = logit.fit(*told, penalty=(size, 0.5), start=np.array([-3.0, 0, 0, begin]))
    least = logit.loss(found, *told, penalty=(size, 0.5))
    for moved in draw.normal(scale=0.05, size=(20, 4)):
        assert logit.loss(found + moved, *told, penalty=(size, 0.5)) >= least


def test_a_fit_that_does_not_settle_is_refused() -> None:
    with pytest.raises(Refused, match="did not settle"):
        logit.fit(np.array([[-1.0], [1.0]]), np.array([0.0, 1.0]), np.ones(2), penalty=(0.0, 0.5), start=np.zeros(2))

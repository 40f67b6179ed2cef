import numpy as np
import pytest

from comity.kernel.errors import Misused
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

"""The fit of Council votes recovers what made them."""

from __future__ import annotations

import numpy as np
import pytest

from comity.convene.ballots import council_fit


def test_council_fit_recovers_who_says_yes_and_how_drafts_differ():
    rng = np.random.default_rng(5)
    drafts, members = 400, 15
    position = np.tile(rng.normal(size=members), drafts)
    draft = np.repeat(np.arange(drafts), members)
    eta = 1.5 + 0.8 * position + rng.normal(0, 1.5, drafts)[draft] + rng.logistic(size=drafts * members)
    choice = np.where(eta > 0, 2, np.where(eta > -1, 1, 0))
    data = council_fit.Data(
        x=np.stack([np.ones(len(draft)), position], axis=1), position=position, draft=draft,
        gap=np.zeros(len(draft), dtype=np.int64), choice=choice,
    )  # fmt: skip
    found = council_fit.fitted(data)
    assert found.values[0] == pytest.approx(1.5, abs=0.35)
    assert found.values[1] / found.scale[1] == pytest.approx(0.8, abs=0.2)
    assert np.exp(found.values[2]) == pytest.approx(1.5, abs=0.35)
    assert np.exp(found.values[4]) == pytest.approx(1.0, abs=0.2)


def test_the_gradient_of_the_council_fit_is_right():
    rng = np.random.default_rng(2)
    data = council_fit.Data(
        x=rng.normal(size=(60, 3)), position=rng.normal(size=60), draft=np.repeat(np.arange(10), 6),
        gap=rng.integers(0, 6, 60), choice=rng.integers(0, 3, 60),
    )  # fmt: skip
    problem = council_fit._Likelihood(data, np.ones(3))
    theta = rng.normal(0, 0.3, 11)
    _, slope = problem(theta)
    step = 1e-6
    numeric = [(problem(theta + step * e)[0] - problem(theta - step * e)[0]) / (2 * step) for e in np.eye(11)]
    assert np.allclose(slope, numeric, atol=1e-4)

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import Refused
from comity.warn import draws as spread
from comity.warn import grid
from comity.warn.draws import VIEWS_BINS, Draws


def test_no_point_stands_for_counts_of_two_scoring_bins() -> None:
    counts = np.arange(3000.0)
    assert (np.digitize(counts, VIEWS_BINS) == np.digitize(grid.POINTS[grid.places(counts)], VIEWS_BINS)).all()
    # The line of 25 deaths a month is kept too.
    assert ((counts >= 25) == (grid.POINTS[grid.places(counts)] >= 25)).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 1))
def test_mixtures_and_spliced_chances_stay_distributions(seed: int, share: float) -> None:
    draw = np.random.default_rng(seed)
    one, two = (draw.dirichlet(np.full(len(grid.POINTS), 0.1), size=5) for _ in range(2))
    chance = draw.random(5)
    mixed = grid.with_chance(grid.sharpened(share * one + (1 - share) * two, 1.2), chance)
    assert np.allclose(mixed.sum(axis=1), 1)
    assert (mixed >= 0).all()
    assert np.allclose(spread.chance_from(grid.as_draws(mixed), 1), chance)


def test_a_chance_of_any_where_none_was_expected_means_one_death() -> None:
    masses = np.zeros((1, len(grid.POINTS)))
    masses[0, 0] = 1.0
    assert grid.with_chance(masses, np.array([0.2]))[0, 1] == pytest.approx(0.2)


def test_too_few_draws_are_refused() -> None:
    one = Draws(values=np.array([[7.0]]), weights=np.array([[1.0]]))
    with pytest.raises(Refused, match="1 draws"):
        grid.from_draws(one)
    many = Draws(values=np.arange(40.0)[None], weights=np.full((1, 40), 1 / 40))
    assert grid.from_draws(many).sum() == pytest.approx(1)


def test_the_transform_of_true_forecasts_is_even_in_spite_of_zeros() -> None:
    masses = np.zeros((4000, len(grid.POINTS)))
    masses[:, :3] = (0.9, 0.06, 0.04)
    seen = np.random.default_rng(1).choice(3, p=[0.9, 0.06, 0.04], size=4000).astype(float)
    lifted = grid.transform(masses, seen, seed=2)
    assert 0.88 < ((lifted > 0.05) & (lifted < 0.95)).mean() < 0.92


def test_sharpening_keeps_the_chance_of_any_and_draws_the_rest_together() -> None:
    masses = np.full((1, len(grid.POINTS)), 0.5 / (len(grid.POINTS) - 1))
    masses[0, 0] = 0.5
    made = grid.sharpened(masses, 1.15)
    assert made[0, 0] == 0.5
    assert spread.mean(grid.as_draws(made))[0] < spread.mean(grid.as_draws(masses))[0]
    assert np.allclose(grid.sharpened(masses, 1.0), masses)

"""Whom to call next: information about adoption."""

import numpy as np
import pytest

from comity.convene.calling import information
from comity.kernel.errors import Misused


def test_a_member_whose_vote_decides_tells_one_bit() -> None:
    votes = np.array([[2, 2], [0, 2]] * 500)
    assert information(votes, votes[:, 0] == 2) == pytest.approx([1.0, 0.0], abs=0.01)


def test_a_member_who_votes_the_same_in_every_draw_tells_nothing() -> None:
    votes = np.full((100, 3), 2)
    assert information(votes, np.arange(100) % 2 == 0).tolist() == [0, 0, 0]


def test_independent_noise_tells_nothing_beyond_sampling_error() -> None:
    rng = np.random.default_rng(1)
    told = information(rng.integers(0, 3, (4000, 20)), rng.random(4000) < 0.5)
    assert told.max() < 0.003


def test_order_of_members_does_not_matter() -> None:
    rng = np.random.default_rng(2)
    votes = rng.integers(0, 3, (500, 6))
    adopted = (votes == 2).sum(axis=1) >= 3
    order = rng.permutation(6)
    assert np.allclose(information(votes, adopted)[order], information(votes[:, order], adopted))


def test_an_empty_draw_is_refused() -> None:
    with pytest.raises(Misused, match="do not belong together"):
        information(np.zeros((0, 3), dtype=int), np.zeros(0, dtype=bool))

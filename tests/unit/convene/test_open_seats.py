"""Seats not known yet vote like known members."""

import numpy as np
import pytest

from comity.convene.open_seats import alike, named
from comity.kernel.errors import Misused


def test_an_open_seat_votes_like_one_of_those_it_resembles() -> None:
    votes = np.tile(np.array([[0, 1, 2]], dtype=np.int8), (500, 1))
    filled = alike(votes, [1, 2], 2, seed=1)
    assert filled.shape == (500, 5)
    assert set(np.unique(filled[:, 3:])) == {1, 2}
    assert (filled[:, :3] == votes).all()


def test_open_seats_that_resemble_one_member_move_with_it() -> None:
    votes = np.random.default_rng(2).integers(0, 3, (200, 3)).astype(np.int8)
    assert (alike(votes, [1], 1, seed=1)[:, 3] == votes[:, 1]).all()


def test_nobody_to_resemble_is_refused() -> None:
    with pytest.raises(Misused, match="at least one"):
        alike(np.zeros((2, 2), dtype=np.int8), [], 1, seed=1)


def test_open_seats_have_codes_of_their_own() -> None:
    assert named(("FRA",), 2) == ("FRA", "open seat 1", "open seat 2")

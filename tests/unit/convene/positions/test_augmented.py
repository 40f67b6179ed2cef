"""The published scheme's draws: known positions come back, repeatably, and shared texts tie periods."""

from __future__ import annotations

import numpy as np

from comity.convene.positions import fit, roll_calls
from comity.convene.positions.fitting import Sampling, augmented
from tests.unit.convene.positions.made import binary, made


def test_draws_recover_made_positions_with_the_sign_asked_for():
    place, rows = made(1, periods=2)
    top = f"M{int(place[:, :, 0].mean(axis=1).argmax()):03d}"
    found = augmented(roll_calls(rows), top, Sampling(draws=120, warm_up=60, seed=1))
    assert np.corrcoef(found.value[:, :, 0].ravel(), place[:, :, 0].ravel())[0, 1] > 0.95
    assert (found.low <= found.value).all()
    assert (found.value <= found.high).all()


def test_the_same_seed_gives_the_same_draws():
    _, rows = made(2, members=12, calls=15)
    votes = roll_calls(rows)
    first, again = (fit(votes, positive="M000", method="augmented", draws=100, seed=4) for _ in range(2))
    assert np.array_equal(first.value, again.value, equal_nan=True)


def test_one_period_without_abstentions_is_drawn_too():
    place, rows = made(3, periods=1, calls=90)
    top = f"M{int(place[:, 0, 0].argmax()):03d}"
    found = augmented(roll_calls(binary(rows)), top, Sampling(draws=100, warm_up=60, seed=1))
    assert np.corrcoef(found.value[:, 0, 0], place[:, 0, 0])[0, 1] > 0.95


def test_texts_voted_on_again_share_slope_and_cuts():
    _, rows = made(5, members=20, periods=2, calls=12)
    votes = roll_calls(rows, same={"1-0": "0-0"})
    found = augmented(votes, "M000", Sampling(draws=100, warm_up=20, seed=1))
    again, before = found.roll_calls.index("1-0"), found.roll_calls.index("0-0")
    assert found.slope[again] == found.slope[before]
    assert (found.cuts[:, again] == found.cuts[:, before]).all()

"""Fitting any roll calls: known positions come back, with sign, scale and intervals as stated."""

from __future__ import annotations

import numpy as np
import pytest

from comity.convene.positions import fit, roll_calls
from comity.convene.positions.fitting import Sampling, sampled
from comity.kernel.errors import Misused, NotOnShelf, Refused
from tests.unit.convene.positions.made import binary, made


def _top(place):
    return f"M{int(place[:, :, 0].mean(axis=1).argmax()):03d}"


def test_quick_fit_recovers_made_positions_with_the_sign_asked_for():
    place, rows = made(1)
    found = fit(rows, positive=_top(place))
    assert np.corrcoef(found.value[:, :, 0].ravel(), place[:, :, 0].ravel())[0, 1] > 0.95


def test_the_other_sign_turns_all_positions_round():
    place, rows = made(1)
    last = f"M{int(place[:, :, 0].mean(axis=1).argmin()):03d}"
    assert np.allclose(fit(rows, positive=last).value, -fit(rows, positive=_top(place)).value)


def test_positions_have_mean_nought_and_spread_one():
    place, rows = made(2)
    value = fit(rows, positive=_top(place)).value
    assert np.nanmean(value) == pytest.approx(0, abs=1e-9)
    assert np.nanstd(value) == pytest.approx(1, abs=1e-9)


def test_a_parliament_without_abstentions_is_fitted_too():
    place, rows = made(3, periods=1, calls=80)
    found = fit(binary(rows), positive=_top(place))
    assert np.corrcoef(found.value[:, 0, 0], place[:, 0, 0])[0, 1] > 0.95


def test_the_order_of_rows_does_not_matter():
    _, rows = made(4, members=12, calls=15)
    mixed = [rows[i] for i in np.random.default_rng(0).permutation(len(rows))]
    assert np.array_equal(fit(rows, positive="M000").value, fit(mixed, positive="M000").value)


def test_two_dimensions_span_the_made_plane():
    place, rows = made(5, members=60, periods=1, calls=150, dimensions=2)
    found = fit(rows, positive="M000", dimensions=2).value[:, 0]
    design = np.column_stack([found, np.ones(len(found))])
    for k in range(2):
        left = place[:, 0, k] - design @ np.linalg.lstsq(design, place[:, 0, k], rcond=None)[0]
        assert 1 - left.var() / place[:, 0, k].var() > 0.85
    assert np.allclose(np.cov(found, rowvar=False, bias=True), np.eye(2), atol=1e-6)
    assert (found[0] > 0).all()


def test_sampled_intervals_cover_the_truth_as_often_as_they_say():
    place, rows = made(1, members=40, periods=2, calls=25)
    found = fit(rows, positive=_top(place), method="sampled", draws=100, seed=1)
    assert 0.8 <= ((place >= found.low) & (place <= found.high)).mean() <= 0.98


def test_the_same_seed_gives_the_same_draws():
    _, rows = made(6, members=10, periods=2, calls=10)
    how = Sampling(draws=20, seed=3, warm_up=5)
    one, two = (sampled(roll_calls(rows), "M000", how) for _ in range(2))
    assert np.array_equal(one.value, two.value, equal_nan=True)
    assert np.array_equal(one.high, two.high, equal_nan=True)


def test_an_estimate_names_its_interval_votes_and_the_period_before():
    place, rows = made(7, members=12, calls=12)
    found = fit(rows, positive=_top(place))
    estimate = found.of("M003", 1)
    assert estimate.low < estimate.value < estimate.high
    assert estimate.n <= 12
    assert estimate.baseline is not None
    assert estimate.baseline.value == pytest.approx(found.value[3, 0, 0])
    assert found.of("M003", 0).baseline is None


def test_a_member_silent_in_a_period_has_no_position_in_it():
    _, rows = made(8, members=8, calls=12)
    found = fit([r for r in rows if r[0] != "M002" or r[3] != 1], positive="M000")
    assert np.isnan(found.value[2, 1, 0])
    with pytest.raises(Misused, match="M002 has no divided vote in period 1"):
        found.of("M002", 1)


def test_shared_parameters_are_one():
    _, rows = made(9, members=12, calls=12)
    found = fit(roll_calls(rows, same={"1-0": "0-0"}), positive="M000")
    a, b = found.roll_calls.index("0-0"), found.roll_calls.index("1-0")
    assert found.slope[a] == found.slope[b]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"method": "sampled"}, "sampling needs a seed"),
        ({"method": "sampled", "seed": 1, "draws": 20}, "100 draws or more"),
        ({"method": "slow"}, "no method 'slow'"),
        ({"dimensions": 0}, "0 dimensions"),
        ({"dimensions": 40}, "40 dimensions cannot be told apart by 40 members"),
    ],
)
def test_a_wrong_call_is_named(given, words):
    _, rows = made(1, periods=1, calls=5)
    with pytest.raises(Misused, match=words):
        fit(rows, positive="M000", **given)


def test_the_member_that_settles_the_sign_must_vote():
    _, rows = made(1, periods=1, calls=40)
    with pytest.raises(NotOnShelf, match="XXX"):
        fit(rows, positive="XXX")
    with pytest.raises(NotOnShelf, match="XXX"):
        fit(rows, positive="M001").of("XXX", 0)


def test_a_dimension_the_votes_do_not_hold_is_refused():
    _, rows = made(2, members=12, periods=1, calls=20)
    with pytest.raises(Refused, match="1 of 2 dimensions"):
        fit(rows, positive="M000", dimensions=2)

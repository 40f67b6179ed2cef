import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import Misused
from comity.warn import onset_signals as signals

NAN = float("nan")


def test_a_lag_looks_back_and_never_ahead() -> None:
    grid = np.array([[1.0, 2.0, 4.0]])
    assert np.array_equal(signals.lagged(grid, 1), [[NAN, 1.0, 2.0]], equal_nan=True)
    assert np.array_equal(signals.change(grid, 1), [[NAN, 1.0, 2.0]], equal_nan=True)
    with pytest.raises(Misused):
        signals.lagged(grid, -1)


def test_sums_and_peaks_take_this_year_and_those_before() -> None:
    grid = np.array([[1.0, NAN, 4.0, 0.0]])
    assert signals.recent(grid, 2).tolist() == [[1.0, 1.0, 4.0, 4.0]]
    assert np.array_equal(signals.highest(np.array([[NAN, 2.0, 1.0]]), 2), [[NAN, 2.0, 2.0]], equal_nan=True)


def test_neighbours_are_those_on_the_grid() -> None:
    links = signals.neighbour_rows(("AAA", "BBB", "CCC"), {"AAA": ("BBB", "ZZZ", "CCC"), "BBB": ("AAA",)})
    assert links == ((1, 2), (0,), ())
    grid = np.array([[1.0], [2.0], [5.0]])
    assert np.array_equal(signals.around(grid, links, "max"), [[5.0], [1.0], [NAN]], equal_nan=True)
    assert np.array_equal(signals.around(grid, links, "sum"), [[7.0], [1.0], [NAN]], equal_nan=True)


def test_windows_count_the_last_months_only() -> None:
    months = np.zeros((1, 72))
    months[0, 60:66], months[0, 66:72] = 2, 1
    made = signals.windows(months, 72, "battle")
    assert made["battle_6m"][0] == pytest.approx(np.log1p(6))
    assert made["battle_12m"][0] == pytest.approx(np.log1p(18))
    assert made["battle_trend"][0] == pytest.approx(np.log1p(6) - np.log1p(18 / 4))
    assert made["battle_share_24m"][0] == pytest.approx(0.5)


def test_a_window_mostly_uncovered_is_not_known() -> None:
    months = np.full((1, 24), NAN)
    months[0, 20:] = 1
    made = signals.windows(months, 24, "x")
    assert np.isnan(made["x_24m"][0])
    assert made["x_6m"][0] == pytest.approx(np.log1p(4))
    assert np.isnan(signals.windows(months, 0, "x")["x_6m"]).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 71))
def test_what_comes_after_the_end_never_matters(end: int) -> None:
    draw = np.random.default_rng(end)
    months = draw.poisson(2.0, size=(3, 72)).astype(float)
    changed = months.copy()
    changed[:, end:] = 99
    one, two = signals.windows(months, end, "x"), signals.windows(changed, end, "x")
    assert all(np.array_equal(one[name], two[name], equal_nan=True) for name in one)


def test_a_total_is_split_by_what_was_known_before() -> None:
    kinds = np.zeros((2, 2, 40))
    kinds[0, 0, :36], kinds[1, 0, :36] = 3.0, 1.0
    kinds[:, :, 36:] = 1_000
    total = np.full((2, 40), 100.0)
    made = signals.split_by_kind(kinds, total, 36)
    assert np.allclose(made[:, :, 36:].sum(axis=0), 100.0)
    assert made[0, 0, 39] == pytest.approx(75.0)
    assert made[0, 1, 39] == pytest.approx(75.0)
    assert np.array_equal(made[:, :, :36], kinds[:, :, :36])

from __future__ import annotations

import math

import numpy as np
import pytest

from comity.kernel.errors import Misused, Refused
from comity.kernel.time import Month
from comity.warn import surge
from comity.warn.series import Series

MONTHS = 14 * 12


def series(seed: int = 1, states: int = 24) -> Series:
    """From 1989: half the states simmer and flare up, half are calm."""
    draw = np.random.default_rng(seed)
    level = np.where(np.arange(states) % 2, 2.5, 0.1)[:, None]
    deaths = draw.poisson(level, (states, MONTHS)) + (draw.random((states, MONTHS)) < level * 0.006) * 60
    return Series(
        states=tuple(f"S{row:02d}" for row in range(states)),
        start=Month(1989, 1),
        counts={"all": deaths.astype(np.float64), "civilian": np.zeros((states, MONTHS))},
    )


def risks(states: int = 24) -> np.ndarray:
    table = np.full((states, MONTHS), 0.02)
    table[0] = np.nan
    return table


@pytest.fixture(scope="module")
def made() -> surge.Chances:
    return surge.chances(series(), risks(), MONTHS - 1)


def test_what_comes_later_changes_no_figure_made_before(made: surge.Chances):
    spoiled = series()
    spoiled.counts["all"][:, 150:] = 999
    other = surge.chances(spoiled, risks(), 149)
    assert np.array_equal(made.past.figures[:, :150], other.past.figures, equal_nan=True)


def test_a_figure_is_made_for_quiet_states_only_and_from_2000_on(made: surge.Chances):
    first = Month(2000, 1).index - Month(1989, 1).index
    assert np.isnan(made.past.figures[:, :first]).all()
    assert (np.isnan(made.past.figures[:, first:]) == ~made.past.quiet[:, first:]).all()
    assert not np.isnan(made.past.figures[0, -1]) or not made.past.quiet[0, -1]


def test_drivers_sum_to_the_log_odds(made: surge.Chances):
    for row in np.flatnonzero(made.past.quiet[:, -1]):
        value = made.past.figures[row, -1]
        total = math.fsum(driver.part for driver in surge.drivers(made, int(row), MONTHS - 1))
        assert total == pytest.approx(math.log(value / (1 - value)), abs=1e-9)


def test_every_chance_lies_in_its_interval(made: surge.Chances):
    for row in np.flatnonzero(made.past.quiet[:, -1]):
        low, high = surge.interval(made, int(row), MONTHS - 1)
        assert 0 <= low < made.past.figures[row, -1] < high <= 1


def test_states_that_simmer_have_the_higher_chance(made: surge.Chances):
    figures = made.past.figures[:, -1]
    assert np.nanmean(figures[1::2]) > 3 * np.nanmean(figures[::2])


def test_an_older_fit_has_no_interval(made: surge.Chances):
    with pytest.raises(Misused, match="newest fit"):
        surge.interval(made, 0, MONTHS - 20)


def test_a_state_without_onset_risk_says_so(made: surge.Chances):
    words = [driver.words for driver in surge.drivers(made, 0, MONTHS - 1)]
    assert any("not known" in word for word in words)


def test_before_2000_there_are_no_alerts():
    with pytest.raises(Refused, match="2000-02"):
        surge.chances(series(), risks(), 100)


def test_naive_rules_speak_of_the_same_states_and_months(made: surge.Chances):
    for past, grid in surge.rivals(series(), made).values():
        assert (np.isnan(past.figures) == np.isnan(made.past.figures)).all()
        assert (np.diff(grid) > 0).all()

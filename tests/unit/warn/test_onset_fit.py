import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from comity.kernel.errors import Misused
from comity.warn import onset_fit
from comity.warn.drivers import THEMES, bands, sentence, theme_of

NAMES = ("popsize_log2", "un_imr_sqrt", "battle_12m", "near_war")


def rows(seed: int = 1, ahead: int = 2) -> onset_fit.Rows:
    draw = np.random.default_rng(seed)
    values = draw.normal(size=(1200, 4))
    values[::17, 3] = np.nan
    happened = (draw.random(1200) < 1 / (1 + np.exp(3 - 1.5 * values[:, 0]))).astype(float)
    return onset_fit.Rows(
        state=np.repeat([f"S{number:02d}" for number in range(40)], 30),
        year=np.tile(np.arange(1980, 2010), 40),
        names=NAMES,
        values=values,
        happened=happened,
        ahead=ahead,
    )


def test_labels_that_were_not_closed_are_never_seen() -> None:
    given = rows()
    assert given.year[given.closed(2000)].max() == 1998
    assert rows(ahead=1).year[rows(ahead=1).closed(2000)].max() == 1999


def test_the_base_rate_is_of_the_newest_closed_years() -> None:
    given = rows()
    recent = (given.year <= 2003) & (given.year > 1983)
    assert given.base_rate(2005) == pytest.approx(given.happened[recent].mean())


def test_older_years_weigh_less() -> None:
    weights = onset_fit.memory(np.array([1990, 2000]), 2000)
    assert weights[1] == 1.0
    assert weights[0] == pytest.approx(np.exp(-10 / 25))


def test_a_column_few_states_have_is_not_used() -> None:
    values = np.ones((10, 3))
    values[2:, 1] = np.nan
    assert onset_fit.usable(values).tolist() == [0, 2]


def test_the_parts_of_the_net_sum_to_its_log_odds() -> None:
    given = rows()
    found = onset_fit.net(given.values, given.happened, np.ones(1200), penalty=(0.002, 0.5))
    level, parts = found.parts(given.values)
    assert found.slopes[0] > 0.5
    risk = onset_fit.expit(level + parts.sum(axis=1))
    assert risk.mean() == pytest.approx(given.happened.mean(), abs=1e-3)


@settings(max_examples=20, deadline=None)
@drawn(st.integers(0, 10_000), st.floats(-1e6, 1e6))
def test_no_part_of_the_net_goes_beyond_what_its_training_rows_showed(seed: int, far: float) -> None:
    given = rows(seed)
    values = given.values.copy()
    values[:, 1] = 7.1
    found = onset_fit.net(values, given.happened, np.ones(1200))
    _, shown = found.parts(values)
    _, beyond = found.parts(np.vstack([np.full((1, 4), far), np.full((1, 4), np.nan)]))
    assert (beyond >= shown.min(axis=0)).all()
    assert (beyond <= shown.max(axis=0)).all()
    assert (beyond[:, 1] == 0).all()


def test_a_net_without_bounds_reads_values_as_they_are() -> None:
    given = rows()
    bounded, free = (
        onset_fit.net(given.values, given.happened, np.ones(1200), bounded=bounded) for bounded in (True, False)
    )
    here = np.full((1, 4), 50.0)
    assert np.array_equal(bounded.parts(given.values)[1], free.parts(given.values)[1])
    assert free.parts(here)[1][0, 0] > 5 * bounded.parts(here)[1][0, 0] > 0


def test_members_are_averaged_and_their_features_summed_by_driver() -> None:
    one, two = (-4.0, np.array([[1.0, 0.5]])), (-2.0, np.array([[3.0]]))
    made = onset_fit.together([one, two], [("popsize_log2", "un_imr_sqrt"), ("near_war",)])
    people = [theme.name for theme in THEMES].index("people_wealth")
    near = [theme.name for theme in THEMES].index("neighbours")
    assert made.level == -3.0
    assert made.drivers[0, people] == pytest.approx(0.75)
    assert made.drivers[0, near] == pytest.approx(1.5)
    assert made.log_odds[0] == pytest.approx((-4 + 1.5 - 2 + 3) / 2)
    with pytest.raises(Misused):
        onset_fit.together([], [])


def test_parts_are_rounded_before_the_risk_is_computed() -> None:
    made = onset_fit.Parts(level=-3.123456, drivers=np.array([[0.123456]])).rounded()
    assert made.level == -3.1235
    assert made.risk[0] == pytest.approx(1 / (1 + np.exp(3.0)), abs=1e-12)


def test_intervals_hold_the_risk_and_widen_with_disagreement() -> None:
    whole = np.array([-3.0, -4.0])
    near = whole + 0.01 * np.random.default_rng(1).normal(size=(4, 2))
    far = whole + 0.5 * np.random.default_rng(1).normal(size=(4, 2))
    low, high = onset_fit.spread(whole, near)
    wide_low, wide_high = onset_fit.spread(whole, far)
    assert (wide_low < low).all()
    assert (high < wide_high).all()
    assert np.allclose(onset_fit.spread(whole, near[:1])[0], onset_fit.expit(whole))


def test_every_feature_has_one_driver_and_an_unknown_one_is_refused() -> None:
    assert THEMES[theme_of("one_sided_60m")].name == "civilians_killed"
    assert THEMES[theme_of("battle_peak_5y")].name == "war"
    assert all(THEMES[theme_of(theme.lead)] == theme for theme in THEMES)
    with pytest.raises(Misused, match="moon_phase"):
        theme_of("moon_phase")


def test_a_missing_input_is_named_in_the_sentence() -> None:
    values = np.full((5, len(THEMES)), np.nan)
    values[:, 0] = [0, 0, 1, 2, 3]
    signs = bands(values)
    assert signs[0][0] == "0"
    assert signs[0][1] == "-"
    assert "not known" in sentence(THEMES[1], "-", 0.2)
    assert "leaves the odds" in sentence(THEMES[0], "0", 0.0)

import numpy as np
import pytest

from comity.kernel.errors import Misused
from comity.kernel.time import Month, month
from comity.records.forecast import DeathsForecast
from comity.warn import deaths, series
from comity.warn.series import NoForecast, Series

START = Month(2010, 1)


def table() -> Series:
    draw = np.random.default_rng(5)
    every = draw.poisson(np.array([[0.0], [0.4], [30.0], [400.0], [3.0], [0.0]]), size=(6, 120)).astype(float)
    civil = np.rint(every * 0.3)
    civil[:, 90:] = np.nan
    every[4, :115] = np.nan
    civil[4] = np.nan
    every[5, 60:] = np.nan
    civil[5, 60:] = np.nan
    return Series(
        states=("AAA", "BBB", "CCC", "DDD", "EEE", "FFF"),
        start=START,
        counts={"all": every, "civilian": civil, "state_based": civil},
    )


def test_twelve_months_follow_the_last_known_one() -> None:
    made = deaths.forecast(table(), "CCC", "all", month("2019-06"))
    assert isinstance(made, DeathsForecast)
    assert made.known_to == "2019-06"
    assert [part.month for part in made.months][:2] == ["2019-07", "2019-08"]
    assert len(made.months) == 12
    assert 20 < made.months[0].deaths.value < 60
    assert made.months[0].deaths.baseline is not None


def test_a_forecast_never_sees_what_came_after() -> None:
    whole = table()
    cut = Series(
        states=whole.states, start=START, counts={name: counts[:, :100] for name, counts in whole.counts.items()}
    )
    known = START.plus(99)
    for target in series.TARGETS:
        for state in ("AAA", "BBB", "CCC", "DDD"):
            assert deaths.forecast(whole, state, target, known) == deaths.forecast(cut, state, target, known)
    assert deaths.world(whole, known) == deaths.world(cut, known)


def test_data_older_than_the_day_asked_for_is_said() -> None:
    made = deaths.forecast(table(), "CCC", "all", month("2020-05"))
    assert isinstance(made, DeathsForecast)
    assert made.known_to == "2019-12"
    assert any("5 months before" in note for note in made.notes)


def test_an_outdated_civilian_series_is_an_estimate_and_says_so() -> None:
    fresh = deaths.forecast(table(), "DDD", "civilian", START.plus(89))
    stale = deaths.forecast(table(), "DDD", "civilian", START.plus(119))
    assert isinstance(fresh, DeathsForecast)
    assert isinstance(stale, DeathsForecast)
    assert not any("estimate" in note for note in fresh.notes)
    assert any("30 months before" in note for note in stale.notes)
    assert 80 < stale.months[0].deaths.value < 160


@pytest.mark.parametrize(
    ("state", "words"), [("TUV", "no series"), ("PSE", "ISR"), ("EEE", "fewer than 12"), ("FFF", "ends in 2014-12")]
)
def test_missing_data_is_a_reason_and_not_a_zero(state: str, words: str) -> None:
    for target in series.TARGETS:
        made = deaths.forecast(table(), state, target, START.plus(119))
        assert isinstance(made, NoForecast)
        assert made.target == target
        assert words in made.reason


def test_the_world_is_ranked_by_expected_deaths() -> None:
    made = deaths.world(table(), START.plus(119))
    assert [outlook.state for outlook in made] == ["DDD", "CCC", "BBB", "AAA"]
    assert made[1].before == pytest.approx(30, abs=8)
    assert made[0].peak > 300
    assert deaths.world(table(), START.plus(5)) == ()


def test_unknown_targets_and_horizons_are_misuse() -> None:
    with pytest.raises(Misused):
        deaths.forecast(table(), "CCC", "battle", month("2019-06"))
    with pytest.raises(Misused):
        deaths.predict(table(), "all", month("2019-06"), 13)
    states, made = deaths.predict(table(), "all", month("2019-06"), 12)
    assert states == ("AAA", "BBB", "CCC", "DDD")
    assert len(made.values) == 4

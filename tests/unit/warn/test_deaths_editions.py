import math

import numpy as np
import pytest

from comity.kernel.errors import BadContent, Misused
from comity.kernel.time import Month
from comity.records.forecast import DeathsForecast
from comity.warn import deaths, grid, reasons
from comity.warn import deaths_editions as editions
from comity.warn import draws as spread
from comity.warn.features import PARTS
from comity.warn.series import Series

KNOWN = Month(2019, 12)
STATES = ("AAA", "BBB")


def masses() -> np.ndarray:
    made = np.zeros((2, len(grid.POINTS)))
    made[0, [0, 1, 2]] = (0.98, 0.015, 0.005)
    made[1, 20:60] = 1 / 40
    return made


def content() -> bytes:
    draw = np.random.default_rng(3)
    rows = [editions.HEADER]
    for horizon in editions.FITTED:
        rows += editions.lines(KNOWN, STATES, horizon, masses(), draw.normal(0, 1, (2, len(PARTS) + 1)))
    return ("\n".join(rows) + "\n").encode()


def series() -> Series:
    every = np.random.default_rng(4).poisson([[0.2], [40.0], [3.0]], size=(3, 120)).astype(float)
    kind = np.rint(every * 0.4)
    kind[:, 90:] = np.nan
    return Series(
        states=("AAA", "BBB", "CCC"),
        start=Month(2010, 1),
        counts={"all": every, "civilian": kind, "state_based": kind},
    )


def test_what_is_written_reads_back_within_a_slice() -> None:
    (edition,) = editions.read("all", content())
    made, held = edition.draws(3, ("AAA", "BBB", "ZZZ"))
    assert held.tolist() == [True, True, False]
    assert np.allclose(made.weights.sum(axis=1), 1)
    given = spread.mean(grid.as_draws(grid.with_chance(masses(), spread.chance_from(made, 1)[:2])))
    assert spread.mean(made)[1] == pytest.approx(given[1], rel=0.05)


@pytest.mark.parametrize("horizon", range(1, 13))
def test_drivers_sum_to_the_log_odds_of_any_death(horizon: int) -> None:
    (edition,) = editions.read("all", content())
    made = deaths.forecast(series(), "BBB", "all", KNOWN, (edition,))
    assert isinstance(made, DeathsForecast)
    month = made.months[horizon - 1]
    odds = math.log(month.chance_any.value / (1 - month.chance_any.value))
    assert math.fsum(driver.part for driver in month.drivers) == pytest.approx(odds, abs=1e-9)
    assert {driver.name for driver in month.drivers} == {"shared", *PARTS}


def test_each_forecast_says_which_engine_made_it() -> None:
    (edition,) = editions.read("all", content())
    shipped = deaths.forecast(series(), "BBB", "all", KNOWN, (edition,))
    other_month = deaths.forecast(series(), "BBB", "all", KNOWN.plus(-1), (edition,))
    not_held = deaths.forecast(series(), "CCC", "all", KNOWN, (edition,))
    engines = [made.engine for made in (shipped, other_month, not_held) if isinstance(made, DeathsForecast)]
    assert engines == [reasons.TREES, reasons.OWN_MONTHS, reasons.OWN_MONTHS]
    assert other_month == deaths.forecast(series(), "BBB", "all", KNOWN.plus(-1))


@pytest.mark.parametrize("target", ["all", "civilian", "state_based"])
def test_parts_of_the_engine_without_trees_sum_to_the_expected_deaths(target: str) -> None:
    made = deaths.forecast(series(), "BBB", target, KNOWN)
    assert isinstance(made, DeathsForecast)
    for month in made.months:
        assert math.fsum(driver.part for driver in month.drivers) == pytest.approx(month.deaths.value, abs=1e-9)


def test_a_share_of_all_deaths_is_one_more_driver() -> None:
    (edition,) = editions.read("all", content())
    made = deaths.forecast(series(), "BBB", "civilian", KNOWN, (edition,))
    assert isinstance(made, DeathsForecast)
    month = made.months[0]
    assert month.drivers[-1].name == "share"
    odds = math.log(month.chance_any.value / (1 - month.chance_any.value))
    assert math.fsum(driver.part for driver in month.drivers) == pytest.approx(odds, abs=1e-9)


def test_the_world_and_a_single_forecast_agree() -> None:
    (edition,) = editions.read("all", content())
    view = next(one for one in deaths.world(series(), KNOWN, editions=(edition,)) if one.state == "BBB")
    made = deaths.forecast(series(), "BBB", "all", KNOWN, (edition,))
    assert isinstance(made, DeathsForecast)
    assert view.expected.value == pytest.approx(np.mean([part.deaths.value for part in made.months[:3]]))


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("known,state", "known,country"),
        lambda text: text[: text.rindex("\n", 0, -1) + 1],
        lambda text: text.replace("AAA,3,", "AAA,4,", 1),
        lambda text: text[:-3] + "\n",
        lambda text: text.replace(text.splitlines()[1][-50:], "ff" * 25, 1),
        lambda text: text.replace(text.splitlines()[1].split(",")[3], "nan", 1),
    ],
)
def test_a_damaged_file_is_refused(damage) -> None:
    with pytest.raises(BadContent):
        editions.read("all", damage(content().decode()).encode())


def test_horizons_outside_the_year_are_misuse() -> None:
    (edition,) = editions.read("all", content())
    with pytest.raises(Misused):
        edition.draws(13, STATES)

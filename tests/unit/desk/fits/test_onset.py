import math
from datetime import date

import numpy as np
import pytest

from comity.desk import engines, onset_view
from comity.desk.fits import onset as fitting
from comity.desk.fits import onset_editions, onset_panel, onset_trees
from comity.desk.fits.onset_editions import Task
from comity.desk.fits.onset_panel import Panel
from comity.kernel.errors import Misused, OutsideFailed
from comity.reference import fitted
from comity.store.raw import raw_data
from comity.warn import onset
from comity.warn.drivers import THEMES
from comity.warn.onset_changes import Changes
from comity.warn.series import NoForecast

ON = date(2026, 11, 21)
LEADS = tuple(dict.fromkeys(theme.lead for theme in THEMES))
EVENTS = tuple(
    f"{kind}_{part}"
    for kind in ("battle", "non_state", "one_sided")
    for part in ("6m", "12m", "24m", "60m", "trend", "peak", "share_24m", "share_60m")
)
NAMES = (*LEADS, *EVENTS, "not_state_based", "popsize_log2")


def panel(seed: int = 3) -> Panel:
    """Thirty invented states, 1994-2024, whose first feature brings onsets."""
    draw = np.random.default_rng(seed)
    states = tuple(f"S{number:02d}" for number in range(30))
    year = np.tile(np.arange(1994, 2025), 30)
    values = draw.normal(size=(len(year), len(NAMES)))
    happened = (draw.random(len(year)) < 1 / (1 + np.exp(3 - values[:, 0]))).astype(float)
    months = draw.poisson(1.0, size=(3, 30, 37 * 12)).astype(float)
    return Panel(
        state=np.repeat(states, 31), year=year, names=NAMES, values=values, within_1=happened, within_2=happened,
        onset=happened, months=months, total=months.sum(axis=0), states=states,
        links=tuple(((row + 1) % 30,) for row in range(30)),
    )  # fmt: skip


def test_an_edition_is_known_after_its_data_came_out() -> None:
    assert fitting.known_on("2024") == date(2025, 6, 30)
    assert fitting.known_on("2026-05") == date(2026, 6, 30)
    assert fitting.known_on("2025-12") == date(2026, 1, 31)


def test_what_is_written_reads_back(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("lightgbm")
    for rounds in ("BOOSTED_ROUNDS", "RANDOMISED_ROUNDS", "DEEP_ROUNDS"):
        monkeypatch.setattr(onset_trees, rounds, 10)
    given = panel()
    months = (2025 * 12 + 10, 2025 * 12 + 11)
    made = [
        onset_editions.edition(given, Task(base_year=year, ahead=ahead, resamples=2, seed=1, months=asked))
        for ahead in (2, 1)
        for year, asked in ((2023, ()), (2024, months))
    ]
    files = fitting.written(given, made)
    for risks, years in (("onset.csv", "onset_years.csv"), ("onset_1_months.csv", "onset_1_months_years.csv")):
        table = onset.read(files[risks], files["onset_bands.csv"], files[years])
        assert (table.low <= table.risk).all()
        assert (table.risk <= table.high).all()
        assert (table.high > table.low + 1e-4).any()
    yearly = onset.read(files["onset.csv"], files["onset_bands.csv"], files["onset_years.csv"])
    assert np.allclose(yearly.risk[:30], made[0].here.parts.risk, atol=1e-12)


def test_later_outcomes_and_predictors_do_not_move_an_edition() -> None:
    pytest.importorskip("lightgbm")
    given = panel()
    late = given.year > 2010
    values, happened = given.values.copy(), given.within_2.copy()
    values[late] = 99
    happened[given.year > 2008] = 1 - happened[given.year > 2008]
    changed = Panel(**{**{name: getattr(given, name) for name in Panel.__struct_fields__}, "values": values,
                       "within_2": happened})  # fmt: skip
    one, two = (onset_trees.train(onset_editions.rows_of(of, 2), 2010, seeds=(1,)) for of in (given, changed))
    here = given.values[given.year == 2010]
    assert np.array_equal(one.parts(here).log_odds, two.parts(here).log_odds)


def test_tree_parts_sum_to_the_trees_own_forecast() -> None:
    pytest.importorskip("lightgbm")
    given = panel()
    grown = onset_trees.boosters(
        given.values, given.within_2, np.ones(len(given.year)), (onset_trees.RANDOMISED, 40), (1, 2)
    )
    level, parts = onset_trees.contributions(grown, given.values)
    told = np.mean([booster.predict(given.values, raw_score=True) for booster in grown], axis=0)
    assert np.allclose(level + parts.sum(axis=1), told, atol=1e-9)


def test_the_shipped_table_holds_every_promise() -> None:
    table = engines.onset_table()
    assert [edition.year for edition in table.years] == list(range(1993, 2025))
    assert (table.low <= table.risk).all()
    assert (table.risk <= table.high).all()
    made = onset.world(table, ON)
    assert len(made) == 168
    for one in made:
        odds = math.log(one.risk.value / (1 - one.risk.value))
        assert abs(math.fsum(driver.part for driver in one.drivers) - odds) < 1e-9


@pytest.mark.parametrize(
    "file", ["onset.csv", "onset_1.csv", "onset_months.csv", "onset_1_months.csv", "onset_carried.csv"]
)
def test_no_shipped_driver_decides_by_itself(file: str) -> None:
    """A fit that ran away shows here: drivers have moved the log-odds by less than two, and 6 is a factor of 400."""
    header, *lines = fitted.read("onset", file).decode().splitlines()
    first = header.split(",").index(THEMES[0].name)
    parts = np.array([[float(cell) for cell in line.split(",")[first:]] for line in lines])
    assert parts.shape[1] == len(THEMES)
    assert np.abs(parts).max() < 6


def test_no_shipped_risk_is_nought() -> None:
    for table in (engines.onset_table(), engines.onset_within_one_year()):
        assert table.risk.min() > 1e-5
        assert table.low.min() > 0


def test_every_shipped_file_is_small() -> None:
    assert all(len(fitted.read("onset", file)) < 2**20 for file in fitted.about("onset").files)


def test_a_year_is_mostly_less_dangerous_than_two() -> None:
    two, one = engines.onset_table(), engines.onset_within_one_year()
    assert two.state == one.state
    assert np.mean(one.risk < two.risk) > 0.9


def test_sudan_stood_high_before_april_2023() -> None:
    made = onset.forecast(engines.onset_table(), "SDN", date(2023, 3, 31))
    assert not isinstance(made, NoForecast)
    assert made.base_year == 2021
    assert made.rank <= 10


def test_the_newest_figure_is_monthly_where_months_are_known() -> None:
    made = onset_view.now("SDN", ON)
    assert not isinstance(made, NoForecast)
    assert (made.edition, made.window) == ("2026-05", "2026-06 to 2028-05")
    early = onset_view.now("SDN", date(2022, 10, 1), ahead=1)
    assert not isinstance(early, NoForecast)
    assert (early.edition, early.window) == ("2021", "2022")
    assert isinstance(onset_view.now("SDN", date(2023, 3, 31), ahead=1), NoForecast)
    assert isinstance(onset_view.now("TUV", ON), NoForecast)
    with pytest.raises(Misused):
        onset_view.now("SDN", ON, ahead=3)


@pytest.mark.parametrize("state", ["SDN", "MMR", "ETH", "FRA"])
def test_every_change_since_2000_sums_from_data_and_model(state: str) -> None:
    made = onset_view.changes(state, ON, since=2000)
    assert isinstance(made, Changes)
    assert len(made.steps) == 25
    assert abs(made.whole.change - (made.whole.after - made.whole.before)) < 1e-9
    for one in made.steps:
        assert abs(one.step.change - (one.step.after - one.step.before)) < 1e-9


@pytest.mark.data
def test_the_panel_sees_no_deaths_by_kind_after_they_end() -> None:
    try:
        given = onset_panel.load(raw_data())
    except OutsideFailed as error:
        pytest.skip(error.message)
    # Sudan alone has deaths by kind to 2023; they must not enter where other states have none.
    month = 2023 * 12 + 10 - onset_panel.FIRST_MONTH
    row = given.states.index("SDN")
    assert given.months[:, row, month].sum() == pytest.approx(given.total[row, month])
    for name in ("leader_tenure", "election_executive"):
        assert np.isnan(given.values[given.year > 2020, given.names.index(name)]).all()

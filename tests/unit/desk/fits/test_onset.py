import math
from datetime import date

import numpy as np
import pytest

from comity.desk.fits import onset as fitting
from comity.kernel.errors import OutsideFailed
from comity.records.forecast import OnsetForecast
from comity.reference import fitted
from comity.store.raw import raw_data
from comity.warn import onset, onset_fit


def shipped() -> onset.OnsetTable:
    return onset.read(*(fitted.read("onset", name) for name in (fitting.RISKS, fitting.BANDS, fitting.YEARS)))


def test_a_base_year_is_known_in_the_middle_of_the_next() -> None:
    assert fitting.known_on(2024) == date(2025, 6, 30)


def test_what_is_written_reads_back() -> None:
    draw = np.random.default_rng(2)
    states = np.repeat([f"S{number:02d}" for number in range(30)], 20)
    rows = onset_fit.Rows(
        state=states,
        year=np.tile(np.arange(1990, 2010), 30),
        values=np.abs(draw.normal(size=(600, 12))),
        happened=(draw.random(600) < 0.1).astype(float),
    )
    made = onset_fit.edition(rows, 2009, resamples=3, seed=1)
    read = onset.read(*fitting.written(rows, [made]).values())
    assert np.allclose(read.risk, made.risk, atol=1e-12)
    assert np.allclose(read.low, made.low, atol=1e-5)


def test_the_shipped_table_holds_every_promise() -> None:
    table = shipped()
    assert [edition.year for edition in table.years] == list(range(1993, 2025))
    assert (table.low <= table.risk).all()
    assert (table.risk <= table.high).all()
    made = onset.world(table, date(2026, 11, 21))
    assert len(made) == 168
    assert made[0].base_year == 2024
    for one in made:
        odds = math.log(one.risk.value / (1 - one.risk.value))
        assert abs(math.fsum(driver.part for driver in one.drivers) - odds) < 1e-9


def test_sudan_stood_high_before_april_2023() -> None:
    made = onset.forecast(shipped(), "SDN", date(2023, 3, 31))
    assert isinstance(made, OnsetForecast)
    assert made.base_year == 2021
    assert made.rank <= 30


@pytest.mark.data
def test_an_edition_repeats_the_shipped_risks() -> None:
    try:
        raw = raw_data()
    except OutsideFailed as error:
        pytest.skip(error.message)
    made = onset_fit.edition(fitting.load(raw), 2024, resamples=0, seed=fitting.SEED)
    table = shipped()
    assert np.allclose(made.risk, table.risk[table.year == 2024], atol=1e-12)

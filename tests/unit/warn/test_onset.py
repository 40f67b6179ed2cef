import math
from datetime import date

import pytest

from comity.kernel.errors import BadContent, NotOnShelf
from comity.records.forecast import OnsetForecast
from comity.warn import onset
from comity.warn.drivers import THEMES
from comity.warn.series import NoForecast

ZEROS = ",".join("0" for _ in THEMES[2:])
RISKS = (
    f"{onset.RISKS_HEADER}\n2019,AAA,0.00100,0.01000,-0.5,0.25,{ZEROS}\n"
    f"2020,AAA,0.00100,0.01000,-0.5,0.2500,{ZEROS}\n2020,BBB,0.02000,0.20000,1.5,0.1,{ZEROS}\n"
).encode()
BANDS = f"{onset.BANDS_HEADER}\n2019,AAA,340nn001351\n2020,AAA,340nn001351\n2020,BBB,3-0nn001351\n".encode()
YEARS = (
    f"{onset.YEARS_HEADER}\n2019,2019,2,2020-06-30,-4.0000,0.020000,900,30\n"
    "2020,2020,2,2021-06-30,-4.0000,0.020000,950,31\n"
).encode()


def table() -> onset.OnsetTable:
    return onset.read(RISKS, BANDS, YEARS)


def monthly() -> onset.OnsetTable:
    risks = f"{onset.RISKS_HEADER}\n2021-03,AAA,0.00100,0.01000,-0.5,0.25,{ZEROS}\n".encode()
    bands = f"{onset.BANDS_HEADER}\n2021-03,AAA,340nn001351\n".encode()
    years = f"{onset.YEARS_HEADER}\n2021-03,2020,2,2021-04-30,-4.0000,0.020000,950,31\n".encode()
    return onset.read(risks, bands, years)


def test_drivers_sum_to_the_log_odds_exactly() -> None:
    made = onset.forecast(table(), "BBB", date(2021, 7, 1))
    assert isinstance(made, OnsetForecast)
    odds = math.log(made.risk.value / (1 - made.risk.value))
    assert abs(math.fsum(driver.part for driver in made.drivers) - odds) < 1e-9
    assert made.drivers[0].name == "base_level"
    assert made.drivers[1].name == THEMES[0].name
    assert "not known" in next(driver.words for driver in made.drivers if driver.name == THEMES[1].name)


def test_rank_multiple_and_base_rate_go_together() -> None:
    made = onset.forecast(table(), "BBB", date(2021, 7, 1))
    assert isinstance(made, OnsetForecast)
    assert (made.rank, made.of) == (1, 2)
    assert made.risk.baseline is not None
    assert made.multiple == pytest.approx(made.risk.value / made.risk.baseline.value)


@pytest.mark.parametrize(("on", "base_year"), [(date(2021, 6, 29), 2019), (date(2021, 6, 30), 2020)])
def test_an_edition_is_used_from_the_day_it_was_known(on: date, base_year: int) -> None:
    made = onset.forecast(table(), "AAA", on)
    assert isinstance(made, OnsetForecast)
    assert made.base_year == base_year
    assert any("months old" in note for note in made.notes)


@pytest.mark.parametrize(
    ("state", "on", "words"),
    [
        ("TUV", date(2021, 7, 1), "missing data"),
        ("AAA", date(2020, 1, 1), "first edition"),
        ("AAA", date(2023, 1, 1), "over"),
        ("BBB", date(2020, 7, 1), "no BBB for 2019"),
    ],
)
def test_no_risk_is_a_reason_and_not_a_zero(state: str, on: date, words: str) -> None:
    made = onset.forecast(table(), state, on)
    assert isinstance(made, NoForecast)
    assert words in made.reason


def test_the_world_is_in_order_of_rank() -> None:
    assert [made.state for made in onset.world(table(), date(2021, 7, 1))] == ["BBB", "AAA"]
    assert onset.world(table(), date(2000, 1, 1)) == ()


def test_history_holds_only_what_was_known() -> None:
    assert [edition.year for edition, _ in onset.history(table(), "AAA", date(2021, 1, 1))] == [2019]
    assert len(onset.history(table(), "AAA", date(2022, 1, 1))) == 2


def test_a_monthly_edition_covers_the_months_after_it() -> None:
    made = onset.forecast(monthly(), "AAA", date(2021, 5, 1))
    assert isinstance(made, OnsetForecast)
    assert monthly().years[0].window == "2021-04 to 2023-03"
    assert any("2021-04 to 2023-03" in note and "structure of 2020" in note for note in made.notes)
    assert isinstance(onset.forecast(monthly(), "AAA", date(2023, 4, 1)), NoForecast)


def test_an_unknown_edition_is_an_error() -> None:
    assert table().edition("2020").ahead == 2
    with pytest.raises(NotOnShelf, match="2031"):
        table().edition("2031")


@pytest.mark.parametrize(
    ("risks", "bands", "years"),
    [
        (RISKS.replace(b"low", b"lo"), BANDS, YEARS),
        (RISKS, BANDS.replace(b"bands", b"band"), YEARS),
        (RISKS, BANDS.replace(b"2020,BBB", b"2020,CCC"), YEARS),
        (RISKS, BANDS, YEARS.replace(b"2020,2020,2,", b"2021,2020,2,")),
        (RISKS.replace(b"0.20000", b"1.20000"), BANDS, YEARS),
        (RISKS.replace(b"2020,BBB,", b"2020,"), BANDS, YEARS),
        (RISKS.replace(b"2019,AAA", b"2020,CCC"), BANDS + b"2020,CCC,340nn001351\n", YEARS),
    ],
)
def test_a_damaged_file_is_refused(risks: bytes, bands: bytes, years: bytes) -> None:
    with pytest.raises(BadContent):
        onset.read(risks, bands, years)

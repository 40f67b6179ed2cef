"""What is asked of UCDP for the months after the yearly dataset."""

from __future__ import annotations

from datetime import date

import pytest

from comity.kernel.errors import Misused
from comity.sources import ucdp_candidate
from comity.sources.contract import File, Wish
from tests.unit.sources import ucdp_files


def files(wish: Wish) -> list[str]:
    return [ask.file.removeprefix("GEDEvent_v").removesuffix(".csv") for ask in ucdp_candidate.asks(wish)]


def test_a_month_is_one_file_without_a_key() -> None:
    (ask,) = ucdp_candidate.asks(Wish(version="26.0.8"))
    assert ask.url == "https://ucdp.uu.se/downloads/candidateged/GEDEvent_v26_0_8.csv"
    assert ask.key_as == ""


@pytest.mark.parametrize(
    ("day", "file"),
    [(date(2026, 9, 24), "26_0_7"), (date(2026, 9, 25), "26_0_8"), (date(2026, 1, 3), "25_0_11")],
)
def test_the_newest_month_is_one_that_is_out(day: date, file: str) -> None:
    assert files(Wish(on=day)) == [file]


def test_a_span_is_asked_month_by_month_over_the_turn_of_the_year() -> None:
    assert files(Wish(since=date(2025, 11, 20), until=date(2026, 2, 1))) == ["25_0_11", "25_0_12", "26_0_1", "26_0_2"]


@pytest.mark.parametrize("version", ["26.0.13", "26.0", "26.00.26.13", "26.0.8/../x", "26.1"])
def test_a_version_that_is_none_is_misused(version: str) -> None:
    with pytest.raises(Misused, match="has no version"):
        ucdp_candidate.asks(Wish(version=version))


def test_without_a_day_or_a_month_nothing_can_be_asked() -> None:
    with pytest.raises(Misused, match="names its releases after months"):
        ucdp_candidate.asks(Wish())


@pytest.mark.parametrize(
    ("version", "first", "last"),
    [
        ("26.0.2", date(2026, 2, 1), date(2026, 2, 28)),
        ("26.01.26.06", date(2026, 1, 1), date(2026, 6, 30)),
    ],
)
def test_a_release_is_complete_for_its_months_and_no_others(version: str, first: date, last: date) -> None:
    found = ucdp_candidate.covers(Wish(version=version))
    assert (found.since, found.until, found.states) == (first, last, ())


def test_a_span_is_complete_for_whole_months() -> None:
    found = ucdp_candidate.covers(Wish(since=date(2025, 11, 20), until=date(2026, 2, 1), states=("SDN",)))
    assert (found.since, found.until, found.states) == (date(2025, 11, 1), date(2026, 2, 28), ())


def test_rows_carry_the_name_of_the_dataset() -> None:
    body = ucdp_files.table(ucdp_files.events(1))
    assert next(ucdp_candidate.read(File(name="a", body=body, media="csv"))).source == "ucdp_candidate"

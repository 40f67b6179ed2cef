"""One record, field by field: what counts as a number or a day, and how a fault is named."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import BadContent
from comity.sources.forms.entry import Entry, Once, last_of_month


def entry(value: object, blank: frozenset[str] = frozenset({""})) -> Entry:
    return Entry("f.csv line 2", {"x": value}, blank)


def test_a_fault_names_file_line_field_and_value_and_is_short() -> None:
    said = entry("v" * 500).fault("x", "is wrong").message
    assert said.startswith("f.csv line 2, field x: 'vvv")
    assert said.endswith("... is wrong")
    assert len(said) < 120


def test_blank_words_null_and_a_missing_field_are_empty() -> None:
    assert [entry(value, frozenset({"", "NA"})).text("x") for value in ("NA", " ", None)] == ["", "", ""]
    assert entry(1).text("y") == ""
    assert entry("NA").text("x") == "NA"


@pytest.mark.parametrize(("said", "number"), [("7", 7), (" -3 ", -3), ("2022.0", 2022), (5, 5), (5.0, 5), ("", None)])
def test_whole_numbers(said: object, number: int | None) -> None:
    assert entry(said).whole("x") == number


@pytest.mark.parametrize("said", ["1_000", "1.5", "1e3", "٣", "nan", "--1", "9" * 30, "1,000", True])
def test_what_is_no_whole_number(said: object) -> None:
    with pytest.raises(BadContent):
        entry(said).whole("x")


@pytest.mark.parametrize("said", ["nan", "inf", "-inf", "1e999", "1_0", "٣", "0x1", "1.2.3", ".", "e5"])
def test_what_is_no_number(said: str) -> None:
    with pytest.raises(BadContent, match="is no number"):
        entry(said).real("x")


@settings(max_examples=50, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_number_that_was_written_is_read_back(number: float) -> None:
    assert entry(repr(number)).real("x") == number


@settings(max_examples=50, deadline=None)
@given(st.dates(), st.sampled_from(("", "T00:00:00", " 00:00:00.000")))
def test_a_day_with_or_without_a_time_is_read_back(day: date, time: str) -> None:
    assert entry(day.isoformat() + time).day("x") == day


@pytest.mark.parametrize("said", ["", "2026-5-3", "03/05/2026", "2026-02-30", "20260503", "2026-05-03x"])
def test_what_is_no_day(said: str) -> None:
    with pytest.raises(BadContent, match="field x"):
        entry(said).day("x")


def test_a_state_is_placed_and_an_unknown_one_named() -> None:
    assert entry("Ivory Coast").state("x") == "CIV"
    assert entry("Old Name").state("x", {"Old Name": "MMR"}) == "MMR"
    with pytest.raises(BadContent, match="'Congo' is no state we know: 'Congo' fits several"):
        entry("Congo").state("x")


def test_a_key_may_stand_once_and_both_places_are_named() -> None:
    once = Once()
    once.add(("SDN", 2024), entry(1))
    with pytest.raises(BadContent) as caught:
        once.add(("SDN", 2024), Entry("f.csv line 9", {}))
    assert caught.value.message == "f.csv line 9 repeats 'SDN 2024' of f.csv line 2"


def test_february_ends_when_it_ends() -> None:
    assert [last_of_month(year, 2).day for year in (2023, 2024)] == [28, 29]

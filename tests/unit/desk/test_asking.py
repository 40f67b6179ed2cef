from __future__ import annotations

from datetime import date

import pytest

from comity.desk.asking import FIRST_DAY, which_day, which_state
from comity.kernel.errors import Ambiguous, Misused, NotOnShelf

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (None, TODAY),
        ("2023-03", date(2023, 3, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2011", date(2011, 12, 31)),
        ("2026-11-21", TODAY),
        ("2026-11", TODAY),
        ("2026", TODAY),
        ("1946-01-17", FIRST_DAY),
        (date(2020, 5, 6), date(2020, 5, 6)),
    ],
)
def test_a_month_or_a_year_means_its_last_day_and_never_a_day_to_come(text, day: date):
    assert which_day(text, today=TODAY) == day


@pytest.mark.parametrize(
    "text", ["2026-11-22", "2026-12", "2027", date(2027, 1, 1), "1946-01-16", "1945", "2023-13", "23-03", "", "today"]
)
def test_a_day_to_come_before_the_record_or_malformed_is_refused_with_a_hint(text):
    with pytest.raises(Misused) as caught:
        which_day(text, today=TODAY)

    assert caught.value.hint


@pytest.mark.parametrize(("text", "code"), [("SDN", "SDN"), ("sdn", "SDN"), ("Sudan", "SDN"), (" Myanmar ", "MMR")])
def test_a_state_is_found_by_code_and_by_name(text: str, code: str):
    assert which_state(text).iso3 == code


@pytest.mark.parametrize(("text", "error"), [("Sudn", NotOnShelf), ("Congo", Ambiguous), ("", Misused)])
def test_an_unknown_state_is_refused_with_a_hint(text: str, error: type[Misused]):
    with pytest.raises(error) as caught:
        which_state(text)

    assert caught.value.hint

"""Calendar rules: days that a program can compute, and the Council's presidency."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import Misused
from comity.kernel.time import Month
from comity.reference import calendar, seats
from comity.reference.calendar import council, when

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("sc_rotation", [date(2026, 1, 1)]),
        ("sudan_sanctions", [date(2026, 3, 12), date(2026, 9, 12)]),
        ("eu_presidency", [date(2026, 1, 1), date(2026, 7, 1)]),
        ("sg_term", [date(2026, 12, 31)]),
        ("au_psc_terms", [date(2026, 4, 1)]),
        ("remembrance_srebrenica", [date(2026, 7, 11)]),
    ],
)
def test_days_of_a_year_are_computed(rule: str, days: list[date]) -> None:
    assert [item.first for item in calendar.get(rule).days(*YEAR)] == days


# Opening dates as the United Nations announced them: A/INF/71/1 for 2017-2022, press reports for 2024.
@pytest.mark.parametrize(
    "opened",
    [date(2017, 9, 12), date(2018, 9, 18), date(2019, 9, 17), date(2020, 9, 15), date(2022, 9, 13), date(2024, 9, 10)],
)
def test_the_assembly_opens_on_the_days_it_did(opened: date) -> None:
    year = (date(opened.year, 1, 1), date(opened.year, 12, 31))
    assert [item.first for item in calendar.get("ga_open").days(*year)] == [opened]


@pytest.mark.parametrize(
    "debate", [date(2017, 9, 19), date(2018, 9, 25), date(2020, 9, 22), date(2022, 9, 20), date(2024, 9, 24)]
)
def test_the_general_debate_begins_on_the_days_it_did(debate: date) -> None:
    year = (date(debate.year, 1, 1), date(debate.year, 12, 31))
    assert [item.first for item in calendar.get("ga_high_level").days(*year)] == [debate]


def test_a_veto_calls_a_debate_within_ten_working_days() -> None:
    form = calendar.get("ga_veto_debate").when[0]
    assert isinstance(form, when.After)
    # The first such debate followed the vetoes of 26 May 2022 on 8 June 2022, nine working days later.
    (window,) = when.from_event(form, date(2022, 5, 26))
    assert window.first <= date(2022, 6, 8) <= window.last == date(2022, 6, 9)


def test_a_renewal_is_planned_backwards_from_its_expiry() -> None:
    form = calendar.get("renewal_window").when[0]
    assert isinstance(form, when.Before)
    steps = when.from_event(form, date(2026, 9, 12))
    assert [step.what for step in steps] == [
        "reports due",
        "draft by penholder",
        "negotiation",
        "text in blue and vote",
    ]
    assert steps[0].first == date(2026, 7, 29)
    assert steps[-1].last == date(2026, 9, 12)


def test_a_rule_that_hangs_on_an_event_gives_no_days() -> None:
    rule = calendar.get("head_change")
    assert not rule.dated
    assert rule.days(*YEAR) == ()


@pytest.mark.parametrize("rule", calendar.all_rules(), ids=lambda rule: rule.id)
def test_dated_rules_fall_due_within_five_years_and_others_never(rule: calendar.Rule) -> None:
    assert bool(rule.days(date(2026, 1, 1), date(2030, 12, 31))) == rule.dated


@given(st.dates(date(2003, 1, 1), date(2060, 1, 1)), st.integers(0, 800), st.sampled_from(calendar.all_rules()))
@settings(max_examples=50, deadline=None)
def test_occurrences_lie_in_the_window_and_in_order(first: date, length: int, rule: calendar.Rule) -> None:
    last = first + timedelta(length)
    found = rule.days(first, last)
    assert all(item.first <= last and item.last >= first for item in found)
    assert list(found) == sorted(found)


def test_a_chair_is_known_only_from_its_first_day() -> None:
    rule = calendar.get("osce_chair")
    assert rule.holder(date(2024, 12, 31)) is None
    assert rule.holder(date(2025, 12, 31)) == "FIN"
    assert rule.holder(date(2026, 1, 1)) == "CHE"


def test_a_suggestion_of_ours_is_never_of_high_confidence() -> None:
    models = [rule for rule in calendar.all_rules() if "model" in rule.classes]
    assert models
    assert all(rule.confidence != "high" for rule in models)


def test_the_council_of_2026_is_the_one_of_the_seats() -> None:
    year = council.get("council_2026")
    sitting = seats.members("unsc", date(2026, 6, 1))
    assert {*year.terms_ending, *year.staying} == {seat.iso3 for seat in sitting if not seat.permanent}
    assert [item.state for item in year.presidencies] == [seats.presidency(Month(2026, m)) for m in range(1, 13)]


def test_there_is_no_thirteenth_month() -> None:
    with pytest.raises(Misused):
        council.get("council_2026").president(13)

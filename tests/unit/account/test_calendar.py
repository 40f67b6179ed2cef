"""Dates ahead: what matters to one situation, from rules; and who leaves a body."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.account.calendar import DateAhead, Expiry, Subject, dates_ahead, rotation
from comity.kernel.errors import Misused
from comity.reference import calendar
from comity.reference.calendar import council

START, END = date(2026, 11, 21), date(2027, 11, 20)


def ahead(state: str, first: date = START, last: date = END, **more: object) -> tuple[DateAhead, ...]:
    return dates_ahead(calendar.all_rules(), Subject(state=state, **more), first=first, last=last)


def named(found: tuple[DateAhead, ...], rule: str) -> list[DateAhead]:
    return [item for item in found if item.rule == rule]


@pytest.mark.parametrize(
    ("year", "opening", "debate"),
    [
        # The first six from the table of A/INF/71/1 and press release GA/10130, the rest as the sessions opened.
        (2003, date(2003, 9, 16), date(2003, 9, 23)),
        (2017, date(2017, 9, 12), date(2017, 9, 19)),
        (2018, date(2018, 9, 18), date(2018, 9, 25)),
        (2019, date(2019, 9, 17), date(2019, 9, 24)),
        (2020, date(2020, 9, 15), date(2020, 9, 22)),
        (2022, date(2022, 9, 13), date(2022, 9, 20)),
        (2023, date(2023, 9, 5), date(2023, 9, 19)),
        (2024, date(2024, 9, 10), date(2024, 9, 24)),
        (2025, date(2025, 9, 9), date(2025, 9, 23)),
    ],
)
def test_the_assembly_opens_on_the_known_days(year: int, opening: date, debate: date) -> None:
    found = ahead("FRA", date(year, 1, 1), date(year, 12, 31))
    assert [item.on for item in named(found, "ga_open")] == [opening]
    assert [item.on for item in named(found, "ga_high_level")] == [debate]


def test_the_council_rotates_on_1_january_and_the_leavers_are_named() -> None:
    (found,) = named(ahead("SDN", councils=council.all_years()), "sc_rotation")
    assert (found.on, found.classes) == (date(2027, 1, 1), ("legal",))
    assert found.words.endswith("leaving Denmark, Greece, Pakistan, Panama, Somalia")


def test_the_presidency_is_named_while_it_is_known_and_told_once_after() -> None:
    found = named(ahead("SDN", date(2026, 1, 15), date(2027, 6, 30), councils=council.all_years()), "sc_presidency")
    assert found[0].words.endswith("United Kingdom")
    assert found[10].words.endswith("Liberia (by the rule of order)")
    assert [item.on for item in found[11:]] == [date(2027, 1, 1)]


def test_an_office_whose_next_holder_is_not_known_names_nobody() -> None:
    found = named(ahead("FRA"), "eu_presidency")
    assert [item.words.endswith("passes") for item in found] == [True, True]


def test_sanctions_on_a_state_concern_that_state_only() -> None:
    found = ahead("SDN")
    assert date(2027, 9, 12) in [item.on for item in named(found, "sudan_sanctions")]
    assert not named(ahead("MMR"), "sudan_sanctions")
    assert not named(ahead("FRA"), "eu_reviews")


def test_a_review_of_several_states_gives_each_its_own_day() -> None:
    assert [item.on for item in named(ahead("SDN"), "eu_reviews")] == [date(2026, 12, 8), date(2027, 10, 10)]
    assert date(2027, 4, 30) in [item.on for item in named(ahead("MMR"), "eu_reviews")]


def test_the_state_itself_may_be_named_as_the_reader_knows_it() -> None:
    found = named(ahead("MMR", date(2026, 12, 1), date(2027, 1, 31), names={"SGP": "Singapura"}), "asean_chair")
    assert found[0].words.endswith("Singapura")


def test_days_of_remembrance_come_for_every_state() -> None:
    assert [item.on for item in named(ahead("SDN"), "remembrance_rwanda")] == [date(2027, 4, 7)]


def test_only_bodies_that_reach_the_state_count() -> None:
    found = ahead("SDN", bodies=frozenset({"unsc"}))
    assert {body for item in found for body in item.bodies} >= {"unsc"}
    assert not named(found, "asean_chair")
    assert not named(found, "hrc_sessions")


def test_an_entered_expiry_brings_its_date_and_the_weeks_before_it() -> None:
    expiry = Expiry(what="fact-finding mission", on=date(2027, 1, 15), source="A/HRC/RES/60/3")
    found = ahead("TUV", expiries=(expiry,))
    (cliff,) = named(found, "renewal_cliff")
    assert (cliff.on, cliff.source) == (date(2027, 1, 15), "A/HRC/RES/60/3")
    steps = named(found, "renewal_window")
    assert [item.on for item in steps] == [date(2026, 12, 1), date(2026, 12, 16), date(2027, 1, 5), date(2027, 1, 12)]
    assert all("model" in item.classes for item in steps)


def test_the_secretary_generals_term_ends_with_2026() -> None:
    assert [item.on for item in named(ahead("SDN"), "sg_term")] == [date(2026, 12, 31)]


def test_every_date_ahead_has_effect_class_and_source() -> None:
    for item in ahead("SDN", councils=council.all_years()):
        assert item.words
        assert item.effect
        assert item.classes
        assert item.source


@settings(max_examples=20, deadline=None)
@given(st.dates(date(2020, 1, 1), date(2029, 1, 1)), st.integers(0, 500))
def test_dates_are_sorted_and_touch_the_days_asked_for(first: date, days: int) -> None:
    last = date.fromordinal(first.toordinal() + days)
    found = ahead("SDN", first, last)
    assert [item.on for item in found] == sorted(item.on for item in found)
    assert all(item.until >= first and item.on <= last for item in found)


def test_days_in_the_wrong_order_are_misuse() -> None:
    with pytest.raises(Misused, match="comes before"):
        ahead("SDN", END, START)


def test_a_rotation_names_leavers_joiners_and_open_seats() -> None:
    assert rotation(("DNK", "FRA"), ("FRA", "NLD")).joining == ("NLD",)
    partly = rotation(("DNK", "FRA", "SOM"), ("FRA",))
    assert (partly.leaving, partly.joining, partly.open_seats) == (("DNK", "SOM"), (), 2)
    with pytest.raises(Misused, match="twice"):
        rotation(("DNK", "DNK"), ("DNK",))
    with pytest.raises(Misused, match="cannot follow"):
        rotation(("DNK",), ("DNK", "FRA"))

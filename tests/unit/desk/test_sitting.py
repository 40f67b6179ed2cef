from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.desk import sitting
from comity.reference import seats

DAYS = st.dates(min_value=date(1967, 1, 1), max_value=date(2026, 12, 31))


@settings(max_examples=50, deadline=None)
@given(DAYS)
def test_on_the_day_itself_every_seat_is_known(day: date):
    assert sitting.known("unsc", day, on=day) == seats.known("unsc", day)


@settings(max_examples=50, deadline=None)
@given(DAYS.filter(lambda day: day.year < 2026))
def test_before_an_election_next_years_seats_are_those_that_stay(day: date):
    following = date(day.year + 1, 1, 1)
    now = {seat.iso3 for seat in sitting.known("unsc", date(day.year, 12, 31), on=date(day.year, 12, 31))[0]}
    found, covered = sitting.known("unsc", following, on=day)

    assert covered.known == len(found)
    if day < sitting.elected_by(following.year):
        # Russia sat on for the Soviet Union, and one seat was shared by agreement.
        assert {seat.iso3 for seat in found} - now <= {"RUS"}
        assert covered.missing in (5, 4, 6)
    else:
        assert covered.missing == 0


def test_the_seat_of_a_body_of_all_members_does_not_wait_for_an_election():
    day = date(2023, 3, 31)

    assert sitting.known("united_nations", date(2024, 1, 1), on=day) == seats.known("united_nations", date(2024, 1, 1))


@pytest.mark.parametrize(("year", "day"), [(2024, date(2023, 7, 1)), (2013, date(2012, 11, 15))])
def test_elections_moved_from_october_to_june_in_2016(year: int, day: date):
    assert sitting.elected_by(year) == day

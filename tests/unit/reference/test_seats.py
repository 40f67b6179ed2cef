"""Seats: the Council by year, members of organisations by day, the presidency."""

from collections import Counter
from datetime import date

import pytest

from comity.kernel.errors import BadContent, NotOnShelf, Refused
from comity.kernel.time import Month, month
from comity.reference import bodies, seats

COUNCIL_YEARS = range(1946, 2027)
# Arab states that have sat on the Council since 1968.
ARAB = {
    "DZA", "BHR", "DJI", "EGY", "IRQ", "JOR", "KWT", "LBN", "LBY", "MRT", "MAR", "OMN", "QAT", "SOM", "SDN", "SYR",
    "TUN", "ARE", "YEM", "YMD",
}  # fmt: skip


@pytest.mark.parametrize("year", COUNCIL_YEARS)
def test_the_council_has_eleven_members_to_1965_and_fifteen_after(year):
    for day in (date(year, 1, 1), date(year, 6, 30), date(year, 12, 31)):
        sitting = seats.members("unsc", day)
        assert len({seat.iso3 for seat in sitting}) == (11 if year < 1966 else 15)
        assert sum(seat.permanent for seat in sitting) == 5
        assert all(seat.veto == seat.permanent for seat in sitting)


@pytest.mark.parametrize("year", [year for year in COUNCIL_YEARS if year >= 1966])
def test_elected_seats_follow_the_regional_groups_since_1966(year):
    elected = Counter(seat.group.value for seat in seats.members("unsc", date(year, 7, 1)) if not seat.permanent)
    assert elected == {"AFG": 3, "APG": 2, "GRULAC": 2, "WEOG": 2, "EEG": 1}


@pytest.mark.parametrize("year", [year for year in COUNCIL_YEARS if year >= 1968])
def test_an_arab_state_sits_every_year_since_1968(year):
    assert ARAB & {seat.iso3 for seat in seats.members("unsc", date(year, 7, 1))}


def test_the_soviet_seat_is_russias_from_24_december_1991():
    before = {seat.iso3 for seat in seats.members("unsc", date(1991, 12, 23))}
    after = {seat.iso3 for seat in seats.members("unsc", date(1991, 12, 24))}
    assert before - after == {"SUN"}
    assert after - before == {"RUS"}


def test_democratic_yemens_seat_becomes_yemens_on_22_may_1990():
    before = {seat.iso3 for seat in seats.members("unsc", date(1990, 5, 21))}
    after = {seat.iso3 for seat in seats.members("unsc", date(1990, 5, 22))}
    assert (before - after, after - before) == ({"YMD"}, {"YEM"})


def test_a_council_whose_members_are_not_known_is_refused():
    with pytest.raises(Refused, match="5 of 15 seats of 2027 are not known here"):
        seats.members("unsc", date(2027, 1, 1))


def test_the_known_part_of_the_next_council_says_what_is_missing():
    staying, coverage = seats.known("unsc", date(2027, 1, 1))
    assert {seat.iso3 for seat in staying if not seat.permanent} == {"BHR", "COL", "COD", "LVA", "LBR"}
    assert coverage.missing == 5
    assert seats.known("unsc", date(2028, 1, 1))[1].missing == 10


def test_days_before_a_list_begins_are_refused():
    for seats_id in seats.ids():
        with pytest.raises(Refused, match="earlier"):
            seats.known(seats_id, date(1940, 1, 1))


def test_an_unknown_list_is_answered_with_a_suggestion():
    with pytest.raises(NotOnShelf) as caught:
        seats.members("ecowass", date(2024, 1, 1))
    assert "ecowas" in caught.value.hint


@pytest.mark.parametrize("body", [body for body in bodies.all_bodies() if body.membership.seats])
def test_the_list_of_members_has_as_many_seats_as_the_body(body):
    assert body.membership.seats in seats.ids()
    sitting = seats.members(body.membership.seats, date(2026, 6, 1))
    assert len({seat.iso3 for seat in sitting}) == len(sitting) == body.seats


def test_states_that_left_sat_until_they_left():
    assert "GBR" in {seat.iso3 for seat in seats.members("european_union", date(2020, 1, 31))}
    assert "GBR" not in {seat.iso3 for seat in seats.members("european_union", date(2020, 2, 1))}
    assert len(seats.members("ecowas", date(2025, 1, 28))) == 15
    assert len(seats.members("council_of_europe", date(2022, 3, 1))) == 47


def test_a_suspended_member_is_listed_as_suspended_only_while_it_lasts():
    def suspended(day):
        return {seat.iso3 for seat in seats.members("african_union", day) if seat.suspended}

    assert "SDN" in suspended(date(2023, 4, 15))
    assert "SDN" not in suspended(date(2020, 1, 1))
    assert suspended(date(2023, 9, 15)) == {"BFA", "GAB", "GIN", "MLI", "NER", "SDN"}


def test_the_union_knows_about_the_population_of_each_member():
    sitting = seats.members("european_union", date(2026, 1, 1))
    total = sum(seat.population or 0 for seat in sitting)
    assert all(seat.population for seat in sitting)
    assert total == pytest.approx(449.2e6, rel=0.005)


def test_every_list_is_read_and_says_where_it_comes_from():
    for seats_id in seats.ids():
        _, coverage = seats.known(seats_id, date(2025, 12, 1))
        assert coverage.citation.text
        assert coverage.words.startswith("all ")


def test_one_wrong_code_in_a_list_is_named():
    text = b"""id: gcc
name: Council
as_of: 2025-01-01
covers_from: 1981-05-25
source: Charter
confidence: high
checked: not_checked_here
members:
- {iso3: XQZ}
"""
    with pytest.raises(BadContent, match=r"seats/gcc\.yaml.*XQZ"):
        seats.shelf.read_one(text, name="seats/gcc.yaml")


def test_the_presidency_of_2026_follows_the_alphabet():
    order = [seats.presidency(Month(2026, number)) for number in range(1, 13)]
    assert order == ["SOM", "GBR", "USA", "BHR", "CHN", "COL", "COD", "DNK", "FRA", "GRC", "LVA", "LBR"]


def test_the_presidency_goes_on_from_the_last_name_over_the_turn_of_a_year():
    assert [str(seats.presidency(month(text))) for text in ("2020-02", "2020-12", "2021-01")] == ["BEL", "ZAF", "TUN"]


@pytest.mark.parametrize("text", ["2019-12", "2027-01"])
def test_a_presidency_outside_the_known_years_is_refused(text):
    with pytest.raises(Refused, match="presidency"):
        seats.presidency(month(text))

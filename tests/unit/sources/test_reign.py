"""REIGN: spells of leaders whose last day is not given, votes and their announcements."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import BadContent, Misused
from comity.records.event import Happening, LeaderSpell
from comity.sources import reign
from comity.sources.contract import File, SchemaChanged, Wish
from tests.unit.sources.mutated import mutations, rows_or_named_error

LEADERS = b"""stateabb,ccode,leadid,leader,sdate,smonth,syear,emonth,eyear,birthyear,gender,,,codedby,notes
SUD,625,A1,First,30,6,1989,4,2019,1944,1,,,cb,"a, b"
SUD,625,A2,Second,12,4,2019,,,1960,1,,,,
RUS,365,A3,Third,11,3,1985,12,1991,1931,1,,,,
"""
ELECTIONS = b"""ccode,electionnumber,country,elec_year,elec_month,elec_day,sequence,event,elecnum,type,direct
625,1,Sudan,2010,2, ,1,Announced,625001,X,Y
625,1,Sudan,2010,4,11,2,"Vote, Early",625001,X,Y
625,2,Sudan,2011,1, ,1,"Vote, As Scheduled",625002,R,Y
625,3,Sudan,2027,2,3,1,"Upcoming, Scheduled",625003,L,Y
625,4,Sudan,2022,7,1,1,Voided,625004,L,Y
"""


def given_file(body: bytes) -> File:
    return File(name="list.csv", body=body, media="csv")


def spells(body: bytes) -> list[LeaderSpell]:
    return [row for row in reign.read(given_file(body)) if isinstance(row, LeaderSpell)]


def votes(body: bytes) -> list[Happening]:
    return [row for row in reign.read(given_file(body)) if isinstance(row, Happening)]


def test_a_leader_leaves_on_the_last_day_of_the_month_or_not_yet() -> None:
    first, second, third = spells(LEADERS)
    assert (first.state, first.entered, first.left) == ("SDN", date(1989, 6, 30), date(2019, 4, 30))
    assert second.left is None
    assert third.state == "RUS"


def test_a_leader_who_comes_back_has_an_id_for_each_time() -> None:
    again = LEADERS.replace(b"A2,Second", b"A1,First")
    assert len({row.id for row in spells(again)}) == 3


def test_votes_know_the_day_they_were_announced() -> None:
    first, second, _ = votes(ELECTIONS)
    assert (first.what, first.on, first.known_on) == ("election_executive", date(2010, 4, 11), date(2010, 2, 28))
    assert (second.what, second.on, second.known_on) == ("referendum", date(2011, 1, 31), None)


def test_a_scheduled_vote_says_that_it_is_only_scheduled() -> None:
    assert votes(ELECTIONS)[2].words == "Upcoming, Scheduled"


def test_announcements_and_voided_votes_are_told() -> None:
    told = [one.words for one in reign.aside(given_file(ELECTIONS))]
    assert told == ["Sudan 2010-02-28: Announced", "Sudan 2022-07-01: Voided"]


def test_an_unknown_number_and_an_impossible_spell_are_told() -> None:
    body = LEADERS.replace(b"RUS,365", b"XXX,6666").replace(b",4,2019,1944", b",4,1980,1944")
    assert [one.why for one in reign.aside(given_file(body))] == [
        "a spell that ends before it begins",
        "no state number we know",
    ]
    assert len(spells(body)) == 1


def test_a_record_that_stands_in_the_list_before_is_told() -> None:
    leaders, elections = LEADERS + LEADERS.splitlines()[1], ELECTIONS + ELECTIONS.splitlines()[3]
    told = [one.words for body in (leaders, elections) for one in reign.aside(given_file(body)) if "before" in one.why]
    assert told == ["A1/1989-06-30", "Sudan 625002/1"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (LEADERS.replace(b"30,6,1989", b"31,6,1989"), "line 2, field sdate"),
        (LEADERS.replace(b"30,6,1989", b"30,16,1989"), "is no month"),
        (ELECTIONS.replace(b"625001,X,Y\n625,2", b"625001,Q,Y\n625,2"), "is none of L, R, X"),
    ],
)
def test_a_bad_value_is_named(body: bytes, said: str) -> None:
    with pytest.raises(BadContent) as caught:
        list(reign.read(given_file(body)))
    assert said in caught.value.message


def test_a_missing_column_is_named() -> None:
    with pytest.raises(SchemaChanged, match="lacks leadid"):
        spells(LEADERS.replace(b"leadid", b"id"))


def test_both_lists_are_asked_for() -> None:
    assert [ask.file for ask in reign.asks(Wish())] == ["leaderlist_3_21.csv", "electionlist_3_21.csv"]
    with pytest.raises(Misused):
        reign.asks(Wish(version="../secret"))


@settings(max_examples=20, deadline=None)
@given(st.one_of(mutations(LEADERS), mutations(ELECTIONS)))
def test_broken_bytes_give_rows_or_a_named_error(body: bytes) -> None:
    rows_or_named_error(reign.read, "r", "csv", body)

"""Voeten's releases: roll calls in wide rows, the seat of China, ids used twice, and ideal points."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import BadContent
from comity.records.event import CastVote, Reading
from comity.sources import voeten
from comity.sources.contract import File, SchemaChanged, Wish
from tests.unit.sources.mutated import mutations, rows_or_named_error
from tests.unit.sources.samples import sample

WIDE = b"""rcid,date,me,nu,di,hr,co,ec,AFG,CHN,RUS,TWN,USA
3,1946-01-01,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE,9,9,3,1,2
411,1971-11-25,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE,8,1,3,9,1
"""
POINTS = b""""","ccode","session","NVotesAll","IdealPointAll","QO%All","Q5%All","Q50%All","Q95%All","iso3c",\
"Countryname"
"1",2,1,42,1.67635,1.1,1.33,1.66,2.03,"USA","United States"
"2",345,46,60,-0.5,1.1,-0.9,-0.5,NA,NA,"Yugoslavia"
"""


def given_file(body: bytes) -> File:
    return File(name="v.csv", body=body, media="csv")


def votes(body: bytes) -> list[CastVote]:
    return [row for row in voeten.read(given_file(body)) if isinstance(row, CastVote)]


def test_numbers_become_votes_and_nine_is_no_member() -> None:
    assert [(row.record, row.state, row.vote) for row in votes(WIDE)] == [
        ("3", "RUS", "no"),
        ("3", "TWN", "yes"),
        ("3", "USA", "abstain"),
        ("411", "AFG", "absent"),
        ("411", "CHN", "yes"),
        ("411", "RUS", "no"),
        ("411", "USA", "yes"),
    ]


def test_the_other_china_of_the_day_is_told_and_not_read() -> None:
    body = WIDE.replace(b"9,9,3,1,2", b"9,8,3,1,2")
    assert [one.words for one in voeten.aside(given_file(body))] == ["3 CHN absent"]
    assert len(votes(body)) == len(votes(WIDE))


def test_an_id_used_again_on_another_day_gets_a_b_and_is_told() -> None:
    body = WIDE.replace(b"\n411,", b"\n3,")
    assert {row.record for row in votes(body)} == {"3", "3b"}
    assert [one.why for one in voeten.aside(given_file(body))] == ["an id used twice; read with a b"]
    with pytest.raises(BadContent, match="stands in the file before"):
        votes(body.replace(b"1971-11-25", b"1946-01-01"))


def test_ideal_points_are_readings_of_the_year_a_session_opened() -> None:
    found = [row for row in voeten.read(given_file(POINTS)) if isinstance(row, Reading)]
    assert len(found) == 10
    first = found[0]
    assert (first.state, first.variable, first.value, first.began) == (
        "USA",
        "IdealPointAll",
        1.67635,
        date(1946, 1, 1),
    )
    assert (found[5].state, found[9].variable, found[9].value) == ("SRB", "Q95%All", None)


def test_a_second_number_of_one_state_is_told() -> None:
    body = POINTS.replace(b'"2",345,46', b'"2",260,45') + b'"3",255,45,60,-0.5,1.1,-0.9,-0.5,NA,NA,"Germany"\n'
    assert [one.words for one in voeten.aside(given_file(body))] == ["Germany (255)"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (WIDE.replace(b"9,9,3,1,2", b"9,9,7,1,2"), "line 2, field RUS: '7'"),
        (WIDE.replace(b"1946-01-01", b"1946"), "field date"),
        (WIDE.replace(b"9,9,3,1,2", b"9,9,3"), "cells under"),
        (POINTS.replace(b'"1",2,1,', b'"1",2,0,'), "is no session"),
        (POINTS.replace(b'"2",345,46,', b'"2",2,1,'), "repeats '2 1'"),
        (POINTS.replace(b"1.67635", b"high"), "field IdealPointAll"),
    ],
)
def test_a_bad_value_is_named(body: bytes, said: str) -> None:
    with pytest.raises(BadContent) as caught:
        list(voeten.read(given_file(body)))
    assert said in caught.value.message


def test_another_form_is_a_changed_schema() -> None:
    bodies = (
        WIDE.replace(b"AFG", b"XQX"),
        WIDE.replace(b"date", b"day"),
        POINTS.replace(b"NVotesAll", b"N"),
        b"",
        b"a\n",
    )
    for body in bodies:
        with pytest.raises(SchemaChanged):
            list(voeten.read(given_file(body)))


def test_nothing_is_fetched_and_files_are_given() -> None:
    assert voeten.asks(Wish()) == ()


@settings(max_examples=25, deadline=None)
@given(st.one_of(mutations(WIDE), mutations(POINTS)))
def test_broken_bytes_give_rows_or_a_named_error(body: bytes) -> None:
    rows_or_named_error(voeten.read, "v", "csv", body)


@pytest.mark.data
def test_the_raw_samples_are_read_whole() -> None:
    found = list(voeten.read(sample("raw-samples/voeten_unga_wide_2024.csv", "csv")))
    # 135,642 yes, 31,972 abstentions, 26,641 no and 17,471 absences stand in the file; nine are of the other China.
    assert len(found) == 135_642 + 31_972 + 26_641 + 17_471 - 9
    points = list(voeten.read(sample("raw-samples/IdealpointestimatesAll_Jun2024.csv", "csv")))
    assert len(points) == 5 * 2000

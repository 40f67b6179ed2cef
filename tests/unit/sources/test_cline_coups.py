"""Cline: coups, attempts and conspiracies, of which each record is exactly one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from comity.kernel.errors import BadContent
from comity.records.event import Happening
from comity.sources import cline_coups
from comity.sources.contract import File, SchemaChanged, Wish
from tests.unit.sources.mutated import mutations, rows_or_named_error

BODY = b"""coup_id,cowcode,country,year,month,day,event_type,unrealized,realized,conspiracy,attempt,military
62504112019,625,Sudan,2019,4,11,coup,0,1,0,0,1
62509212021,625,Sudan,2021,9,21,attempted,1,0,0,1,1
45111141989,451,Sierra Leone,1989,11,14,conspiracy,1,0,1,0,1
"""


def coups(body: bytes) -> list[Happening]:
    found = cline_coups.read(File(name="cline.csv", body=body, media="csv"))
    return [row for row in found if isinstance(row, Happening)]


def test_each_record_is_a_coup_an_attempt_or_a_conspiracy() -> None:
    assert [(row.state, row.what) for row in coups(BODY)] == [
        ("SDN", "coup_realised"),
        ("SDN", "coup_attempted"),
        ("SLE", "coup_conspiracy"),
    ]
    assert coups(BODY)[0].on == date(2019, 4, 11)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"coup,0,1,0,0", b"coup,0,0,0,0", "does not tell which"),
        (b"coup,0,1,0,0", b"coup,0,1,1,0", "does not tell which"),
        (b"62509212021", b"62504112019", "repeats '62504112019' of cline.csv line 2"),
        (b",451,", b",4510,", "(Sierra Leone) 4510"),
        (b"2019,4,11", b"2019,4,NA", "field day"),
        (b",1,1\n451", b",1\n451", "cells under"),
    ],
)
def test_a_bad_value_is_named(old: bytes, new: bytes, said: str) -> None:
    with pytest.raises(BadContent) as caught:
        coups(BODY.replace(old, new, 1))
    assert said in caught.value.message


def test_a_missing_column_is_named() -> None:
    with pytest.raises(SchemaChanged, match="lacks conspiracy"):
        coups(BODY.replace(b"conspiracy,attempt", b"plot,attempt"))


def test_nothing_is_fetched_and_files_are_given() -> None:
    assert cline_coups.asks(Wish()) == ()


@settings(max_examples=20, deadline=None)
@given(mutations(BODY))
def test_broken_bytes_give_rows_or_a_named_error(body: bytes) -> None:
    rows_or_named_error(cline_coups.read, "c", "csv", body)

"""Powell and Thyne: coups with their day and outcome, tabs between the columns, older and newer columns."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from comity.kernel.errors import BadContent
from comity.records.event import Happening
from comity.sources import powell_thyne
from comity.sources.contract import File, SchemaChanged, Wish
from tests.unit.sources.mutated import mutations, rows_or_named_error

LINES = (
    "country\tccode\tccode_gw\tccode_polity\tyear\tmonth\tday\tcoup\tversion",
    '"Sudan"\t625\t625\t625\t2019\t4\t11\t2\t2021',
    "Sudan\t625\t625\t625\t2021\t9\t21\t1\t2021",
    "Sudan\t625\t625\t625\t2021\t9\t21\t2\t2021",
    "Côte d'Ivoire\t437\t437\t437\t1999\t12\t24\t2\t2021",
)
BODY = ("\n".join(LINES) + "\n").encode()


def coups(body: bytes) -> list[Happening]:
    found = powell_thyne.read(File(name="coups.txt", body=body, media="tsv"))
    return [row for row in found if isinstance(row, Happening)]


def test_two_is_a_coup_and_one_an_attempt() -> None:
    first, second, *_ = coups(BODY)
    assert (first.state, first.on, first.what, first.words) == ("SDN", date(2019, 4, 11), "coup_realised", "Sudan")
    assert second.what == "coup_attempted"


def test_two_of_one_day_have_ids_of_their_own() -> None:
    assert [row.id for row in coups(BODY)][1:3] == ["625-2021-09-21", "625-2021-09-21-2"]


def test_the_older_file_in_latin_1_is_read_as_well() -> None:
    older = b"country\tccode\tyear\tmonth\tday\tcoup\tversion\nC\xf4te d'Ivoire\t437\t1999\t12\t24\t2\t2015\n"
    (row,) = coups(older)
    assert (row.state, row.words) == ("CIV", "Côte d'Ivoire")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"2019\t4\t11\t2", b"2019\t4\t11\t3", "line 2, field coup: '3' is none of 1, 2"),
        (b"2019\t4\t11", b"2019\t4\t31", "field day"),
        (b'"Sudan"\t625', b'"Sudan"\t9999', "(Sudan) 9999 is no Correlates of War state number"),
        (b"2021\t9\t21\t2", b"2021\t9\t21\t1", "repeats 'Sudan 2021-09-21 coup_attempted'"),
    ],
)
def test_a_bad_value_is_named(old: bytes, new: bytes, said: str) -> None:
    with pytest.raises(BadContent) as caught:
        coups(BODY.replace(old, new, 1))
    assert said in caught.value.message


def test_a_missing_column_and_a_web_page_are_a_changed_schema() -> None:
    with pytest.raises(SchemaChanged, match="lacks coup"):
        coups(BODY.replace(b"\tcoup\t", b"\tevent\t"))
    with pytest.raises(SchemaChanged, match="a page, no table"):
        coups(b"<!DOCTYPE html><html></html>")


def test_the_one_file_is_asked_for() -> None:
    (ask,) = powell_thyne.asks(Wish())
    assert ask.media == "tsv"


@settings(max_examples=20, deadline=None)
@given(mutations(BODY))
def test_broken_bytes_give_rows_or_a_named_error(body: bytes) -> None:
    rows_or_named_error(powell_thyne.read, "p", "tsv", body)

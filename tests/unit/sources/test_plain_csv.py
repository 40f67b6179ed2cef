"""A user's own CSV: mapped columns, every bad row named, whole or not at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from comity.kernel.errors import BadContent, Misused
from comity.records.event import Event, Reading
from comity.sources import plain_csv
from comity.sources.contract import File, Media, SchemaChanged
from tests.unit.sources.mutated import mutations, rows_or_named_error

OWN = b"""Ref,Day,Where,What,Dead
a1,02/01/2024,Sudan,killing,12
a2,03/01/2024,Chad,riot,
"""
MAPPED = (
    ("id", "Ref"), ("began", "Day"), ("state", "Where"), ("kind", "What"), ("deaths", "Dead"),
    ("dates", "=%d/%m/%Y"), ("kind:killing", "=one_sided"),
)  # fmt: skip


def file(body: bytes, columns: tuple[tuple[str, str], ...] = MAPPED, media: Media = "csv") -> File:
    return File(name="own.csv", body=body, media=media, dataset="ministry", columns=columns)


def rows(body: bytes, columns: tuple[tuple[str, str], ...] = MAPPED) -> list[Event | Reading]:
    return list(plain_csv.read(file(body, columns)))


def test_columns_are_found_by_the_mapping() -> None:
    assert rows(OWN)[0] == Event(
        source="ministry", id="a1", state="SDN", began=date(2024, 1, 2), ended=date(2024, 1, 2), kind="one_sided",
        deaths=12,
    )  # fmt: skip


def test_columns_with_our_names_need_no_mapping() -> None:
    body = b"id,state,began,ended,kind\n1,SDN,2024-01-02,2024-01-05,riot\n"
    (row,) = rows(body, ())
    assert row.ended == date(2024, 1, 5)


def test_a_value_may_hold_for_all_rows() -> None:
    (row,) = rows(b"began\n2024-01-02\n", (("state", "=SDN"), ("kind", "=protest")))
    assert isinstance(row, Event)
    assert (row.state, row.kind) == ("SDN", "protest")


def test_values_of_states_are_read_by_year_and_month() -> None:
    columns = (("gives", "=Reading"), ("variable", "=hate_speech"), ("dates", "=year"))
    (row,) = rows(b"state,began,value\nSDN,2024,3.5\n", columns)
    assert row == Reading(
        source="ministry", state="SDN", variable="hate_speech", began=date(2024, 1, 1), ended=date(2024, 12, 31),
        value=3.5,
    )  # fmt: skip
    columns = (*columns[:2], ("dates", "=month"))
    assert rows(b"state,began,value\nSDN,2024-02,3.5\n", columns)[0].ended == date(2024, 2, 29)


def test_every_bad_row_is_named_and_none_is_imported() -> None:
    body = OWN + b"a3,40/01/2024,Sudan,killing,1\na4,04/01/2024,Atlantis,riot,1\na5,04/01/2024,Chad,riot,-1\n"
    with pytest.raises(BadContent) as caught:
        rows(body)
    said = caught.value.message
    assert said.startswith("3 bad rows, nothing was imported")
    assert all(
        f"own.csv line {line}, field {field}" in said for line, field in ((4, "began"), (5, "state"), (6, "deaths"))
    )


def test_many_bad_rows_are_counted_not_all_told() -> None:
    body = b"Ref,Day,Where,What,Dead\n" + b"".join(b"%d,never,Sudan,riot,1\n" % number for number in range(30))
    with pytest.raises(BadContent, match=r"30 bad rows.*; and 20 more"):
        rows(body)


def test_an_id_that_stands_twice_is_a_bad_row() -> None:
    with pytest.raises(BadContent, match="line 3 repeats 'a1'"):
        rows(OWN.replace(b"a2", b"a1"))


def test_a_row_without_an_id_keeps_the_same_one() -> None:
    body = b"state,began,kind\nSDN,2024-01-02,riot\n"
    first, again = rows(body, ())[0], rows(body + b"TCD,2024-01-02,riot\n", ())[0]
    assert isinstance(first, Event)
    assert isinstance(again, Event)
    assert first.id == again.id


def test_an_unknown_word_for_the_kind_is_a_bad_row() -> None:
    with pytest.raises(BadContent, match="no kind:killing is given"):
        rows(OWN, MAPPED[:-1])


def test_a_column_that_is_not_there_is_a_changed_schema() -> None:
    with pytest.raises(SchemaChanged, match="lacks Dead"):
        rows(OWN.replace(b"Dead", b"Killed"))


def test_a_needed_field_without_a_column_says_how_to_name_one() -> None:
    with pytest.raises(SchemaChanged, match="no column is named for kind") as caught:
        rows(b"state,began\nSDN,2024-01-02\n", ())
    assert "--map kind=COLUMN" in caught.value.hint


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (("gives", "=CastVote"), "gives is 'CastVote'"),
        (("casualties", "Dead"), "no field 'casualties'"),
        (("kind:x", "=massacre"), "stands for 'massacre'"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_misused(pair: tuple[str, str], said: str) -> None:
    with pytest.raises(Misused, match=said):
        rows(OWN, (pair,))


def test_tabs_part_the_cells_of_a_tsv() -> None:
    body = b"state\tbegan\tkind\nSDN\t2024-01-02\triot\n"
    assert len(list(plain_csv.read(file(body, (), "tsv")))) == 1


@settings(max_examples=25, deadline=None)
@given(body=mutations(OWN))
def test_bytes_with_faults_give_rows_or_a_named_error(body: bytes) -> None:
    rows_or_named_error(lambda one: plain_csv.read(file(one.body)), "own.csv", "csv", body)


def test_an_id_is_not_left_empty_and_no_column_of_a_field_stands_twice() -> None:
    with pytest.raises(BadContent, match="field id: '' may not be empty"):
        rows(b"id,state,began,kind\n,SDN,2024-01-02,riot\n", ())
    with pytest.raises(SchemaChanged, match="the column kind twice"):
        rows(b"id,state,began,kind,kind\n1,SDN,2024-01-02,riot,riot\n", ())


def test_a_count_beyond_all_people_is_a_slip() -> None:
    with pytest.raises(BadContent, match="more than there are people"):
        rows(b"id,state,began,kind,deaths\n1,SDN,2024-01-02,riot,999999999999\n", ())


def test_a_letter_of_another_script_is_no_state() -> None:
    # Latin A, U and a Cyrillic letter that looks like T: Austria to the eye, Australia by its first two letters.
    with pytest.raises(BadContent, match="is no state we know"):
        rows("id,state,began,kind\n1,AU\u0422,2024-01-02,riot\n".encode(), ())

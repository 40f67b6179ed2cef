"""Security Council votes: bulk and wide tables, JSON excerpts, and a workbook that swaps day and month."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import BadContent
from comity.records.event import CastVote
from comity.sources import un_votes_sc
from comity.sources.contract import File, Media, SchemaChanged, Wish
from tests.unit.sources.mutated import mutations, rows_or_named_error
from tests.unit.sources.samples import sample

BULK = b"""undl_id,ms_code,ms_name,permanent_member,ms_vote,date,resolution,draft,meeting,description,agenda,subjects,\
vote_note,total_yes,total_no,total_abstentions,total_non_voting,total_ms,modality,undl_link
7,FRA,FRANCE,True,Y,1994-05-17,S/RES/918(1994),,S/PV.3377,Rwanda,,,,1,0,1,0,2,Vote,l
7,RWA,RWANDA,False,A,1994-05-17,S/RES/918(1994),,S/PV.3377,Rwanda,,,,1,0,1,0,2,Vote,l
"""
DECISION = {
    "id": "S/RES/2797(2025)", "date": "2025-10-31", "body": "SC", "title": "Western Sahara", "session": "2025",
    "votes": {"ALGERIA": "not-voting", "CHINA": "abstain", "FRANCE": "yes"}, "summary": {"yes": 11},
}  # fmt: skip
JSON = json.dumps([DECISION]).encode()
COLUMNS = (
    "Year", "Date,", "Resolution", "Meeting", "Draft", "Agenda item", "Category", "Region", "Submitted by",
    "Outcome results", "Vote", "Member State", "ID", "Membership_Status", "Topic",
)  # fmt: skip


def workbook(*rows: dict[str, Any], columns: tuple[str, ...] = COLUMNS) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(columns))
    for row in rows:
        sheet.append([row.get(name) for name in columns])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def day(year: int, month: int, on: int) -> datetime:
    return datetime(year, month, on)  # noqa: DTZ001 - a workbook's days have no zone.


def cells(**more: Any) -> dict[str, Any]:
    held = {
        "Date,": day(1994, 6, 1), "Resolution": "893 (1994)", "Meeting": 3326, "Draft": "S/1994/11",
        "Agenda item": "Rwanda", "Vote": "Yes", "Member State": "Brazil", "ID": 1,
    }  # fmt: skip
    return {**held, **more}


def given_file(body: bytes, media: Media = "csv") -> File:
    return File(name="sc", body=body, media=media)


def votes(body: bytes, media: Media = "csv") -> list[CastVote]:
    return [row for row in un_votes_sc.read(given_file(body, media)) if isinstance(row, CastVote)]


def test_the_bulk_table_gives_votes_with_their_description() -> None:
    first, second = votes(BULK)
    assert (first.body, first.decision, first.state, first.vote, first.title) == (
        "unsc", "S/RES/918(1994)", "FRA", "yes", "Rwanda",
    )  # fmt: skip
    assert (second.state, second.vote, second.on) == ("RWA", "abstain", date(1994, 5, 17))


def test_the_assemblys_file_is_refused() -> None:
    with pytest.raises(BadContent, match="the other body's file"):
        votes(BULK.replace(b"S/RES/918(1994)", b"A/RES/48/1"))


def test_json_excerpts_give_the_same_kind_of_votes() -> None:
    assert [(row.state, row.vote) for row in votes(JSON, "json")] == [
        ("DZA", "absent"),
        ("CHN", "abstain"),
        ("FRA", "yes"),
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"votes": {"FRANCE": "perhaps"}}, "'perhaps' for FRANCE"),
        ({"votes": {"ATLANTIS": "yes"}}, "is no member we know"),
        ({"votes": {}}, "lists no votes"),
        ({"date": "31.10.2025"}, "field date"),
    ],
)
def test_a_bad_value_in_json_is_named(change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadContent) as caught:
        votes(json.dumps([{**DECISION, **change}]).encode(), "json")
    assert said in caught.value.message


def test_the_workbooks_swapped_days_are_put_right() -> None:
    swapped, plain = votes(workbook(cells(), cells(**{"Date,": day(1994, 1, 28), "ID": 2})), "xlsx")
    assert (swapped.on, swapped.decision) == (date(1994, 1, 6), "S/RES/893(1994)")
    assert plain.on == date(1994, 1, 28)


def test_a_text_not_adopted_goes_by_its_draft_and_its_day_as_it_stands() -> None:
    (row,) = votes(workbook(cells(Resolution=None, Vote="No")), "xlsx")
    assert (row.decision, row.vote, row.on) == ("S/1994/11", "no", date(1994, 6, 1))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"Vote": "Maybe"}, "row 2, field Vote: 'Maybe'"),
        ({"Member State": "Atlantis"}, "row 2, field Member State"),
        ({"Date,": "soon"}, "is no day"),
    ],
)
def test_a_bad_value_in_the_workbook_is_named(more: dict[str, Any], said: str) -> None:
    with pytest.raises(BadContent) as caught:
        votes(workbook(cells(**more)), "xlsx")
    assert said in caught.value.message


def test_a_workbook_of_another_form_or_no_workbook_is_named() -> None:
    with pytest.raises(SchemaChanged, match="lacks Vote"):
        votes(workbook(cells(), columns=tuple(name for name in COLUMNS if name != "Vote")), "xlsx")
    whole = workbook(cells())
    for body in (b"", b"<html>", whole[: len(whole) // 2]):
        with pytest.raises(BadContent, match="is no whole workbook"):
            votes(body, "xlsx")


def test_the_release_is_asked_for_by_its_day() -> None:
    (ask,) = un_votes_sc.asks(Wish(version="2025_11_25"))
    assert ask.url == "https://digitallibrary.un.org/record/4055387/files/2025_11_25_sc_voting.csv"


@settings(max_examples=20, deadline=None)
@given(
    st.sampled_from((("csv", BULK), ("json", JSON))).flatmap(
        lambda form: st.tuples(st.just(form[0]), mutations(form[1]))
    )
)
def test_broken_bytes_give_rows_or_a_named_error(form: tuple[Media, bytes]) -> None:
    rows_or_named_error(un_votes_sc.read, "s", *form)


@pytest.mark.data
def test_the_workbook_sample_runs_in_time_with_its_meetings() -> None:
    file = sample("raw-samples/unsc_votes_1994_2025.xlsx", "xlsx")
    found = [row for row in un_votes_sc.read(file) if isinstance(row, CastVote)]
    assert len(found) == 2000
    meetings = {
        str(row[12]): row[3]
        for row in openpyxl.load_workbook(io.BytesIO(file.body), read_only=True).worksheets[0].values
    }
    by_meeting = sorted({(meetings[row.record], row.on) for row in found})
    days = [on for _, on in by_meeting]
    assert days == sorted(days)


@pytest.mark.data
def test_the_wide_and_json_samples_are_read() -> None:
    wide = list(un_votes_sc.read(sample("raw-samples/undl_votes_wide_2021.csv", "csv")))
    assert len(wide) == 7964
    assert len(votes(sample("raw-samples/undl_sc_archive_excerpt.json", "json").body, "json")) == 30

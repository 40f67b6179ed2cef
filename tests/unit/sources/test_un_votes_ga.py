"""General Assembly votes: the Library's bulk table and the wide table of 2021, with the slips of both."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import BadContent, Misused
from comity.records.event import CastVote
from comity.sources import un_votes_ga
from comity.sources.contract import File, SchemaChanged, Wish
from comity.sources.forms.roll_calls import seat, session_of
from tests.unit.sources.mutated import mutations, rows_or_named_error
from tests.unit.sources.samples import sample

HEADER = (
    "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,agenda_title,"
    "subjects,vote_note,total_yes,total_no,total_abstentions,total_non_voting,total_ms,undl_link"
)


def line(code: str, vote: str, *, day: str = "2023-10-27", name: str = "X", record: str = "1") -> str:
    return f'{record},{code},{name},{vote},{day},ES-10,A/RES/ES-10/21,,,,"Title : resolution",,,,1.0,1.0,1.0,1.0,4.0,l'


BULK = "\n".join((HEADER, line("AFG", "Y"), line("ISR", "N"), line("TUN", "A"), line("BEN", "X"), "")).encode()
WIDE = (
    "\ufeffCouncil,Date,Title,Resolution,TOTAL VOTES,NO-VOTE COUNT,ABSENT COUNT,NO COUNT,YES COUNT,Link,token,"
    "SENEGAL,TURKEY,CHINA,Aa UNITED STATES, UNITED STATES,DONOTKNOW\n"
    "General Assembly,1960-12-06,T,A/RES/1514(XV),3,0,0,0,3,https://x,10,Y,N,A,X,,\n"
    "General Assembly,2021-12-06,T,A/RES/76/27,3,0,0,0,3,https://x,11,Y,,Y,,N,Y\n"
    "Security Council,2021-12-06,T,S/RES/2323(2016),3,0,0,0,3,https://x,12,Y,,Y,,,\n"
    "General Assembly,2011,T,A/RES/66/230,3,0,0,0,3,https://x,13,Y,,Y,,,\n"
).encode()


def given_file(body: bytes) -> File:
    return File(name="ga.csv", body=body, media="csv")


def votes(body: bytes) -> list[CastVote]:
    return [row for row in un_votes_ga.read(given_file(body)) if isinstance(row, CastVote)]


def test_letters_become_votes_and_x_is_absent() -> None:
    assert [(row.state, row.vote) for row in votes(BULK)] == [
        ("AFG", "yes"),
        ("ISR", "no"),
        ("TUN", "abstain"),
        ("BEN", "absent"),
    ]
    first = votes(BULK)[0]
    assert (first.body, first.decision, first.session, first.on) == (
        "unga", "A/RES/ES-10/21", "ES-10", date(2023, 10, 27),
    )  # fmt: skip


def test_seats_run_through_time() -> None:
    assert seat("CHINA", date(1960, 1, 1)) == "TWN"
    assert seat("CHINA", date(1980, 1, 1)) == "CHN"
    assert seat("UNION OF SOVIET SOCIALIST REPUBLICS", date(1960, 1, 1)) == "RUS"
    assert seat("YUGOSLAVIA", date(1991, 1, 1)) == "YUG"
    assert seat("YUGOSLAVIA", date(2002, 1, 1)) == "SRB"
    assert seat("SERBIAMONTENEGRO", date(2004, 1, 1)) == "SRB"


def test_the_session_stands_in_the_symbol() -> None:
    found = [session_of(symbol) for symbol in ("A/RES/76/27", "A/RES/2200(XXI)[C]", "A/RES/ES-10/21", "S/RES/1(1946)")]
    assert found == ["76", "21", "ES-10", ""]


def test_the_wide_table_is_read_by_member() -> None:
    found = votes(WIDE)
    assert [(row.decision, row.state, row.vote) for row in found] == [
        ("A/RES/1514(XV)", "SEN", "yes"),
        ("A/RES/1514(XV)", "TUR", "no"),
        ("A/RES/1514(XV)", "TWN", "abstain"),
        ("A/RES/1514(XV)", "USA", "absent"),
        ("A/RES/76/27", "SEN", "yes"),
        ("A/RES/76/27", "CHN", "yes"),
        ("A/RES/76/27", "USA", "no"),
    ]
    assert found[0].session == "15"


def test_what_the_wide_table_lost_is_told() -> None:
    told = [(one.words, one.why) for one in un_votes_ga.aside(given_file(WIDE))]
    assert told == [
        ("A/RES/76/27: Y", "a vote whose member is lost"),
        ("S/RES/2323(2016)", "a decision of another body"),
        ("A/RES/66/230 2011", "a decision without its day"),
    ]


def test_two_columns_of_one_seat_are_told() -> None:
    body = WIDE.replace(b"10,Y,N,A,X,,", b"10,Y,N,A,X,Y,")
    told = [one.words for one in un_votes_ga.aside(given_file(body)) if "second column" in one.why]
    assert told == ["A/RES/1514(XV): UNITED STATES Y, USA absent"]


def test_totals_that_differ_from_the_votes_are_told() -> None:
    assert list(un_votes_ga.aside(given_file(BULK))) == []
    body = BULK.replace(line("BEN", "X").encode(), line("BEN", "Y").encode())
    (told,) = un_votes_ga.aside(given_file(body))
    assert told.words == "A/RES/ES-10/21: 1-1-1 said, 2-1-1 listed"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (line("ISR", "N"), line("ISR", "Q"), "line 3, field ms_vote: 'Q'"),
        (line("ISR", "N"), line("QQQ", "N", name="ATLANTIS"), "(ATLANTIS) is no member we know"),
        (line("ISR", "N"), line("AFG", "N"), "line 3 repeats '1 AFG' of ga.csv line 2"),
        (line("ISR", "N"), line("ISR", "N", day="27/10/2023"), "field date"),
        (line("ISR", "N"), line("ISR", "N").replace("A/RES", "S/RES"), "the other body's file"),
        (line("ISR", "N"), line("ISR", "N")[:20], "cells under"),
    ],
)
def test_a_bad_value_is_named(old: str, new: str, said: str) -> None:
    with pytest.raises(BadContent) as caught:
        votes(BULK.replace(old.encode(), new.encode()))
    assert said in caught.value.message


def test_a_code_we_do_not_know_falls_back_on_the_name() -> None:
    body = BULK.replace(line("ISR", "N").encode(), line("QQQ", "N", name="ZAIRE").encode())
    assert votes(body)[1].state == "COD"


def test_another_table_is_a_changed_schema() -> None:
    for body in (BULK.replace(b"ms_vote", b"vote"), WIDE.replace(b"TURKEY", b"ATLANTIS"), b"a,b\n", b"", b"<html>"):
        with pytest.raises(SchemaChanged):
            votes(body)


def test_the_release_is_asked_for_by_its_day() -> None:
    (ask,) = un_votes_ga.asks(Wish())
    assert ask.url == "https://digitallibrary.un.org/record/4060887/files/2026_02_06_ga_voting.csv"
    with pytest.raises(Misused):
        un_votes_ga.asks(Wish(version="../../x"))


@settings(max_examples=25, deadline=None)
@given(st.one_of(mutations(BULK), mutations(WIDE)))
def test_broken_bytes_give_rows_or_a_named_error(body: bytes) -> None:
    rows_or_named_error(un_votes_ga.read, "g", "csv", body)


@pytest.mark.slow
@pytest.mark.data
def test_the_wide_sample_gives_the_librarys_own_totals() -> None:
    found = list(un_votes_ga.read(sample("raw-samples/undl_votes_wide_2021.csv", "csv")))
    assert len(found) == 241_847
    counts: dict[str, Counter[str]] = {}
    for row in found:
        assert isinstance(row, CastVote)
        counts.setdefault(row.decision, Counter())[row.vote] += 1
    # The General Assembly's recorded vote on the resolution "Reducing nuclear danger" of 2021.
    assert (counts["A/RES/76/27"]["yes"], counts["A/RES/76/27"]["no"], counts["A/RES/76/27"]["abstain"]) == (
        125,
        50,
        14,
    )
    assert len(counts) == 1468


@pytest.mark.data
def test_the_bulk_sample_is_read() -> None:
    found = votes(sample("raw-samples/undl_ga_voting_bulk_2026_header.csv", "csv").body)
    assert [(row.state, row.vote) for row in found] == [("AFG", "yes"), ("BEN", "absent")]

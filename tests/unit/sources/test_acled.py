"""ACLED: old and new columns, JSON and CSV, its refusals and its silence about embargoed days."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import BadContent, Misused, NotOnShelf
from comity.records.event import Event, Row
from comity.sources import acled
from comity.sources.contract import File, Media, SchemaChanged, Wish
from tests.unit.sources.mutated import mutations, rows_or_named_error
from tests.unit.sources.samples import sample

OLD = b"""data_id,iso,event_id_cnty,event_date,time_precision,event_type,inter1,inter2,country,source,fatalities,iso3
,,#event+code,#date+occurred,,#event+type,,,#country+name,#meta+source,#affected+killed,#country+code
1,729,SDN1,2020-11-03,1,Battles,1,2,Sudan,AFP; AP,4,SDN
2,729,SDN2,2020-11-04,2,Battles,2,3,Sudan,AFP,0,SDN
3,729,SDN3,2020-11-05,3,Violence against civilians,3,7,Sudan,AFP,11,SDN
"""
NEW = b"""event_id_cnty,event_date,time_precision,disorder_type,event_type,actor1,inter1,inter2,country,latitude,\
longitude,geo_precision,source,notes,fatalities,tags,timestamp
SDN9,05 July 2023,1.0,Demonstrations,Protests,Protesters (Sudan),6.0,,Sudan,15.5,32.5,1.0,AFP,"a, b",0.0,,1657041386
"""
ROW = {
    "event_id_cnty": "SDN7", "event_date": "2026-05-03", "event_type": "Explosions/Remote violence",
    "inter1": "State forces", "inter2": "Civilians", "country": "Sudan", "fatalities": "21", "latitude": "13.6",
    "longitude": "25.3", "time_precision": "1", "geo_precision": "2", "actor1": "Rapid Support Forces",
}  # fmt: skip


def page(*rows: dict[str, str], **more: object) -> bytes:
    held = {"status": 200, "success": True, "count": len(rows), "data": list(rows), **more}
    return json.dumps(held).encode()


def events(body: bytes, media: Media = "csv") -> list[Row]:
    return list(acled.read(File(name="a", body=body, media=media)))


def test_the_row_of_hxl_tags_is_no_event() -> None:
    assert [row.id for row in events(OLD) if isinstance(row, Event)] == ["SDN1", "SDN2", "SDN3"]


def test_a_battle_with_state_forces_is_state_based_and_one_without_is_not() -> None:
    assert [row.kind for row in events(OLD) if isinstance(row, Event)] == ["state_based", "non_state", "one_sided"]


def test_the_new_columns_and_spelled_out_days_are_read() -> None:
    (row,) = events(NEW)
    assert isinstance(row, Event)
    assert (row.began, row.kind, row.state, row.deaths) == (date(2023, 7, 5), "protest", "SDN", 0)
    assert (row.lat, row.precision, row.side_a) == (15.5, "time 1, place 1", "Protesters (Sudan)")


def test_a_json_page_gives_the_same_event_as_its_csv() -> None:
    csv = ",".join(ROW) + "\n" + ",".join(ROW.values()) + "\n"
    assert events(page(ROW), "json") == events(csv.encode())


def test_deaths_are_not_passed_off_as_deaths_of_civilians() -> None:
    assert all(row.civilians is None for row in events(OLD) if isinstance(row, Event))


def test_a_missing_column_is_named_with_those_found() -> None:
    with pytest.raises(SchemaChanged, match="lacks fatalities") as caught:
        events(OLD.replace(b"fatalities", b"killed"))
    assert "killed" in caught.value.message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b",4,SDN", b",four,SDN", "line 3, field fatalities: 'four'"),
        (b",4,SDN", b",-4,SDN", "below zero"),
        (b"2020-11-03", b"2020-13-03", "line 3, field event_date"),
        (b"2020-11-03", b"11/03/2020", "is no day"),
        (b"2,Sudan,AFP; AP", b"2,Atlantis,AFP; AP", "Atlantis"),
        (b"Violence against civilians", b"Kindness", "'Kindness' is none of"),
        (b"SDN2", b"SDN1", "repeats 'SDN1' of a line 3"),
        (b",11,SDN", b",11", "cells under"),
    ],
)
def test_a_bad_value_is_named_with_line_and_field(old: bytes, new: bytes, said: str) -> None:
    with pytest.raises(BadContent) as caught:
        events(OLD.replace(old, new))
    assert said in caught.value.message


def test_a_refusal_is_an_error_with_acleds_words() -> None:
    with pytest.raises(BadContent, match="access denied"):
        events(b'{"status": 403, "success": false, "message": "access denied"}', "json")


def test_a_page_of_another_length_than_it_says_is_refused() -> None:
    with pytest.raises(BadContent, match="says 2 events and holds 1"):
        events(page(ROW, count=2), "json")


def test_an_empty_answer_is_an_error_that_names_the_embargo() -> None:
    body = page(data_query_restrictions={"date_recency": {"date": "2025-08-29"}})
    file = File(name="acled-all-0001.json", body=body, media="json")
    with pytest.raises(BadContent, match="nothing after 2025-08-29"):
        acled.check((file,))
    assert [one.words for one in acled.aside(file)] == ["events after 2025-08-29"]


def test_a_full_page_is_followed_by_the_next_and_a_short_one_by_none() -> None:
    (first,) = acled.asks(Wish(since=date(2026, 1, 1), until=date(2026, 2, 1), states=("SDN",)))
    assert dict(first.params)["event_date"] == "2026-01-01|2026-02-01"
    assert dict(first.params)["iso"] == "729"
    assert (first.key_as, acled.SOURCE.key, acled.SOURCE.shareable) == ("Authorization", "ACLED_TOKEN", False)
    full = page(*({**ROW, "event_id_cnty": f"SDN{n}"} for n in range(acled.PAGE)))
    second = acled.follow(first, full)
    assert second is not None
    assert (dict(second.params)["page"], second.file) == ("2", "acled-SDN-0002.json")
    assert acled.follow(second, page(ROW)) is None


def test_each_state_is_asked_for_apart_by_number() -> None:
    found = acled.asks(Wish(states=("SDN", "AFG", "XKX")))
    assert [ask.file for ask in found] == ["acled-SDN-0001.json", "acled-AFG-0001.json", "acled-XKX-0001.json"]
    assert [dict(ask.params).get("iso") for ask in found] == ["729", "4", None]
    assert dict(found[2].params)["country"] == "Kosovo"


def test_a_vintage_covers_the_span_with_both_ends() -> None:
    cover = acled.covers(Wish(since=date(2026, 1, 1), on=date(2026, 3, 1)))
    assert (cover.since, cover.until) == (date(2026, 1, 1), date(2026, 3, 1))
    assert acled.covers(Wish(until=date(2026, 1, 1))).since == date(1997, 1, 1)
    assert acled.covers(Wish(states=("SDN",))) == Wish(states=("SDN",))


def test_an_open_span_or_an_unknown_state_is_refused_before_asking() -> None:
    with pytest.raises(Misused, match="both ends"):
        acled.asks(Wish(since=date(2026, 1, 1)))
    with pytest.raises(NotOnShelf):
        acled.asks(Wish(states=("XQX",)))


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from((("csv", OLD), ("csv", NEW), ("json", page(ROW)))).flatmap(
        lambda form: st.tuples(st.just(form[0]), mutations(form[1]))
    )
)
def test_broken_bytes_give_rows_or_a_named_error(form: tuple[Media, bytes]) -> None:
    rows_or_named_error(acled.read, "a", *form)


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "rows", "state"), [("acled_hdx_uganda.csv", 100, "UGA"), ("acled_new_columns_argentina.csv", 90, "ARG")]
)
def test_the_raw_samples_are_read_whole(name: str, rows: int, state: str) -> None:
    found = [row for row in acled.read(sample(f"raw-samples/{name}", "csv")) if isinstance(row, Event)]
    assert len(found) == rows
    assert {row.state for row in found} == {state}

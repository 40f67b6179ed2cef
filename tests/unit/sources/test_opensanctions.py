"""OpenSanctions: the simple table, and FollowTheMoney entities of which only targets are listed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import BadContent, Misused
from comity.records.event import Listed
from comity.sources import opensanctions
from comity.sources.contract import File, Media, SchemaChanged, Wish
from tests.unit.sources.mutated import mutations, rows_or_named_error
from tests.unit.sources.samples import sample

TABLE = b""""id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","dataset"
"NK-1","Person","ONE","Uno;Eins","1962-05-05","ru;tj;eu","","","Notice, with comma","Some list"
"NK-2","Company","TWO","","","sd","","","","Other list"
"""
PERSON = {
    "id": "NK-3", "caption": "Three", "schema": "Person", "target": True, "datasets": ["eu_fsf"],
    "properties": {"name": ["Three", "Tre"], "alias": ["Drei"], "nationality": ["by"], "birthDate": ["1971"]},
}  # fmt: skip
ADDRESS = {"id": "addr-1", "schema": "Address", "properties": {"country": ["by"], "full": ["Street"]}}
DONOR = {"id": "x", "schema": "Organization", "properties": {"name": ["Donor"]}}


def lines(*entities: dict[str, Any]) -> bytes:
    return b"\n".join(json.dumps(one).encode() for one in entities) + b"\n"


def given_file(body: bytes, media: Media = "csv") -> File:
    return File(name="os", body=body, media=media)


def rows(body: bytes, media: Media = "csv") -> list[Listed]:
    return [row for row in opensanctions.read(given_file(body, media)) if isinstance(row, Listed)]


def test_the_simple_table_is_read() -> None:
    first, second = rows(TABLE)
    assert (first.id, first.name, first.kind, first.aliases) == ("NK-1", "ONE", "person", ("Uno", "Eins"))
    assert (first.states, first.born, first.programmes) == (("RUS", "TJK"), ("1962-05-05",), ("Some list",))
    assert (second.kind, second.states) == ("organisation", ("SDN",))
    assert [one.words for one in opensanctions.aside(given_file(TABLE))] == ["eu"]


def test_no_day_of_listing_is_made_up() -> None:
    assert all(row.listed_on is None for row in rows(TABLE))


def test_only_targets_among_entities_are_listed() -> None:
    body = lines(PERSON, ADDRESS, DONOR)
    (row,) = rows(body, "jsonl")
    assert (row.name, row.aliases, row.states, row.programmes) == ("Three", ("Tre", "Drei"), ("BLR",), ("eu_fsf",))
    told = [one.why for one in opensanctions.aside(given_file(body, "jsonl"))]
    assert told == ["an entity that is no target"] * 2


def test_a_topic_of_sanctions_makes_a_target() -> None:
    listed = {**DONOR, "properties": {"name": ["Donor"], "topics": ["sanction"]}}
    assert [row.name for row in rows(lines(listed), "jsonl")] == ["Donor"]


@pytest.mark.parametrize(
    ("body", "media", "said"),
    [
        (TABLE.replace(b'"NK-2"', b'"NK-1"'), "csv", "line 3 repeats 'NK-1'"),
        (TABLE.replace(b'"TWO"', b'""'), "csv", "line 3, field name"),
        (lines(PERSON, PERSON), "jsonl", "line 2 repeats 'NK-3'"),
        (lines({**PERSON, "properties": {"name": "Three"}}), "jsonl", "name that is no list of texts"),
        (lines({**PERSON, "properties": []}), "jsonl", "is no object"),
        (lines(PERSON)[:40], "jsonl", "os line 1 is no whole JSON"),
    ],
)
def test_a_bad_value_is_named(body: bytes, media: Media, said: str) -> None:
    with pytest.raises(BadContent) as caught:
        rows(body, media)
    assert said in caught.value.message


def test_a_missing_column_or_key_is_a_changed_schema() -> None:
    with pytest.raises(SchemaChanged, match="lacks countries"):
        rows(TABLE.replace(b"countries", b"lands"))
    with pytest.raises(SchemaChanged, match="line 1 lacks schema"):
        rows(lines({"id": "1", "properties": {}}), "jsonl")


def test_the_newest_table_is_asked_for() -> None:
    (ask,) = opensanctions.asks(Wish())
    assert ask.url == "https://data.opensanctions.org/datasets/latest/sanctions/targets.simple.csv"
    with pytest.raises(Misused):
        opensanctions.asks(Wish(version="../x"))


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from((("csv", TABLE), ("jsonl", lines(PERSON, ADDRESS)))).flatmap(
        lambda form: st.tuples(st.just(form[0]), mutations(form[1]))
    )
)
def test_broken_bytes_give_rows_or_a_named_error(form: tuple[Media, bytes]) -> None:
    rows_or_named_error(opensanctions.read, "o", *form)


@pytest.mark.data
def test_the_raw_samples_are_read_whole() -> None:
    assert len(rows(sample("raw-samples/opensanctions_targets.simple.csv", "csv").body)) == 25
    listed = sample("raw-samples/ftm_opensanctions_t1.entities.ftm.json", "jsonl")
    assert len(list(opensanctions.read(listed))) == 6
    # Donations to parties: nobody in it is on a list.
    donors = sample("raw-samples/ftm_parteispenden.entities.ftm.json", "jsonl")
    assert list(opensanctions.read(donors)) == []
    assert len(list(opensanctions.aside(donors))) == 150

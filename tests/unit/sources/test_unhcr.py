"""UNHCR: displacement by origin and by asylum, dashes for nothing, and people of no state."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from comity.kernel.errors import BadContent, NotOnShelf
from comity.records.event import Reading
from comity.sources import unhcr
from comity.sources.contract import File, SchemaChanged, Wish
from tests.unit.sources.mutated import mutations, rows_or_named_error

ORIGIN = {
    "year": 2023, "coo_id": 180, "coo_name": "Sudan", "coo": "SUD", "coo_iso": "SDN", "coa_id": "-", "coa_name": "-",
    "coa": "-", "coa_iso": "-", "refugees": "1500000", "asylum_seekers": 65000, "returned_refugees": 0,
    "idps": "9053174", "returned_idps": 0, "stateless": 0, "ooc": 0, "oip": "-", "hst": 0,
}  # fmt: skip
ASYLUM = {
    **ORIGIN, "coo_name": "-", "coo": "-", "coo_iso": "-", "coa_name": "Chad", "coa": "CHD", "coa_iso": "TCD",
}  # fmt: skip


def page(*items: dict[str, Any], number: int = 1, pages: int = 1) -> bytes:
    return json.dumps({"page": number, "short-url": "", "maxPages": pages, "total": [], "items": items}).encode()


def given_file(body: bytes, name: str = "coo-001.json") -> File:
    return File(name=name, body=body, media="json")


def readings(body: bytes) -> dict[tuple[str, str], float | None]:
    return {(row.state, row.variable): row.value for row in unhcr.read(given_file(body)) if isinstance(row, Reading)}


def test_origin_and_asylum_are_different_variables() -> None:
    found = readings(page(ORIGIN, ASYLUM))
    assert found["SDN", "coo.refugees"] == 1_500_000
    assert found["SDN", "coo.idps"] == 9_053_174
    assert found["TCD", "coa.refugees"] == 1_500_000
    assert ("TCD", "coa.idps") not in found


def test_a_dash_is_no_number_and_not_nought() -> None:
    assert readings(page(ASYLUM))["TCD", "coa.oip"] is None
    assert readings(page(ASYLUM))["TCD", "coa.ooc"] == 0


def test_people_of_no_state_and_territories_are_told() -> None:
    body = page({**ORIGIN, "coo_iso": "XXA", "coo_name": "Stateless"}, {**ORIGIN, "coo_iso": "HKG"})
    assert readings(body) == {}
    assert [one.why for one in unhcr.aside(given_file(body))] == [
        "people of no state: stateless",
        "a territory that is no state of ours",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"refugees": "many"}, "record 1, field refugees: 'many'"),
        ({"refugees": -5}, "below zero"),
        ({"coo_iso": "XQX"}, "'XQX' is no state we know"),
        ({"coa_iso": "TCD"}, "makes a pair with SDN"),
        ({"year": None}, "is no year"),
        ({"refugees": [1]}, "is no single value"),
    ],
)
def test_a_bad_value_is_named(change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadContent) as caught:
        readings(page({**ORIGIN, **change}))
    assert said in caught.value.message


def test_repeats_missing_keys_and_empty_answers_are_named() -> None:
    with pytest.raises(BadContent, match="record 2 repeats 'coo SDN 2023'"):
        readings(page(ORIGIN, ORIGIN))
    with pytest.raises(SchemaChanged, match="lacks refugees"):
        readings(page({key: value for key, value in ORIGIN.items() if key != "refugees"}))
    with pytest.raises(BadContent, match="has no items"):
        readings(page())
    with pytest.raises(SchemaChanged, match="lacks page, maxPages, items; its keys are error"):
        readings(b'{"error": "busy"}')


def test_both_sides_are_asked_for_and_followed_to_their_last_page() -> None:
    origin, asylum = unhcr.asks(Wish(since=date(2020, 1, 1), until=date(2024, 12, 31)))
    assert (dict(origin.params)["coo_all"], dict(asylum.params)["coa_all"]) == ("true", "true")
    assert (dict(origin.params)["yearFrom"], dict(origin.params)["yearTo"]) == ("2020", "2024")
    second = unhcr.follow(origin, page(ORIGIN, pages=2))
    assert second is not None
    assert (second.file, dict(second.params)["page"]) == ("coo-002.json", "2")
    assert unhcr.follow(second, page(ORIGIN, number=2, pages=2)) is None
    with pytest.raises(BadContent, match="1 of 2 pages"):
        unhcr.check((given_file(page(ORIGIN, pages=2)),))


def test_an_unknown_state_is_refused_before_asking() -> None:
    assert dict(unhcr.asks(Wish(states=("SDN",)))[0].params)["coo"] == "SDN"
    with pytest.raises(NotOnShelf):
        unhcr.asks(Wish(states=("XQX",)))


@settings(max_examples=20, deadline=None)
@given(mutations(page(ORIGIN, ASYLUM)))
def test_broken_bytes_give_rows_or_a_named_error(body: bytes) -> None:
    rows_or_named_error(unhcr.read, "u", "json", body)

"""World Bank: pages of heading and rows, the error in the heading's place, and groups among the countries."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from comity.kernel.errors import BadContent, NotOnShelf
from comity.records.event import Reading
from comity.sources import world_bank
from comity.sources.contract import File, SchemaChanged, Wish
from tests.unit.sources.mutated import mutations, rows_or_named_error


def row(code: str = "SDN", year: str = "2023", value: float | None = 48109006, name: str = "Sudan") -> dict[str, Any]:
    return {
        "indicator": {"id": "SP.POP.TOTL", "value": "Population, total"}, "country": {"id": "SD", "value": name},
        "countryiso3code": code, "date": year, "value": value, "unit": "", "obs_status": "", "decimal": 0,
    }  # fmt: skip


def page(*rows: dict[str, Any], number: int = 1, pages: int = 1) -> bytes:
    heading = {"page": number, "pages": pages, "per_page": 10000, "total": len(rows), "lastupdated": "2026-10-01"}
    return json.dumps([heading, list(rows)]).encode()


def given_file(body: bytes, name: str = "SP.POP.TOTL-001.json") -> File:
    return File(name=name, body=body, media="json")


ERROR = b'[{"message":[{"id":"120","key":"Invalid value","value":"The provided parameter value is not valid"}]}]'


def test_a_row_is_a_reading_of_its_year() -> None:
    (found,) = world_bank.read(given_file(page(row())))
    assert isinstance(found, Reading)
    assert (found.state, found.variable, found.value, found.unit) == ("SDN", "SP.POP.TOTL", 48109006.0, "persons")
    assert (found.began, found.ended) == (date(2023, 1, 1), date(2023, 12, 31))


def test_a_year_without_a_value_is_a_reading_of_none() -> None:
    (found,) = world_bank.read(given_file(page(row(value=None))))
    assert isinstance(found, Reading)
    assert found.value is None


def test_groups_and_territories_are_told_and_not_read() -> None:
    body = page(row("WLD", name="World"), row("", name="Africa"), row("HKG", name="Hong Kong"), row("XKX"))
    assert [found.state for found in world_bank.read(given_file(body)) if isinstance(found, Reading)] == ["XKX"]
    told = [(one.words, one.why) for one in world_bank.aside(given_file(body))]
    assert told == [
        ("World 2023", "an aggregate of states"),
        ("Africa 2023", "an aggregate of states"),
        ("Hong Kong 2023", "a territory that is no state of ours"),
    ]


def test_the_error_form_is_an_error_in_the_banks_words() -> None:
    with pytest.raises(BadContent, match="parameter value is not valid"):
        list(world_bank.read(given_file(ERROR)))


def test_an_answer_without_rows_is_an_error_and_not_an_empty_answer() -> None:
    for body in (page(), b'[{"page":0,"pages":0,"per_page":0,"total":0},null]'):
        with pytest.raises(BadContent, match="has no rows"):
            list(world_bank.read(given_file(body)))


def test_an_unknown_country_is_named() -> None:
    with pytest.raises(BadContent, match="'XQX' is no state we know"):
        list(world_bank.read(given_file(page(row("XQX")))))


@pytest.mark.parametrize("body", [b"[]", b"{}", b"[1]", b"<html>", b'[{"page":1},[]]'])
def test_another_form_is_a_changed_schema(body: bytes) -> None:
    with pytest.raises(SchemaChanged):
        list(world_bank.read(given_file(body)))


def test_a_row_that_lacks_a_key_is_named() -> None:
    bad = row()
    del bad["value"]
    with pytest.raises(SchemaChanged, match="record 2 lacks value"):
        list(world_bank.read(given_file(page(row(), bad))))


def test_the_same_country_and_year_twice_is_named() -> None:
    with pytest.raises(BadContent, match=r"record 2 repeats '.* SDN 2023'"):
        list(world_bank.read(given_file(page(row(), row()))))


def test_pages_are_followed_to_the_last_and_their_sum_is_checked() -> None:
    first = world_bank.asks(Wish(states=("sdn", "TCD"), since=date(2000, 1, 1), until=date(2024, 1, 1)))[0]
    assert first.url == "https://api.worldbank.org/v2/country/SDN;TCD/indicator/SP.POP.TOTL"
    assert dict(first.params)["date"] == "2000:2024"
    second = world_bank.follow(first, page(row(), pages=2))
    assert second is not None
    assert (second.file, dict(second.params)["page"]) == ("SP.POP.TOTL-002.json", "2")
    assert world_bank.follow(second, page(row(), number=2, pages=2)) is None
    world_bank.check((given_file(page(row())),))
    short = page(row()).replace(b'"total": 1', b'"total": 2')
    with pytest.raises(BadContent, match="1 rows of 2 came"):
        world_bank.check((given_file(short),))


def test_a_vintage_covers_whole_years() -> None:
    cover = world_bank.covers(Wish(since=date(2000, 5, 3), until=date(2024, 1, 1)))
    assert (cover.since, cover.until) == (date(2000, 1, 1), date(2024, 12, 31))


def test_an_unknown_state_is_refused_before_asking() -> None:
    with pytest.raises(NotOnShelf):
        world_bank.asks(Wish(states=("XQX",)))


@settings(max_examples=20, deadline=None)
@given(mutations(page(row(), row(year="2022"))))
def test_broken_bytes_give_rows_or_a_named_error(body: bytes) -> None:
    rows_or_named_error(world_bank.read, "w", "json", body)

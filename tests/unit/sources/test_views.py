"""VIEWS: its silent failures are loud here, and the run is chosen from a list that must be readable."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from comity.kernel.errors import BadContent, Misused, NotOnShelf
from comity.records.event import Reading
from comity.sources import views
from comity.sources.contract import File, SchemaChanged, Wish
from tests.unit.sources.mutated import mutations, rows_or_named_error

RUN = "fatalities003_2026_08_t01"
RUNS = json.dumps({"runs": ["d_2021_02_01", "fatalities002_2025_03_t01", RUN, "current"]}).encode()


def row(month: int = 9, **more: Any) -> dict[str, Any]:
    return {
        "country_id": 245, "month_id": 46 * 12 + month, "name": "Sudan", "isoab": "SDN", "year": 2026, "month": month,
        "main_mean_ln": 5.59, "main_dich": 1.0, "main_mean": 266.98, **more,
    }  # fmt: skip


def page(*rows: dict[str, Any], **more: Any) -> bytes:
    held = {"next_page": "", "row_count": len(rows), "page_count": 1, "page_cur": 1, "data": rows, **more}
    return json.dumps(held).encode()


def given_file(body: bytes, name: str = f"{RUN}.001.json") -> File:
    return File(name=name, body=body, media="json")


def readings(body: bytes) -> list[Reading]:
    return [one for one in views.read(given_file(body)) if isinstance(one, Reading)]


def test_each_value_of_a_month_is_a_reading() -> None:
    found = {one.variable: one for one in readings(page(row()))}
    assert set(found) == {"main_mean", "main_mean_ln", "main_dich"}
    mean = found["main_mean"]
    assert (mean.state, mean.value, mean.unit) == ("SDN", 266.98, "deaths")
    assert (mean.began, mean.ended) == (date(2026, 9, 1), date(2026, 9, 30))


def test_the_name_of_older_runs_is_read() -> None:
    old = {key: value for key, value in row().items() if not key.startswith("main")}
    assert [one.unit for one in readings(page({**old, "sc_cm_sb_main": 2.5}))] == ["log_deaths"]


def test_rows_without_data_columns_are_an_error() -> None:
    bare = {key: value for key, value in row().items() if not key.startswith("main")}
    with pytest.raises(SchemaChanged, match="has none of main_mean"):
        readings(page(bare))


def test_an_empty_page_for_an_unknown_state_is_an_error() -> None:
    with pytest.raises(BadContent, match="has no rows"):
        readings(page())


@pytest.mark.parametrize(
    "body", [b'{"runs": []}', b'{"runs": null}', b'{"runs": ["current"]}', b'{"detail": "error"}', b"<html>"]
)
def test_a_failed_list_of_runs_never_falls_back_to_some_run(body: bytes) -> None:
    (first,) = views.asks(Wish())
    with pytest.raises(SchemaChanged):
        views.follow(first, body)


def test_the_newest_run_is_followed_page_by_page() -> None:
    (first,) = views.asks(Wish(states=("sdn",)))
    second = views.follow(first, RUNS)
    assert second is not None
    assert second.url == f"https://api.viewsforecasting.org/{RUN}/cm/sb"
    assert dict(second.params) == {"iso": "SDN", "pagesize": "1000", "page": "1"}
    third = views.follow(second, page(row(), page_count=2, row_count=2))
    assert third is not None
    assert (third.file, dict(third.params)["page"], dict(third.params)["iso"]) == (f"{RUN}.002.json", "2", "SDN")
    assert views.follow(third, page(row(10), page_count=2, page_cur=2, row_count=2)) is None


def test_a_wished_run_must_be_on_the_list() -> None:
    (first,) = views.asks(Wish(version="fatalities002_2025_03_t01"))
    found = views.follow(first, RUNS)
    assert found is not None
    assert "fatalities002_2025_03_t01" in found.url
    (gone,) = views.asks(Wish(version="fatalities002_2025_04_t01"))
    with pytest.raises(BadContent, match="lists no run"):
        views.follow(gone, RUNS)
    with pytest.raises(Misused):
        views.asks(Wish(version="current"))
    with pytest.raises(NotOnShelf):
        views.asks(Wish(states=("XQX",)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"main_mean": None}, "field main_mean: None is no forecast"),
        ({"main_mean": -1.0}, "is no forecast"),
        ({"main_dich": 1.5}, "is no chance"),
        ({"month_id": 1}, "field month_id"),
        ({"month": 13}, "field month"),
        ({"isoab": "XQX"}, "is no state we know"),
        ({"isoab": None}, "may not be empty"),
    ],
)
def test_a_bad_value_is_named(change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadContent) as caught:
        readings(page(row(**change)))
    assert said in caught.value.message


def test_missing_pages_and_repeated_months_are_named() -> None:
    with pytest.raises(BadContent, match="1 of 2 pages and 1 of 2 rows"):
        views.check((given_file(RUNS, "runs-newest.json"), given_file(page(row(), page_count=2, row_count=2))))
    with pytest.raises(BadContent, match="no forecast"):
        views.check((given_file(RUNS, "runs-newest.json"),))
    with pytest.raises(BadContent, match="record 2 repeats 'SDN 2026-09-01'"):
        readings(page(row(), row()))
    views.check((given_file(RUNS, "runs-newest.json"), given_file(page(row()))))
    assert readings(RUNS) == []


def test_a_run_covers_every_month_of_the_wished_states() -> None:
    cover = views.covers(Wish(states=("SDN",), since=date(2026, 1, 1)))
    assert (cover.since, cover.states) == (None, ("SDN",))


@settings(max_examples=20, deadline=None)
@given(mutations(page(row(), row(10))))
def test_broken_bytes_give_rows_or_a_named_error(body: bytes) -> None:
    rows_or_named_error(views.read, "v", "json", body)

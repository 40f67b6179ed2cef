"""GDELT 2.0 events: 61 columns without a header, FIPS places, CAMEO codes, and the pointer to the newest file."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings

from comity.kernel import states
from comity.kernel.errors import BadContent, Misused
from comity.records.event import Event
from comity.sources import gdelt_events
from comity.sources.contract import File, SchemaChanged, Wish
from tests.unit.sources.mutated import mutations, rows_or_named_error
from tests.unit.sources.samples import sample

POINTER = b"""12 0123456789abcdef0123456789abcdef http://data.gdeltproject.org/gdeltv2/20260503121500.export.CSV.zip
34 0123456789abcdef0123456789abcdef http://data.gdeltproject.org/gdeltv2/20260503121500.mentions.CSV.zip
"""
BASE = {
    "GLOBALEVENTID": "1", "SQLDATE": "20260503", "EventCode": "190", "EventBaseCode": "190", "EventRootCode": "19",
    "NumSources": "3", "ActionGeo_Type": "4", "ActionGeo_CountryCode": "SU", "ActionGeo_Lat": "13.6",
    "ActionGeo_Long": "25.3", "Actor1Name": 'THE "ARMY"', "Actor1Type1Code": "MIL", "DATEADDED": "20260503121500",
}  # fmt: skip


def line(**cells: str) -> bytes:
    held = {**BASE, **cells}
    return ("\t".join(held.get(name, "") for name in gdelt_events.COLUMNS) + "\n").encode()


def events(body: bytes) -> list[Event]:
    found = gdelt_events.read(File(name="q.export.CSV", body=body, media="csv"))
    return [row for row in found if isinstance(row, Event)]


def test_a_line_becomes_an_event_in_the_state_of_its_fips_code() -> None:
    (row,) = events(line())
    assert (row.id, row.state, row.began, row.kind) == ("1", "SDN", date(2026, 5, 3), "state_based")
    assert (row.lat, row.precision, row.side_a, row.reports, row.deaths) == (13.6, "world city", 'THE "ARMY"', 3, None)


@pytest.mark.parametrize(
    ("root", "code", "role", "kind"),
    [
        ("14", "141", "", "protest"),
        ("14", "145", "", "riot"),
        ("18", "180", "", "one_sided"),
        ("18", "183", "", "remote"),
        ("19", "190", "", "non_state"),
        ("19", "195", "MIL", "remote"),
        ("20", "202", "", "one_sided"),
        ("04", "042", "GOV", "other"),
    ],
)
def test_cameo_roots_become_kinds(root: str, code: str, role: str, kind: str) -> None:
    (row,) = events(line(EventRootCode=root, EventCode=code, Actor1Type1Code=role))
    assert row.kind == kind


def test_an_event_at_sea_is_kept_without_a_state_and_an_unknown_code_is_told() -> None:
    body = line(ActionGeo_CountryCode="OS") + line(GLOBALEVENTID="2", ActionGeo_CountryCode="QQ")
    assert [row.state for row in events(body)] == ["", ""]
    assert [one.words for one in gdelt_events.aside(File(name="q", body=body, media="csv"))] == ["QQ"]


def test_every_member_of_the_united_nations_has_a_fips_code() -> None:
    known = set(gdelt_events._places().values())
    assert {one.iso3 for one in states.un_members(date(2026, 1, 1))} <= known
    assert all(states.state(code).iso3 == code for code in known)
    assert not set(gdelt_events._places()) & gdelt_events._NO_STATE


def test_the_pointer_leads_to_the_archive_and_no_further() -> None:
    (first,) = gdelt_events.asks(Wish(version="newest"))
    archive = gdelt_events.follow(first, POINTER)
    assert archive is not None
    assert archive.url.startswith("https://")
    assert archive.url.endswith("/data.gdeltproject.org/gdeltv2/20260503121500.export.CSV.zip")
    assert gdelt_events.follow(archive, b"PK") is None
    assert list(gdelt_events.read(File(name="lastupdate.txt", body=POINTER, media="text"))) == []


def test_a_pointer_to_another_host_is_not_followed() -> None:
    (first,) = gdelt_events.asks(Wish(version="newest"))
    with pytest.raises(SchemaChanged, match="names no events archive"):
        gdelt_events.follow(first, POINTER.replace(b"data.gdeltproject.org", b"data.example.org"))


def test_a_day_is_96_files_and_a_year_is_refused() -> None:
    day = date(2026, 5, 3)
    files = gdelt_events.asks(Wish(since=day, until=day))
    assert (len(files), len({ask.file for ask in files})) == (96, 96)
    assert files[-1].file == "20260503234500.export.CSV.zip"
    with pytest.raises(Misused, match="at most 31 days"):
        gdelt_events.asks(Wish(since=date(2025, 1, 1), until=day))


def test_without_days_it_is_the_last_day_that_is_over() -> None:
    wish = Wish(on=date(2026, 5, 4), states=("SDN",))
    assert gdelt_events.asks(wish)[0].file == "20260503000000.export.CSV.zip"
    cover = gdelt_events.covers(wish)
    assert (cover.since, cover.until, cover.states) == (date(2026, 5, 3), date(2026, 5, 3), ())
    with pytest.raises(Misused):
        gdelt_events.asks(Wish())


def test_the_newest_quarter_speaks_for_its_day_alone() -> None:
    cover = gdelt_events.covers(Wish(version="newest", on=date(2026, 5, 4)))
    assert (cover.since, cover.until) == (date(2026, 5, 4), date(2026, 5, 4))


def test_another_number_of_columns_is_a_changed_schema() -> None:
    with pytest.raises(SchemaChanged, match="begins with 60 columns"):
        events(b"\t" * 59 + b"\n")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"SQLDATE": "20260532"}, "field SQLDATE"),
        ({"SQLDATE": "2026-05-03"}, "is no day"),
        ({"EventRootCode": "21"}, "is no CAMEO root"),
        ({"ActionGeo_Lat": "113.6"}, "beyond 90 degrees"),
        ({"GLOBALEVENTID": "1"}, "repeats '1'"),
        ({"NumSources": "many"}, "line 2, field NumSources"),
    ],
)
def test_a_bad_value_is_named(cells: dict[str, str], said: str) -> None:
    with pytest.raises(BadContent) as caught:
        events(line() + line(**{"GLOBALEVENTID": "2", **cells}))
    assert said in caught.value.message


@settings(max_examples=20, deadline=None)
@given(mutations(line() + line(GLOBALEVENTID="2")))
def test_broken_bytes_give_rows_or_a_named_error(body: bytes) -> None:
    rows_or_named_error(gdelt_events.read, "q", "csv", body)


@pytest.mark.data
def test_the_columns_are_those_of_the_published_schema() -> None:
    text = sample("raw-samples/gdelt2_events_schema.csv", "csv").body.decode()
    names = tuple(row["tableId"] for row in csv.DictReader(io.StringIO(text)))
    # The sheet writes the id of places as FeatureID throughout; spelling apart, order and number must agree.
    assert [name.casefold() for name in names] == [name.casefold() for name in gdelt_events.COLUMNS]

"""UCDP's events in their four forms, and what is said of what does not fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import BadContent
from comity.records.event import Event
from comity.sources import ucdp
from comity.sources.contract import File, Media, SchemaChanged
from tests.unit.sources import ucdp_files
from tests.unit.sources.mutated import mutations, rows_or_named_error
from tests.unit.sources.samples import sample

Form = tuple[Media, Callable[[Sequence[dict[str, Any]]], bytes]]
FORMS: dict[str, Form] = {
    "download": ("csv", ucdp_files.table),
    "hdx": ("csv", ucdp_files.on_hdx),
    "dialog": ("csv", ucdp_files.from_dialog),
    "api": ("json", lambda rows: ucdp_files.page(rows, total=len(rows))),
}


def read(body: bytes, media: Media = "csv") -> list[Event]:
    return list(ucdp.events(File(name="a", body=body, media=media), "ucdp_ged"))


def one(**changed: Any) -> Event:
    (found,) = read(ucdp_files.table([ucdp_files.event(1, **changed)]))
    return found


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_events(form: str) -> None:
    rows = [ucdp_files.event(1), ucdp_files.event(2, type_of_violence=1, best=0, low=0, high=0)]
    media, written = FORMS[form]
    assert read(written(rows), media) == read(ucdp_files.table(rows))


def test_an_event_says_what_ucdp_says() -> None:
    assert one(id=455412) == Event(
        source="ucdp_ged", id="455412", state="SDN", began=date(2024, 3, 1), ended=date(2024, 3, 2), kind="one_sided",
        deaths=7, low=5, high=9, civilians=7, lat=13.5, lon=25.25,
        precision="where_prec 1, date_prec 2, event_clarity 1", side_a="Army of the North", side_b="Civilians",
        reports=2,
    )  # fmt: skip


def test_an_unknown_number_of_sources_is_no_number() -> None:
    assert one(number_of_sources=-1).reports is None


def test_what_is_still_to_be_checked_stays_with_the_event() -> None:
    assert one(code_status="Check deaths").precision.endswith(", Check deaths")


@pytest.mark.parametrize(
    ("number", "name", "state"),
    [
        (490, "DR Congo (Zaire)", "COD"),
        (365, "Russia (Soviet Union)", "RUS"),
        (345, "Serbia (Yugoslavia)", "SRB"),
        (340, "Serbia (Yugoslavia)", "SRB"),
        (678, "Yemen (North Yemen)", "YEM"),
        (666, "Israel", "ISR"),
        ("", "Kingdom of eSwatini (Swaziland)", "SWZ"),
        (999, "Ivory Coast", "CIV"),
    ],
)
def test_states_are_told_by_number_and_where_it_is_unknown_by_name(number: Any, name: str, state: str) -> None:
    assert one(country_id=number, country=name).state == state


@pytest.mark.parametrize("state", ["SDN", "COD", "SRB", "DEU"])
def test_numbers_lead_back_to_the_state(state: str) -> None:
    numbers = ucdp.numbers_of(state)
    assert numbers
    assert {one(country_id=number).state for number in numbers} == {state}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"best": "seven"}, "line 3, field best: 'seven' is no whole number"),
        ({"best": "-7"}, "below zero"),
        ({"date_start": "01.03.2024"}, "field date_start"),
        ({"date_end": "2024-02-01"}, "lies before the first day"),
        ({"latitude": "135"}, "beyond 90 degrees"),
        ({"country_id": 998, "country": "Atlantis"}, "Atlantis"),
        ({"id": ""}, "field id"),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(BadContent) as caught:
        one(**changed)
    assert said in caught.value.message


def test_a_new_kind_of_violence_is_a_changed_schema() -> None:
    with pytest.raises(SchemaChanged, match="not 1, 2 or 3"):
        one(type_of_violence=4)


@pytest.mark.parametrize("name", ["best", "date_start", "country_id"])
def test_a_missing_column_is_named(name: str) -> None:
    with pytest.raises(SchemaChanged, match=f"lacks {name}"):
        read(ucdp_files.table([ucdp_files.event(1)]).replace(name.encode(), b"renamed", 1))


def test_a_row_cut_short_is_no_event() -> None:
    with pytest.raises(BadContent, match="cells under 49 columns"):
        read(ucdp_files.table(ucdp_files.events(2)).rsplit(b",", 5)[0] + b"\n")


def test_only_an_empty_last_field_may_be_one_too_many() -> None:
    body = ucdp_files.from_dialog([ucdp_files.event(1)])
    assert len(read(body)) == 1
    with pytest.raises(BadContent, match="48 cells under 47"):
        read(body.rstrip(b"\n") + b"surplus\n")


def test_json_of_another_form_is_a_changed_schema() -> None:
    with pytest.raises(SchemaChanged, match="lacks TotalCount"):
        read(b'{"message": "API token required"}', "json")


@settings(max_examples=25, deadline=None)
@given(form=st.sampled_from(sorted(FORMS)), data=st.data())
def test_bytes_with_faults_give_rows_or_a_named_error(form: str, data: st.DataObject) -> None:
    media, written = FORMS[form]
    body = data.draw(mutations(written(ucdp_files.events(3))))
    rows_or_named_error(lambda file: ucdp.events(file, "ucdp_ged"), "a", media, body)


@pytest.mark.data
@pytest.mark.parametrize(("name", "rows"), [("ucdp_ged_hdx_sudan.csv", 1500), ("ucdp_ged_download_sudan.csv", 500)])
def test_the_real_files_are_read_whole(name: str, rows: int) -> None:
    found = list(ucdp.events(sample(f"raw-samples/{name}", "csv"), "ucdp_ged"))
    assert len(found) == rows
    assert {event.state for event in found} == {"SDN"}
    assert None not in {event.deaths for event in found}

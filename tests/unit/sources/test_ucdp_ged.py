"""What is asked of UCDP for the yearly dataset, whole or in parts."""

from __future__ import annotations

from datetime import date

import pytest

from comity.kernel.errors import BadContent, Misused
from comity.sources import ucdp_ged
from comity.sources.contract import Ask, File, SchemaChanged, Wish
from tests.unit.sources import ucdp_files

PART = Wish(version="25.1", since=date(2024, 1, 1), until=date(2024, 6, 30), states=("SDN", "SRB"))


def ask() -> Ask:
    return ucdp_ged.asks(PART)[0]


def test_the_whole_is_one_zip_without_a_key() -> None:
    (found,) = ucdp_ged.asks(Wish(version="25.1"))
    assert found.url == "https://ucdp.uu.se/downloads/ged/ged251-csv.zip"
    assert (found.media, found.key_as) == ("zip", "")


def test_a_part_is_asked_of_the_api_by_number_with_a_token() -> None:
    assert ask().url == "https://ucdpapi.pcr.uu.se/api/gedevents/25.1"
    assert dict(ask().params) == {
        "Country": "625,340,345", "StartDate": "2024-01-01", "EndDate": "2024-06-30", "pagesize": "1000",
    }  # fmt: skip
    assert ask().key_as == "x-ucdp-access-token"


@pytest.mark.parametrize(("day", "name"), [(date(2026, 6, 30), "ged251"), (date(2026, 7, 1), "ged261")])
def test_the_newest_release_is_that_of_the_last_summer(day: date, name: str) -> None:
    assert ucdp_ged.asks(Wish(on=day))[0].file.startswith(name)


@pytest.mark.parametrize("version", ["25", "25.1.3", "../25.1", "twenty"])
def test_a_version_that_is_none_is_misused(version: str) -> None:
    with pytest.raises(Misused, match="has no version"):
        ucdp_ged.asks(Wish(version=version))


def test_a_state_without_a_number_is_misused() -> None:
    with pytest.raises(Misused, match="no number for VAT"):
        ucdp_ged.asks(Wish(states=("VAT",)))


def test_the_next_page_is_taken_by_its_number_alone() -> None:
    body = ucdp_files.page(ucdp_files.events(1), total=2, pages=2, following=1).replace(
        b"ucdpapi.pcr.uu.se", b"elsewhere.example"
    )
    found = ucdp_ged.follow(ask(), body)
    assert found is not None
    assert found.url == ask().url
    assert dict(found.params)["page"] == "1"
    assert found.file != ask().file


def test_there_is_no_page_after_the_last() -> None:
    assert ucdp_ged.follow(ask(), ucdp_files.page(ucdp_files.events(1), total=1)) is None
    assert ucdp_ged.follow(ucdp_ged.asks(Wish())[0], b"PK") is None


def test_a_page_that_leads_back_is_a_changed_schema() -> None:
    second = ucdp_ged.follow(ask(), ucdp_files.page(ucdp_files.events(1), total=3, pages=3, following=1))
    assert second is not None
    with pytest.raises(SchemaChanged, match="names page '1' of 3 as the next after 1"):
        ucdp_ged.follow(second, ucdp_files.page(ucdp_files.events(1), total=3, pages=3, following=1))


def test_pages_that_are_not_all_there_are_found_out() -> None:
    first = File(name="a", body=ucdp_files.page(ucdp_files.events(2), total=3), media="json")
    last = File(name="b", body=ucdp_files.page(ucdp_files.events(1, first=3), total=3), media="json")
    ucdp_ged.check((first, last))
    with pytest.raises(BadContent, match="hold 2 events"):
        ucdp_ged.check((first,))


def test_rows_carry_the_name_of_the_dataset() -> None:
    body = ucdp_files.table(ucdp_files.events(1))
    assert next(ucdp_ged.read(File(name="a", body=body, media="csv"))).source == "ucdp_ged"


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("ged251-csv.zip", "25.1"),
        ("GEDEvent_v25_1.csv", "25.1"),
        ("GEDEvent_v26_0_8.csv", ""),
        ("conflict_data.csv", ""),
    ],
)
def test_the_name_of_a_file_tells_its_release(name: str, version: str) -> None:
    assert ucdp_ged.version_of(name) == version

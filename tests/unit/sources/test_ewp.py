"""Early Warning Project: columns that name their own span, chances from 0 to 1, and editions by address."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from comity.kernel.errors import BadContent, NotOnShelf
from comity.records.event import Reading
from comity.sources import ewp
from comity.sources.contract import File, SchemaChanged, Wish
from tests.unit.sources.mutated import mutations, rows_or_named_error

BODY = b""""","ewp_name","risk.2025and2026.from2024","rank.2025and2026.from2025","risk.2025only.from2024",\
"risk.2024and2025.from2023","ccode"
"1","Burma/Myanmar",0.10,1,0.06,0.11,775
"2","Democratic Republic of Vietnam",0.02,2,0.01,NA,816
"""


def readings(body: bytes) -> list[Reading]:
    return [row for row in ewp.read(File(name="ewp.csv", body=body, media="csv")) if isinstance(row, Reading)]


def test_each_risk_column_is_a_reading_of_its_own_span() -> None:
    found = [(row.state, row.variable, row.began, row.ended, row.value) for row in readings(BODY)[:3]]
    assert found == [
        ("MMR", "risk_two_years", date(2025, 1, 1), date(2026, 12, 31), 0.10),
        ("MMR", "risk_one_year", date(2025, 1, 1), date(2025, 12, 31), 0.06),
        ("MMR", "risk_two_years", date(2024, 1, 1), date(2025, 12, 31), 0.11),
    ]


def test_states_go_by_number_and_a_missing_risk_is_none() -> None:
    assert [(row.state, row.value) for row in readings(BODY)[3:]] == [("VNM", 0.02), ("VNM", 0.01), ("VNM", None)]


def test_editions_that_call_the_name_country_are_read_as_well() -> None:
    assert readings(BODY.replace(b"ewp_name", b"country")) == readings(BODY)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"0.10,1,", b"1.10,1,", "line 2, field risk.2025and2026.from2024: '1.10' is no chance"),
        (b",775", b",5775", "(Burma/Myanmar) 5775"),
        (b",816", b",775", "repeats 'MMR'"),
    ],
)
def test_a_bad_value_is_named(old: bytes, new: bytes, said: str) -> None:
    with pytest.raises(BadContent) as caught:
        readings(BODY.replace(old, new, 1))
    assert said in caught.value.message


def test_a_table_without_risks_is_a_changed_schema() -> None:
    with pytest.raises(SchemaChanged, match="has no column of the form"):
        readings(BODY.replace(b"risk.20", b"odds.20"))
    with pytest.raises(SchemaChanged, match="lacks ccode"):
        readings(b"a,b\n1,2\n")
    with pytest.raises(SchemaChanged):
        readings(b"")


def test_an_edition_without_an_address_says_which_are_known() -> None:
    (ask,) = ewp.asks(Wish())
    assert ask.file == "final_forecasts_data_3Sep2025.csv"
    assert ewp.asks(Wish(version="2023"))[0].file == "final_forecasts_data_9Nov_hackregion.csv"
    with pytest.raises(NotOnShelf, match="1999"):
        ewp.asks(Wish(version="1999"))


def test_an_edition_leaves_risks_that_ended_before_it_in_force() -> None:
    cover = ewp.covers(Wish(states=("SDN",)))
    assert (cover.since, cover.until, cover.states) == (date(2025, 1, 1), date(2026, 12, 31), ())
    # A list given as a file has no address, and covers its span all the same.
    assert ewp.covers(Wish(version="2019")).until == date(2020, 12, 31)


@settings(max_examples=20, deadline=None)
@given(mutations(BODY))
def test_broken_bytes_give_rows_or_a_named_error(body: bytes) -> None:
    rows_or_named_error(ewp.read, "e", "csv", body)

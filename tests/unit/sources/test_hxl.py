"""HXL: the tag row alone tells what columns are."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import BadContent
from comity.records.event import Reading
from comity.sources import hxl
from comity.sources.contract import File, SchemaChanged
from tests.unit.sources.mutated import mutations, rows_or_named_error
from tests.unit.sources.samples import sample

PEOPLE = b"""People in need,,
Where,Place,Sex,Whole year,How many,Remark
#country+code,#adm1+code,#gender,#date+year,#population,#description
SDN,SD01,f,2024,"1,250",counted
SDN,SD01,m,2024,None,
"""
INDICATORS = b"""a,b,c,d,e
#country+code,#indicator+id,#indicator+name,#indicator+value+num,#date+year
SDN,abr,Births,92.5,1990
TCD,abr,Births,,1990
"""


def readings(body: bytes, dataset: str = "") -> list[Reading]:
    found = hxl.read(File(name="a.csv", body=body, media="csv", dataset=dataset))
    return [row for row in found if isinstance(row, Reading)]


def test_titles_may_say_anything() -> None:
    assert readings(PEOPLE) == readings(PEOPLE.replace(b"How many,Remark", b"x,y").replace(b"Where", b"Date"))


def test_what_tells_rows_apart_stands_in_the_name_of_the_variable() -> None:
    assert [row.variable for row in readings(PEOPLE)] == [
        "population[adm1=SD01,gender=f]",
        "population[adm1=SD01,gender=m]",
    ]


def test_thousands_and_empty_words_are_understood() -> None:
    assert [row.value for row in readings(PEOPLE)] == [1250.0, None]


def test_a_year_is_its_first_to_its_last_day() -> None:
    assert {(row.began, row.ended) for row in readings(PEOPLE)} == {(date(2024, 1, 1), date(2024, 12, 31))}


def test_an_indicator_is_named_by_its_id() -> None:
    assert [(row.state, row.variable, row.value) for row in readings(INDICATORS)] == [
        ("SDN", "abr", 92.5),
        ("TCD", "abr", None),
    ]


def test_rows_carry_the_name_the_user_gave_the_data() -> None:
    assert {row.source for row in readings(INDICATORS, "hdro")} == {"hdro"}


def test_start_and_end_are_the_period() -> None:
    body = b"#country,#date+start,#date+end,#affected\nSudan,2024-01-01,2024-03,5\n"
    assert [(row.began, row.ended) for row in readings(body)] == [(date(2024, 1, 1), date(2024, 3, 31))]


def test_a_territory_is_set_aside_with_its_reason() -> None:
    body = b"#country+code,#date+year,#population\nHKG,2024,5\nSDN,2024,6\n"
    assert [row.state for row in readings(body)] == ["SDN"]
    (aside,) = hxl.aside(File(name="a", body=body, media="csv"))
    assert aside.words == "HKG"


def test_rows_that_are_no_values_of_states_are_given_plain_by_tag() -> None:
    body = b"Title,,\n#org,#sector+es,#adm1\nOMS,Salud,Cauca\n"
    file = File(name="a", body=body, media="csv")
    assert [dict(row.fields) for row in hxl.tagged(file)] == [
        {"#adm1": "Cauca", "#sector+es": "Salud", "#org": "OMS"},
    ]
    with pytest.raises(SchemaChanged, match="no column tagged #country, #date, a value"):
        list(hxl.read(file))


def test_a_file_without_tags_is_refused() -> None:
    with pytest.raises(SchemaChanged, match="no row of HXL tags"):
        readings(b"country,year\nSDN,2024\n")


def test_the_tag_row_stands_among_the_first_25() -> None:
    with pytest.raises(SchemaChanged, match="no row of HXL tags"):
        readings(b"note,x\n" * 25 + b"#country,#date\n")


def test_two_values_for_the_same_thing_are_named() -> None:
    with pytest.raises(BadContent, match="line 4 repeats"):
        readings(INDICATORS.replace(b"TCD", b"SDN"))


@settings(max_examples=25, deadline=None)
@given(body=st.sampled_from((PEOPLE, INDICATORS)).flatmap(mutations))
def test_bytes_with_faults_give_rows_or_a_named_error(body: bytes) -> None:
    rows_or_named_error(hxl.read, "a", "csv", body)


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "rows"), [("hxl_hapi_population_sudan.csv", 1000), ("hxl_hdro_indicators_sudan.csv", 861)]
)
def test_the_real_files_are_read_whole(name: str, rows: int) -> None:
    assert len(list(hxl.read(sample(f"raw-samples/{name}", "csv")))) == rows


@pytest.mark.data
def test_the_real_who_does_what_where_is_read_by_tag() -> None:
    found = list(hxl.tagged(sample("raw-samples/hxl_minimal_3w.csv", "csv")))
    assert [row.text("#org+es") for row in found] == ["ACNUR", "OMS", "UNICEF", "OMS"]

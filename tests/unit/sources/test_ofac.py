"""OFAC: tables without a header, -0- for nothing, and three tables that belong together."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import BadContent
from comity.records.event import Listed
from comity.sources import ofac
from comity.sources.contract import File, SchemaChanged, Wish
from tests.unit.sources.mutated import mutations, rows_or_named_error
from tests.unit.sources.samples import sample

EMPTY = "-0- ,"
NAMES = (
    f'36,"A LINE",{EMPTY}"CUBA",{EMPTY * 7}-0- \r\n'
    f'37,"ONE, Some","individual","SDGT] [IRAQ2",{EMPTY * 7}"DOB 05 May 1962; alt. DOB 1963; POB Here."\r\n'
    f'38,"SHIP","vessel","IRAN",{EMPTY}"CL2685","Cargo","2597","1098","Cuba","Some Co.",-0- \r\n\x1a'
).encode()
ADDRESSES = b"""36,25,-0- ,"Havana","Cuba",-0- \r
36,26,"Street 1",-0- ,"undetermined",-0- \r
37,27,-0- ,"Nablus","West Bank",-0- \r
"""
ALIASES = b"""36,12,"aka","A-LINE",-0- \r
37,57,"fka","SOME ONE",-0- \r
"""


def given_file(body: bytes) -> File:
    return File(name="ofac.csv", body=body, media="csv")


def rows(body: bytes) -> list[Listed]:
    return [row for row in ofac.read(given_file(body)) if isinstance(row, Listed)]


def test_names_are_read_with_kind_programmes_and_births() -> None:
    line, person, ship = rows(NAMES)
    assert (line.id, line.kind, line.programmes, line.remarks) == ("36", "organisation", ("CUBA",), "")
    assert (person.kind, person.programmes) == ("person", ("SDGT", "IRAQ2"))
    assert person.born == ("05 May 1962", "1963")
    assert ship.kind == "vessel"


def test_addresses_carry_states_and_tell_what_is_none() -> None:
    assert [row.states for row in rows(ADDRESSES)] == [("CUB",), (), ("PSE",)]
    assert [row.id for row in rows(ADDRESSES)] == ["36/address/25", "36/address/26", "37/address/27"]
    assert [one.words for one in ofac.aside(given_file(ADDRESSES))] == ["undetermined"]


def test_the_three_tables_merge_into_one_row_an_entry() -> None:
    line, person, _ = ofac.merged([*rows(ADDRESSES), *rows(NAMES), *rows(ALIASES)])
    assert (line.name, line.states, line.aliases) == ("A LINE", ("CUB",), ("A-LINE",))
    assert (person.states, person.aliases) == (("PSE",), ("SOME ONE",))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (NAMES.replace(b'"vessel"', b'"planet"'), "field type: 'planet'"),
        (NAMES.replace(b'37,"ONE', b'36,"ONE'), "line 2 repeats '36'"),
        (NAMES.replace(b'37,"ONE', b'x7,"ONE'), "is no entry number"),
        (ALIASES.replace(b'"fka"', b'"xka"'), "field alt_type: 'xka'"),
        (ADDRESSES.replace(b'37,27,-0- ,"Nablus",', b"37,27,"), "cells under 6 columns"),
    ],
)
def test_a_bad_value_is_named(body: bytes, said: str) -> None:
    with pytest.raises(BadContent) as caught:
        rows(body)
    assert said in caught.value.message


def test_another_table_is_a_changed_schema() -> None:
    for body in (b"a,b\n1,2\n", b"<html></html>", b"", b'uid,"name",x,x,x\n'):
        with pytest.raises(SchemaChanged):
            rows(body)


def test_all_six_tables_are_asked_for() -> None:
    assert [ask.file for ask in ofac.asks(Wish())][:2] == ["SDN.CSV", "ADD.CSV"]
    assert len(ofac.asks(Wish())) == 6


@settings(max_examples=25, deadline=None)
@given(st.one_of(mutations(NAMES), mutations(ADDRESSES), mutations(ALIASES)))
def test_broken_bytes_give_rows_or_a_named_error(body: bytes) -> None:
    rows_or_named_error(ofac.read, "o", "csv", body)


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "count"),
    [("ofac_sdn", 1500), ("ofac_sdn_add", 800), ("ofac_sdn_alt", 800), ("ofac_consolidated_prim", 400)],
)
def test_the_raw_samples_are_read_whole(name: str, count: int) -> None:
    file = sample(f"raw-samples/{name}.csv", "csv")
    assert len(list(ofac.read(file))) == count
    assert {one.words for one in ofac.aside(file)} <= {"undetermined"}

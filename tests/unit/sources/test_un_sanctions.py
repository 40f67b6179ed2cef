"""The UN consolidated list: persons and entities, and XML that tries to do more than list them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from comity.kernel.errors import BadContent
from comity.records.event import Listed
from comity.sources import un_sanctions
from comity.sources.contract import File, SchemaChanged, Wish
from tests.unit.sources.mutated import mutations, rows_or_named_error
from tests.unit.sources.samples import sample

BODY = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS><INDIVIDUAL>
<DATAID>1</DATAID><FIRST_NAME>SOME</FIRST_NAME><SECOND_NAME>ONE</SECOND_NAME><UN_LIST_TYPE>DRC</UN_LIST_TYPE>
<REFERENCE_NUMBER>CDi.001</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON><COMMENTS1>text</COMMENTS1>
<NATIONALITY><VALUE>Democratic Republic of the Congo</VALUE><VALUE>Atlantis</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>OTHER</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ADDRESS><COUNTRY>Rwanda</COUNTRY></INDIVIDUAL_ADDRESS>
<INDIVIDUAL_DATE_OF_BIRTH><YEAR>1971</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><FROM_YEAR>1970</FROM_YEAR><TO_YEAR>1973</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
</INDIVIDUAL></INDIVIDUALS><ENTITIES><ENTITY>
<DATAID>2</DATAID><FIRST_NAME>A GROUP</FIRST_NAME><UN_LIST_TYPE>DRC</UN_LIST_TYPE>
<REFERENCE_NUMBER>CDe.001</REFERENCE_NUMBER><LISTED_ON>2014-06-30</LISTED_ON>
<ENTITY_ALIAS><ALIAS_NAME>GROUP</ALIAS_NAME></ENTITY_ALIAS><ENTITY_ADDRESS><COUNTRY>Uganda</COUNTRY></ENTITY_ADDRESS>
</ENTITY></ENTITIES></CONSOLIDATED_LIST>
"""


def given_file(body: bytes) -> File:
    return File(name="un.xml", body=body, media="xml")


def rows(body: bytes) -> list[Listed]:
    return [row for row in un_sanctions.read(given_file(body)) if isinstance(row, Listed)]


def test_a_person_is_read_with_names_states_births_and_day() -> None:
    person = rows(BODY)[0]
    assert (person.id, person.name, person.kind, person.programmes) == ("CDi.001", "SOME ONE", "person", ("DRC",))
    assert (person.aliases, person.states, person.born) == (("OTHER",), ("COD", "RWA"), ("1971", "1970-1973"))
    assert person.listed_on == date(2012, 12, 31)


def test_an_entity_is_an_organisation() -> None:
    group = rows(BODY)[1]
    assert (group.id, group.kind, group.aliases, group.states) == ("CDe.001", "organisation", ("GROUP",), ("UGA",))


def test_a_country_that_cannot_be_placed_is_told() -> None:
    assert [one.words for one in un_sanctions.aside(given_file(BODY))] == ["Atlantis"]


def test_entities_that_would_grow_or_read_files_are_refused() -> None:
    bomb = BODY.replace(b"<CONS", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><CONS', 1)
    reach = BODY.replace(b"<CONS", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><CONS', 1)
    for body in (bomb, reach):
        with pytest.raises(SchemaChanged, match="declares a document type"):
            rows(body)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"CDe.001", b"CDi.001", "record 2 repeats 'CDi.001'"),
        (b"2012-12-31", b"31 Dec 2012", "record 1, field LISTED_ON"),
        (b"<REFERENCE_NUMBER>CDi.001</REFERENCE_NUMBER>", b"", "field REFERENCE_NUMBER"),
        (b"</ENTITIES></CONSOLIDATED_LIST>", b"", "is no whole XML"),
    ],
)
def test_a_bad_value_is_named(old: bytes, new: bytes, said: str) -> None:
    with pytest.raises(BadContent) as caught:
        rows(BODY.replace(old, new))
    assert said in caught.value.message


def test_another_root_or_an_empty_list_is_a_changed_schema() -> None:
    for body in (b"<html><body/></html>", b"<CONSOLIDATED_LIST/>"):
        with pytest.raises(SchemaChanged):
            rows(body)


def test_the_list_is_asked_for() -> None:
    (ask,) = un_sanctions.asks(Wish())
    assert (ask.media, ask.url) == ("xml", "https://scsanctions.un.org/resources/xml/en/consolidated.xml")


@settings(max_examples=25, deadline=None)
@given(mutations(BODY))
def test_broken_bytes_give_rows_or_a_named_error(body: bytes) -> None:
    rows_or_named_error(un_sanctions.read, "x", "xml", body)


@pytest.mark.data
def test_the_raw_sample_is_read_whole() -> None:
    file = sample("raw-samples/un_sc_consolidated.xml", "xml")
    found = [row for row in un_sanctions.read(file) if isinstance(row, Listed)]
    assert [row.kind for row in found].count("person") == 80
    assert [row.kind for row in found].count("organisation") == 40
    # The UN's short name of a country that two readers would take for two.
    assert [one.words for one in un_sanctions.aside(file)] == ["Congo"]

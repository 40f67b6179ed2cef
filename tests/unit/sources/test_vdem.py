"""V-Dem: a documented list of variables for states and years; parts of states and bygone units are told, not read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from comity.kernel.errors import BadContent, Misused
from comity.records.event import Reading
from comity.sources import vdem
from comity.sources.contract import File, SchemaChanged, Wish
from tests.unit.sources.mutated import mutations, rows_or_named_error

HEADER = ("country_name", "country_text_id", "country_id", "year", "historical_date", *vdem.INDICES, "v2clkill_ord")


def table(*rows: tuple[str, str, int]) -> bytes:
    lines = [",".join(f'"{name}"' for name in HEADER)]
    for name, code, year in rows:
        values = [f"0.{n}" for n in range(1, len(vdem.INDICES) + 1)]
        lines.append(",".join((f'"{name}"', f'"{code}"', "33", str(year), f'"{year}-12-31"', *values, "NA")))
    return ("\n".join(lines) + "\n").encode()


SUDAN = table(("Sudan", "SDN", 2024), ("Russia", "RUS", 1950))


def given_file(body: bytes) -> File:
    return File(name="V-Dem-CY-Full+Others-v16.csv", body=body, media="csv")


def readings(body: bytes) -> list[Reading]:
    return [row for row in vdem.read(given_file(body)) if isinstance(row, Reading)]


def test_each_variable_of_a_state_and_year_is_one_reading() -> None:
    rows = readings(SUDAN)
    assert len(rows) == 2 * (len(vdem.INDICES) + 1)
    first = rows[0]
    assert (first.state, first.variable, first.value) == ("SDN", "v2x_polyarchy", 0.1)
    assert (first.began, first.ended) == (date(2024, 1, 1), date(2024, 12, 31))


def test_a_missing_value_stays_a_reading_without_a_value() -> None:
    assert [row.value for row in readings(SUDAN) if row.variable == "v2clkill_ord"] == [None, None]


def test_parts_of_states_and_bygone_units_are_told_and_not_read() -> None:
    body = table(("Palestine/Gaza", "PSG", 2024), ("Bavaria", "BAV", 1860), ("Sudan", "SDN", 2024))
    assert {row.state for row in readings(body)} == {"SDN"}
    told = [one for one in vdem.aside(given_file(body)) if "variable" not in one.why]
    assert [one.words for one in told] == ["Gaza 2024", "Bavaria (BAV) 1860"]


def test_variables_that_an_edition_lacks_are_told() -> None:
    lacking = {one.words for one in vdem.aside(given_file(SUDAN))}
    assert lacking == set(vdem.INDICATORS) - {"v2clkill_ord"}


def test_a_missing_index_is_a_changed_schema_that_names_it() -> None:
    with pytest.raises(SchemaChanged, match="lacks v2x_libdem"):
        readings(SUDAN.replace(b"v2x_libdem", b"v3x_libdem"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b",0.1,", b",high,", "line 2, field v2x_polyarchy: 'high'"),
        (b",0.1,", b",inf,", "is no number"),
        (b",2024,", b",24x,", "field year"),
        (b'"Russia","RUS",33,1950', b'"Sudan","SDN",33,2024', "repeats 'SDN 2024'"),
    ],
)
def test_a_bad_value_is_named(old: bytes, new: bytes, said: str) -> None:
    with pytest.raises(BadContent) as caught:
        readings(SUDAN.replace(old, new))
    assert said in caught.value.message


def test_the_newest_archive_is_asked_for_and_its_table_alone_is_wanted() -> None:
    (ask,) = vdem.asks(Wish())
    assert ask.url == "https://v-dem.net/media/datasets/V-Dem-CY-FullOthers-v16_csv.zip"
    assert (ask.media, ask.members) == ("zip", ("*V-Dem-CY-*.csv",))
    assert "v15" in vdem.asks(Wish(version="15"))[0].url
    with pytest.raises(Misused):
        vdem.asks(Wish(version="../x"))


def test_a_vintage_is_always_whole() -> None:
    assert vdem.covers(Wish(version="16", states=("SDN",), since=date(2000, 1, 1))) == Wish(version="16")


@settings(max_examples=20, deadline=None)
@given(mutations(SUDAN))
def test_broken_bytes_give_rows_or_a_named_error(body: bytes) -> None:
    rows_or_named_error(vdem.read, "v", "csv", body)

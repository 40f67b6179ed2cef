from __future__ import annotations

import sys
from pathlib import Path

import pytest

from comity.kernel.errors import Misused, OutsideFailed
from comity.store import lake
from comity.store.lake import engines
from comity.store.lake.cells import Cells
from comity.store.lake.expressions import country_months
from comity.store.lake.tables import unbound


def test_an_unknown_engine_is_refused_with_what_was_meant():
    with pytest.raises(Misused) as caught:
        lake.open("duckbd:")
    assert caught.value.hint == "did you mean duckdb?"


def test_a_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "ibis", None)
    with pytest.raises(OutsideFailed) as caught:
        lake.open("duckdb:")
    assert 'pip install "comity[lake]"' in caught.value.hint


@pytest.mark.parametrize("address", ["clickhouse://nobody:9000/x", "trino://nobody@nowhere:8080/x/y"])
def test_a_server_without_its_driver_or_answer_is_an_outside_failure(address: str):
    with pytest.raises(OutsideFailed):
        lake.open(address)


def test_a_bad_setting_is_an_outside_failure_and_leaves_nothing_behind(tmp_path: Path):
    with pytest.raises(OutsideFailed, match="DuckDB cannot open"):
        engines.duckdb("", memory="a lot", threads=1, spill=tmp_path)


def test_files_that_are_not_there_are_named(tmp_path: Path):
    with lake.open() as found:
        with pytest.raises(OutsideFailed, match=r"there is no file .*gone\.parquet"):
            found.attach("events", [tmp_path / "gone.parquet"])
        with pytest.raises(Misused, match="no file is given"):
            found.attach("events", [])
        with pytest.raises(Misused, match="events or readings"):
            found.attach("spine", [tmp_path])


def test_a_table_nobody_attached_is_named():
    with lake.open() as found, pytest.raises(OutsideFailed, match="has no table events"):
        found.vintages()


def test_a_server_cannot_read_files_of_this_machine(tmp_path: Path):
    with pytest.raises(Misused, match="a server cannot read"):
        engines.Connected(None, local=False).attach("events", [tmp_path])


@pytest.mark.parametrize("dialect", ["duckdb", "clickhouse", "trino", "pyspark"])
def test_one_expression_is_text_for_every_engine_and_no_sum_is_named_as_its_column(dialect: str):
    import ibis

    asked = country_months(unbound("events"), unbound("spine"), Cells(measures=("deaths", "peak")), unbound("borders"))
    text = str(ibis.to_sql(asked, dialect=dialect))

    assert "one_sided_deaths_sum12" in text
    plain = text.replace('"', "").replace("`", "")
    assert [column for column in ("deaths", "civilians", "kind", "began") if f"AS {column}\n" in plain] == []

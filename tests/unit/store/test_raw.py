from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import pytest

from comity.kernel.errors import OutsideFailed
from comity.store.raw import RawData, raw_data


@pytest.fixture
def raw(tmp_path: Path) -> RawData:
    (tmp_path / "votes").mkdir()
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            f"copy (select * from (values ('b', 2), ('a', 1)) t(name, votes)) to '{tmp_path}/votes/sample.parquet'"
        )
    return RawData(tmp_path)


def test_columns_come_as_arrays_in_the_order_asked_for(raw: RawData):
    columns = raw.columns("votes/sample.parquet", "select * from data order by name")

    assert columns["name"].tolist() == ["a", "b"]
    assert columns["votes"].tolist() == [1, 2]


def test_rows_come_as_tuples(raw: RawData):
    assert raw.rows("votes/sample.parquet", "select name, votes from data order by name") == [("a", 1), ("b", 2)]


def test_a_digest_is_that_of_the_bytes(raw: RawData):
    content = (raw.directory / "votes" / "sample.parquet").read_bytes()

    assert raw.sha256("votes/sample.parquet") == hashlib.sha256(content).hexdigest()


def test_a_missing_file_is_named_with_the_setting_that_helps(raw: RawData):
    with pytest.raises(OutsideFailed) as caught:
        raw.rows("votes/none.parquet")

    assert "votes/none.parquet" in caught.value.message
    assert "COMITY_DATA" in caught.value.hint


def test_a_missing_directory_is_named(tmp_path: Path):
    with pytest.raises(OutsideFailed) as caught:
        raw_data(str(tmp_path / "none"))

    assert str(tmp_path / "none") in caught.value.message
    assert caught.value.exit_code == 3


def test_the_directory_named_goes_before_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    named, set_ = tmp_path / "named", tmp_path / "set"
    named.mkdir()
    set_.mkdir()
    monkeypatch.setenv("COMITY_DATA", str(set_))

    assert raw_data(str(named)).directory == named
    assert raw_data().directory == set_


def test_a_setting_that_names_no_directory_is_refused_and_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("COMITY_DATA", str(tmp_path / "moved"))
    with pytest.raises(OutsideFailed, match="moved"):
        raw_data()

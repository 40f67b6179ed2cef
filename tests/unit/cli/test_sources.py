from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Comity
from tests.unit.sources import ucdp_files


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMITY_SOURCES", str(tmp_path / "sources"))
    monkeypatch.delenv("COMITY_MIRROR", raising=False)
    return tmp_path / "sources"


@pytest.fixture
def ged(tmp_path: Path) -> str:
    path = tmp_path / "ged.csv"
    path.write_bytes(ucdp_files.table(ucdp_files.events(3)))
    return str(path)


def test_the_list_names_licences_keys_and_what_may_not_be_passed_on(comity: Comity, folder: Path) -> None:
    said = comity("sources", "list")
    assert said.code == 0
    assert "UCDP_ACCESS_TOKEN" in said.out
    assert "rows may not be passed on" in said.out
    assert {one["name"] for one in comity("sources", "list", "--json").json} >= {"ucdp_ged", "acled", "hxl"}


def test_the_terms_are_shown_and_nothing_is_imported_before_they_are_accepted(
    comity: Comity, folder: Path, ged: str
) -> None:
    said = comity("sources", "import", "ucdp_ged", ged)
    assert said.code == 1
    assert "CC BY 4.0" in said.err
    assert "--accept" in said.err
    assert not folder.exists()


def test_terms_are_accepted_once(comity: Comity, folder: Path, ged: str) -> None:
    assert comity("sources", "import", "ucdp_ged", ged, "--accept").code == 0
    said = comity("sources", "import", "ucdp_ged", ged)
    assert said.code == 0
    assert "nothing new" in said.out


@pytest.mark.parametrize(("typed", "code"), [("y", 0), ("yes", 0), ("", 1), ("n", 1)])
def test_somebody_at_the_terminal_is_asked(
    typed: str, code: int, comity: Comity, folder: Path, ged: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: typed)
    said = comity("sources", "import", "ucdp_ged", ged)
    assert said.code == code
    assert "Sundberg" in said.out


def test_what_came_is_said_and_stands_in_the_status(comity: Comity, folder: Path, ged: str) -> None:
    said = comity("sources", "import", "ucdp_ged", ged, "--yes", "--version", "25.1", "--known-on", "2025-06-10")
    assert "3 Event rows" in said.out
    assert "known 2025-06-10" in said.out
    (status,) = comity("sources", "status", "--json").json
    assert (status["source"], status["version"], status["rows"]) == ("ucdp_ged", "25.1", {"Event": 3})
    shown = comity("sources", "show", "ucdp_ged").out
    assert "2025-06-10 (stated)" in shown


def test_a_source_that_stopped_says_why_and_what_stays(comity: Comity, folder: Path, ged: str, tmp_path: Path) -> None:
    comity("sources", "import", "ucdp_ged", ged, "--accept")
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"id,what\n1,2\n")
    assert comity("sources", "import", "ucdp_ged", str(bad)).code == 1
    said = comity("sources", "status").out
    assert "ucdp_ged stopped since" in said
    assert "stays in use (0 days old)" in said


def test_own_data_come_with_a_mapping_on_the_command_line(comity: Comity, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "own list.csv"
    path.write_text("Day,Where\n02/01/2024,Sudan\n")
    words = ("--map", "began=Day", "--map", "state=Where", "--map", "kind==riot", "--map", "dates==%d/%m/%Y")
    said = comity("sources", "import", "plain_csv", str(path), *words, "--accept")
    assert said.code == 0, said.err
    assert said.out.startswith("own_list: 1 Event rows")


def test_an_unknown_source_is_misused(comity: Comity, folder: Path) -> None:
    said = comity("sources", "fetch", "ucdp_gde")
    assert said.code == 2
    assert "ucdp_ged" in said.err


def test_an_unknown_state_is_misused_before_anything_is_asked(comity: Comity, folder: Path) -> None:
    said = comity("sources", "fetch", "ucdp_ged", "--states", "Atlantis")
    assert said.code == 2
    assert "Atlantis" in said.err


def test_a_status_without_data_says_where_to_begin(comity: Comity, folder: Path) -> None:
    assert "comity sources list" in comity("sources", "status").out
    assert "none" in comity("sources", "status", "ucdp_ged").out


def test_a_mirror_that_is_none_is_misused(comity: Comity, folder: Path) -> None:
    said = comity("sources", "fetch", "ucdp_ged", "--accept", "--mirror", "http://mirror.example")
    assert said.code == 2
    assert "no address to fetch from" in said.err

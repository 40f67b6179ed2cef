from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import comity
from comity.desk.opening import examine_desk, open_desk
from comity.kernel.errors import Misused, OutsideFailed
from comity.kernel.marking import CLEAR
from comity.records.pledge import Pledge


def pledge(by: str) -> Pledge:
    return Pledge(id="", by=by, what="mediation", about="SDN", due_on=date(2026, 12, 1), made_on=date(2026, 1, 1))


def test_a_new_desk_begins_with_its_opening(tmp_path: Path):
    with comity.open(tmp_path / "office.db", author="duty officer") as desk:
        desk.commit.pledge(pledge("KEN"), CLEAR)
        first, _ = desk.record.entries()

    assert (first.kind, first.author, first.body["desk"]) == ("desk.opened/1", "duty officer", "office")


def test_a_desk_that_is_opened_again_holds_what_was_put_in(tmp_path: Path):
    with comity.open(tmp_path / "desk.db") as desk:
        desk.commit.pledge(pledge("KEN"), CLEAR)
    with comity.open(str(tmp_path / "desk.db")) as desk:
        assert [line.pledge.by for line in desk.commit.lines()] == ["KEN"]
        assert len(desk.record.entries(kind="desk.opened/1")) == 1


def test_two_desks_on_one_file_see_each_other_and_prove_one_record(tmp_path: Path):
    with comity.open(tmp_path / "desk.db", author="one") as one, comity.open(tmp_path / "desk.db", author="two") as two:
        for by in ("KEN", "NOR", "FRA"):
            one.commit.pledge(pledge(by), CLEAR)
        for by in ("DEU", "JPN"):
            two.commit.pledge(pledge(by), CLEAR)

        assert [line.pledge.id for line in one.commit.lines()] == [line.pledge.id for line in two.commit.lines()]
        assert {entry.author for entry in one.record.entries(kind="commit.pledged/1")} == {"one", "two"}
        assert len({line.pledge.id for line in one.commit.lines()}) == 5
        assert one.record.verify().root == two.record.verify().root


def made(file: Path) -> Path:
    """A desk file with its opening and one pledge."""
    with comity.open(file) as desk:
        desk.commit.pledge(pledge("KEN"), CLEAR)
    return file


def test_a_desk_that_is_only_looked_at_makes_no_file(tmp_path: Path):
    with comity.open(tmp_path / "desk.db") as desk:
        assert desk.brief("TUV", as_of="2026-05").promises == ()

    assert list(tmp_path.iterdir()) == []


def test_a_desk_opened_to_read_gives_briefs_and_refuses_entries(tmp_path: Path):
    made(tmp_path / "desk.db")
    with open_desk(tmp_path / "desk.db", read_only=True) as desk:
        assert desk.brief("TUV", as_of="2026-05").name == "Tuvalu"
        with pytest.raises(OutsideFailed, match="reading only"):
            desk.commit.pledge(pledge("NOR"), CLEAR)
        assert desk.record.store.head().size == 2


def test_a_desk_in_memory_is_refused_and_makes_no_file_of_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Misused) as caught:
        comity.open(":memory:")

    assert "exercise.db" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_without_a_path_the_desk_is_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COMITY_DESK", str(tmp_path / "mine.db"))
    with comity.open() as desk:
        desk.commit.pledge(pledge("KEN"), CLEAR)

    assert (tmp_path / "mine.db").is_file()


def test_examining_a_desk_makes_no_file(tmp_path: Path):
    checks = examine_desk(str(tmp_path / "none.db"))

    assert list(tmp_path.iterdir()) == []
    assert {check.verdict for check in checks} <= {"sound", "note"}


def test_examining_a_desk_proves_its_record(tmp_path: Path):
    made(tmp_path / "desk.db")
    found = {check.name: check for check in examine_desk(str(tmp_path / "desk.db"))}

    assert found["ledger"].verdict == "sound"
    assert found["ledger"].words.startswith("2 entries")


def test_a_damaged_desk_is_said_to_be_broken_with_a_remedy(tmp_path: Path):
    (tmp_path / "desk.db").write_bytes(b"no database" * 100)
    found = {check.name: check for check in examine_desk(str(tmp_path / "desk.db"))}

    assert found["ledger"].verdict == "broken"
    assert found["ledger"].remedy


def test_importing_the_package_alone_brings_in_no_engine():
    heavy = ["numpy", "scipy", "duckdb", "msgspec", "yaml", "rich", "jinja2", "starlette", "cyclopts"]
    code = f"import sys, comity; print(*[name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout.strip() == ""

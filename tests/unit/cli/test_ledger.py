from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from comity.kernel.canon import canonical
from comity.ledger import merkle
from comity.ledger.checkpoint import checkpoint
from comity.ledger.entry import HEADER_FORMAT, commitment
from tests.unit.cli.conftest import Comity


@pytest.fixture
def kept(comity: Comity) -> Comity:
    for due in ("2027-01-31", "2027-02-28", "2027-03-31"):
        assert comity("commit", "pledge", "--by", "FRA", "--what", "mediation", "--due", due).code == 0
    return comity


def test_a_whole_record_verifies_against_a_checkpoint_kept_elsewhere(kept: Comity, tmp_path: Path) -> None:
    note = tmp_path / "note"
    note.write_text(kept("ledger", "checkpoint").out)
    kept("commit", "withdraw", "1", "--because", "new government")
    said = kept("ledger", "verify", "--against", str(note))
    assert said.code == 0
    assert "1 checkpoint" in said.out


def test_a_changed_entry_is_found(kept: Comity, desk: Path) -> None:
    connection = sqlite3.connect(desk)
    name = connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%body%' AND type = 'table'").fetchone()[0]
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute(f"UPDATE {name} SET body = replace(body, '2027-01-31', '2029-01-31')")
    connection.commit()
    connection.close()
    said = kept("ledger", "verify")
    assert said.code == 1
    assert "entry 1" in said.err


def test_a_checkpoint_of_another_ledger_is_refused(kept: Comity, tmp_path: Path) -> None:
    note = tmp_path / "note"
    note.write_text("comity.local/other\n" + kept("ledger", "checkpoint").out.split("\n", 1)[1])
    assert kept("ledger", "verify", "--against", str(note)).code == 1


def test_show_takes_the_newest_and_says_what_is_left_out(kept: Comity) -> None:
    said = kept("ledger", "show", "--limit", "2")
    assert "2 older entries are not shown" in said.out
    assert [row["sequence"] for row in kept("ledger", "show", "--limit", "2", "--json").json] == [2, 3]


def test_show_never_prints_the_salt_that_hides_a_body(kept: Comity) -> None:
    assert "salt" not in kept("ledger", "show", "--json").out


def test_a_proof_can_be_checked_without_the_desk(kept: Comity) -> None:
    proof = kept("ledger", "prove", "pledge/2").json
    head, entry = checkpoint(proof["checkpoint"]), proof["entries"][0]
    bound = commitment(bytes.fromhex(entry["salt"]), canonical(entry["body"]))
    assert bound.hex() == entry["commitment"]
    named = ("author", "commitment", "instant", "kind", "marking", "sequence", "stream", "version")
    leaf = merkle.leaf_hash(canonical({"format": HEADER_FORMAT, **{name: entry[name] for name in named}}))
    path = [bytes.fromhex(node) for node in entry["path"]]
    assert merkle.includes(leaf, entry["sequence"], proof["size"], path, head.root)


@pytest.mark.parametrize("command", [("show",), ("verify",), ("checkpoint",), ("prove", "pledge/1")])
def test_reading_a_record_makes_no_file(comity: Comity, desk: Path, command: tuple[str, ...]) -> None:
    assert comity("ledger", *command).code == 3
    assert not desk.exists()

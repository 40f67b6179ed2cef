from __future__ import annotations

import shutil
import sqlite3

import pytest

from comity.kernel.errors import BrokenChain, ComityError, Misused, OutsideFailed
from comity.store.ledger_schema import _SAME
from comity.store.ledger_sqlite import open_ledger
from tests.unit.store.pledges import made, pledged

ENTRIES = 4

# Table -> its key and every column it keeps.
COLUMNS = {
    "entry": (
        "sequence",
        ("sequence", "stream", "version", "kind", "author", "instant", "marking", "commitment", "leaf"),
    ),
    "content": ("sequence", ("sequence", "salt", "body")),
    "node": ("last * 100 + level", ("last", "level", "hash")),
    "checkpoint": ("size", ("size", "note")),
}


class Forger:
    """Somebody with the file and no scruples: no triggers, no checks, no keys."""

    def __init__(self, path):
        self.base = sqlite3.connect(path, isolation_level=None)
        for pragma in ("ignore_check_constraints = ON", "foreign_keys = OFF", "synchronous = OFF"):
            self.base.execute(f"PRAGMA {pragma}")
        for (name,) in self.base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            self.base.execute(f"DROP TRIGGER {name}")
        for table in COLUMNS:
            self.base.execute(f"CREATE TEMP TABLE kept_{table} AS SELECT * FROM main.{table}")

    def rows(self, table):
        key, columns = COLUMNS[table]
        for column in columns:
            for place, value, kind in self.base.execute(
                f"SELECT {key}, {column}, typeof({column}) FROM {table}"
            ).fetchall():
                yield place, column, value, kind

    def put(self, table, place, column, value, kind):
        """Write the value, and say whether the table took it: two entries cannot share a place in a stream."""
        key, _ = COLUMNS[table]
        try:
            self.base.execute(f"UPDATE {table} SET {column} = CAST(? AS {kind}) WHERE {key} = ?", (value, place))
        except sqlite3.IntegrityError:
            return False
        return True

    def restore(self, table):
        """Put back the rows that were there when the forger came."""
        self.base.execute(f"DELETE FROM {table}")
        self.base.execute(f"INSERT INTO {table} SELECT * FROM temp.kept_{table}")

    def close(self):
        self.base.close()


@pytest.fixture
def path(tmp_path):
    return made(tmp_path / "ledger.db", ENTRIES)


@pytest.fixture
def forger(path):
    opened = Forger(path)
    yield opened
    opened.close()


def flips(value, kind, every_bit):
    """The value with one bit flipped, for every byte (and every bit, if asked); a whole number gives its neighbours."""
    if kind == "integer":
        yield from (value + 1000, -1 - value)
        return
    data = value.encode() if isinstance(value, str) else value
    for place in range(len(data)):
        for bit in range(8) if every_bit else (place % 8,):
            yield data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]


def named(ledger):
    """Whether verify stops, and says where."""
    try:
        ledger.verify()
    except BrokenChain as error:
        return any(word in error.message for word in ("entry ", "entries ", "checkpoint", "node"))
    return False


def undetected(path, forger, every_bit):
    """Changes that verify does not catch, and how many were tried."""
    missed, tried = [], 0
    with open_ledger(path) as ledger:
        for table in COLUMNS:
            for place, column, value, kind in list(forger.rows(table)):
                for changed in flips(value, kind, every_bit):
                    if not forger.put(table, place, column, changed, kind):
                        continue
                    tried += 1
                    if not named(ledger):
                        missed.append((table, place, column, changed))
                    forger.restore(table)
        assert ledger.verify().entries == ENTRIES
    return missed, tried


def test_a_flipped_bit_in_any_byte_of_any_value_is_detected(path, forger):
    missed, tried = undetected(path, forger, every_bit=False)
    assert missed == []
    assert tried > 1500


@pytest.mark.slow
def test_every_flipped_bit_of_any_value_is_detected(path, forger):
    missed, tried = undetected(path, forger, every_bit=True)
    assert missed == []
    assert tried > 12000


def test_a_changed_entry_is_named(path, forger):
    forger.base.execute("UPDATE content SET body = replace(body, 'NOR', 'SWE') WHERE sequence = 2")
    with open_ledger(path) as ledger, pytest.raises(BrokenChain, match=r"entry 2 \(pledge/3, commit.pledged/1\)"):
        ledger.verify()


# An earlier checkpoint may be dropped, since the later ones cover its entries too; not so the newest one.
LOSSES = [(table, row) for table in ("entry", "content") for row in range(ENTRIES)]
LOSSES += [("node", 0), ("node", 1), ("node", 2), ("checkpoint", ENTRIES - 1)]


@pytest.mark.parametrize(("table", "row"), LOSSES)
def test_a_lost_row_is_detected(path, forger, table, row):
    key, _ = COLUMNS[table]
    rows = forger.base.execute(f"SELECT {key} FROM {table} ORDER BY 1").fetchall()
    forger.base.execute(f"DELETE FROM {table} WHERE {key} = ?", rows[row])
    with open_ledger(path) as ledger, pytest.raises(BrokenChain):
        ledger.verify()


@pytest.mark.parametrize("value", ["NULL", "7", "x'00ff'", "'text'", "1e300"])
@pytest.mark.parametrize("table", COLUMNS)
def test_a_value_of_another_type_is_detected_and_not_a_crash(path, forger, table, value):
    key, columns = COLUMNS[table]
    for column in columns:
        copy = path.with_name(f"{column}.db")
        forger.base.execute(f"VACUUM INTO '{copy}'")
        other = Forger(copy)
        try:
            # NULL and keys of other types are refused by the table itself.
            last = f"{key} = (SELECT max({key}) FROM {table})"
            other.base.execute(f"UPDATE {table} SET {column} = {value} WHERE {last}")
        except sqlite3.IntegrityError:
            continue
        finally:
            other.close()
        with pytest.raises(ComityError), open_ledger(copy) as ledger:
            ledger.verify()


def test_entries_cut_off_with_all_that_covered_them_are_caught_by_a_checkpoint_kept_outside(path, forger):
    with open_ledger(path) as ledger:
        kept = ledger.checkpoint()
        forger.base.executescript(
            "DELETE FROM content WHERE sequence = 3; DELETE FROM entry WHERE sequence = 3;"
            "DELETE FROM node WHERE last = 3; DELETE FROM checkpoint WHERE size = 4;"
        )
        assert ledger.verify().entries == 3
        with pytest.raises(BrokenChain, match="covers 4 entries; entry 3 and later ones are missing"):
            ledger.verify([kept])


def test_a_renamed_ledger_is_detected(path, forger):
    forger.base.execute("UPDATE meta SET value = 'other.example/desk'")
    with open_ledger(path) as ledger, pytest.raises(BrokenChain, match="checkpoint"):
        ledger.verify()


def test_a_flipped_byte_of_the_file_is_detected_or_changes_nothing_that_is_read(path, tmp_path):
    with open_ledger(path, read_only=True) as ledger:
        before = ledger.read()
    for name in ("ledger.db-wal", "ledger.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    data = path.read_bytes()
    copy = tmp_path / "copy" / "ledger.db"
    copy.parent.mkdir()
    caught = 0
    for place in range(0, len(data), 211):
        copy.write_bytes(data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :])
        try:
            with open_ledger(copy, read_only=True) as ledger:
                ledger.verify()
                assert ledger.read() == before
        except ComityError:
            caught += 1
        shutil.rmtree(copy.parent)
        copy.parent.mkdir()
    assert caught > 10


@pytest.mark.parametrize("table", _SAME)
def test_the_file_itself_forbids_changing_or_losing_a_row(path, table):
    base = sqlite3.connect(path, isolation_level=None)
    column = COLUMNS[table][1][-1]
    for change in (
        f"UPDATE {table} SET {column} = {column}",
        f"DELETE FROM {table}",
        f"REPLACE INTO {table} SELECT * FROM {table}",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            base.execute(change)
    base.close()


def test_every_commit_is_synced_and_logged_ahead(path):
    with open_ledger(path) as ledger:
        assert ledger._connection.execute("PRAGMA journal_mode").fetchone()[0] == b"wal"
        # 2 is FULL: https://www.sqlite.org/pragma.html#pragma_synchronous
        assert ledger._connection.execute("PRAGMA synchronous").fetchone()[0] == 2


def test_an_existing_ledger_opens_under_its_own_name_only(path):
    with open_ledger(path, origin="mfa.example/desk") as ledger:
        assert ledger.origin == "mfa.example/desk"
    with pytest.raises(Misused, match=r"is the ledger mfa\.example/desk, not other"):
        open_ledger(path, origin="other")


def test_a_read_only_ledger_reads_and_verifies_but_takes_nothing_in(path):
    with open_ledger(path, read_only=True) as ledger:
        assert ledger.verify().entries == ENTRIES
        with pytest.raises(OutsideFailed, match="for reading only"):
            ledger.append(pledged(9))

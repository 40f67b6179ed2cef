from __future__ import annotations

import sqlite3

import pytest

from comity.kernel.errors import OutsideFailed, Refused
from comity.store.ledger_schema import MIGRATIONS, migrate, version
from comity.store.ledger_sqlite import open_ledger
from tests.unit.store.pledges import made, pledged


@pytest.fixture
def path(tmp_path):
    return made(tmp_path / "ledger.db", 2)


def raw(path):
    return sqlite3.connect(path, isolation_level=None)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_ledger_of_a_newer_schema_is_refused_and_left_alone(path, read_only):
    base = raw(path)
    base.execute("INSERT INTO schema VALUES (7)")
    base.close()
    with pytest.raises(Refused, match="has ledger schema 7; this version of comity knows schemas up to 1") as caught:
        open_ledger(path, read_only=read_only)
    assert "newer version" in caught.value.hint


def test_an_older_file_is_brought_up_step_by_step_with_its_entries(path):
    base = raw(path)
    steps = (*MIGRATIONS, lambda c: c.execute("CREATE TABLE key (id)"), lambda c: c.execute("ALTER TABLE key ADD w"))
    base.execute("BEGIN")
    migrate(base, path, steps)
    base.execute("COMMIT")
    assert version(base, path) == 3
    assert base.execute("SELECT count(*) FROM entry").fetchone() == (2,)
    base.execute("SELECT w FROM key")
    base.close()


def test_a_step_that_fails_leaves_the_old_schema(path):
    base = raw(path)
    steps = (*MIGRATIONS, lambda c: c.execute("CREATE TABLE key (id)"), lambda c: c.execute("nonsense"))
    base.execute("BEGIN")
    with pytest.raises(sqlite3.OperationalError):
        migrate(base, path, steps)
    base.execute("ROLLBACK")
    assert version(base, path) == 1
    base.close()
    with open_ledger(path) as ledger:
        ledger.append(pledged(3))
        assert ledger.verify().entries == 3


def test_opening_again_changes_nothing(path):
    for _ in range(2):
        open_ledger(path).close()
    base = raw(path)
    assert base.execute("SELECT version FROM schema").fetchall() == [(1,)]
    base.close()


def test_a_database_of_something_else_is_told_apart_and_left_alone(tmp_path):
    path = tmp_path / "other.db"
    base = raw(path)
    base.execute("CREATE TABLE schema (version)")
    base.close()
    for read_only in (False, True):
        with pytest.raises(OutsideFailed, match="a SQLite database of something else"):
            open_ledger(path, read_only=read_only)
    base = raw(path)
    assert base.execute("SELECT name FROM sqlite_master").fetchall() == [("schema",)]
    base.close()

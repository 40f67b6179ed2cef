"""Tables of the SQLite ledger, version by version, and how an older file becomes a newer one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from comity.kernel.errors import OutsideFailed, Refused

# Marks the file as ours in the SQLite header: the letters COMI.
APPLICATION_ID = 0x434F4D49

# Salt and body stand apart from the entry, so that a later version can encrypt or erase them without touching a leaf.
# A node is keyed by the entry that completed it, so that the tree is written and read back in order.
_VERSION_1 = """
CREATE TABLE schema (version INTEGER PRIMARY KEY);
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (
  sequence INTEGER PRIMARY KEY CHECK (sequence >= 0),
  stream TEXT NOT NULL CHECK (typeof(stream) = 'text'),
  version INTEGER NOT NULL CHECK (typeof(version) = 'integer' AND version >= 0),
  kind TEXT NOT NULL CHECK (typeof(kind) = 'text'),
  author TEXT NOT NULL CHECK (typeof(author) = 'text'),
  instant TEXT NOT NULL CHECK (typeof(instant) = 'text'),
  marking TEXT NOT NULL CHECK (typeof(marking) = 'text'),
  commitment BLOB NOT NULL CHECK (typeof(commitment) = 'blob' AND length(commitment) = 32),
  leaf BLOB NOT NULL CHECK (typeof(leaf) = 'blob' AND length(leaf) = 32),
  UNIQUE (stream, version)
);
CREATE TABLE content (
  sequence INTEGER PRIMARY KEY REFERENCES entry (sequence),
  salt BLOB NOT NULL CHECK (typeof(salt) = 'blob' AND length(salt) = 32),
  body TEXT NOT NULL CHECK (typeof(body) = 'text')
);
CREATE TABLE node (
  last INTEGER NOT NULL,
  level INTEGER NOT NULL CHECK (level > 0),
  hash BLOB NOT NULL CHECK (typeof(hash) = 'blob' AND length(hash) = 32),
  PRIMARY KEY (last, level)
) WITHOUT ROWID;
CREATE TABLE checkpoint (
  size INTEGER PRIMARY KEY CHECK (size > 0),
  note TEXT NOT NULL CHECK (typeof(note) = 'text')
);
"""

# The tables that only grow, and what makes a new row the same as an old one.
_SAME = {
    "entry": "sequence = NEW.sequence OR (stream = NEW.stream AND version = NEW.version)",
    "content": "sequence = NEW.sequence",
    "node": "last = NEW.last AND level = NEW.level",
    "checkpoint": "size = NEW.size",
}


def _to_version_1(connection: sqlite3.Connection) -> None:
    for statement in _VERSION_1.split(";"):
        if statement.strip():
            connection.execute(statement)
    for table in _SAME:
        for change in ("UPDATE", "DELETE"):
            connection.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
            )
    # An INSERT OR REPLACE deletes without firing delete triggers, hence these.
    for table, same in _SAME.items():
        present = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - both texts are constants of this file
        connection.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {present} "
            f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        )


# The step at index n takes a file of version n to version n + 1. Released steps are never changed.
MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_to_version_1,)


def version(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version of the file, 0 for an empty one.

    raises  OutsideFailed for a database that is no ledger
    """
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        if tables:
            raise OutsideFailed(
                f"{path} is a SQLite database of something else", hint="give the path of a ledger, or of no file yet"
            )
        return 0
    found: int = connection.execute("SELECT max(version) FROM schema").fetchone()[0]
    return found


def check_known(found: int, path: Path, known: int = len(MIGRATIONS)) -> None:
    """Nothing, if this version of the product can read the file.

    raises  Refused for a file written by a newer one
    """
    if found > known:
        raise Refused(
            f"{path} has ledger schema {found}; this version of comity knows schemas up to {known}",
            hint="use the newer version of comity that wrote it",
        )


def migrate(
    connection: sqlite3.Connection,
    path: Path,
    steps: tuple[Callable[[sqlite3.Connection], None], ...] = MIGRATIONS,
) -> None:
    """Bring the file to the newest schema; called within a write transaction, so that it happens whole or not.

    raises  Refused for a file newer than the steps, OutsideFailed for a database that is no ledger
    """
    found = version(connection, path)
    check_known(found, path, len(steps))
    for number, step in enumerate(steps[found:], start=found + 1):
        step(connection)
        connection.execute("INSERT INTO schema (version) VALUES (?)", (number,))
    if found == 0:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")

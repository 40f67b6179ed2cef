"""Connections to SQLite as the ledger needs them: durable, one writer at a time, errors that say what to do."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from comity.kernel.errors import OutsideFailed
from comity.store.faults import database_failed, disk_failed

# How long a writer waits for another one before it gives up with a Conflict.
PATIENCE_S = 10.0


def writable(path: Path) -> bool:
    """Whether the file, or the directory it would be made in, lets us write; SQLite needs both for its log."""
    effective = os.access in os.supports_effective_ids
    if path.exists() and not os.access(path, os.W_OK, effective_ids=effective):
        return False
    return os.access(path.parent, os.W_OK, effective_ids=effective)


def open_for_writing(path: Path, *, patience_s: float = PATIENCE_S) -> sqlite3.Connection:
    """A connection that may write; a new file is readable by its owner alone.

    raises  OutsideFailed, Conflict
    """
    if path.is_dir():
        raise OutsideFailed(f"{path} is a directory", hint="give the name of a file in it, such as ledger.db")
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise disk_failed(path, error) from error
    with told(path):
        connection = _connect(path, "rw", patience_s)
        try:
            _set_durable(connection, path, patience_s)
        except BaseException:
            connection.close()
            raise
    return connection


def open_for_reading(path: Path, *, patience_s: float = PATIENCE_S) -> sqlite3.Connection:
    """A connection that cannot write, also where the directory is read-only.

    raises  OutsideFailed where there is no such file, or where a write-ahead log cannot be read with it
    """
    if path.is_dir():
        raise OutsideFailed(f"{path} is a directory", hint="give the name of a file in it, such as ledger.db")
    if not path.exists():
        raise OutsideFailed(f"there is no ledger at {path}", hint="check the path; the first entry makes the file")
    with told(path):
        connection = _connect(path, "ro", patience_s)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return connection
        except sqlite3.OperationalError as error:
            connection.close()
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise OutsideFailed(
                f"{path} has entries in {log.name} that a read-only directory does not let us read",
                hint="copy the ledger with its -wal file to a place where you may write",
            )
        # Without a log the file is complete, and nobody can write to it here: SQLite may read it as it stands.
        return _connect(path, "ro&immutable=1", patience_s)


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's errors inside into errors of ours about `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise database_failed(path, error) from error


@contextlib.contextmanager
def writing(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """One write transaction: committed at the end, or rolled back whole when anything is raised."""
    with told(path):
        # IMMEDIATE takes the write lock at once: a transaction that first reads cannot be upgraded while others write,
        # whatever the busy timeout (https://www.sqlite.org/lang_transaction.html).
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            # SQLite has rolled back by itself after some errors, such as a full disk.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextlib.contextmanager
def reading(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """One read transaction, so that all that is read inside is of the same moment."""
    with told(path):
        connection.execute("BEGIN")
        try:
            yield
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def _connect(path: Path, mode: str, patience_s: float) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, timeout=patience_s, isolation_level=None, check_same_thread=False)
    # Texts are decoded where a bad one can be named, not by the driver.
    connection.text_factory = bytes
    return connection


def _set_durable(connection: sqlite3.Connection, path: Path, patience_s: float) -> None:
    # FULL syncs the log at every commit; NORMAL may lose acknowledged commits when the power fails
    # (https://www.sqlite.org/pragma.html#pragma_synchronous).
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    until = time.monotonic() + patience_s
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != b"wal":
        try:
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        except sqlite3.OperationalError as error:
            # The switch does not wait for other connections that are opening the same new file, so we do.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
            continue
        if mode != b"wal":
            raise OutsideFailed(
                f"{path} lies on a file system without shared memory, which SQLite's log needs",
                hint="keep the ledger on a local disk",
            )

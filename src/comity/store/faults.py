"""What went wrong outside, said as errors a caller can act on: from the file system and from SQLite."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from comity.kernel.errors import BrokenChain, ComityError, Conflict, OutsideFailed

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_SHUT = {errno.EROFS, errno.EACCES, errno.EPERM}


def disk_failed(path: Path, error: OSError) -> OutsideFailed:
    """The file system's error on `path` as a sentence with a hint."""
    if error.errno in _FULL:
        return OutsideFailed(
            f"there is no room left to write {path}", hint="free space or raise the quota; nothing was changed"
        )
    if error.errno in _SHUT:
        return OutsideFailed(
            f"{path} cannot be written: the directory or the file is read-only",
            hint="choose another place or ask for write access; nothing was changed",
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return OutsideFailed(f"there is no directory {path.parent}", hint="make it first, or choose another place")
    if error.errno == errno.EISDIR:
        return OutsideFailed(f"{path} is a directory", hint="give the name of a file in it")
    return OutsideFailed(f"{path} failed: {error.strerror or error}", hint="check the disk; nothing was changed")


def database_failed(path: Path, error: sqlite3.Error) -> ComityError:
    """SQLite's error on the database at `path` as a sentence with a hint; nothing was written when it is raised."""
    # The low byte of an extended result code is the primary one: https://www.sqlite.org/rescode.html
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    kind, words, hint = _SQLITE.get(code, _OTHER)
    return kind(words.format(path=path, error=error), hint=hint)


_BUSY = (Conflict, "another process is writing to {path}", "try again when it has finished")
_READ_ONLY = (
    OutsideFailed,
    "{path} cannot be written: the directory or the file is read-only",
    "choose another place or ask for write access; nothing was changed",
)
_OTHER: tuple[type[ComityError], str, str] = (
    OutsideFailed,
    "{path} failed: {error}",
    "run `comity ledger verify`; nothing was changed",
)

# Primary result code -> error, message, hint.
_SQLITE: dict[int, tuple[type[ComityError], str, str]] = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_FULL: (
        OutsideFailed,
        "there is no room left to write {path}",
        "free space or raise the quota; nothing was changed",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        OutsideFailed,
        "{path} cannot be opened",
        "check that it is a file you may read and write",
    ),
    sqlite3.SQLITE_NOTADB: (
        OutsideFailed,
        "{path} is no ledger: it is not a SQLite database",
        "give the path of a ledger, or of no file yet",
    ),
    sqlite3.SQLITE_CORRUPT: (
        BrokenChain,
        "{path} is damaged: {error}",
        "keep the file as it is and restore a backup",
    ),
    sqlite3.SQLITE_IOERR: (
        OutsideFailed,
        "{path} could not be read or written: {error}",
        "check free space and the disk; nothing was changed",
    ),
}

"""Rows of providers as Parquet: one table a kind of row, its columns the record's fields, then known_at and vintage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any, get_args, get_type_hints

import msgspec

from comity.kernel.errors import BadContent, OutsideFailed
from comity.records.event import CastVote, Event, Happening, LeaderSpell, Listed, Reading, Row
from comity.store.faults import disk_failed

KINDS: dict[str, type[Row]] = {
    kind.__name__: kind for kind in (Event, Reading, CastVote, Listed, LeaderSpell, Happening)
}
# What makes two rows of different vintages the same thing (records.event says so of each).
KEYS = {
    "Event": ("id",),
    "Reading": ("state", "variable", "began", "ended"),
    "CastVote": ("body", "decision", "record", "state"),
    "Listed": ("id",),
    "LeaderSpell": ("id",),
    "Happening": ("id",),
}
# The first day on which a row could be known at the earliest: an event is not known in full before it has ended. The
# value of a forecast (`ahead`, of its vintage) is known before its period has even begun: from the day it came.
TIMES = {
    "Event": "ended", "Reading": "if(ahead, least(ended, known_at::date), ended)", "CastVote": '"on"',
    "Listed": "coalesce(listed_on, known_at::date)", "LeaderSpell": "entered",
    "Happening": 'coalesce(known_on, "on")',
}  # fmt: skip
_SQL = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", date: "DATE"}


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """What is written beside every row: the vintage it stands in and the instant that vintage was known."""

    vintage: str
    known_at: datetime


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """How many rows a table holds, and how many were replaced by a later row of the same key in the same vintage."""

    rows: int
    repeats: int


class Spool:
    """Rows on their way into tables: first as lines of JSON, so that memory is bounded, then as Parquet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._streams: dict[str, IO[bytes]] = {}
        self._encoder = msgspec.json.Encoder()

    def add(self, rows: Iterable[Row]) -> int:
        """Take in rows; gives how many."""
        count = 0
        try:
            for row in rows:
                name = type(row).__name__
                stream = self._streams.get(name)
                if stream is None:
                    stream = self._streams[name] = self._lines(name).open("xb")
                stream.write(self._encoder.encode(row) + b"\n")
                count += 1
        except OSError as error:
            raise disk_failed(self._folder, error) from error
        return count

    def tables(self, stamp: Stamp) -> dict[str, Counted]:
        """Write NAME.parquet for each kind of row that came; raises BadContent for text that no table can hold."""
        self.close()
        found = {}
        for name in sorted(self._streams):
            found[name] = _written(name, self._lines(name), self._folder / f"{name}.parquet", stamp)
            self._lines(name).unlink()
        return found

    def close(self) -> None:
        """Write out what is held back; raises OutsideFailed for a full disk, with every stream closed all the same."""
        failed: OSError | None = None
        for stream in self._streams.values():
            try:
                stream.close()
            except OSError as error:
                failed = error
        if failed is not None:
            raise disk_failed(self._folder, failed) from failed

    def _lines(self, name: str) -> Path:
        return self._folder / f"{name}.jsonl"

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def columns(kind: str) -> dict[str, str]:
    """Columns of a kind of row and their SQL types, in the record's order."""
    hints = get_type_hints(KINDS[kind])
    return {field: _type(hint) for field, hint in hints.items()}


def select(kind: str, query: str) -> Iterator[dict[str, Any]]:
    """Rows of a query over Parquet files, as the record's fields plus event_time, known_at and vintage."""
    import duckdb

    with duckdb.connect(":memory:") as connection:
        connection.execute("set threads = 1; set enable_progress_bar = false")
        try:
            result = connection.execute(query)
            names = [column[0] for column in result.description]
            while rows := result.fetchmany(2000):
                for row in rows:
                    yield dict(zip(names, row, strict=True))
        except duckdb.Error as error:
            raise OutsideFailed(
                f"the kept {kind} rows cannot be read: {error}", hint="fetch the source again"
            ) from error


def quoted(text: str) -> str:
    """The text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _type(hint: Any) -> str:
    parts = [part for part in get_args(hint) if part is not type(None)]
    if getattr(hint, "__origin__", None) is tuple:
        return f"{_SQL[parts[0]]}[]"
    if parts and isinstance(parts[0], str):
        return "VARCHAR"
    return _SQL[parts[0] if parts else hint]


def _written(kind: str, lines: Path, to: Path, stamp: Stamp) -> Counted:
    import duckdb

    shape = "{" + ", ".join(f"{quoted(name)}: {quoted(sql)}" for name, sql in columns(kind).items()) + "}"
    keys = ", ".join(f'"{name}"' for name in KEYS[kind])
    source = (
        f"(select *, row_number() over () as place from read_json({quoted(str(lines))}, columns = {shape}, "  # noqa: S608
        "format = 'newline_delimited', maximum_object_size = 67108864))"
    )
    at = stamp.known_at.replace(tzinfo=None).isoformat(sep=" ")
    # A key that comes twice is a later word on the same thing, as in months of candidate events: the last one counts.
    last = f"select * from {source} qualify row_number() over (partition by {keys} order by place desc) = 1"  # noqa: S608
    query = (
        f"copy (select * exclude (place), timestamp {quoted(at)} as known_at, {quoted(stamp.vintage)} as vintage "  # noqa: S608
        f"from ({last}) order by place) to {quoted(str(to))} (format parquet, compression zstd)"
    )
    with duckdb.connect(":memory:") as connection:
        connection.execute("set threads = 1; set enable_progress_bar = false")
        try:
            came = connection.execute(f"select count(*) from {source}").fetchall()[0][0]  # noqa: S608 - all names are ours
            connection.execute(query)
            kept = connection.execute(f"select count(*) from read_parquet({quoted(str(to))})").fetchall()[0][0]  # noqa: S608
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            # A full disk is no fault of the rows, which would otherwise go to quarantine.
            raise OutsideFailed(
                f"the {kind} rows cannot be written: {str(error)[:200]}", hint="free space; nothing was changed"
            ) from error
        except duckdb.Error as error:
            raise BadContent(
                f"the {kind} rows do not fit a table: {str(error)[:200]}", hint="fetch again; if it stays so, report it"
            ) from error
    return Counted(rows=kept, repeats=came - kept)

"""The ledger on SQLite: entries, tree and checkpoints grow in one transaction, synced before it is acknowledged."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from comity.kernel.errors import BrokenChain, Misused, OutsideFailed
from comity.ledger import merkle
from comity.ledger.admit import admit, check_expected, stamp
from comity.ledger.audit import Audit, audit
from comity.ledger.checkpoint import Checkpoint
from comity.ledger.checkpoint import origin as checked_origin
from comity.ledger.entry import Entry, Line, Proposal, entry, line
from comity.ledger.fold import until
from comity.ledger.merkle import Node, Peaks
from comity.store import clock as clocks
from comity.store.ledger import Head
from comity.store.ledger_schema import check_known, migrate, version
from comity.store.sqlite import PATIENCE_S, open_for_reading, open_for_writing, reading, told, writable, writing

_COLUMNS = (
    "e.sequence, e.stream, e.version, e.kind, e.author, e.instant, e.marking, c.salt, c.body, e.commitment, e.leaf"
)
_TEXTS = ("stream", "kind", "author", "instant", "marking")
_FIELDS = ("stream", "version", "kind", "author", "instant", "marking", "salt", "body", "commitment", "leaf")


def open_ledger(
    path: Path,
    *,
    origin: str | None = None,
    read_only: bool = False,
    clock: Callable[[], datetime] = clocks.now,
    salt: Callable[[], bytes] = clocks.salt,
    patience_s: float = PATIENCE_S,
) -> SqliteLedger:
    """The ledger in that file; the file is made if there is none, and only read where it cannot be written.

    origin      name of a new ledger; made up if None; an existing one must bear it
    read_only   never write, and refuse to make a file
    patience_s  how long to wait for another writer, in seconds
    raises      OutsideFailed for a directory, another kind of file or a missing one; Refused for a newer schema
    """
    if origin is not None:
        checked_origin(origin)
    only_read = read_only or (path.is_file() and not writable(path))
    if only_read:
        connection = open_for_reading(path, patience_s=patience_s)
    else:
        connection = open_for_writing(path, patience_s=patience_s)
    try:
        if only_read:
            with told(path):
                found = version(connection, path)
            check_known(found, path)
            if found == 0:
                raise OutsideFailed(f"there is no ledger in {path} yet", hint="the first entry makes it")
        else:
            with writing(connection, path):
                migrate(connection, path)
                name = origin or f"comity.local/{clocks.token()}"
                connection.execute("INSERT OR IGNORE INTO meta (name, value) VALUES ('origin', ?)", (name,))
        return SqliteLedger(connection, path, origin=origin, writable=not only_read, clock=clock, salt=salt)
    except BaseException:
        connection.close()
        raise


class SqliteLedger:
    """A ledger store (see comity.store.ledger) in one SQLite file; safe to share between threads."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        *,
        origin: str | None,
        writable: bool,
        clock: Callable[[], datetime],
        salt: Callable[[], bytes],
    ) -> None:
        self.path = path
        self.writable = writable
        self._connection = connection
        self._clock = clock
        self._salt = salt
        self._lock = threading.RLock()
        with told(path):
            row = connection.execute("SELECT value FROM meta WHERE name = 'origin'").fetchone()
        self.origin: str = _text(row[0] if row else None, "the name of the ledger")
        if origin not in (None, self.origin):
            raise Misused(
                f"{path} is the ledger {self.origin}, not {origin}", hint="leave the name out, or use its own"
            )

    def append(self, proposal: Proposal, *, expected: int | None = None) -> Entry:
        """The entry as written.

        expected  entries the writer has seen in its stream; None to append whatever is there
        raises    Conflict if there are more, and what append_many raises
        """
        wanted = None if expected is None else {proposal.stream: expected}
        return self.append_many((proposal,), expected=wanted)[0]

    def append_many(
        self, proposals: Sequence[Proposal], *, expected: Mapping[str, int] | None = None
    ) -> tuple[Entry, ...]:
        """The entries as written, all in one synced transaction or none.

        raises  Refused or Misused for a bad proposal, Conflict for an unexpected stream or a busy file,
                OutsideFailed for a read-only place or a full disk
        """
        if not self.writable:
            raise OutsideFailed(
                f"{self.path} is open for reading only", hint="ask for write access to it and to its directory"
            )
        admitted = tuple(admit(proposal) for proposal in proposals)
        if not admitted:
            return ()
        with self._lock, writing(self._connection, self.path):
            size, newest = self._end()
            versions = Counter({proposal.stream: self._count(proposal.stream) for proposal in admitted})
            check_expected(expected, versions, admitted)
            # The instant is taken under the write lock, so that order and time agree between processes.
            instant = stamp(self._clock(), newest)
            lines = []
            for sequence, proposal in enumerate(admitted, start=size):
                place = versions[proposal.stream]
                lines.append(line(proposal, sequence=sequence, version=place, instant=instant, salt=self._salt()))
                versions[proposal.stream] += 1
            self._insert(lines, merkle.peaks(size, self._node))
        return tuple(entry(stored) for stored in lines)

    def read(
        self,
        stream: str | None = None,
        *,
        kind: str | None = None,
        as_of: date | datetime | None = None,
        after: int = -1,
        most: int | None = None,
    ) -> tuple[Entry, ...]:
        """Entries in order of sequence.

        stream, kind  only these; kind with its version
        as_of         only what had been written by then; a day counts to its end in UTC
        after         only later sequence numbers: the last one seen, for reading on
        most          at most so many
        raises        BrokenChain where a stored entry cannot be read
        """
        query = ["e.sequence > ?"]
        values: list[str | int] = [after]
        for column, wanted in (("stream", stream), ("kind", kind)):
            if wanted is not None:
                query.append(f"e.{column} = ?")
                values.append(wanted)
        if as_of is not None:
            query.append("e.instant <= ?")
            values.append(until(as_of))
        with self._lock, reading(self._connection, self.path):
            return tuple(entry(stored) for stored in self._lines(" AND ".join(query), values, most))

    def streams(self, family: str) -> tuple[str, ...]:
        """The streams of a family, in order of their first entry."""
        with self._lock, told(self.path):
            rows = self._connection.execute(
                "SELECT stream FROM entry WHERE stream GLOB ? AND version = 0 ORDER BY sequence", (f"{family}/*",)
            ).fetchall()
        return tuple(_text(row[0], "the name of a stream") for row in rows)

    def next_number(self, family: str) -> int:
        """The number after the highest one among the family's streams, from 1; names that are no number are passed."""
        names = (stream.partition("/")[2] for stream in self.streams(family))
        return 1 + max((int(name) for name in names if name.isdecimal()), default=0)

    def head(self) -> Head:
        """Where the ledger ends."""
        with self._lock, reading(self._connection, self.path):
            size, newest = self._end()
            return Head(size=size, root=merkle.peaks(size, self._node).root(), newest=newest)

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        """The commitment to the first `size` entries, or to all.

        raises  Misused for a size the ledger does not have
        """
        with self._lock, reading(self._connection, self.path):
            covered = self._size(size)
            return Checkpoint(origin=self.origin, size=covered, root=merkle.peaks(covered, self._node).root())

    def inclusion(self, sequence: int, size: int | None = None) -> tuple[bytes, ...]:
        """Proof that an entry is in the ledger of that size, or of its present size."""
        with self._lock, reading(self._connection, self.path):
            return merkle.inclusion(sequence, self._size(size), self._node)

    def consistency(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        """Proof that the ledger of size `new` begins with the ledger of size `old`."""
        with self._lock, reading(self._connection, self.path):
            return merkle.consistency(old, self._size(new), self._node)

    def verify(self, outside: Sequence[Checkpoint] = ()) -> Audit:
        """The report on a ledger that is whole; every hash is computed again.

        outside  checkpoints kept elsewhere: only they can show that the newest entries were cut off or all rewritten
        raises   BrokenChain naming the first entry, node or checkpoint that does not fit
        """
        with self._lock, reading(self._connection, self.path):
            # The walk comes first, because it names entries; the file's own check names pages.
            report = audit(self.origin, self._lines("TRUE", (), None), self._nodes(), self._notes(), outside)
            self._check_file()
            return report

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> SqliteLedger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _end(self) -> tuple[int, str | None]:
        row = self._connection.execute("SELECT sequence, instant FROM entry ORDER BY sequence DESC LIMIT 1").fetchone()
        return (0, None) if row is None else (row[0] + 1, _text(row[1], f"the instant of entry {row[0]}"))

    def _size(self, asked: int | None) -> int:
        size, _ = self._end()
        if asked is not None and not 0 <= asked <= size:
            raise Misused(f"the ledger has {size} entries, not {asked}")
        return size if asked is None else asked

    def _count(self, stream: str) -> int:
        row = self._connection.execute("SELECT max(version) FROM entry WHERE stream = ?", (stream,)).fetchone()
        return 0 if row[0] is None else int(row[0]) + 1

    def _node(self, level: int, index: int) -> bytes:
        node = Node(level=level, index=index, hash=b"")
        if level == 0:
            row = self._connection.execute("SELECT leaf FROM entry WHERE sequence = ?", (index,)).fetchone()
        else:
            row = self._connection.execute(
                "SELECT hash FROM node WHERE last = ? AND level = ?", (node.last, level)
            ).fetchone()
        if row is None or not isinstance(row[0], bytes):
            raise BrokenChain(
                f"the tree node over entries {node.first} to {node.last} is missing",
                hint="keep the file as it is and run `comity ledger verify`",
            )
        return row[0]

    def _insert(self, lines: Sequence[Line], peaks: Peaks) -> None:
        nodes: list[Node] = []
        for item in lines:
            peaks, done = peaks.grown(item.leaf)
            nodes.extend(done)
        point = Checkpoint(origin=self.origin, size=peaks.size, root=peaks.root())
        execute, many = self._connection.execute, self._connection.executemany
        many(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (i.sequence, i.stream, i.version, i.kind, i.author, i.instant, i.marking, i.commitment, i.leaf)
                for i in lines
            ],
        )
        many("INSERT INTO content VALUES (?, ?, ?)", [(i.sequence, i.salt, i.body.decode("utf-8")) for i in lines])
        many("INSERT INTO node VALUES (?, ?, ?)", [(node.last, node.level, node.hash) for node in nodes])
        execute("INSERT INTO checkpoint VALUES (?, ?)", (point.size, point.text))

    def _lines(self, where: str, values: Sequence[str | int], most: int | None) -> Iterator[Line]:
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM entry e LEFT JOIN content c USING (sequence) "  # noqa: S608 - no outside text
            f"WHERE {where} ORDER BY e.sequence LIMIT ?",
            (*values, -1 if most is None else most),
        )
        return (_line(row) for row in rows)

    def _nodes(self) -> Iterator[Node]:
        for last, level, hashed in self._connection.execute("SELECT last, level, hash FROM node ORDER BY last, level"):
            numbers = isinstance(last, int) and isinstance(level, int) and last >= 0 and level > 0
            if not numbers or not isinstance(hashed, bytes):
                raise BrokenChain(f"the tree node at entry {last}, level {level}, is none", hint="restore a backup")
            yield Node(level=level, index=last >> level, hash=hashed)

    def _notes(self) -> Iterator[tuple[int, str]]:
        for size, note in self._connection.execute("SELECT size, note FROM checkpoint ORDER BY size"):
            yield size, _text(note, f"the stored checkpoint of size {size}")

    def _check_file(self) -> None:
        """What the walk over entries cannot see: damaged pages and indexes, and bodies without an entry."""
        found = self._connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != b"ok":
            raise BrokenChain(f"{self.path} is damaged: {_text(found, 'the check')}", hint="restore a backup")
        row = self._connection.execute(
            "SELECT min(sequence) FROM content WHERE sequence NOT IN (SELECT sequence FROM entry)"
        ).fetchone()
        if row[0] is not None:
            raise BrokenChain(f"entry {row[0]} is missing, though its body is stored", hint="restore a backup")


def _line(row: tuple[object, ...]) -> Line:
    """The stored row as a line; a tampered database may hold any type in any column."""
    sequence, values = row[0], dict(zip(_FIELDS, row[1:], strict=True))
    for name in _FIELDS:
        if name == "version":
            if not isinstance(values[name], int):
                raise BrokenChain(f"entry {sequence}: its place in the stream is no number", hint="restore a backup")
        elif not isinstance(values[name], bytes):
            raise BrokenChain(f"entry {sequence}: its {name} is missing or of another type", hint="restore a backup")
    texts = {name: _text(values[name], f"entry {sequence}: its {name}") for name in _TEXTS}
    return Line(sequence=sequence, **{**values, **texts})  # type: ignore[arg-type]


def _text(value: object, what: str) -> str:
    if not isinstance(value, bytes):
        raise BrokenChain(f"{what} is missing or no text", hint="restore a backup")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BrokenChain(f"{what} is not UTF-8", hint="restore a backup") from error

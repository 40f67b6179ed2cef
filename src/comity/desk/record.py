"""The desk's one way to write and read entries: its ledger, the author who writes, and the instant it is read at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import msgspec

from comity.kernel import ids
from comity.kernel.errors import Conflict, OutsideFailed
from comity.kernel.marking import Marking
from comity.ledger import kinds
from comity.ledger.audit import Audit
from comity.ledger.checkpoint import checkpoint
from comity.ledger.entry import Entry, Proposal
from comity.ledger.fold import known
from comity.ledger.upcast import UPCASTS
from comity.store import clock as clocks
from comity.store.ledger import LedgerStore
from comity.store.ledger_sqlite import open_ledger

Value = TypeVar("Value", bound=msgspec.Struct)

# Two writers who ask for the next number at once get the same one; the slower retries. Many in a row means a fault.
_TRIES = 20


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One of several entries to append together."""

    kind: str
    stream: str
    body: Any
    marking: Marking


class Record:
    """A desk's ledger, written as one author. Every write is checked against the record of its kind."""

    def __init__(self, store: LedgerStore, *, author: str) -> None:
        self.store = store
        self.author = author
        self._turn = Lock()

    def append(self, kind: str, stream: str, body: Any, marking: Marking, *, expected: int | None = None) -> Entry:
        """The entry as written.

        body      the record of the kind (a Pledge for commit.pledged/1), or a JSON object that fits it
        expected  entries seen in the stream; Conflict if there are others by now
        raises    Refused for a body that does not fit, naming the field; NotOnShelf for an unknown kind
        """
        return self.store.append(self._proposal(kind, stream, body, marking), expected=expected)

    def append_many(self, items: Sequence[Item], *, expected: Mapping[str, int] | None = None) -> tuple[Entry, ...]:
        """The entries as written: all, or none if any is refused."""
        proposals = [self._proposal(item.kind, item.stream, item.body, item.marking) for item in items]
        return self.store.append_many(proposals, expected=expected)

    def append_new(self, kind: str, body: Callable[[str], Any], marking: Marking) -> Entry:
        """The first entry of a new stream of the kind's family.

        body    gives the body from the stream's id, such as pledge/7; it may be asked again if somebody wrote first
        raises  Conflict when others keep taking the number
        """
        family = kinds.kind(kind).family
        # Threads of one desk wait for each other, so that none starves; only other processes can still come between.
        with self._turn:
            for attempt in range(1, _TRIES + 1):
                stream = self.next_stream(family)
                try:
                    return self.append(kind, stream, body(stream), marking, expected=0)
                except Conflict:
                    if attempt == _TRIES:
                        raise
                    clocks.pause(attempt)
        raise AssertionError("the loop returns or raises")

    def next_stream(self, family: str) -> str:
        """The family's next numbered stream, such as pledge/7; append to it with expected=0."""
        stream = f"{family}/{self.store.next_number(family)}"
        ids.stream(stream)
        return stream

    def entries(
        self,
        stream: str | None = None,
        *,
        kind: str | None = None,
        as_of: date | datetime | None = None,
        after: int = -1,
    ) -> tuple[Entry, ...]:
        """Entries in order, read as the newest version of their kind; `kind` is that newest version."""
        found = self.store.read(stream, as_of=as_of, after=after)
        upcast = (UPCASTS.upcast(entry) for entry in found)
        return tuple(entry for entry in upcast if kind is None or entry.kind == kind)

    def values(
        self, kind: str, record: type[Value], *, as_of: date | datetime | None = None
    ) -> Iterator[tuple[Entry, Value]]:
        """Entries of a kind, each with the record it holds, in order; for commit.pledged/1 that is a Pledge."""
        for entry in self.entries(kind=kind, as_of=as_of):
            yield entry, msgspec.convert(entry.body, record)

    def as_of(self, moment: date | datetime) -> tuple[Entry, ...]:
        """All that was known by then; a day counts to its end in UTC."""
        return tuple(known(self.entries(), moment))

    def size(self) -> int:
        """How many entries the ledger holds."""
        return self.store.head().size

    def checkpoint(self) -> str:
        """The text that commits the ledger to its present content: keep it elsewhere, and verify against it later."""
        return self.store.checkpoint().text

    def verify(self, *outside: str) -> Audit:
        """The report on a ledger that is whole.

        outside  checkpoint texts kept elsewhere
        raises   BrokenChain naming the first entry, node or checkpoint that does not fit; Refused for a bad text
        """
        return self.store.verify([checkpoint(text) for text in outside])

    def close(self) -> None:
        """Let go of the ledger."""
        self.store.close()

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _proposal(self, kind: str, stream: str, body: Any, marking: Marking) -> Proposal:
        return Proposal(stream=stream, kind=kind, author=self.author, body=body, marking=marking)


def open_record(
    path: Path | str,
    *,
    author: str,
    read_only: bool = False,
    clock: Callable[[], datetime] = clocks.now,
) -> Record:
    """The desk's record in that file, made if there is none; only read where it cannot be written.

    raises  OutsideFailed, Refused (see comity.store.ledger_sqlite.open_ledger)
    """
    place = Path(path)
    if not str(path).strip():
        raise OutsideFailed("no ledger is named", hint="give the path of a file, such as ledger.db")
    return Record(open_ledger(place, read_only=read_only, clock=clock), author=author)

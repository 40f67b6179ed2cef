"""A ledger that is not there yet: reading finds it empty, and the first entry makes it. Looking leaves no trace."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from comity.kernel.errors import OutsideFailed
from comity.ledger.audit import Audit
from comity.ledger.checkpoint import Checkpoint
from comity.ledger.entry import Entry, Proposal
from comity.ledger.merkle import root
from comity.store.ledger import Head, LedgerStore


class UnmadeLedger:
    """A ledger store (see comity.store.ledger) around nothing, until something is appended.

    make  makes the real ledger; asked once, at the first entry
    """

    def __init__(self, make: Callable[[], LedgerStore]) -> None:
        self._make = make
        self._made: LedgerStore | None = None

    @property
    def origin(self) -> str:
        """Name of the ledger; empty while there is none."""
        return self._made.origin if self._made else ""

    @property
    def writable(self) -> bool:
        """Whether entries can be appended; a ledger not made yet is taken to be."""
        return self._made.writable if self._made else True

    def append(self, proposal: Proposal, *, expected: int | None = None) -> Entry:
        """The entry as written; makes the ledger first if need be."""
        return self._real().append(proposal, expected=expected)

    def append_many(
        self, proposals: Sequence[Proposal], *, expected: Mapping[str, int] | None = None
    ) -> tuple[Entry, ...]:
        """The entries as written; makes the ledger first if need be."""
        return self._real().append_many(proposals, expected=expected)

    def read(
        self,
        stream: str | None = None,
        *,
        kind: str | None = None,
        as_of: date | datetime | None = None,
        after: int = -1,
        most: int | None = None,
    ) -> tuple[Entry, ...]:
        """Entries; none while there is no ledger."""
        if self._made is None:
            return ()
        return self._made.read(stream, kind=kind, as_of=as_of, after=after, most=most)

    def streams(self, family: str) -> tuple[str, ...]:
        """Streams; none while there is no ledger."""
        return self._made.streams(family) if self._made else ()

    def next_number(self, family: str) -> int:
        """The next number of a family."""
        return self._made.next_number(family) if self._made else 1

    def head(self) -> Head:
        """Where the ledger ends."""
        return self._made.head() if self._made else Head(size=0, root=root([]), newest=None)

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        """The commitment to the ledger; raises OutsideFailed while there is none."""
        return self._there().checkpoint(size)

    def inclusion(self, sequence: int, size: int | None = None) -> tuple[bytes, ...]:
        """Proof of an entry; raises OutsideFailed while there is no ledger."""
        return self._there().inclusion(sequence, size)

    def consistency(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        """Proof between two sizes; raises OutsideFailed while there is no ledger."""
        return self._there().consistency(old, new)

    def verify(self, outside: Sequence[Checkpoint] = ()) -> Audit:
        """The report on the ledger; raises OutsideFailed while there is none."""
        return self._there().verify(outside)

    def close(self) -> None:
        """Let go of the ledger, if there is one."""
        if self._made is not None:
            self._made.close()

    def _real(self) -> LedgerStore:
        if self._made is None:
            self._made = self._make()
        return self._made

    def _there(self) -> LedgerStore:
        if self._made is None:
            raise OutsideFailed("there is no ledger yet", hint="the first entry makes it")
        return self._made

"""What every ledger store promises, whatever engine holds it. tests/contracts runs the same suite on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

import msgspec

from comity.ledger.audit import Audit
from comity.ledger.checkpoint import Checkpoint
from comity.ledger.entry import Entry, Proposal


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Where a ledger ends: entries so far, root over them, instant of the newest one."""

    size: int
    root: bytes
    newest: str | None


class LedgerStore(Protocol):
    """An append-only ledger. What a method has returned survives the death of the process and of the power."""

    @property
    def origin(self) -> str:
        """Name of the ledger."""

    @property
    def writable(self) -> bool:
        """Whether entries can be appended."""

    def append(self, proposal: Proposal, *, expected: int | None = None) -> Entry:
        """The entry as written; `expected` is the number of entries the writer has seen in its stream."""

    def append_many(
        self, proposals: Sequence[Proposal], *, expected: Mapping[str, int] | None = None
    ) -> tuple[Entry, ...]:
        """The entries as written, all in one transaction or none."""

    def read(
        self,
        stream: str | None = None,
        *,
        kind: str | None = None,
        as_of: date | datetime | None = None,
        after: int = -1,
        most: int | None = None,
    ) -> tuple[Entry, ...]:
        """Entries in order, after a sequence number, known by an instant."""

    def streams(self, family: str) -> tuple[str, ...]:
        """The streams of a family, in order of their first entry."""

    def next_number(self, family: str) -> int:
        """The number after the highest one among the family's streams, from 1."""

    def head(self) -> Head:
        """Where the ledger ends."""

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        """The commitment to the first `size` entries, or to all."""

    def inclusion(self, sequence: int, size: int | None = None) -> tuple[bytes, ...]:
        """Proof that an entry is in the ledger of that size."""

    def consistency(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        """Proof that the ledger of size `new` begins with the ledger of size `old`."""

    def verify(self, outside: Sequence[Checkpoint] = ()) -> Audit:
        """The report on a ledger that is whole; raises BrokenChain naming the first thing that does not fit."""

    def close(self) -> None:
        """Let go of the store."""

"""States of things as folds over entries, and what was known at an instant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import TypeVar

from comity.kernel import time as times
from comity.ledger.entry import Entry

State = TypeVar("State")


def until(moment: date | datetime) -> str:
    """The last instant that counts as known, as entries write it; a day counts to its end in UTC.

    raises  Misused for an instant without zone
    """
    if isinstance(moment, datetime):
        return times.written(moment)
    return times.written(datetime.combine(moment, time.max, tzinfo=UTC))


def known(entries: Iterable[Entry], as_of: date | datetime | None = None) -> Iterator[Entry]:
    """The entries that had been written by then, in order; all of them for None.

    Instants never fall along a ledger, so this is always a prefix of it.
    """
    if as_of is None:
        yield from entries
        return
    last = until(as_of)
    yield from (entry for entry in entries if entry.instant <= last)


def fold(
    entries: Iterable[Entry],
    apply: Callable[[State, Entry], State],
    initial: State,
    as_of: date | datetime | None = None,
) -> State:
    """The state after applying, in order, every entry known by then.

    apply  gives the next state and changes neither of its arguments
    """
    state = initial
    for entry in known(entries, as_of):
        state = apply(state, entry)
    return state


def latest(entries: Iterable[Entry], as_of: date | datetime | None = None) -> dict[str, Entry]:
    """The newest known entry of each stream."""
    return {entry.stream: entry for entry in known(entries, as_of)}


def by_stream(entries: Iterable[Entry], as_of: date | datetime | None = None) -> dict[str, tuple[Entry, ...]]:
    """The known entries of each stream, in order."""
    found: dict[str, list[Entry]] = {}
    for entry in known(entries, as_of):
        found.setdefault(entry.stream, []).append(entry)
    return {stream: tuple(items) for stream, items in found.items()}


def of_kind(entries: Iterable[Entry], name: str, as_of: date | datetime | None = None) -> Iterator[Entry]:
    """The known entries of one kind in any version, such as "commit.pledged"."""
    return (entry for entry in known(entries, as_of) if entry.kind.partition("/")[0] == name)

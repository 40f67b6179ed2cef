"""A reader's stream parted in two: the rows it gives, and the records it passes over with their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from comity.records.event import Row
from comity.sources.contract import Aside


def rows(items: Iterable[Row | Aside]) -> Iterator[Row]:
    """The rows of a stream."""
    for item in items:
        if not isinstance(item, Aside):
            yield item


def asides(items: Iterable[Row | Aside]) -> Iterator[Aside]:
    """The records of a stream that gave no row."""
    for item in items:
        if isinstance(item, Aside):
            yield item

"""Bytes with a few of them changed, and the promise every reader keeps for them: named errors or rows, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

from hypothesis import strategies as st

from comity.kernel.errors import BadContent
from comity.records.event import Row
from comity.sources.contract import File, Media, SchemaChanged


@st.composite
def mutations(draw: st.DrawFn, body: bytes) -> bytes:
    """The body with one to three spots replaced, cut out or doubled, or cut off somewhere."""
    held = bytearray(body)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, max(len(held) - 1, 0)))
        length = draw(st.integers(0, 12))
        what = draw(st.sampled_from(("replace", "cut", "double", "end")))
        if what == "replace":
            held[at : at + length] = draw(st.binary(min_size=0, max_size=6))
        elif what == "cut":
            del held[at : at + length]
        elif what == "double":
            held[at:at] = held[at : at + length]
        else:
            del held[at:]
    return bytes(held)


def rows_or_named_error(read: Callable[[File], Iterator[Row]], name: str, media: Media, body: bytes) -> None:
    """Reads the bytes to the end; only SchemaChanged and BadContent may come out."""
    with suppress(SchemaChanged, BadContent):
        for _ in read(File(name=name, body=body, media=media)):
            pass

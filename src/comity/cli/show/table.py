"""Tables for the terminal, in the two forms that briefs use."""

from __future__ import annotations

from typing import Literal

from rich import box
from rich.table import Table


def plain(*columns: tuple[Literal["", "right"], int | None]) -> Table:
    """A table without head or lines; each column is its side and its width, None for what is left."""
    made = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    for side, width in columns:
        made.add_column(justify="right" if side == "right" else "left", width=width, overflow="fold")
    return made


def lined(*heads: str) -> Table:
    """A table with a line under its head; heads that start with ">" stand right, with "=" they are never broken."""
    made = Table(box=box.SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False, header_style="bold")
    for head in heads:
        right = head.startswith(">")
        words = head.lstrip(">=")
        made.add_column(words, justify="right" if right else "left", overflow="fold", no_wrap=right or head[:1] == "=")
    return made

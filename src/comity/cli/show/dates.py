"""Dates ahead, in order, with what they do and how far they can be trusted."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from comity.account.calendar import DateAhead
from comity.cli.show import table


def render(found: Sequence[DateAhead], *, days: int) -> RenderableType:
    """One row a date; approximate days carry a sign, sources stand under what they support."""
    if not found:
        return Text(f"No date on the shelf falls in the next {days} days.")
    rows = table.lined("=When", "What", "What it does", "Kind")
    for item in found:
        what = Text(item.words)
        what.append(f"\n{item.source} ({item.confidence.value} confidence, {item.checked.words})", style="dim")
        rows.add_row(_when(item), what, Text(item.effect), Text(", ".join(item.classes)))
    return Group(rows, Text("~ about that day. Kind: legal, a pattern of the past, or a model.", style="dim"))


def _when(item: DateAhead) -> Text:
    said = f"{'~' if item.about else ''}{item.on.isoformat()}"
    return Text(said if item.until == item.on else f"{said}\nto {item.until.isoformat()}")

"""The board of risk factors and the legal tests, as the assess commands print them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from comity.assess.thresholds import ThresholdTest
from comity.cli.show import picture, table
from comity.desk.brief.wording import words
from comity.kernel.states import State
from comity.records.assessment import FactorRow


def factors(state: str, rows: tuple[FactorRow, ...]) -> RenderableType:
    """Every factor: standing judgements, or that there is none."""
    judged = tuple(row for row in rows if row.judgements)
    parts: list[RenderableType] = [picture.board(judged), Text()] if judged else []
    waiting = table.plain(("", 6), ("", None))
    for row in rows:
        if not row.judgements:
            waiting.add_row(row.factor, Text(row.name))
    if waiting.row_count:
        parts += [Text(f"No judgement is entered on {waiting.row_count} of {len(rows)} factors:"), waiting, Text()]
    parts.append(
        Text(
            "Nothing here is averaged or scored. Indicators of a factor: comity library factor RF01\n"
            f"Next: comity assess judge {state} FACTOR --help",
            style="dim",
        )
    )
    return Group(*parts)


def tests(place: State, found: Sequence[ThresholdTest]) -> RenderableType:
    """Each threshold with its elements by id, the answer, what it rests on, and who must decide."""
    parts: list[RenderableType] = [Text(f"{place.name}: legal thresholds, element by element", style="bold")]
    for test in found:
        parts += [Text(), Text(f"{test.id}: {test.summary}", style="bold")]
        rows = table.plain(("", 14), ("", None))
        for element in test.elements:
            said = Text(element.element, style="bold")
            said.append(f"  {element.asks}", style="not bold")
            said.append(f"\n{element.because} ({element.source})", style="not bold dim")
            rows.add_row(words(element.answer), said)
        parts += [rows, Text(f"To be decided by {test.decided_by}.", style="dim")]
    parts.append(Text(f"\nNext: comity assess answer {place.iso3} THRESHOLD ELEMENT --help", style="dim"))
    return Group(*parts)

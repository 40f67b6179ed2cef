"""Positions of states by session: a line of columns for the whole stretch, a table with intervals for some sessions.

All states share one scale, so that columns and intervals of two states can be held side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import table
from comity.desk.brief.wording import state_name
from comity.kernel.estimate import Estimate
from comity.records.position import Position

_COLUMNS = "▁▂▃▄▅▆▇█"
# So many rows a state fit a screen beside two others.
_ROWS = 8
# A session is named after the year it opens in; the first one opened in 1946.
_BEFORE_FIRST = 1945
# Letters of the drawn scale; the table then fits a width of 100.
_SCALE = 37


def render(found: Sequence[Position], *, every: int | None) -> RenderableType:
    """All states on one scale, each with a line of all sessions and a table of some of them; the last is always in."""
    if not found:
        return Text("No session with votes in that time.")
    values = [position.ideal.value for position in found]
    low, high = min(values), max(values)
    parts: list[RenderableType] = []
    for code, group in groupby(found, key=lambda position: position.state):
        own = tuple(group)
        span = (min(p.ideal.low for p in found), max(p.ideal.high for p in found))
        parts += [_line(code, own, low, high), _rows(own, every or max(1, -(-len(own) // _ROWS)), span), Text()]
    first = found[0].ideal
    parts.append(
        Text(
            f"Unit: {first.unit}. 90 % interval covers {first.covers}. Naive: the session before. Columns run from "
            f"{low:.2f} to {high:.2f} for all states shown. On the scale ● is the position, ├─┤ its interval, ◆ the "
            "naive figure and │ the mean of all states in all sessions. The line of division is the one that parts "
            "most votes, whatever they were about; it is no judgement of a state.",
            style="dim",
        )
    )
    return Group(*parts)


def _line(code: str, own: Sequence[Position], low: float, high: float) -> Text:
    span = (high - low) or 1.0
    drawn = "".join(_COLUMNS[min(7, int((p.ideal.value - low) / span * 7.999))] for p in own)
    said = Text(f"{state_name(code)} ({code}), {_year(own[0])} to {_year(own[-1])}", style="bold")
    said.append(f"\n{drawn}", style="not bold")
    return said


def _rows(own: Sequence[Position], step: int, span: tuple[float, float]) -> RenderableType:
    rows = table.lined("=Session of", ">Position", ">90 %", "=On one scale", ">Naive", ">Votes")
    # Counted from the end, so that the newest session is always shown.
    for position in own[(len(own) - 1) % step :: step]:
        ideal = position.ideal
        naive = f"{ideal.baseline.value:+.2f}" if ideal.baseline else "none"
        rows.add_row(
            str(_year(position)), f"{ideal.value:+.2f}", f"{ideal.low:+.2f} to {ideal.high:+.2f}",
            drawn(ideal, span), naive, str(ideal.n),
        )  # fmt: skip
    return rows


def drawn(ideal: Estimate, span: tuple[float, float], *, width: int = _SCALE) -> str:
    """The estimate on a line over `span`: ● value, ├─┤ interval, ◆ naive figure, │ nought where it is in the span."""
    start, end = span
    wide = (end - start) or 1.0

    def place(value: float) -> int:
        return min(width - 1, max(0, round((value - start) / wide * (width - 1))))

    letters = ["·"] * width
    if start < 0 < end:
        letters[place(0.0)] = "│"
    low, high = place(ideal.low), place(ideal.high)
    letters[low : high + 1] = "─" * (high - low + 1)
    letters[low], letters[high] = "├", "┤"
    if ideal.baseline:
        letters[place(ideal.baseline.value)] = "◆"
    letters[place(ideal.value)] = "●"
    return "".join(letters)


def _year(position: Position) -> int:
    return position.session + _BEFORE_FIRST

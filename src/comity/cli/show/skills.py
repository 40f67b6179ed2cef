"""The skill table in the terminal: each figure beside its baselines."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from comity.reference.skill import Metric, Skill


def render(rows: Sequence[Skill], *, details: bool) -> Group:
    """One small table a row: metrics across, ours first, then every baseline; protocol and limits below."""
    return Group(*(part for row in rows for part in _row(row, details=details)))


def _row(row: Skill, *, details: bool) -> list[Table | Text]:
    shown = [name for name in row.metrics if name not in ("seconds", "n")]
    table = Table(title=f"{row.name}  (n {row.n:,}, data to {row.vintage}, {row.seconds:.1f} s)", title_justify="left")
    table.add_column("")
    for name in shown:
        table.add_column(name, justify="right")
    table.add_row("comity", *(_figure(row.metrics[name]) for name in shown))
    for label, figures in row.baselines.items():
        table.add_row(label, *(f"{figures[name]:.3f}" if name in figures else "" for name in shown))
    parts: list[Table | Text] = [table, Text(row.protocol)]
    if row.peer:
        parts.append(Text(f"Others: {row.peer}"))
    parts.extend(Text(f"Limit: {limit}") for limit in row.limits)
    if details:
        parts.extend(Text(f"  {line}") for line in row.details)
    parts.append(Text(f"Remake: {row.command}\n"))
    return parts


def _figure(metric: Metric) -> str:
    if metric.low == metric.high:
        return f"{metric.value:.3f}"
    return f"{metric.value:.3f}\n{metric.low:.3f}-{metric.high:.3f}"

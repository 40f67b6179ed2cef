"""The skill table in the terminal: each figure beside its baselines."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text

from comity.reference.skill import Metric, Skill


def render(rows: Sequence[Skill], *, details: bool) -> Group:
    """One table a row: a line a metric, ours first, then every baseline by number, named below with the limits."""
    return Group(*(part for row in rows for part in _row(row, details=details)))


def _row(row: Skill, *, details: bool) -> list[Table | Text]:
    shown = [name for name in row.metrics if name not in ("seconds", "n")]
    labels = list(row.baselines)
    title = f"{row.name}  (n {row.n:,}, data to {row.vintage}, {row.seconds:.1f} s)"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    table.add_column("")
    table.add_column("comity (90 %)", justify="right")
    for number in range(1, len(labels) + 1):
        table.add_column(f"({number})", justify="right")
    for name in shown:
        beside = [f"{row.baselines[label][name]:.3g}" if name in row.baselines[label] else "" for label in labels]
        table.add_row(name, _figure(row.metrics[name]), *beside)
    parts: list[Table | Text] = [table]
    parts.extend(Text(f"({number}) {label}") for number, label in enumerate(labels, start=1))
    parts.append(Text(row.protocol))
    if row.peer:
        parts.append(Text(f"Others: {row.peer}"))
    parts.extend(Text(f"Limit: {limit}") for limit in row.limits)
    if details:
        parts.extend(Text(f"  {line}") for line in row.details)
    parts.append(Text(f"Remake: {row.command}\n"))
    return parts


def _figure(metric: Metric) -> str:
    if metric.low == metric.high:
        return f"{metric.value:.4g}"
    return f"{metric.value:.3g} ({metric.low:.3g} to {metric.high:.3g})"

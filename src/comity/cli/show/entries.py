"""Entries of the ledger: as a receipt, as a table, and as JSON without the salt that hides bodies."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import table
from comity.ledger.audit import Audit
from comity.ledger.entry import Entry

# Enough of a body to know it by; `comity ledger show --json` has all of it.
_LONGEST = 240


def plain(entry: Entry) -> dict[str, Any]:
    """The entry as JSON shows it; hashes in hexadecimal."""
    return {
        "sequence": entry.sequence,
        "stream": entry.stream,
        "version": entry.version,
        "kind": entry.kind,
        "author": entry.author,
        "instant": entry.instant,
        "marking": entry.marking.label,
        "body": entry.body,
        "commitment": entry.commitment.hex(),
        "leaf": entry.leaf.hex(),
    }


def receipt(entry: Entry, then: str) -> RenderableType:
    """One line on what was written, one with the next command."""
    said = Text.assemble(
        "Recorded ", (entry.stream, "bold"), f": entry {entry.sequence}, {entry.kind}, by {entry.author}, ",
        entry.marking.label,
    )  # fmt: skip
    if then:
        said.append(f"\nNext: {then}", style="dim")
    return said


def render(entries: Sequence[Entry], *, before: int) -> RenderableType:
    """One row an entry, oldest first; `before` entries older than these are not shown."""
    if not entries:
        return Text("No entries.")
    rows = table.lined(">#", "=Stream", "What", "Who, when, marking")
    for entry in entries:
        what = Text(entry.kind, style="bold")
        what.append(f"\n{_brief(entry.body)}", style="not bold")
        rows.add_row(
            str(entry.sequence), entry.stream, what,
            Text(f"{entry.author}\n{entry.instant[:19]}Z\n{entry.marking.label}"),
        )  # fmt: skip
    parts: list[RenderableType] = [rows]
    if before:
        parts.append(Text(f"{before} older entries are not shown; ask for them with --limit.", style="dim"))
    return Group(*parts)


def audited(audit: Audit) -> RenderableType:
    """What was found whole, and what only a checkpoint kept elsewhere can show."""
    kept = f", {audit.outside} checkpoints kept elsewhere agree" if audit.outside else ""
    said = Text(f"{audit.entries} entries, all recomputed: the chain is whole{kept}.", style="bold")
    said.append(
        f"\nLedger {audit.origin}; root {audit.root.hex()}; {audit.nodes} tree nodes and {audit.checkpoints} "
        f"checkpoints compared; newest entry {audit.newest or 'none'}.",
        style="not bold",
    )
    if not audit.outside:
        said.append(
            "\nThat nothing was cut off or all rewritten only a checkpoint kept elsewhere can show: "
            "comity ledger checkpoint > FILE, later comity ledger verify --against FILE",
            style="not bold dim",
        )
    return said


def _brief(body: Mapping[str, Any]) -> str:
    parts = []
    for name, value in body.items():
        if value in (None, "", [], {}):
            continue
        written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        parts.append(f"{name} {written}")
    text = "; ".join(parts)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

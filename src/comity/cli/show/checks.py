"""Self-checks in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from comity.desk.doctor import Check


def render(checks: Sequence[Check]) -> Table:
    """One line a check; remedies stand under what needs them."""
    table = Table("check", "", "what was found", title="comity doctor", title_justify="left")
    for check in checks:
        words = check.words + (f"\nremedy: {check.remedy}" if check.remedy else "")
        table.add_row(check.name, check.verdict, words)
    return table

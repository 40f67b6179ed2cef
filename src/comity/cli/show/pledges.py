"""Pledges as they stand: terms and what weakened them, totals never across units, the balance; and their standing."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import table
from comity.commit.pledges import Balance, PledgeLine, Total
from comity.desk.brief.model import Promise
from comity.desk.brief.wording import amount, body_name, measure_name, promise, state_name, words
from comity.reference import bodies


def render(lines: Sequence[PledgeLine], totals: Sequence[Total], balance: Balance) -> RenderableType:
    """The list, the totals, and the balance in one sentence."""
    if not lines:
        return Text("Nothing is pledged by then. Next: comity commit pledge --help")
    rows = table.lined("=Pledge", "Who", "What", "=Due", "Changed since")
    for line in lines:
        changed = [f"withdrawn on {line.withdrawn_on}"] if line.withdrawn_on else []
        rows.add_row(
            line.pledge.id, Text(who(line.pledge.by)), Text(promise(line.pledge)), line.pledge.due_on.isoformat(),
            Text("; ".join([*changed, *line.weakened])),
        )  # fmt: skip
    parts: list[RenderableType] = [rows]
    if totals:
        sums = table.lined("Promised in all", ">Amount", ">Pledges", "Who carries it")
        for total in totals:
            shares = ", ".join(
                who(share.by) + (f" {amount(share.amount)}" if share.amount is not None else "")
                for share in total.shares
            )
            size = f"{amount(total.amount)} {total.unit}" if total.amount is not None else ""
            sums.add_row(Text(measure_name(total.what)), Text(size), str(total.pledges), Text(shares))
        parts += [Text(), sums]
    return Group(*parts, Text(balance.words), Text("Next: comity account check", style="dim"))


def standings(promises: Sequence[Promise]) -> RenderableType:
    """One row a pledge, those that need attention first, each voice apart."""
    if not promises:
        return Text("No pledge stands on record by then. Next: comity commit pledge --help")
    rows = table.lined("=Pledge", "Promise", "=Due", "Stands", "Because")
    for item in promises:
        pledge, finding = item.pledge, item.finding
        late = f", {finding.days_late} days late" if finding.days_late else ""
        said = Text(finding.because)
        for voice, size in finding.delivered.items():
            said.append(f"\n{words(voice)}: {amount(size)} {pledge.unit}".rstrip())
        rows.add_row(
            pledge.id, Text(f"{who(pledge.by)}: {promise(pledge)}"), pledge.due_on.isoformat(),
            Text(words(finding.standing) + late), said,
        )  # fmt: skip
    return Group(
        rows,
        Text(
            "A promiser's own report alone never makes a pledge kept; silence is shown as silence.\n"
            "Next: comity account report PLEDGE --help",
            style="dim",
        ),
    )


def who(promiser: str) -> str:
    """Name of the state or body that promises."""
    return body_name(promiser) if promiser in bodies.ids() else state_name(promiser)

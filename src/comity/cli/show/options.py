"""Measures that fit a situation, as a table in the order of the written rule."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import table
from comity.desk.brief.wording import days, state_name, words
from comity.desk.planning import Planned
from comity.plan.fit import mix
from comity.records.plan import Option

_SHOWN = 12


def render(planned: Planned, *, everything: bool) -> RenderableType:
    """The situation, the options, the balance of the list, and with `everything` what was left out and why."""
    scene, plan = planned.situation, planned.options
    parts: list[RenderableType] = [
        Text(f"{state_name(scene.state)}: measures that fit", style="bold"),
        Text(
            f"Phase {words(scene.phase)}, since {planned.phase.because}. Consent {words(scene.consent)}; "
            f"first effect within {scene.horizon_days} days."
        ),
        Text(),
    ]
    shown = plan.options if everything else plan.options[:_SHOWN]
    if shown:
        parts.append(_rows(shown, detailed=everything))
    else:
        parts.append(Text("No measure on the shelf fits; --all says why each was left out."))
    parts.append(Text(f"{mix(plan).words}."))
    if everything and plan.left_out:
        left = table.plain(("", 30), ("", None))
        for name, why in plan.left_out:
            left.add_row(name, Text(why))
        parts += [Text("\nLeft out", style="bold"), left]
    parts.append(Text(f"\nOrder: {plan.order}", style="dim"))
    if not everything:
        parts.append(
            Text(
                f"{len(plan.options)} options in all, {len(plan.left_out)} measures left out; --all shows both.\n"
                f"Next: comity plan choose {scene.state} --measures ID,ID --because TEXT",
                style="dim",
            )
        )
    return Group(*parts)


def _rows(options: tuple[Option, ...], *, detailed: bool) -> RenderableType:
    rows = table.lined(">#", "Measure", "Who may take it", "First effect", "Consent", "Harm", "Evidence")
    for number, option in enumerate(options, 1):
        name = Text(option.name)
        name.append(f"\n{option.measure}", style="dim")
        if detailed:
            name.append("".join(f"\n- {caution}" for caution in option.cautions), style="dim")
        more = len(option.deciders) - 3
        who = ", ".join(option.deciders[:3]) + (f" and {more} more" if more > 0 else "")
        rows.add_row(
            str(number), name, Text(who), days(option.days), words(option.consent), words(option.harm),
            words(option.evidence_strength),
        )  # fmt: skip
    return rows

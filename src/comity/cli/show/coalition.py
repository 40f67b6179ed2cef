"""Coalitions and voting power in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import table
from comity.convene.coalition.sides import Side
from comity.convene.power import Power
from comity.desk.brief.wording import chance, figure, listed, sentence, state_name, state_short
from comity.desk.coalitions import Coalition

# A side of more members than a line holds is told by its number and its first members.
_NAMED = 12


def render(found: Coalition) -> RenderableType:
    """Whom to persuade, then the smallest sides either way."""
    made = found.persuaded
    parts: list[RenderableType] = [
        Text(f"{found.draft.title}", style="bold"),
        Text(f"Adopted {figure(found.adopted)} as predicted; wanted {chance(made.target)}."),
        Text(),
    ]
    if made.states:
        named = listed(tuple(state_name(state) for state in made.states))
        parts.append(Text(f"Cheapest to persuade: {named}. Then adopted {chance(made.after)}."))
        rows = table.lined("State", ">Cost in calls")
        for state in made.states:
            rows.add_row(Text(state_short(state)), f"{found.costs[state]:.1f}")
        parts.append(rows)
        proof = (
            "no cheaper set reaches it (proved on 300 of the drawn votes)"
            if made.proved
            else f"no set below {made.least:.1f} reaches it; whether one between does was not settled in the time"
        )
        parts.append(Text(f"Together {made.cost:.1f}; {proof}.", style="dim"))
    else:
        parts.append(Text("The chance wanted is there without persuading anybody."))
    parts += [Text(), *_sides("Enough alone, if all others say no", found.winning, "say yes together")]
    parts += [Text(), *_sides("Can block alone, if all others say yes", found.blocking, "say no together")]
    parts += [Text(), Text(" ".join(sentence(note) for note in found.notes), style="dim")]
    return Group(*parts)


def _sides(head: str, found: Sequence[Side], together: str) -> list[RenderableType]:
    if not found:
        return [Text(f"{head}: no such side came up in the drawn votes.")]
    rows = table.lined(f">Chance they {together}", head)
    for side in found:
        named = listed(side.states[:_NAMED]) if len(side.states) <= _NAMED else ", ".join(side.states[:_NAMED])
        more = f" and {len(side.states) - _NAMED} more" if len(side.states) > _NAMED else ""
        rows.add_row(chance(side.chance), Text(f"{named}{more} ({len(side.states)})"))
    return [rows]


def powers(found: Power, top: int) -> RenderableType:
    """One row a member, most powerful first."""
    rows = table.lined("Member", ">Shapley-Shubik", ">Banzhaf share", ">Decides at random", ">Prevent", ">Initiate")
    for member in found.members[:top]:
        rows.add_row(
            Text(f"{member.state} {state_short(member.state)}"), f"{member.shapley_shubik:.6f}",
            f"{member.banzhaf_share:.6f}", f"{member.banzhaf:.6f}", f"{member.prevent:.4f}", f"{member.initiate:.6f}",
        )  # fmt: skip
    more = len(found.members) - top
    said = (
        f"{found.body}.{found.rule}: {found.act:.3%} of all yes-and-no sides carry. Counted exactly from the rule "
        f"({found.source}); power before anything is known of the question, no forecast."
    )
    tail = [Text(f"{more} more members with --top 0.", style="dim")] if more > 0 else []
    return Group(rows, *tail, Text(said, style="dim"))

"""What is to be expected, in the terminal: one state's outlook, and the world in ranks."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import risk, table
from comity.desk.brief.wording import (
    amount,
    basis_of,
    chance,
    day,
    interval,
    month_words,
    naive,
    sentence,
    state_name,
    state_short,
)
from comity.desk.brief.wording import onset as wording_of
from comity.desk.onset_view import OnsetNow
from comity.desk.warning import Outlook
from comity.desk.world_view import StateView, WorldView
from comity.records.forecast import DeathsForecast, OnsetForecast


def render(outlook: Outlook) -> RenderableType:
    """Months ahead and onset risk; where a figure is missing, why."""
    parts: list[RenderableType] = [
        Text(f"{state_name(outlook.state)}: what is to be expected", style="bold"),
        Text(f"As of {day(outlook.as_of)}; no later count or edition was used.", style="dim"),
    ]
    notes: list[str] = []
    for found, words in ((outlook.deaths, "All deaths"), (outlook.civilians, "Civilians in one-sided attacks")):
        parts.append(Text())
        if isinstance(found, DeathsForecast):
            parts.append(risk.months(found, words))
            basis = sentence(basis_of(found.months[0].deaths))
            said = f"{basis} Data to {month_words(found.known_to)}. Made by {found.engine or 'own months'}."
            parts.append(Text(said, style="dim"))
            notes += found.notes
        else:
            parts.append(Text(f"{words}: no figure, since {found.reason}."))
    parts.append(Text())
    onset = outlook.onset
    if isinstance(onset, OnsetForecast):
        parts += [risk.onset_lines(onset), Text(sentence(basis_of(onset.risk)), style="dim")]
        parts += [Text(_newest(found)) for found in outlook.onset_now if "-" in found.edition or found.ahead == 1]
        notes += onset.notes
    else:
        parts.append(Text(f"A new mass killing: no figure, since {onset.reason}."))
    parts += [Text(f"Note: {note}", style="dim") for note in dict.fromkeys(notes)]
    parts.append(Text(f"Next: comity assess board {outlook.state}", style="dim"))
    return Group(*parts)


def _newest(found: OnsetNow) -> str:
    """The newest figure within one year or two, with the data it has seen."""
    years = "one year" if found.ahead == 1 else "two years"
    return f"Within {years} ({found.window}): {wording_of(found.forecast)}."


def ranked(world: WorldView, top: int) -> RenderableType:
    """States in rank order, each figure with interval and naive figure."""
    rows = table.lined(">#", "=State", ">Ahead", ">90 %", ">Naive", ">Behind", ">Mass killing", "Change or reason")
    for view in world.states[:top]:
        rows.add_row(*_ranked_row(view))
    left = len(world.states) - top
    said = Text(
        f"Ahead: deaths expected in the three months after {month_words(world.known_to)}, all kinds of violence. "
        "Behind: deaths counted in the twelve months before. Mass killing: chance of a new one within two years, the "
        f"base rate beside it. As of {day(world.as_of)}; no later count or edition was used."
    )
    first = next((view for view in world.states if view.deaths_ahead), None)
    if first and first.deaths_ahead:
        said.append(f" {sentence(basis_of(first.deaths_ahead))}")
    if left > 0:
        said.append(f" {left} more states with --top 0.")
    return Group(Text("The world by deaths ahead", style="bold"), rows, said)


def _ranked_row(view: StateView) -> list[str | Text]:
    ahead, onset = view.deaths_ahead, view.onset
    return [
        str(view.rank) if view.rank else "",
        Text(f"{view.iso3} {state_short(view.iso3)}"),
        amount(ahead.value) if ahead else "",
        interval(ahead) if ahead else "",
        naive(ahead) if ahead else "",
        amount(view.deaths_behind) if view.deaths_behind is not None else "",
        f"{chance(onset.value)} ({naive(onset)})" if onset else "",
        Text(view.changed or view.why_none),
    ]

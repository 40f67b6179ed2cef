"""Forecasts taken apart in the terminal: every part and its sum, and what moved a risk between editions."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import table
from comity.desk.brief.wording import amount, chance, figure, month_words, state_name
from comity.desk.warning import Outlook
from comity.kernel.states import State
from comity.records.forecast import DeathsForecast, Driver, OnsetForecast
from comity.warn.drivers import THEMES
from comity.warn.editions import Part
from comity.warn.onset_changes import Changes
from comity.warn.series import NoForecast

_CAUSE = "Parts show what moved the model's figure; an association, not a cause."
# Parts of a change that round to nothing are counted, not listed.
_SMALL = 0.005


def render(outlook: Outlook, ahead: int) -> RenderableType:
    """The parts of each forecast, largest first, and that they add up."""
    parts: list[RenderableType] = [Text(f"Why: {state_name(outlook.state)}", style="bold")]
    onset = outlook.onset
    if isinstance(onset, OnsetForecast):
        head = f"Chance of a new mass killing, {onset.base_year + 1}-{onset.base_year + 2}: {figure(onset.risk)}"
        parts += [Text(), Text(head, style="bold"), _table(onset.drivers)]
    else:
        parts.append(Text(f"A new mass killing: no figure, since {onset.reason}."))
    for found, words in ((outlook.deaths, "all deaths"), (outlook.civilians, "civilians in one-sided attacks")):
        if isinstance(found, DeathsForecast):
            parts += _month(found, words, ahead)
        else:
            parts.append(Text(f"\nDeaths, {words}: no figure, since {found.reason}."))
    parts.append(Text(f"\n{_CAUSE} Next: comity warn changes {outlook.state}", style="dim"))
    return Group(*parts)


def _month(found: DeathsForecast, words: str, ahead: int) -> list[RenderableType]:
    month = next(item for item in found.months if item.horizon == ahead)
    head = f"Any death in {month_words(month.month)}, {words}: {figure(month.chance_any)}"
    if not month.drivers:
        return [Text(), Text(head, style="bold"), Text("This forecast has no parts.")]
    if month.drivers[0].unit != "log-odds":
        head = f"Deaths in {month_words(month.month)}, {words}: {figure(month.deaths)}"
    return [Text(), Text(head, style="bold"), _table(month.drivers)]


def _table(drivers: Sequence[Driver]) -> RenderableType:
    rows = table.plain(("right", 8), ("", None))
    unit = drivers[0].unit
    for driver in sorted(drivers, key=lambda item: -abs(item.part)):
        rows.add_row(_signed(driver.part, unit), Text(driver.words))
    total = math.fsum(driver.part for driver in drivers)
    if unit == "log-odds":
        rows.add_row(
            _signed(total, unit), Text(f"the sum, in log-odds: a chance of {chance(1 / (1 + math.exp(-total)))}")
        )
    else:
        rows.add_row(_signed(total, unit), Text(f"the sum, {unit}"))
    return rows


def changed(place: State, found: Changes | NoForecast) -> RenderableType:
    """One row a step with its three parts, then which drivers the data part came through."""
    if isinstance(found, NoForecast):
        return Text(f"{place.name}: no change can be told, since {found.reason}.")
    rows = table.lined("From", "To", ">Risk", ">Data", ">Model", ">Vintage", ">Change", "Moved most by the data of")
    for one in found.steps:
        step = one.step
        rows.add_row(
            one.window_before, one.window_after, f"{chance(one.before.risk.value)} to {chance(one.after.risk.value)}",
            f"{step.data.total:+.2f}", f"{step.model.total:+.2f}", f"{step.vintage.total:+.2f}", f"{step.change:+.2f}",
            Text(_most(step.data)),
        )  # fmt: skip
    whole = found.whole
    said = (
        f"Together {whole.change:+.2f}: data {whole.data.total:+.2f}, model {whole.model.total:+.2f}, vintage "
        f"{whole.vintage.total:+.2f}. The parts add up exactly. " + " ".join(found.notes)
    )
    return Group(
        Text(f"{place.name}: what moved the risk of a new mass killing", style="bold"),
        rows,
        Text(said, style="dim"),
        Text(_CAUSE, style="dim"),
    )


def _most(part: Part) -> str:
    words = {theme.name: theme.label for theme in THEMES}
    found = sorted(part.drivers.items(), key=lambda item: -abs(item[1]))
    told = [f"{words.get(name, name)} {value:+.2f}" for name, value in found[:2] if abs(value) >= _SMALL]
    return "; ".join(told) or "nothing by more than 0.005"


def _signed(value: float, unit: str) -> str:
    return f"{value:+.2f}" if unit == "log-odds" else amount(value)

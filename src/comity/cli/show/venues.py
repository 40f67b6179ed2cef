"""Venues in the terminal: the bodies, the ladder when the Council is blocked, what waiting brings, and the dates."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import table
from comity.convene.venues.ladder import Step
from comity.convene.venues.venue import Chance, Venue
from comity.desk.brief.wording import day, days, figure, listed, measure_name, sentence, state_name, state_short
from comity.desk.venuing import Venues, Waiting

# Dates further on stand in the JSON.
_DATES = 8


def render(found: Venues) -> RenderableType:
    """Who may take it, then what is left when the Council is blocked, then what time brings."""
    names = listed(tuple(measure_name(name) for name in found.measures))
    parts: list[RenderableType] = [
        Text(f"{state_name(found.target)}: {names}", style="bold"),
        Text(f"As known on {day(found.on)}; {found.order}.", style="dim"),
        Text(),
        _bodies(found.venues),
        *[_detail(venue) for venue in found.venues],
        Text(),
        Text("If the Council is blocked", style="bold"),
        _steps(found.steps),
        *[Text(f"Not in the plan: {lack}.", style="dim") for lack in found.lacking],
    ]
    if found.waiting is not None:
        parts += [Text(), Text("Waiting", style="bold"), Text(_waiting(found.waiting))]
    if found.dates:
        parts += [Text(), _dates(found)]
    return Group(*parts, Text(), Text(" ".join(sentence(note) for note in found.notes), style="dim"))


def _bodies(venues: tuple[Venue, ...]) -> RenderableType:
    rows = table.lined("Body", "=Effect", ">Usual days", "Chance of adoption")
    for venue in venues:
        part = "" if not venue.lacks else f" (not: {', '.join(venue.lacks)})"
        rows.add_row(Text(venue.name + part), venue.effect, days(venue.days), Text(_chance(venue.chance)))
    return rows


def _detail(venue: Venue) -> Text:
    said = [f"{venue.name}: {venue.rule} ({venue.rule_source})", f"called by {venue.convening}"]
    if venue.member is False:
        said.append("the state has no seat there")
    said += [part for part in (venue.limit, venue.effect_note) if part]
    return Text(f"{'; '.join(said)}. [{venue.mark}]", style="dim")


def _chance(chance: Chance) -> str:
    if chance.adopted is None:
        return chance.why_none
    broken = listed(tuple(state_short(state) for state, _ in chance.breakers[:2])) if chance.breakers else ""
    borrowed = " (borrowed positions)" if chance.borrowed else ""
    return f"{figure(chance.adopted)}{borrowed}" + (f"; breaks on {broken}" if broken else "")


def _steps(steps: tuple[Step, ...]) -> RenderableType:
    rows = table.lined("=From", "=To", "Step, who must agree, and its limits", "Chance")
    for step in steps:
        first = step.first.isoformat() if step.first else "not known"
        last = step.last.isoformat() if step.last else "not known"
        parts = [step.what, *([f"if {step.when}"] if step.when != "first" else [])]
        said = [f"needs {step.needs} ({step.source})", *([step.limit] if step.limit else [])]
        cell = Text("; ".join(parts)).append(f"\n{sentence('; '.join(said))}", style="dim")
        rows.add_row(first, last, cell, Text(_chance(step.chance)))
    return rows


def _waiting(waiting: Waiting) -> str:
    leave = listed(tuple(state_short(code) for code in waiting.rotation.leaving))
    join = listed(tuple(state_short(code) for code in waiting.rotation.joining), none="none known")
    if waiting.then is None:
        return f"From {day(waiting.until)} the Council changes; its vote cannot be predicted: {waiting.words}."
    return (
        f"Wait until {day(waiting.until)} and five of the elected ten change: {figure(waiting.now)} -> "
        f"{figure(waiting.then)}. Leaving {leave}; joining {join}; {waiting.words}."
    )


def _dates(found: Venues) -> RenderableType:
    rows = table.lined("=From", "Date on the calendar", "Source")
    for one in found.dates[:_DATES]:
        about = "about " if one.about else ""
        rows.add_row(f"{about}{one.on.isoformat()}", Text(one.words), Text(one.source))
    more = len(found.dates) - _DATES
    return Group(rows, Text(f"{more} more within a year with --json.", style="dim")) if more > 0 else rows

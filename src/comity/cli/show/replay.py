"""Cases near a situation, and a case stepped through: never anything later than its step before the answer."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import table
from comity.desk.brief.wording import day
from comity.records.case import Likeness, ReplayStep


def likenesses(found: Sequence[Likeness]) -> RenderableType:
    """Each case with its distance, what is shared, what differs, how it ended and one lesson."""
    if not found:
        return Text("No case on the shelf had ended by then.")
    parts: list[RenderableType] = []
    for near in found:
        said = Text(near.name, style="bold")
        said.append(f"  {near.case}; distance {near.distance:.2f}", style="not bold")
        for label, items in (("Shared", near.shared), ("Differs", near.differs)):
            if items:
                said.append(f"\n{label}: {'; '.join(items)}.", style="not bold")
        said.append(f"\nHow it ended: {near.outcome}", style="not bold")
        if near.lessons:
            said.append(f"\nLesson: {near.lessons[0]}", style="not bold")
        parts += [said, Text()]
    parts.append(
        Text(
            "Distance: 0 the same, 1 nothing shared; how a case ended is never compared. Examples, no sample.\n"
            f"Next: comity learn replay {found[0].case} --play",
            style="dim",
        )
    )
    return Group(*parts)


def timeline(case: str, steps: Sequence[ReplayStep]) -> RenderableType:
    """All steps as an exercise to read; the answer to each question is in the steps after it."""
    rows = table.plain(("right", 4), ("", 11), ("", None))
    for step in steps:
        said = Text(step.happened)
        said.append(f"\n{step.asked}", style="bold")
        said.append(f"\n{step.source}; {step.mark}", style="dim")
        rows.add_row(str(step.number), step.on.isoformat(), said)
    end = Text(f"\n{steps[-1].decided}\n")
    end.append(f"Next: comity learn replay {case} --play, or --step N for what was known at one step", style="dim")
    return Group(rows, end)


def one(step: ReplayStep) -> RenderableType:
    """One step with all that was known and what was decided next."""
    return Group(asked(step, whole=True), revealed(step))


def asked(step: ReplayStep, *, whole: bool) -> RenderableType:
    """The step up to its question; `whole` lists everything known before it, which a player has just seen otherwise."""
    parts: list[RenderableType] = [Text(f"\nStep {step.number} of {step.of}, {day(step.on)}", style="bold")]
    if whole and step.known:
        parts.append(Text("Known by then:"))
        parts += [Text(f"  {line}") for line in step.known]
    parts += [
        Text(step.happened),
        Text(f"{step.source}; {step.mark}", style="dim"),
        Text(step.asked, style="bold"),
    ]
    return Group(*parts)


def revealed(step: ReplayStep) -> RenderableType:
    """What was decided next."""
    return Text(f"What was decided: {step.decided}")

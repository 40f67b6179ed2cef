"""Judgements for the terminal: risk factors judged so far and legal elements, each answer in words."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import table
from comity.desk.brief.model import LegalTest, Picture
from comity.desk.brief.wording import words
from comity.records.assessment import Answer, FactorRow


def parts(picture: Picture) -> Iterator[RenderableType]:
    """The board of risk factors and the legal tests."""
    if picture.factors:
        yield board(picture.factors)
    silent = tuple(test for test in picture.tests if not answered(test))
    for test in picture.tests:
        if answered(test):
            yield elements(test)
    if silent:
        named = "; ".join(f"{test.name} ({len(test.elements)})" for test in silent)
        yield Text(
            f"Legal thresholds of which no element can be said yet: {named}. Courts decide; the page lists each."
        )


def answered(test: LegalTest) -> bool:
    """Whether any element has been found met or not met."""
    return any(element.answer is not Answer.CANNOT_SAY for element in test.elements)


def board(factors: tuple[FactorRow, ...]) -> RenderableType:
    """Judged factors in full, the others in one line."""
    judged = [row for row in factors if row.judgements]
    waiting = [row.factor for row in factors if not row.judgements]
    rows = table.lined("Risk factor", "Judged", "Trend", "Graded", "Because")
    for row in judged:
        for place, judgement in enumerate(row.judgements):
            name = f"{row.factor} {row.name}" + (" (judges differ)" if row.dissent else "")
            rows.add_row(
                Text("" if place else name), words(judgement.rating), words(judgement.trend), judgement.grade.code,
                Text(f"{judgement.reason} ({judgement.by}, {judgement.judged_on.isoformat()})"),
            )  # fmt: skip
    if waiting:
        said = f"No judgement entered on {len(waiting)} of {len(factors)} risk factors: {', '.join(waiting)}."
        if not judged:
            return Text(said)
        rows.caption = said
        rows.caption_justify = "left"
    return rows


def elements(test: LegalTest) -> RenderableType:
    """One line an element; the heading counts answers and claims nothing."""
    rows = table.plain(("", 14), ("", None))
    for element in test.elements:
        said = Text(element.asks)
        said.append(f"\n{element.because} ({element.source})", style="dim")
        rows.add_row(words(element.answer), said)
    return Group(Text(f"{test.name}: {test.summary}", style="bold"), rows)

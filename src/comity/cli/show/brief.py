"""A decision brief for the terminal: most important first, in words, readable without colour at 80 columns."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from comity.cli.show import picture, risk, table, vote
from comity.desk.brief.model import Brief, Statement
from comity.desk.brief.wording import (
    BASIS,
    amount,
    body_name,
    day,
    days,
    month_words,
    promise,
    spoken,
    state_name,
    words,
)

# So many rows fit a screen; the page and the Markdown have them all.
_OPTIONS = 8
_DATES = 10


def render(brief: Brief) -> RenderableType:
    """The whole brief as one thing to print."""
    numbers = {source.id: str(number) for number, source in enumerate(brief.sources, 1)}
    parts: list[RenderableType] = [*_head(brief), *_section("In short", statements(brief.headline, numbers))]
    parts += _section("Key figures (● estimate, ├─┤ interval, ◆ naive)", risk.key_figures(brief))
    parts += _section("Risk", statements(_fresh(brief), numbers), *risk.parts(brief.risk))
    parts += _section(
        "Severity, urgency and judgements",
        statements((*brief.picture.severity, *brief.picture.urgency, *brief.picture.reported), numbers),
        *picture.parts(brief.picture),
    )
    parts += _section("What can be done", *_options(brief))
    parts += _section("Who would vote for it", *vote.parts(brief), statements(brief.rotation, numbers))
    parts += _section("Whom to call, by what the answer would tell", vote.calls(brief.calls))
    parts += _section("What to watch", _watch(brief))
    parts += _section("What was promised", _promises(brief))
    parts += _section("Comparable cases", *_cases(brief))
    parts += _section("What we do not know", statements(brief.unknown, numbers))
    parts += _section("How the figures were made", _engines(brief))
    parts += _section("Sources", _sources(brief))
    parts += [Text(), *_foot(brief)]
    return Group(*parts)


def statements(items: tuple[Statement, ...], numbers: dict[str, str]) -> RenderableType | None:
    """Statements with how each is known in front and numbers of their sources behind; None for none."""
    if not items:
        return None
    rows = table.plain(("", 9), ("", None))
    for item in items:
        cited = [numbers[cite] for cite in item.cites if cite in numbers]
        rows.add_row(
            Text(BASIS[item.basis], style="dim"), Text(item.text + (f" [{', '.join(cited)}]" if cited else ""))
        )
    return rows


def _fresh(brief: Brief) -> tuple[Statement, ...]:
    """Statements on risk that the headline has not made already, in a terminal a few lines above."""
    made = {item.text for item in brief.headline}
    return tuple(item for item in brief.risk.statements if item.text not in made)


def _head(brief: Brief) -> Iterator[RenderableType]:
    top = table.plain(("", None), ("right", None))
    top.expand = True
    top.add_row(Text(brief.name, style="bold"), Text(brief.marking, style="bold"))
    yield top
    known = f" Deaths counted to {month_words(brief.risk.deaths.known_to)}." if brief.risk.deaths else ""
    unseen = "no count, vote, position or entry of a later day was used."
    yield Text(f"Decision brief as of {day(brief.as_of)}: {unseen}{known}")


def _section(name: str, *parts: RenderableType | None) -> list[RenderableType]:
    shown = [part for part in parts if part is not None]
    if not shown:
        return []
    spaced: list[RenderableType] = []
    for place, part in enumerate(shown):
        if place:
            spaced.append(Text())
        spaced.append(Padding(part, (0, 0, 0, 2)))
    return [Text(), Rule(Text(name, style="bold"), align="left", style="dim"), *spaced]


def _options(brief: Brief) -> Iterator[RenderableType]:
    plan = brief.plan
    if plan.options:
        rows = table.lined("Measure", "Who may take it", "First effect", "Harm", "Evidence")
        for number, option in enumerate(plan.options[:_OPTIONS], 1):
            deciders = [body_name(body) for body in option.deciders[:1]]
            more = len(option.deciders) - len(deciders)
            rows.add_row(
                Text(f"{number}. {option.name}"),
                Text("; ".join(deciders) + (f" and {more} more" if more else "")),
                days(option.days),
                words(option.harm),
                words(option.evidence_strength),
            )
        yield rows
    more_options = len(plan.options) - _OPTIONS
    said = f"{more_options} more measures fit; the page has them and the rule of order." if more_options > 0 else ""
    if plan.left_out:
        count = len(plan.left_out)
        said += f" {count} measure{'s' if count > 1 else ''} left out; the page says why."
    if said:
        yield Text(said.strip(), style="dim")


def _watch(brief: Brief) -> RenderableType | None:
    if not brief.watch:
        return None
    rows = table.lined("=Date", "What", "What it does", "Kind")
    for item in brief.watch[:_DATES]:
        rows.add_row(item.on.isoformat(), Text(item.words), Text(spoken(item.effect)), words(item.kind))
    more = len(brief.watch) - _DATES
    return Group(rows, Text(f"{more} later dates are in the page.", style="dim")) if more > 0 else rows


def _promises(brief: Brief) -> RenderableType | None:
    if not brief.promises:
        return None
    rows = table.lined("Promise", "Due", "Stands", "Because")
    for entry in brief.promises:
        pledge, finding = entry.pledge, entry.finding
        voices = "; ".join(f"{words(voice)} {amount(size)}" for voice, size in finding.delivered.items())
        because = f"{finding.because} {voices}".strip()
        rows.add_row(
            Text(f"{state_name(pledge.by)}: {promise(pledge)}"), pledge.due_on.isoformat(),
            words(finding.standing), Text(because),
        )  # fmt: skip
    return rows


def _cases(brief: Brief) -> Iterator[RenderableType]:
    for case in brief.cases:
        near = case.likeness
        said = Text(near.name, style="bold")
        said.append(f"  {words(case.rating)}; distance {near.distance:.2f}", style="not bold")
        said.append(f"\n{near.outcome} Harm: {case.harm}.", style="not bold")
        for head, items in (("Shared", near.shared), ("Differs", near.differs)):
            if items:
                said.append(f"\n{head}: {'; '.join(_short(item) for item in items)}.", style="not bold")
        if near.lessons:
            said.append(f"\nLesson: {near.lessons[0]}", style="not bold")
        yield said


def _short(item: str) -> str:
    """A point of likeness on part of a line: of a list, its head and how many it names."""
    head, _, names = item.partition(": ")
    count = names.count(", ") + 1
    return spoken(item) if count < 3 else f"{count} {head}"


def _engines(brief: Brief) -> RenderableType | None:
    if not brief.engines:
        return None
    rows = table.plain(("", 16), ("", None))
    for name, line in brief.engines.items():
        rows.add_row(Text(name, style="dim"), Text(line))
    return rows


def _sources(brief: Brief) -> RenderableType | None:
    """Sources of what was printed; the page has those of its tables too."""
    printed = (
        *brief.headline, *brief.risk.statements, *brief.picture.severity, *brief.picture.urgency,
        *brief.picture.reported, *brief.rotation, *brief.unknown,
    )  # fmt: skip
    cited = {cite for item in printed for cite in item.cites}
    shown = [(number, source) for number, source in enumerate(brief.sources, 1) if source.id in cited]
    if not brief.sources:
        return None
    rows = table.plain(("right", 3), ("", None))
    for number, source in shown:
        said = Text(source.text)
        said.append(f"  {source.mark}" + (f"; {source.licence}" if source.licence else ""), style="dim")
        rows.add_row(Text(str(number)), said)
    more = len(brief.sources) - len(shown)
    return Group(rows, Text(f"{more} more sources are in the page.", style="dim")) if more else rows


def _foot(brief: Brief) -> Iterator[RenderableType]:
    yield Text(
        "counted: from data. estimated: by a model. cited: law, record or press. judged: by a person.", style="dim"
    )
    yield Text(
        f"The full brief, to print: comity brief {brief.state} --as-of {brief.as_of.isoformat()} --html brief.html",
        style="dim",
    )

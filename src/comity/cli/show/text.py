"""A negotiated text in the terminal: brackets in colour, stands, what an acceptance did, who brought each word."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import msgspec
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text as Line

from comity.cli.show import table
from comity.cli.show.entries import receipt
from comity.convene.text.brackets import Marked, Run, beside, clean, labels, marked, settled
from comity.convene.text.document import Text, sha256
from comity.convene.text.history import Difference, Moment, Origin
from comity.convene.text.precedent import Precedent
from comity.convene.text.support import LEVELS, Standing, unheard
from comity.convene.text.verbs import Flag
from comity.desk.texts import Taken, summary
from comity.exchange.markdown import told

_LOOKS = {"plain": "", "in": "green", "out": "red strike", "note": "cyan"}
# Steps of the curve that fit beside each other; the newest are kept.
_MOMENTS = 48
_BARS = "▁▂▃▄▅▆▇█"


class View(msgspec.Struct, frozen=True, kw_only=True):
    """All that is shown of a text."""

    text: Text
    standings: tuple[Standing, ...]
    flags: tuple[Flag, ...]
    moments: tuple[Moment, ...]


def render(view: View, *, clean: bool) -> RenderableType:
    """The text, what is kept beside it, support, the curve of agreed words, and what is odd in its verbs."""
    text = view.text
    found = settled(text)
    symbol = f"{text.opened.symbol}, " if text.opened.symbol else ""
    head = Line(text.opened.title, style="bold")
    head.append(
        f"\n{symbol}version {text.version}, {len(text.open)} open proposals; {found.share:.0%} of {found.words} words "
        "outside brackets",
        style="not bold dim",
    )
    parts: list[RenderableType] = [head, Line(), *_paragraphs(text, clean=clean)]
    kept = beside(text)
    if kept and not clean:
        parts += [Line("Beside the text, in conflict with what was accepted", style="bold")]
        parts += [Line(f"  {told(one)}") for one in kept] + [Line()]
    if text.stands:
        parts += [*_support(text, view.standings), Line()]
    if len(view.moments) > 1:
        parts.append(_curve(view.moments))
    parts += [Line.assemble(("verbs  ", "bold"), f"{flag.on}: {flag.words}") for flag in view.flags]
    parts.append(Line(f"SHA-256 of the clean words: {sha256(text)}", style="dim"))
    return Group(*parts)


def plain(view: View) -> dict[str, Any]:
    """The same as JSON."""
    text, found = view.text, settled(view.text)
    named = labels(text)
    return {
        **summary(text),
        "labels": named,
        "settled": {"words": found.words, "bracketed": found.bracketed, "share": round(found.share, 6)},
        "marked": marked(text),
        "proposals": [
            {"id": t.id, "status": t.status, "fell": t.fell, "version": t.version, "proposed": t.proposed,
             "closed": t.closed}
            for t in text.proposals.values()
        ],
        "beside": [
            {"id": one.tabled.id, "clash": one.clash, "words": one.clash.words if one.clash else ""}
            for one in beside(text)
        ],
        "support": view.standings,
        "convergence": view.moments,
        "flags": view.flags,
    }  # fmt: skip


def taken(done: Taken, then: str) -> RenderableType:
    """What was recorded, what it did to the text, and what became of the other open proposals."""
    text, body = done.text, done.entry.body
    parts: list[RenderableType] = []
    match done.entry.kind:
        case "convene.text_proposed/1":
            parts += [Line(f"{body['id']}, proposed by {body['by']}:", style="bold"), *_about(text, str(body["id"]))]
        case "convene.text_accepted/1":
            into = "the text" if text.version else ""
            parts.append(Line(f"{body['proposal']} went in; {into} is at version {text.version}.", style="bold"))
            parts += _outcomes(done)
        case "convene.text_supported/1":
            parts.append(Line(f"{body['party']} on {body['on']}: {_level(str(body['level']))}."))
        case _:
            parts.append(Line(f"{body['proposal']} is {text.proposals[str(body['proposal'])].status}.", style="bold"))
            parts += _outcomes(done)
    return Group(*parts, receipt(done.entry, then))


def differences(text: Text, found: Sequence[Difference], span: tuple[int, int], *, full: bool) -> RenderableType:
    """Changed paragraphs with words that went struck through and words that came in colour, and which proposals."""
    shown = [one for one in found if full or one.how != "same" or one.moved or one.split_from]
    head = Line(f"{text.opened.title}: version {span[0]} to {span[1]}", style="bold")
    if not shown:
        return Group(head, Line("No paragraph changed."))
    parts: list[RenderableType] = [head, Line()]
    for one in shown:
        ids = list(dict.fromkeys(id for run in one.runs for id in run.about))
        by = ", ".join(f"{id} ({text.who(id)})" for id in ids)
        said: list[str] = [one.how] if one.how != "same" else []
        said += [f"split from {one.split_from}"] if one.split_from else []
        said += [f"moved by {', '.join(one.moved)}"] if one.moved else []
        parts.append(Line.assemble((f"{one.id} ", "bold"), (f"{', '.join(said)} {by and f'by {by}'}".strip(), "dim")))
        parts += [Padding(_line(one.runs, plus=True), (0, 0, 1, 4))]
    quiet = len(found) - len(shown)
    tail = [Line(f"{quiet} paragraphs are the same; --full shows them.", style="dim")] if quiet else []
    legend = Line.assemble("In this view ", ("[-went-]", "red"), " and ", ("{+came+}", "green"), ".", style="dim")
    return Group(*parts, legend, *tail)


def origins(found: Sequence[Origin]) -> RenderableType:
    """One row a stretch of words."""
    rows = table.lined("=Para", "Words", "Who", "=Through", "=Since")
    for one in found:
        words = Line(one.words, style="strike" if one.gone_by else "")
        if one.gone_by:
            words.append(f" (taken out by {one.gone_by})", style="not strike dim")
        through = one.proposal + (f" in {one.through}" if one.through else "")
        who = Line(one.by)
        if one.because:
            who.append(f": {one.because}", style="dim")
        rows.add_row(one.paragraph, words, who, through, f"v{one.version}, {one.at:%Y-%m-%d %H:%M}")
    return rows


def precedents(found: Sequence[Precedent], texts: int) -> RenderableType:
    """The closest paragraphs of earlier texts."""
    if not found:
        return Line(f"No paragraph of {texts} texts holds a tenth of its language.")
    rows = table.lined("=Text", ">Holds", "Longest run shared", "Paragraph")
    for one in found:
        rows.add_row(f"{one.symbol} ¶{one.paragraph}", f"{one.contained:.0%}", Line(one.shared), Line(one.text))
    said = "Holds: share of its runs of three words found there. Likeness of words; whether it fits is yours to judge."
    return Group(rows, Line(said, style="dim"))


def _paragraphs(text: Text, *, clean: bool) -> list[RenderableType]:
    grid = table.plain(("right", 5), ("", 4), ("", None))
    for paragraph in _clean(text) if clean else marked(text):
        look = "italic" if paragraph.role == "preamble" else "bold" if paragraph.role == "heading" else ""
        words = _line(paragraph.runs, style=look)
        for note in paragraph.notes:
            words.append(f"\n{note}", style="cyan not italic not bold")
        words.append("\n")
        grid.add_row(Line(paragraph.label, style="bold"), Line(paragraph.id, style="dim"), words)
    return [grid]


def _clean(text: Text) -> tuple[Marked, ...]:
    return clean(text)


def _line(runs: Sequence[Run], *, plus: bool = False, style: str = "") -> Line:
    """Runs in colour; with plus also in signs, so that a difference survives without colour."""
    line = Line(style=style)
    for at, run in enumerate(runs):
        if at and not run.tight:
            line.append(" ")
        sign = {"in": "{+%s+}", "out": "[-%s-]"}.get(run.look, "%s") if plus else "%s"
        shown = {"out": "red"}.get(run.look, _LOOKS[run.look]) if plus else _LOOKS[run.look]
        line.append(sign % run.text, style=shown)
    return line


def _about(text: Text, id: str) -> list[RenderableType]:
    """The paragraphs a proposal would change, as they read with it in brackets."""
    shown = [p for p in marked(text) if p.id == id or any(id in run.about for run in p.runs)
             or any(note.startswith(f"{id}:") for note in p.notes)]  # fmt: skip
    if not shown:
        shown = [p for p in marked(text) if p.id == text.proposals[id].proposed.change.on]
    parts: list[RenderableType] = []
    for paragraph in shown:
        line = Line.assemble((f"{paragraph.id} ", "dim"), _line(paragraph.runs))
        for note in paragraph.notes:
            line.append(f"\n{note}", style="cyan")
        parts.append(Padding(line, (0, 0, 0, 2)))
    return parts


def _outcomes(done: Taken) -> list[RenderableType]:
    parts: list[RenderableType] = []
    groups = {how: [one for one in done.outcomes if one.how == how] for how in ("rebased", "untouched")}
    if done.entry.kind == "convene.text_accepted/1" and done.outcomes:
        parts.append(Line(f"Open proposals: {len(groups['rebased'])} rebased, {len(groups['untouched'])} untouched."))
    for how, found in groupby(
        sorted((one for one in done.outcomes if one.how in ("conflict", "fallen")), key=lambda one: one.how),
        key=lambda one: one.how,
    ):
        for one in found:
            by = done.text.who(one.id)
            why = one.clash.words if one.clash is not None else f"fell with {done.text.proposals[one.id].fell}"
            parts.append(Line.assemble((f"{how}  ", "bold red"), f"{one.id} ({by}): {why}. Its words are kept."))
    return parts


def _support(text: Text, found: Sequence[Standing]) -> list[RenderableType]:
    rows = table.lined("=On", *(f">{_level(level)}" for level in LEVELS), ">Unheard", ">Consensus", ">All alike")
    lines: list[RenderableType] = []
    # A proposal of which only its proposers spoke would fill lines and say nothing; JSON has it.
    spoken = {on for on, _ in text.stands}
    for one in (standing for standing in found if standing.on in spoken):
        counts, estimate = one.counts(), one.consensus
        shown = f"{estimate.value:.2f} ({estimate.low:.2f}-{estimate.high:.2f})" if estimate else "-"
        alike = f"{estimate.baseline.value:.2f}" if estimate and estimate.baseline else "-"
        missing = str(len(unheard(text, one.on))) if text.opened.parties else "?"
        rows.add_row(one.on, *(str(counts[level]) for level in LEVELS), missing, shown, alike)
        said = [(f"{s.party} blocks {one.on}", s.because) for s in one.said if s.level == "block"]
        said += [(f"{s.party} on {one.on}", f"{_level(s.level)}, on an earlier wording") for s in one.outdated]
        lines += [Line.assemble((who, "bold"), f": {why}") for who, why in said]
    note = (
        "Consensus: product over groups of the smoothed share that agrees or can live with it, with the 90 % interval "
        "of few voices; beside it the share of all who spoke. A group that has not spoken counts 0.5."
    )
    return [rows, Line(note, style="dim"), *lines]


def _curve(moments: Sequence[Moment]) -> Line:
    shares = [moment.settled.share for moment in moments][-_MOMENTS:]
    bars = "".join(_BARS[min(len(_BARS) - 1, int(share * len(_BARS)))] for share in shares)
    return Line.assemble(
        ("agreed  ", "bold"), bars, f" {shares[0]:.0%} to {shares[-1]:.0%} of words outside brackets in "
        f"{len(moments) - 1} steps",
    )  # fmt: skip


def _level(level: str) -> str:
    return {"agree": "agree", "live_with": "can live with", "stand_aside": "stand aside", "block": "block"}[level]

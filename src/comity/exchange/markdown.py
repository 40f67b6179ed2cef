"""A negotiated text as plain text and as Markdown (CommonMark). Loses provenance; keeps words, brackets and names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from comity.convene.text.brackets import Beside, Marked, Run, beside, settled, written
from comity.convene.text.document import Text, sha256

# ASCII punctuation that CommonMark may read as markup inside a line (section 2.4, backslash escapes).
_SPECIAL = re.compile(r"([\\`*_\[\]<>~|&])")
_BEGINS = re.compile(r"^(\s*)([#+-]|\d+(?=[.)]))")


def plain(text: Text, shown: Sequence[Marked], label: str = "") -> str:
    """Marking, title and paragraphs, operative ones numbered, an empty line between."""
    lines = [*([label] if label else []), text.opened.title]
    for number, paragraph in _numbered(shown):
        lines.append(f"{number}{written(paragraph.runs)}")
        lines += [f"    [{note}]" for note in paragraph.notes]
    return "\n\n".join(lines) + "\n"


def write(text: Text, shown: Sequence[Marked], label: str = "") -> str:
    """The text in Markdown: what is wanted in is bold, what is wanted out struck through."""
    lines = [*([f"**{_escaped(label)}**"] if label else []), f"# {_escaped(text.opened.title)}"]
    for number, paragraph in _numbered(shown):
        body = "".join(("" if run.tight or not at else " ") + _styled(run) for at, run in enumerate(paragraph.runs))
        body = f"## {body}" if paragraph.role == "heading" else body if number else _BEGINS.sub(r"\1\\\2", body)
        lines.append(f"{number}{body}" + (f" `{paragraph.id}`" if paragraph.role != "heading" else ""))
        lines += [f"   _{_escaped(note)}_" for note in paragraph.notes]
    marks = any(run.look != "plain" for paragraph in shown for run in paragraph.runs)
    kept = beside(text) if marks or text.open else ()
    if kept:
        lines += ["## Beside the text", *(f"- {_escaped(told(one))}" for one in kept)]
    lines.append(f"---\n\n{_escaped(imprint(text))}")
    return "\n\n".join(lines) + "\n"


def told(one: Beside) -> str:
    """A proposal kept beside the text, with its words and its conflict."""
    change = one.tabled.proposed.change
    words = {
        "insert": f"insert “{change.new}”",
        "delete": f"delete “{change.old}”",
        "replace": f"replace “{change.old}” by “{change.new}”",
        "add": f"add “{change.new}”",
        "drop": "delete the paragraph",
        "move": f"move after {change.after or 'the title'}",
        "split": "split the paragraph",
    }[change.op]
    why = one.clash.words if one.clash is not None else "what it amends has a conflict"
    return f"{one.tabled.id} ({one.tabled.proposed.by}) on {change.on or change.after}: {words}. Conflict: {why}."


def imprint(text: Text) -> str:
    """Version, brackets and digest in one line."""
    found = settled(text)
    return (
        f"Version {text.version}; {len(text.open)} open proposals; {found.share:.0%} of {found.words} words outside "
        f"brackets. SHA-256 of the clean text: {sha256(text)}"
    )


def _numbered(shown: Sequence[Marked]) -> list[tuple[str, Marked]]:
    found, number = [], 0
    for paragraph in shown:
        counted = paragraph.role == "operative" and paragraph.look != "in"
        number += counted
        found.append((f"{number}. " if counted else "", paragraph))
    return found


def _styled(run: Run) -> str:
    text = _escaped(run.text)
    return {"plain": text, "in": f"**{text}**", "out": f"~~{text}~~", "note": text}[run.look]


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)

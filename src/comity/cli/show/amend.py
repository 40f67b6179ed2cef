"""Amendments in the terminal: the form found, the frontier, alternatives, and who moves with each change."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import table
from comity.convene.amend.changes import Change
from comity.convene.amend.clauses import Menu
from comity.convene.amend.search import Form
from comity.desk.amending import Amended
from comity.desk.brief.wording import chance, figure, listed, sentence, state_short

# Members named for one change; the rest are counted.
_NAMED = 6


def render(found: Amended) -> RenderableType:
    """What to change first, then what else could be, then who moves."""
    form, menu = found.found.form, found.menu
    parts: list[RenderableType] = [
        Text(found.draft.title, style="bold"),
        Text(f"Adopted {figure(found.adopted)} as drafted; wanted {chance(found.found.target)}."),
        Text(),
    ]
    if form.choice == menu.as_drafted:
        parts.append(Text("The chance wanted is there without changing anything."))
    else:
        parts.append(Text(f"Least change: {_words(menu, form)}."))
        parts.append(Text(f"Keeps {form.substance:.0%} of the substance; then adopted {figure(found.after)}."))
        parts.append(Text(sentence(_who(found.whole))))
    parts += [Text(_proof(found), style="dim"), Text(), *_frontier(found), Text(), *_alternatives(found)]
    parts += [Text(), _changes(found), Text(), _weights(menu)]
    parts += [Text(), Text(" ".join(sentence(note) for note in found.notes), style="dim")]
    return Group(*parts)


def _words(menu: Menu, form: Form) -> str:
    changed = [f"{clause.id} {_short(clause.levels[level].words)}"
               for clause, level in zip(menu.clauses, form.choice, strict=True) if level]  # fmt: skip
    return "; ".join(changed) or "as drafted"


def _short(words: str) -> str:
    return words.partition(",")[0]


def _proof(found: Amended) -> str:
    if found.found.proved:
        return "No form that reaches it keeps more (proved on the drawn votes)."
    return f"A form that keeps up to {found.found.most:.0%} was not ruled out in the steps taken."


def _frontier(found: Amended) -> list[RenderableType]:
    rows = table.lined(">Keeps", ">Adopted", "Forms of which none keeps more and carries likelier too")
    for form in found.frontier:
        rows.add_row(f"{form.substance:.0%}", chance(form.chance), Text(_words(found.menu, form)))
    whole = "The list is whole." if found.exact else "The list is not whole: there are too many forms to try each."
    return [rows, Text(whole, style="dim")]


def _alternatives(found: Amended) -> list[RenderableType]:
    rows = table.lined(">Keeps", ">Adopted", f"Other forms that reach {chance(found.found.target)}, least loss first")
    others = [form for form in found.alternatives if form.choice != found.found.form.choice]
    for form in others:
        rows.add_row(f"{form.substance:.0%}", chance(form.chance), Text(_words(found.menu, form)))
    return [rows] if others else [Text("Others reach it only by losing more for nothing.", style="dim")]


def _changes(found: Amended) -> RenderableType:
    rows = table.lined("One change alone", ">Loses", ">Adopted", "Who moves")
    for change in found.changes:
        rows.add_row(
            Text(f"{change.clause} {_short(change.words)}"), f"{change.lost:.0%}", chance(change.chance),
            Text(_who(change)),
        )  # fmt: skip
    return rows


def _who(change: Change) -> str:
    parts = []
    for word, moved in (("gains", change.gained), ("loses", change.fell)):
        if moved:
            named = [f"{state_short(state)} {step:+.0%}" for state, step in moved[:_NAMED]]
            more = f" and {len(moved) - _NAMED} more" if len(moved) > _NAMED else ""
            parts.append(f"{word} {listed(tuple(named))}{more}")
    return "; ".join(parts) or "nobody by 2 points or more"


def _weights(menu: Menu) -> RenderableType:
    said = ", ".join(
        f"{clause.id} {clause.weight:g}{' (may not change)' if clause.fixed else ''}" for clause in menu.clauses
    )
    return Text(f"Weights of the clauses: {said}.", style="dim")

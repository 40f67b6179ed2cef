"""Tables of bargains from text: our own CSV and the forms of three programs that many data sets exist in.

- plain: a head with actor, issue, position, salience, power and, if wanted, low, high (red lines) and fallback
- decide: rows #A actor, #P issue, #M end of an issue's scale, #D actor, issue, position, salience, power
- bdm: Actor or Stakeholder, Capability or Resources, Position, Salience; one issue, scaled to 0-100 by its ends
- ktab: a line with name, description, actors, dimensions; a head; Actor, Description, Influence, then position and
  salience for each dimension, all 0-100
"""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import Literal

from comity.convene.bargain.table import Stance, Table, table
from comity.kernel.errors import Misused, Refused

Form = Literal["plain", "decide", "bdm", "ktab"]
Rows = list[list[str]]


def read(text: str, *, form: Form | None = None) -> Table:
    """The table written in a text.

    form    which form it is in; recognised by its first row if left out
    raises  Misused for a form that is not recognised, Refused naming row and value for what cannot be read
    """
    rows = _rows(text)
    if not rows:
        raise Misused("the file holds no rows", hint="see docs/how-to/bargain.md for the forms that are read")
    named = form or _form(rows)
    return {"plain": _plain, "decide": _decide, "bdm": _bdm, "ktab": _ktab}[named](rows)


def _rows(text: str) -> Rows:
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = "\t" if "\t" in first else ";" if first.count(";") > first.count(",") else ","
    quote = "'" if first.lstrip("\ufeff").startswith("'") else '"'
    read_ = csv.reader(text.lstrip("\ufeff").splitlines(keepends=True), delimiter=mark, quotechar=quote)
    return [cells for cells in ([cell.strip() for cell in row] for row in read_) if any(cells)]


def _form(rows: Rows) -> Form:
    head = [cell.lower() for cell in rows[0]]
    if head[0].startswith("#"):
        return "decide"
    if {"actor", "issue", "position"} <= set(head):
        return "plain"
    if head[0] in {"actor", "stakeholder"} and "position" in head:
        return "bdm"
    if len(head) >= 4 and head[2].isdecimal() and head[3].isdecimal():
        return "ktab"
    raise Misused(
        f"the first row is in none of the forms that are read: {', '.join(rows[0][:6])}",
        hint="write a head with actor, issue, position, salience and power, or name the form",
    )


def _number(cell: str, where: str) -> float:
    try:
        return float(cell)
    except ValueError as error:
        raise Refused(f"{where}: {cell!r} is no number", hint="write it with a decimal point") from error


def _plain(rows: Rows) -> Table:
    head = [cell.lower() for cell in rows[0]]
    known = ("actor", "issue", "position", "salience", "power", "low", "high", "fallback")
    odd = [cell for cell in head if cell not in known]
    missing = [name for name in known[:5] if name not in head]
    if odd or missing:
        fault = f"unknown column {odd[0]!r}" if odd else f"column {missing[0]} is missing"
        raise Refused(f"the head of the file: {fault}", hint=f"columns are {', '.join(known)}")
    stances: list[Stance] = []
    fallback: dict[str, float] = {}
    for line, row in enumerate(rows[1:], start=2):
        cells = dict(zip(head, row, strict=False))
        if len(row) > len(head) or any(not cells.get(name) for name in known[:5]):
            raise Refused(f"row {line} does not fit its head: {','.join(row)}", hint="give every column of the head")
        where = f"row {line}, {cells['actor']} on {cells['issue']}"
        figures = {name: _number(cells[name], f"{where}: {name}") for name in known[2:7] if cells.get(name)}
        stances.append(Stance(actor=cells["actor"], issue=cells["issue"], **figures))
        if cells.get("fallback"):
            value = _number(cells["fallback"], f"{where}: fallback")
            if fallback.setdefault(cells["actor"], value) != value:
                raise Refused(f"{where}: another fallback than before", hint="an actor has one best alternative")
    return table(stances, fallback=fallback)


def _decide(rows: Rows) -> Table:
    ends: dict[str, list[float]] = defaultdict(list)
    actors, issues = set(), set()
    for line, row in enumerate(rows, start=1):
        if len(row) < {"#D": 6, "#M": 3}.get(row[0], 2):
            raise Refused(f"row {line} is too short: {' '.join(row)}", hint="#D has actor, issue and three figures")
        if row[0] == "#A":
            actors.add(row[1])
        elif row[0] == "#P":
            issues.add(row[1])
        elif row[0] == "#M":
            ends[row[1]].append(_number(row[2], f"row {line}"))
    scale = {issue: (min(found), max(found)) for issue, found in ends.items() if max(found) > min(found)}
    stances = []
    for line, row in enumerate(rows, start=1):
        if row[0] != "#D":
            continue
        for name, known, kind in ((row[1], actors, "actor"), (row[2], issues, "issue")):
            if name not in known:
                raise Refused(f"row {line}: unknown {kind} {name!r}", hint="name it in a row of its own first")
        low, high = scale.get(row[2], (0.0, 100.0))
        place, salience, power = (_number(cell, f"row {line}") for cell in row[3:6])
        stances.append(
            Stance(
                actor=row[1], issue=row[2], position=(place - low) * 100 / (high - low), salience=salience, power=power
            )
        )
    return table(stances, scale=scale)


def _bdm(rows: Rows) -> Table:
    head = [cell.lower() for cell in rows[0]]
    power = "capability" if "capability" in head else "resources"
    if not {power, "position", "salience"} <= set(head):
        raise Refused("the head of the file lacks capability, position or salience", hint=f"got {', '.join(rows[0])}")
    cells = [dict(zip(head, row, strict=False)) for row in rows[1:]]
    names = [row[0] for row in rows[1:]]
    figures = [
        [_number(cell.get(column, ""), f"{name}: {column}") for column in ("position", "salience", power)]
        for name, cell in zip(names, cells, strict=True)
    ]
    places = [row[0] for row in figures] or [0.0]
    low, high = min(places), max(places)
    if not high > low:
        raise Refused("all stand on one position: there is nothing to bargain over", hint="check the position column")
    percent = 100.0 if any(row[1] > 1 for row in figures) else 1.0
    return table(
        (
            Stance(actor=name, issue="position", position=(row[0] - low) * 100 / (high - low),
                   salience=row[1] / percent, power=row[2])
            for name, row in zip(names, figures, strict=True)
        ),
        scale={"position": (low, high)},
    )  # fmt: skip


def _ktab(rows: Rows) -> Table:
    actors, dimensions = int(rows[0][2]), int(rows[0][3])
    head = rows[1] if len(rows) > 1 else []
    if len(head) < 3 + 2 * dimensions or len(rows) - 2 != actors:
        raise Refused(
            f"the first line says {actors} actors and {dimensions} dimensions; there are {max(len(rows) - 2, 0)} rows "
            f"and {max(len(head) - 3, 0) // 2} pairs of columns",
            hint="correct the first line or the rows",
        )
    # Heads name a dimension by its position column, with or without the word.
    issues = [head[3 + 2 * at].replace("Position", "").strip() or f"dimension {at + 1}" for at in range(dimensions)]
    stances = []
    for row in rows[2:]:
        figures = [_number(cell, f"{row[0]}: column {at}") for at, cell in enumerate(row[2 : 3 + 2 * dimensions], 3)]
        if len(figures) < 1 + 2 * dimensions:
            raise Refused(f"{row[0]}: the row is too short", hint="give position and salience for each dimension")
        stances += [
            Stance(actor=row[0], issue=issue, position=figures[1 + 2 * at], salience=figures[2 + 2 * at] / 100,
                   power=figures[0])
            for at, issue in enumerate(issues)
        ]  # fmt: skip
    return table(stances)

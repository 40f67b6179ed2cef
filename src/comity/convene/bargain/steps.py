"""Steps of a ladder from text: a CSV with a row for each step and actor who is needed for it."""

from __future__ import annotations

import csv
from typing import Any

from comity.convene.bargain.ladder import Step
from comity.kernel.errors import Misused, Refused

_COLUMNS = ("step", "actor", "gain", "cost", "verified", "builds", "rests_on")


def read_steps(text: str) -> tuple[Step, ...]:
    """Steps in order of first mention.

    Columns: step, actor, gain, cost, and if wanted verified, builds and rests_on (names with semicolons), which are
    those of the step and given in any of its rows.
    raises  Misused for an empty file, Refused naming row and value for what cannot be read
    """
    rows = list(csv.DictReader(text.lstrip("\ufeff").splitlines(keepends=True)))
    if not rows:
        raise Misused("the file holds no steps", hint=f"write a head: {', '.join(_COLUMNS)}")
    odd = [str(name) for name in rows[0] if name not in _COLUMNS]
    missing = [name for name in _COLUMNS[:4] if name not in rows[0]]
    if odd or missing:
        fault = f"unknown column {odd[0]!r}" if odd else f"column {missing[0]} is missing"
        raise Refused(f"the head of the file: {fault}", hint=f"columns are {', '.join(_COLUMNS)}")
    parts: dict[str, dict[str, Any]] = {}
    for line, row in enumerate(rows, start=2):
        name, actor = (row["step"] or "").strip(), (row["actor"] or "").strip()
        if not name or not actor:
            raise Refused(f"row {line} names no step or no actor", hint="give both")
        step = parts.setdefault(name, {"gain": {}, "cost": {}, "needs": []})
        if actor in step["needs"]:
            raise Refused(f"row {line}: {actor} stands twice at {name}", hint="keep one row for a step and an actor")
        step["needs"].append(actor)
        for column in ("gain", "cost"):
            step[column][actor] = _number(row[column] or "0", f"row {line}, {actor} at {name}: {column}")
        for column in ("verified", "builds"):
            if row.get(column):
                step[column] = _number(row[column], f"row {line}, {name}: {column}")
        if row.get("rests_on"):
            step["rests_on"] = tuple(part.strip() for part in row["rests_on"].split(";") if part.strip())
    return tuple(Step(name=name, **{**step, "needs": tuple(step["needs"])}) for name, step in parts.items())


def _number(cell: str, where: str) -> float:
    try:
        return float(cell)
    except ValueError as error:
        raise Refused(f"{where}: {cell!r} is no number", hint="write it with a decimal point") from error

"""What the library pages show: every shelf, every thing on it, every field as the file has it, its sources first."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any

import msgspec

from comity.desk.brief.wording import words
from comity.desk.library import SHELVES, shelf

# Kind as the command line names it -> heading of its page.
HEADINGS = {
    "body": "Bodies that can act",
    "measure": "Measures",
    "evidence": "Evidence",
    "factor": "Risk factors",
    "threshold": "Legal thresholds",
    "case": "Past cases",
    "date": "Dates ahead",
    "correction": "Corrections of the founding texts",
}


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a thing as a page shows it: either text, or rows of fields.

    rows  one tuple of fields for each record in it
    """

    name: str
    text: str = ""
    rows: tuple[tuple[Field, ...], ...] = ()


def kinds() -> dict[str, Any]:
    """Every shelf with how many things stand on it."""
    return {"kinds": [(kind, HEADINGS.get(kind, words(kind)), len(found.ids())) for kind, found in SHELVES.items()]}


def listing(kind: str) -> dict[str, Any]:
    """All things of one shelf; raises NotOnShelf."""
    things = shelf(kind).all()
    return {"kind": kind, "heading": HEADINGS.get(kind, words(kind)), "things": [(t.id, label(t)) for t in things]}


def thing(kind: str, thing_id: str) -> dict[str, Any]:
    """One thing with all its fields; raises NotOnShelf."""
    found = shelf(kind).get(thing_id)
    return {
        "kind": kind,
        "heading": label(found),
        "parent": HEADINGS.get(kind, words(kind)),
        "id": found.id,
        "fields": fields(found),
    }


def label(found: Any) -> str:
    """The name of a thing, or what comes nearest to one."""
    for name in ("name", "title", "words", "text", "claim", "says"):
        value = getattr(found, name, None)
        if isinstance(value, str) and value:
            return value if len(value) <= 120 else value[:117].rstrip() + "..."
    return words(str(found.id))


def fields(record: msgspec.Struct) -> tuple[Field, ...]:
    """Fields of a record in the order of its schema; empty ones are left out."""
    shown = []
    for info in msgspec.structs.fields(record):
        value = getattr(record, info.name)
        if info.name in ("id", "name") or value in (None, (), {}, ""):
            continue
        shown.append(_field(words(info.encode_name), value))
    return tuple(shown)


def _field(name: str, value: Any) -> Field:
    if isinstance(value, msgspec.Struct):
        return Field(name=name, rows=(fields(value),))
    if isinstance(value, dict):
        return Field(name=name, rows=(tuple(_field(words(str(key)), item) for key, item in value.items()),))
    if isinstance(value, tuple | list):
        if any(isinstance(item, msgspec.Struct) for item in value):
            return Field(name=name, rows=tuple(_with_id(item) for item in value))
        if any(len(str(item)) > 30 for item in value):
            return Field(name=name, rows=tuple(_with_id(item) for item in value))
        return Field(name=name, text=", ".join(_plain(item) for item in value))
    return Field(name=name, text=_plain(value))


def _with_id(item: Any) -> tuple[Field, ...]:
    if not isinstance(item, msgspec.Struct):
        return (Field(name="", text=_plain(item)),)
    head = [Field(name=name, text=getattr(item, name)) for name in ("id", "name") if getattr(item, name, None)]
    return (*head, *fields(item))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return words(str(value.value))
    if isinstance(value, date):
        return value.isoformat()
    return str(value)

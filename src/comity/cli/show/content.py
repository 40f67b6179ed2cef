"""One thing of a shelf in the terminal: every field, nothing left out, marks beside facts."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from rich.console import Group
from rich.padding import Padding
from rich.text import Text


def render(thing: msgspec.Struct) -> Group:
    """All fields of a record in their order, nested ones indented, empty ones left out."""
    return Group(*_fields(thing, 0))


def _fields(thing: msgspec.Struct, depth: int) -> list[Padding]:
    lines: list[Padding] = []
    for field in msgspec.structs.fields(thing):
        lines.extend(_value(field.encode_name.replace("_", " "), getattr(thing, field.name), depth))
    return lines


def _value(label: str, value: Any, depth: int) -> list[Padding]:
    indent = (0, 0, 0, depth * 2)
    if value is None or (isinstance(value, tuple | dict | str) and not value):
        return []
    if isinstance(value, msgspec.Struct):
        return [Padding(Text(label, style="bold"), indent), *_fields(value, depth + 1)]
    if isinstance(value, tuple) and any(isinstance(item, msgspec.Struct) for item in value):
        lines = [Padding(Text(f"{label} ({len(value)})", style="bold"), indent)]
        for item in value:
            lines.extend(_fields(item, depth + 1))
            lines.append(Padding(Text(""), 0))
        return lines
    return [Padding(Text.assemble((f"{label}: ", "bold"), plain(value)), indent)]


def plain(value: Any) -> str:
    """A simple value as a reader writes it."""
    if isinstance(value, tuple | list):
        return "; ".join(plain(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {plain(item)}" for key, item in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)

"""JSON answers and JSON lines: decoded under the provider's form, record by record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from comity.kernel.errors import BadContent
from comity.sources.contract import File, SchemaChanged
from comity.sources.forms.entry import Entry


def decoded(file: File) -> Any:
    """The JSON value of the whole file; raises SchemaChanged for a web page and BadContent for broken JSON."""
    return _value(file.name, file.body)


def fields(file: File, value: Any, needs: tuple[str, ...]) -> dict[str, Any]:
    """The value as an object with the needed keys; raises SchemaChanged naming what is missing and what was found."""
    if not isinstance(value, dict):
        raise SchemaChanged(
            f"{file.name} holds {_kind(value)} where an object with {', '.join(needs)} was",
            hint="the provider changed its form; the last good vintage stays in use",
        )
    missing = [key for key in needs if key not in value]
    if missing:
        found = ", ".join(sorted(str(key) for key in value)[:12]) or "none"
        raise SchemaChanged(
            f"{file.name} lacks {', '.join(missing)}; its keys are {found}",
            hint="the provider changed its form or answered with an error; the last good vintage stays in use",
        )
    return value


def entries(file: File, rows: Any, needs: tuple[str, ...], blank: frozenset[str] = frozenset({""})) -> Iterator[Entry]:
    """The records of a list of objects; every one must have the needed keys."""
    if not isinstance(rows, list):
        raise SchemaChanged(f"{file.name} holds {_kind(rows)} where a list of records was", hint="see the file")
    for number, row in enumerate(rows, start=1):
        held = fields(File(name=f"{file.name} record {number}", body=b"", media="json"), row, needs)
        yield Entry(f"{file.name} record {number}", held, blank)


def json_lines(file: File, needs: tuple[str, ...]) -> Iterator[Entry]:
    """The records of a file with one JSON object a line; empty lines are left out."""
    start, number = 0, 0
    while start < len(file.body):
        number += 1
        end = file.body.find(b"\n", start)
        end = len(file.body) if end < 0 else end
        line = file.body[start:end].strip()
        start = end + 1
        if line:
            place = f"{file.name} line {number}"
            yield Entry(place, fields(File(name=place, body=b"", media="json"), _value(place, line), needs))


def _value(place: str, body: bytes) -> Any:
    if body.lstrip()[:1] == b"<":
        raise SchemaChanged(
            f"{place} begins with {body.lstrip()[:40]!r}: a page, no JSON",
            hint="the provider answered with a web page; try again later",
        )
    try:
        return msgspec.json.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise BadContent(
            f"{place} is no whole JSON: {error}", hint="the answer is cut off or no JSON; fetch it again"
        ) from None


def _kind(value: Any) -> str:
    names = {list: "a list", str: "text", type(None): "null", int: "a number", float: "a number", bool: "a truth value"}
    return names.get(type(value), "an object")

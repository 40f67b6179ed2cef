"""What to do about a file that breaks its schema, in words: from the fault's text, its place, and the schema there."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec
from msgspec import inspect

from comity.kernel.errors import did_you_mean

_FIELD = re.compile(r"field `(.+?)`")
_PLACE = re.compile(r"at `\$\.?(.*?)`$")
_STEP = re.compile(r"\[(\d+|\.\.\.)\]|\.?([A-Za-z_][A-Za-z0-9_]*)")
_EXPECTED = re.compile(r"^Expected `(.+?)`")


def remedy(problem: str, schema: type[msgspec.Struct]) -> str:
    """One sentence that says what to write instead; `problem` is the message of a msgspec ValidationError."""
    found = _PLACE.search(problem)
    place = found[1] if found else ""
    here = _reach([inspect.type_info(schema)], place)
    field = _FIELD.search(problem)
    if field and "missing required" in problem:
        return f"add the field {field[1]}" + (f" to {place}" if place else "")
    if field and "unknown field" in problem:
        known = [item.encode_name for kind in here if isinstance(kind, inspect.StructType) for item in kind.fields]
        guess = did_you_mean(field[1], known)
        return f"remove the field {field[1]} or correct its spelling" + (f"; {guess}" if guess else "")
    words = _allowed(here)
    if words and problem.startswith("Invalid"):
        return f"write {place} as one of: {', '.join(words)}"
    expected = _EXPECTED.search(problem)
    if expected:
        return f"write {place or 'the file'} as {expected[1].replace(' | ', ' or ').replace('null', 'nothing')}"
    return f"correct {place or 'the file'}: it does not fit {schema.__name__}"


def _allowed(kinds: Iterable[inspect.Type]) -> list[str]:
    words: list[str] = []
    for kind in kinds:
        if isinstance(kind, inspect.LiteralType):
            words.extend(str(value) for value in kind.values)
        if isinstance(kind, inspect.EnumType):
            words.extend(str(member.value) for member in kind.cls)
    return words


def _reach(kinds: list[inspect.Type], place: str) -> list[inspect.Type]:
    for index, name in _STEP.findall(place):
        inner = [item for kind in _flat(kinds) for item in _step(kind, index, name)]
        kinds = inner
    return _flat(kinds)


def _flat(kinds: Iterable[inspect.Type]) -> list[inspect.Type]:
    flat: list[inspect.Type] = []
    for kind in kinds:
        flat.extend(_flat(kind.types) if isinstance(kind, inspect.UnionType) else [kind])
    return flat


def _step(kind: inspect.Type, index: str, name: str) -> list[inspect.Type]:
    if index and isinstance(kind, inspect.VarTupleType | inspect.ListType):
        return [kind.item_type]
    if index and isinstance(kind, inspect.TupleType):
        return [kind.item_types[int(index)]] if index.isdigit() else list(kind.item_types)
    if index and isinstance(kind, inspect.DictType):
        return [kind.value_type]
    if name and isinstance(kind, inspect.StructType):
        if name == kind.tag_field and kind.tag is not None:
            return [inspect.LiteralType(values=(str(kind.tag),))]
        return [item.type for item in kind.fields if item.encode_name == name]
    return []

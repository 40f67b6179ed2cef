"""The skill table: what ships, and how to recompute a row."""

from __future__ import annotations

import importlib
import pkgutil
from importlib.resources import as_file, files
from pathlib import Path
from types import ModuleType

import msgspec

from comity.desk import skills
from comity.kernel.errors import NotOnShelf, did_you_mean
from comity.kernel.progress import Progress, silent
from comity.reference import skill as shelf
from comity.reference.skill import Skill
from comity.store.atomic import write
from comity.store.raw import RawData


def protocols() -> dict[str, ModuleType]:
    """Skill protocols by name, found by looking into the folder."""
    modules = [
        importlib.import_module(f"{skills.__name__}.{info.name}") for info in pkgutil.iter_modules(skills.__path__)
    ]
    return {module.NAME: module for module in modules if hasattr(module, "NAME")}


def table() -> tuple[Skill, ...]:
    """All rows that ship, by name."""
    return tuple(shelf.get(name) for name in shelf.names())


def measure(name: str, raw: RawData, *, progress: Progress = silent) -> Skill:
    """The row as the raw data give it now; raises NotOnShelf for an unknown name."""
    row: Skill = protocol(name).run(raw, progress)
    return row


def protocol(name: str) -> ModuleType:
    """The protocol of that name; raises NotOnShelf."""
    known = protocols()
    if name not in known:
        raise NotOnShelf(f"there is no skill {name!r}", hint=did_you_mean(name, known))
    return known[name]


def row_bytes(row: Skill) -> bytes:
    """A row as it is stored."""
    return msgspec.json.format(msgspec.json.encode(row), indent=2) + b"\n"


def keep(row: Skill, folder: Path | None = None) -> Path:
    """Write a row where the package keeps them, or into another folder."""
    with as_file(files(shelf.__name__)) as home:
        path = (folder or Path(home)) / f"{row.name}.json"
    write(path, row_bytes(row))
    return path

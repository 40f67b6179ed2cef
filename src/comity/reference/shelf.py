"""A shelf: one folder of YAML files, one thing a file, read once, checked against its schema, looked up by id.

Reading the package's own files is like importing a module: they ship with the code and never change at run
time (decision record 0002). Nothing here reads a path that a caller gives.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any, Generic, TypeVar

import msgspec
import yaml

from comity.kernel.errors import BadContent, NotOnShelf, did_you_mean

Thing = TypeVar("Thing", bound=msgspec.Struct)

# The C loader is ten times faster and reads the same language; wheels on all platforms bring it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str | bytes, schema: type[Thing], *, name: str) -> Thing:
    """The thing written in one YAML file.

    name    file name for messages, such as bodies/unsc.yaml
    raises  BadContent naming file, field and remedy, for text that is no YAML or breaks the schema
    """
    try:
        raw: Any = yaml.load(text, Loader=_LOADER)  # noqa: S506 - the loader is the safe one
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f" at line {where.line + 1}" if where else ""
        raise BadContent(
            f"{name} is no YAML{line}", hint="quote texts that hold a colon, and indent by spaces"
        ) from error
    try:
        return msgspec.convert(raw, schema, strict=True)
    except msgspec.ValidationError as error:
        raise BadContent(f"{name}: {error}", hint=f"see the fields of {schema.__name__} in docs/reference") from error


class Shelf(Generic[Thing]):
    """Things of one kind, read at first use and kept.

    folder  package folder with the YAML files, such as comity.reference.bodies
    schema  frozen Struct with an `id` field equal to the file's name
    """

    def __init__(self, folder: str, schema: type[Thing], *, noun: str, check: Callable[[Thing], None] | None = None):
        self._folder = folder
        self._schema = schema
        self._noun = noun
        self._check = check
        self._things: dict[str, Thing] | None = None

    def _read(self) -> dict[str, Thing]:
        if self._things is None:
            things: dict[str, Thing] = {}
            entries = sorted(
                (e for e in files(self._folder).iterdir() if e.name.endswith(".yaml")), key=lambda e: e.name
            )
            for entry in entries:
                name = f"{self._folder.rsplit('.', 1)[-1]}/{entry.name}"
                things[entry.name.removesuffix(".yaml")] = self.read_one(entry.read_bytes(), name=name)
            self._things = things
        return self._things

    def read_one(self, text: bytes, *, name: str) -> Thing:
        """One thing from the text of its file, fully checked; raises BadContent."""
        thing = parse(text, self._schema, name=name)
        stem = name.rsplit("/", 1)[-1].removesuffix(".yaml")
        if getattr(thing, "id", stem) != stem:
            raise BadContent(
                f"{name}: id is {getattr(thing, 'id', None)!r} but the file is named {stem!r}",
                hint="give the file the name of its id",
            )
        if self._check is not None:
            try:
                self._check(thing)
            except BadContent as error:
                raise BadContent(f"{name}: {error.message}", hint=error.hint) from error
        return thing

    def ids(self) -> tuple[str, ...]:
        """All ids, sorted."""
        return tuple(self._read())

    def all(self) -> tuple[Thing, ...]:
        """All things, in order of their ids."""
        return tuple(self._read().values())

    def get(self, thing_id: str) -> Thing:
        """The thing with that id.

        raises  NotOnShelf with what was probably meant
        """
        things = self._read()
        if thing_id not in things:
            raise NotOnShelf(f"there is no {self._noun} {thing_id!r}", hint=did_you_mean(thing_id, things))
        return things[thing_id]

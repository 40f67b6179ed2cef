"""A shelf: one folder of YAML files, one thing a file, checked against its schema, looked up by id or by name.

Reading the package's own files is like importing a module: they ship with the code and never change at run
time (decision record 0002). Nothing here reads a path that a caller gives. `get` reads one file only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Generic, TypeVar

import msgspec
import yaml

from comity.kernel.errors import Ambiguous, BadContent, NotOnShelf, did_you_mean

Thing = TypeVar("Thing", bound=msgspec.Struct)

# The C loader is ten times faster and reads the same language; wheels on all platforms bring it.
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STATE = re.compile(r"^[A-Z]{3}$")


class _Loader(_BASE):  # type: ignore[misc]
    """The safe loader, which also refuses a key that is written twice: YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value} is there twice", key.start_mark
                )
            if isinstance(key.value, str):
                seen.add(key.value)
        built: dict[Any, Any] = super().construct_mapping(node, deep)
        return built


def parse(text: str | bytes, schema: type[Thing], *, name: str) -> Thing:
    """The thing written in one YAML file.

    name    file name for messages, such as bodies/unsc.yaml
    raises  BadContent naming file, field and remedy, for text that is no YAML or breaks the schema
    """
    try:
        raw: Any = yaml.load(text, Loader=_Loader)  # noqa: S506 - the loader is the safe one
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 1}" if mark else ""
        why = f": {problem}" if (problem := getattr(error, "problem", None)) else ""
        raise BadContent(
            f"{name} is no YAML{line}{why}", hint="write each key once, quote texts that hold a colon, indent by spaces"
        ) from error
    except ValueError as error:
        # PyYAML builds dates while it reads, so a day such as 1994-02-30 fails here, without a line.
        raise BadContent(
            f"{name} holds a bad date: {error}", hint="write a day of the calendar as YYYY-MM-DD"
        ) from error
    try:
        return msgspec.convert(raw, schema, strict=True)
    except msgspec.ValidationError as error:
        # Imported here, since only a broken file needs it.
        from comity.reference.remedy import remedy

        raise BadContent(f"{name}: {error}", hint=remedy(str(error), schema)) from error


def state_codes(codes: tuple[str, ...], *, field: str) -> None:
    """Nothing, if each code is three capital letters; raises BadContent naming the field and the first bad code."""
    for code in codes:
        if not _STATE.match(code):
            raise BadContent(
                f"{field}: {code!r} is no state code",
                hint="write three capital letters (ISO 3166 alpha-3), such as SDN",
            )


def filled(value: tuple[object, ...] | str, *, field: str) -> None:
    """Nothing, if the text or list has content; raises BadContent naming the field otherwise."""
    if not value or (isinstance(value, str) and not value.strip()):
        raise BadContent(f"{field} is empty", hint=f"write at least one entry in {field}, and cite where it comes from")


class Shelf(Generic[Thing]):
    """Things of one kind, each read at first use and kept.

    folder  package folder with the YAML files, such as comity.reference.bodies
    schema  frozen Struct with an `id` field equal to the file's name
    noun    what one thing is called in messages
    check   raises BadContent for what a schema cannot say
    """

    def __init__(self, folder: str, schema: type[Thing], *, noun: str, check: Callable[[Thing], None] | None = None):
        self.folder = folder
        self.noun = noun
        self._schema = schema
        self._check = check
        self._things: dict[str, Thing] = {}

    @cached_property
    def _entries(self) -> dict[str, Traversable]:
        found = {
            entry.name.removesuffix(".yaml"): entry
            for entry in files(self.folder).iterdir()
            if entry.name.endswith(".yaml")
        }
        return dict(sorted(found.items()))

    def file_of(self, thing_id: str) -> str:
        """The name of a thing's file below reference/, as messages show it: bodies/unsc.yaml."""
        below = self.folder.removeprefix("comity.reference.").replace(".", "/")
        return f"{below}/{thing_id}.yaml"

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

    def text_of(self, thing_id: str) -> bytes:
        """The bytes of a thing's file; raises NotOnShelf with what was probably meant."""
        if thing_id not in self._entries:
            raise NotOnShelf(f"there is no {self.noun} {thing_id!r}", hint=did_you_mean(thing_id, self._entries))
        return self._entries[thing_id].read_bytes()

    def ids(self) -> tuple[str, ...]:
        """All ids, sorted; reads no file."""
        return tuple(self._entries)

    def get(self, thing_id: str) -> Thing:
        """The thing with that id, reading its file only.

        raises  NotOnShelf with what was probably meant; BadContent for a damaged file
        """
        if thing_id not in self._things:
            self._things[thing_id] = self.read_one(self.text_of(thing_id), name=self.file_of(thing_id))
        return self._things[thing_id]

    def all(self) -> tuple[Thing, ...]:
        """All things, in order of their ids; raises BadContent at the first damaged file."""
        return tuple(self.get(thing_id) for thing_id in self.ids())

    def sound(self) -> tuple[tuple[Thing, ...], tuple[BadContent, ...]]:
        """The things whose files are sound, and the faults of the others, for self-checks that must not stop."""
        things: list[Thing] = []
        faults: list[BadContent] = []
        for thing_id in self.ids():
            try:
                things.append(self.get(thing_id))
            except BadContent as fault:
                faults.append(fault)
        return tuple(things), tuple(faults)

    def find(self, words: str) -> Thing:
        """The thing meant by an id, a name, or words that fit one name only; case and blanks do not matter.

        raises  Ambiguous listing the ids that fit, NotOnShelf with what was probably meant
        """
        plain = " ".join(words.replace("_", " ").split()).casefold()
        by_id = {thing_id.replace("_", " ").casefold(): thing_id for thing_id in self.ids()}
        if plain in by_id:
            return self.get(by_id[plain])
        names = {thing_id: self._name(thing_id).casefold() for thing_id in self.ids()}
        hits = [thing_id for thing_id, name in names.items() if name == plain]
        hits = hits or [thing_id for thing_id, name in names.items() if plain and plain in name]
        if len(hits) == 1:
            return self.get(hits[0])
        if hits:
            raise Ambiguous(
                f"{words!r} fits {len(hits)} of this kind: {self.noun}", hint="write one of: " + ", ".join(hits)
            )
        known = {**{name: name for name in self.ids()}, **{self._name(name): name for name in self.ids()}}
        raise NotOnShelf(f"there is no {self.noun} {words!r}", hint=did_you_mean(words, known))

    def _name(self, thing_id: str) -> str:
        return str(getattr(self.get(thing_id), "name", thing_id))

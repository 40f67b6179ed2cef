"""Console blocks of a document as command lines, so that what a reader may type is what a test runs."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_BLOCK = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
_PROMPT = "$ comity "
_FILE = re.compile(r"^```\w+ (\S+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


class Line(NamedTuple):
    """One command as documented.

    number  line of the document it stands in
    words   its words after `comity`
    typed   what is piped into it, or None
    to      file its output goes to, or None
    """

    number: int
    words: tuple[str, ...]
    typed: str | None
    to: str | None


def files(document: Path) -> dict[str, str]:
    """Files a document shows in full: blocks whose first line names one, such as ```csv groups.csv."""
    text = document.read_text(encoding="utf-8")
    return {block[1]: block[2] for block in _FILE.finditer(text)}


def commands(document: Path) -> tuple[Line, ...]:
    """All commands of the document's console blocks in order; other prompts and shown output are passed over.

    Understood besides words: a line continued with a backslash, `printf TEXT | comity ...` and `comity ... > FILE`.
    """
    text = document.read_text(encoding="utf-8")
    return tuple(line for block in _BLOCK.finditer(text) for line in _of_block(text, block))


def _of_block(text: str, block: re.Match[str]) -> Iterator[Line]:
    number = text.count("\n", 0, block.start(1))
    pending = ""
    for raw in block.group(1).splitlines():
        number += 1
        if not pending and not raw.startswith("$ "):
            continue
        pending += raw.removesuffix("\\")
        if raw.endswith("\\"):
            continue
        line = _read(pending, number)
        pending = ""
        if line is not None:
            yield line


def _read(raw: str, number: int) -> Line | None:
    typed = None
    if raw.startswith("$ printf "):
        given, _, rest = raw.removeprefix("$ printf ").partition(" | ")
        typed, raw = shlex.split(given)[0].replace("\\n", "\n"), f"$ {rest}"
    if not raw.startswith(_PROMPT):
        return None
    parts = shlex.split(raw.removeprefix(_PROMPT))
    to = parts[parts.index(">") + 1] if ">" in parts else None
    return Line(number, tuple(parts[: parts.index(">")] if to else parts), typed, to)

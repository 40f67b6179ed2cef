"""Our own fitted figures, each with how it was made. `comity fit NAME` remakes them, bit for bit."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

import msgspec

from comity.kernel.errors import BadContent, NotOnShelf, did_you_mean


class MadeFrom(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One raw file a fit was made from: its path below the data directory, digest, provider and licence."""

    file: str
    sha256: str
    provider: str
    licence: str


class About(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a fitted artefact was made.

    method   explanation page and paper
    vintage  newest fact in it, YYYY-MM or YYYY-MM-DD
    files    file name -> SHA-256 of its content, hex
    """

    name: str
    words: str
    command: str
    method: str
    vintage: str
    made_from: tuple[MadeFrom, ...]
    licence: str
    files: dict[str, str]
    limits: tuple[str, ...] = ()


def names() -> tuple[str, ...]:
    """Names of all fitted artefacts that ship."""
    return tuple(
        sorted(e.name.removesuffix(".about.json") for e in files(__name__).iterdir() if e.name.endswith(".about.json"))
    )


@cache
def about(name: str) -> About:
    """How the artefact was made; raises NotOnShelf for an unknown name, BadContent for a damaged sheet."""
    entry = files(__name__) / f"{name}.about.json"
    if not entry.is_file():
        raise NotOnShelf(f"there is no fitted artefact {name!r}", hint=did_you_mean(name, names()))
    try:
        return msgspec.json.decode(entry.read_bytes(), type=About)
    except msgspec.DecodeError as error:
        raise BadContent(
            f"fitted/{name}.about.json is damaged: {error}", hint=f"remake it with: comity fit {name}"
        ) from error


@cache
def read(name: str, file: str) -> bytes:
    """Content of one file of an artefact, compared with its digest.

    raises  BadContent if the file is missing or its digest differs
    """
    sheet = about(name)
    hint = f"reinstall comity, or remake the file with: comity fit {name}"
    if file not in sheet.files:
        raise BadContent(f"fitted/{name} lists no file {file!r}", hint=hint)
    entry = files(__name__) / file
    if not entry.is_file():
        raise BadContent(f"fitted/{file} is missing", hint=hint)
    content = entry.read_bytes()
    if hashlib.sha256(content).hexdigest() != sheet.files[file]:
        raise BadContent(f"fitted/{file} is damaged: its digest differs from {name}.about.json", hint=hint)
    return content

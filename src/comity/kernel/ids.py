"""Ids: short words for things on a shelf, stream/number for things in the ledger."""

from __future__ import annotations

import re

from comity.kernel.errors import Misused

_WORD = re.compile(r"^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$")
_STREAM = re.compile(r"^([a-z][a-z0-9_]*)/([A-Za-z0-9][A-Za-z0-9_-]*)$")
_KIND = re.compile(r"^([a-z]+\.[a-z_]+)/([1-9][0-9]*)$")


def word(text: str) -> str:
    """The text itself if it is a shelf id: lower case, figures and single underscores.

    raises  Misused for anything else
    """
    if not _WORD.fullmatch(text):
        raise Misused(
            f"{text!r} is no id", hint="use lower-case letters, figures and underscores, such as arms_embargo"
        )
    return text


def stream(text: str) -> tuple[str, str]:
    """Family and name of a stream such as "pledge/7".

    raises  Misused for anything else
    """
    found = _STREAM.fullmatch(text)
    if not found:
        raise Misused(f"{text!r} is no stream", hint="write family/name, such as pledge/7")
    return found[1], found[2]


def kind(text: str) -> tuple[str, int]:
    """Name and version of an entry kind such as "commit.pledged/1".

    raises  Misused for anything else
    """
    found = _KIND.fullmatch(text)
    if not found:
        raise Misused(f"{text!r} is no entry kind", hint="write stage.verb/version, such as commit.pledged/1")
    return found[1], int(found[2])

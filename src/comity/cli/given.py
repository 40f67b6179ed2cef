"""What was given on the command line as the values the desk takes; each error says what may be written instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from comity.kernel import time as times
from comity.kernel.errors import Misused, did_you_mean

Word = TypeVar("Word", bound=StrEnum)
Choice = TypeVar("Choice", bound=str)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def day(text: str, flag: str) -> date:
    """The day written YYYY-MM-DD after a flag; raises Misused for a month, a year and anything else."""
    if not _DAY.fullmatch(text.strip()):
        raise Misused(f"{flag} takes a day; got {text!r}", hint="write it as YYYY-MM-DD, such as 2026-03-31")
    return times.as_of(text)


def day_or(text: str | None, flag: str, otherwise: date) -> date:
    """The day written after a flag, or another where the flag was left out."""
    return otherwise if text is None else day(text, flag)


def word(text: str, words: type[Word], flag: str) -> Word:
    """The value of a closed list written after a flag, with underscores, dashes or blanks; raises Misused."""
    return words(one_of(text, [value.value for value in words], flag))


def names(text: str | None) -> tuple[str, ...]:
    """The names in a list with commas, in order, none twice."""
    parts = (part.strip() for part in (text or "").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def stream(text: str, family: str) -> str:
    """The stream meant by "pledge/7", or by "7" alone where the family is known."""
    written = text.strip()
    return f"{family}/{written}" if written.isdecimal() else written


def said(text: str, flag: str) -> str:
    """The text itself; raises Misused where nothing is said."""
    if not text.strip():
        raise Misused(f"{flag} says nothing", hint="say it in a few words")
    return text.strip()


def one_of(text: str, known: Sequence[Choice], flag: str) -> Choice:
    """The word of a closed list written after a flag, with underscores, dashes or blanks; raises Misused."""
    written = text.strip().lower().replace("-", "_").replace(" ", "_")
    for word in known:
        if word == written:
            return word
    near = did_you_mean(written, known)
    hint = f"use one of {', '.join(known)}"
    raise Misused(f"{flag} takes no {text!r}", hint=f"{near} {hint}" if near.startswith("did") else hint)


def share(text: str, flag: str) -> float:
    """A chance written after a flag as 80% or 0.8; raises Misused outside 0-1."""
    written = text.strip()
    try:
        value = float(written.rstrip("% ")) / (100 if written.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 < value <= 1:
        raise Misused(f"{flag} takes a chance above 0 and up to 1; got {text!r}", hint="write it as 80% or 0.8")
    return value

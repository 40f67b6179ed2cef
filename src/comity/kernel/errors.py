"""The one error tree. Each class names what the caller can do; the message says what, where and the values."""

# ruff: noqa: N818 - the names say what the caller can do; the base class says that they are errors.
from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class ComityError(Exception):
    """Base of all errors a caller can act on.

    message  one sentence: what is wrong, where, and with which values
    hint     one sentence: what to do next; empty if there is nothing to add
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def diagnostics(self) -> str:
        """Message and hint as the faces show them, on one or two lines."""
        return f"{self.message}\nhint: {self.hint}" if self.hint else self.message


class Refused(ComityError):
    """A rule says no: the input is well formed but may not be accepted."""


class Misused(ComityError):
    """The call itself is wrong: an unknown flag, a value out of range, a malformed date."""

    exit_code = 2


class NotOnShelf(Misused):
    """No such thing is known by that id or name; the hint says what was probably meant."""


class Ambiguous(Misused):
    """The words fit several things; the hint lists them."""


class Conflict(ComityError):
    """Somebody else wrote first: read again and retry."""


class BrokenChain(ComityError):
    """The record does not prove itself: stop, keep the file, and investigate."""


class BadContent(ComityError):
    """A shelf or fitted file breaks its schema; names file, field and remedy."""


class OutsideFailed(ComityError):
    """Something outside failed: the disk, a file, the network, a missing data directory."""

    exit_code = 3


def did_you_mean(word: str, known: Iterable[str], *, most: int = 3) -> str:
    """A hint naming the closest known words, or where to list them all; empty list gives an empty hint."""
    names = sorted(set(known))
    lowered = {name.lower(): name for name in names}
    close = [lowered[hit] for hit in get_close_matches(word.lower(), lowered, n=most, cutoff=0.6)]
    if close:
        return "did you mean " + " or ".join(close) + "?"
    if not names:
        return ""
    shown = ", ".join(names[:8])
    return f"known: {shown}" + (f" and {len(names) - 8} more" if len(names) > 8 else "")

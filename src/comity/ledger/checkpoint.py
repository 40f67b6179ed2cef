"""Checkpoints: the text that commits a log to its size and root. Signatures are read and kept; none is made here.

Source: C2SP tlog-checkpoint and C2SP signed-note.
"""

from __future__ import annotations

import base64
import binascii
import re

import msgspec

from comity.kernel.errors import Refused

# C2SP signed-note: a signature line is an em dash, a space, the key name, a space and base64, and nothing else.
_SIGNATURE = re.compile(r"^— (?P<name>[^\s+]+) (?P<blob>[A-Za-z0-9+/]+={0,2})$")
_ORIGIN = re.compile(r"^[^\s+]+$")
# C2SP tlog-checkpoint: the size is decimal without leading zeroes.
_SIZE = re.compile(r"^(?:0|[1-9][0-9]{0,18})$")


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A log's commitment to its first `size` entries.

    origin      name of the log, unique to it
    root        RFC 6962 root over those entries, 32 bytes
    extensions  further lines of the body, opaque
    signatures  signature lines as received, without their line ends; not judged here
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """The text that signers sign: origin, size, root in base64, extensions; each line ended."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)
        return "".join(line + "\n" for line in lines)

    @property
    def text(self) -> str:
        """The whole note: the body and, if there are signatures, an empty line and their lines."""
        if not self.signatures:
            return self.body
        return self.body + "\n" + "".join(line + "\n" for line in self.signatures)


def origin(text: str) -> str:
    """The text itself if it can name a log: one word without blanks or plus signs.

    raises  Refused for anything else
    source  C2SP signed-note, on key names
    """
    if not _ORIGIN.fullmatch(text):
        raise Refused(
            f"{text!r} cannot name a ledger", hint="use one word without blanks or +, such as mfa.example/desk"
        )
    return text


def checkpoint(text: str) -> Checkpoint:
    """The checkpoint written in the text; writing it again gives the same text.

    raises  Refused for anything that is not a checkpoint, naming the line
    """
    body, gap, tail = text.partition("\n\n")
    if gap:
        body += "\n"
        if not tail.endswith("\n"):
            raise _bad(text, "the last signature line is not ended")
    if not body.endswith("\n"):
        raise _bad(text, "the last line is not ended")
    lines = body[:-1].split("\n")
    if len(lines) < 3:
        raise _bad(text, f"it has {len(lines)} lines where origin, size and root are needed")
    name, size, root, *extensions = lines
    if not _ORIGIN.fullmatch(name):
        raise _bad(text, f"its first line {name!r} names no log")
    if not _SIZE.fullmatch(size):
        raise _bad(text, f"its second line {size!r} is no size")
    signatures = tuple(tail[:-1].split("\n")) if gap else ()
    for line in signatures:
        if not _SIGNATURE.fullmatch(line):
            raise _bad(text, f"{line!r} is no signature line")
    return Checkpoint(
        origin=name, size=int(size), root=_root(text, root), extensions=tuple(extensions), signatures=signatures
    )


def _root(text: str, written: str) -> bytes:
    try:
        root = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _bad(text, f"its third line {written!r} is no base64") from error
    # Spare bits at the end of base64 may be set without changing the value; only the one canonical text is accepted.
    if len(root) != 32 or base64.b64encode(root).decode() != written:
        raise _bad(text, f"its third line {written!r} is no SHA-256 root")
    return root


def _bad(text: str, why: str) -> Refused:
    head = text.split("\n", 1)[0][:60]
    return Refused(
        f"the text beginning {head!r} is no checkpoint: {why}",
        hint="a checkpoint is three lines (origin, size, root), as `comity ledger checkpoint` writes it",
    )

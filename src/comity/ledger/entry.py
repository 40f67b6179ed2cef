"""Entries of the ledger, as people read them and as they are stored, and the hashes that bind them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec

from comity.kernel import marking as markings
from comity.kernel import time as times
from comity.kernel.canon import canonical
from comity.kernel.errors import BrokenChain, ComityError, Misused
from comity.kernel.marking import Marking
from comity.ledger.merkle import leaf_hash

# Tells our commitments and headers from any other text that may be hashed; the number is that of the format.
COMMITMENT_TAG = b"comity ledger commitment/1\n"
HEADER_FORMAT = "comity ledger entry/1"

SALT_BYTES = 32

Body = dict[str, Any]


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to append. The store adds sequence, version, instant, salt and hashes.

    stream   family/name of the thing it is about, such as pledge/7
    kind     a kind of comity.ledger.kinds, such as commit.pledged/1
    author   who says so: a person's or service's name within the desk
    body     a JSON object, or the record of the kind
    """

    stream: str
    kind: str
    author: str
    body: Any
    marking: Marking


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as read.

    sequence  place in the whole ledger, from 0
    version   place in its stream, from 0
    instant   when the ledger took it in, RFC 3339 in UTC with microseconds
    body      the JSON object; treat it as frozen
    """

    sequence: int
    stream: str
    version: int
    kind: str
    author: str
    instant: str
    marking: Marking
    body: Body
    salt: bytes
    commitment: bytes
    leaf: bytes


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One entry exactly as stored: the header's texts, the salt, the body's bytes and both hashes.

    Checks work on lines, because reading forgives what hashing must not (letter case, blanks, number forms).
    """

    sequence: int
    stream: str
    version: int
    kind: str
    author: str
    instant: str
    marking: str
    salt: bytes
    body: bytes
    commitment: bytes
    leaf: bytes

    @property
    def name(self) -> str:
        """The entry as messages name it."""
        return f"entry {self.sequence} ({self.stream}, {self.kind})"


def commitment(salt: bytes, body: bytes) -> bytes:
    """SHA-256 over tag, salt and the body's canonical text; tells nothing of the body to who lacks the salt.

    raises  Misused unless the salt has 32 bytes
    """
    if len(salt) != SALT_BYTES:
        raise Misused(f"a salt has {SALT_BYTES} bytes; got {len(salt)}", hint="draw a fresh one for each entry")
    return hashlib.sha256(COMMITMENT_TAG + salt + body).digest()


def header(line: Line) -> bytes:
    """The canonical JSON of everything but body and salt, for which the commitment stands."""
    return canonical(
        {
            "author": line.author,
            "commitment": line.commitment.hex(),
            "format": HEADER_FORMAT,
            "instant": line.instant,
            "kind": line.kind,
            "marking": line.marking,
            "sequence": line.sequence,
            "stream": line.stream,
            "version": line.version,
        }
    )


def line(proposal: Proposal, *, sequence: int, version: int, instant: str, salt: bytes) -> Line:
    """The stored form of a proposal at its place; deterministic in its arguments.

    raises  Misused for a salt that is not 32 bytes and a body that has no canonical JSON
    """
    body = canonical(proposal.body)
    bare = Line(
        sequence=sequence,
        stream=proposal.stream,
        version=version,
        kind=proposal.kind,
        author=proposal.author,
        instant=instant,
        marking=proposal.marking.label,
        salt=salt,
        body=body,
        commitment=commitment(salt, body),
        leaf=b"",
    )
    return msgspec.structs.replace(bare, leaf=leaf_hash(header(bare)))


def entry(stored: Line) -> Entry:
    """The entry a line holds.

    raises  BrokenChain where the stored texts cannot be read, naming the entry
    """
    try:
        body = json.loads(stored.body)
        marking = markings.marking(stored.marking)
        times.instant(stored.instant)
    except (ValueError, IndexError, ComityError) as error:
        raise BrokenChain(
            f"{stored.name} cannot be read: {error}", hint="keep the file as it is and run `comity ledger verify`"
        ) from error
    return Entry(
        sequence=stored.sequence,
        stream=stored.stream,
        version=stored.version,
        kind=stored.kind,
        author=stored.author,
        instant=stored.instant,
        marking=marking,
        body=body,
        salt=stored.salt,
        commitment=stored.commitment,
        leaf=stored.leaf,
    )

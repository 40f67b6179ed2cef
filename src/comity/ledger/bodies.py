"""Bodies of entries that no stage hands on as a record: what was answered, chosen, said, read and issued."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from comity.kernel import grading
from comity.kernel.errors import Misused


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The measures a desk chose for a state, why, and which it set aside."""

    state: str
    measures: tuple[str, ...]
    because: str
    chosen_on: date
    set_aside: tuple[str, ...] = ()


class Canvassed(msgspec.Struct, frozen=True, kw_only=True):
    """What was heard of a state's vote on a draft, and how far that is to be believed. Never who told.

    draft     stream of the text
    firmness  promised or instructed (firm), said (stated), or leaning
    voice     which office spoke: the capital, its mission at the body, or a third party
    grade     Admiralty grade; C3 is the middle of the scale
    """

    draft: str
    state: str
    says: Literal["yes", "abstain", "no", "open"]
    said_on: date
    firmness: Literal["firm", "stated", "leaning"] = "stated"
    grade: str = "C3"
    voice: Literal["capital", "mission", "third"] = "capital"
    words: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no Admiralty grade."""
        if grading.grade(self.grade).code != self.grade:
            raise Misused(f"the grade {self.grade!r} is not in plain form", hint="write it as B2")


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What a player decided at one step of a replayed case, and why."""

    case: str
    step: int
    of: int
    decided: str
    because: str = ""


class InputUsed(msgspec.Struct, frozen=True, kw_only=True):
    """An input that shaped a brief.

    name    path or id of the input, such as fitted/country_months
    sha256  its digest, 64 hexadecimal digits
    source  where it comes from, as cited
    """

    name: str
    sha256: str
    source: str = ""
    vintage: str = ""


class BriefIssued(msgspec.Struct, frozen=True, kw_only=True):
    """A brief that left the desk.

    sha256   digest of its canonical JSON (comity.kernel.canon.digest), 64 hexadecimal digits
    inputs   every fitted file, fact and ledger state it was made from
    ledger   size of the ledger it was folded from; 0 where none was read
    formats  forms it was issued in: terminal, html, md, json
    body     id of the body whose vote it predicts, if any
    brief    the brief itself as JSON, where the desk keeps it
    """

    state: str
    as_of: date
    version: str
    sha256: str
    inputs: tuple[InputUsed, ...]
    ledger: int = 0
    formats: tuple[str, ...] = ()
    body: str | None = None
    brief: dict[str, object] | None = None


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """The first entry of a ledger: which desk it belongs to and which version of the product began it."""

    desk: str
    version: str

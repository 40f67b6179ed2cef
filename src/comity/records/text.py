"""Convene: a text under negotiation, and every step its parties took: tabled, amended, agreed, refused, supported."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

Role = Literal["heading", "preamble", "operative"]
Op = Literal["insert", "delete", "replace", "add", "drop", "move", "split"]


class Clause(msgspec.Struct, frozen=True, kw_only=True):
    """One paragraph as tabled. Blanks and line ends inside it count as one blank."""

    role: Role
    text: str


class TextOpened(msgspec.Struct, frozen=True, kw_only=True):
    """A text was tabled for negotiation. Its paragraphs are p1, p2, ... in this order, for good.

    by       office that holds the pen: a chair, a facilitator, a sponsor
    parties  those who may propose and take a stand; empty where everybody may
    symbol   of the document, such as A/C.3/80/L.5; empty where it has none yet
    at       instant with a zone; stored in UTC
    """

    title: str
    clauses: tuple[Clause, ...]
    by: str
    at: datetime
    parties: tuple[str, ...] = ()
    symbol: str = ""
    body: str = ""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change to a text, told in the words and word counts of the text as it stood when it was proposed.

    op           insert, delete, replace: words. add, drop, move, split: a paragraph
    on           paragraph id (p3), or an open proposal (a4) whose own words are amended; empty for add
    first, last  words `first` up to, not including, `last` of the text of `on`; both the same for insert and split
    old          those words again, so that a person reads them and a machine checks them
    new          words put in
    after        add, move: the paragraph it comes to stand after; empty for the start
    role         add: what the new paragraph is
    """

    op: Op
    on: str = ""
    first: int = 0
    last: int = 0
    old: str = ""
    new: str = ""
    after: str = ""
    role: Role = "operative"


class TextProposed(msgspec.Struct, frozen=True, kw_only=True):
    """A party proposed a change. `id` is a1, a2, ... in the order of the record."""

    id: str
    by: str
    change: Change
    at: datetime
    because: str = ""
    sponsors: tuple[str, ...] = ()


class TextAccepted(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal went into the text, or into the proposal it amends.

    over  why it went in although somebody blocks it, such as the vote that carried it; empty where nobody does
    """

    proposal: str
    by: str
    at: datetime
    because: str = ""
    over: str = ""


class TextRejected(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal was set aside by whoever holds the pen. Its words stay on the record."""

    proposal: str
    by: str
    because: str
    at: datetime


class TextWithdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """Its proposer took a proposal back. Its words stay on the record."""

    proposal: str
    by: str
    at: datetime
    because: str = ""


class TextSupported(msgspec.Struct, frozen=True, kw_only=True):
    """A party took a stand on a paragraph or on an open proposal; its newest word counts.

    level  agree, live_with (can live with it), stand_aside, block
    """

    on: str
    party: str
    level: Literal["agree", "live_with", "stand_aside", "block"]
    at: datetime
    because: str = ""

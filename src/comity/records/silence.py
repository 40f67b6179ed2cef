"""Convene: a text put under silence, and what was said before the silence ended."""

from __future__ import annotations

from datetime import datetime

import msgspec

from comity.kernel.errors import Misused


class SilenceOpened(msgspec.Struct, frozen=True, kw_only=True):
    """A text circulated under silence: it is agreed unless a participant objects before `ends_at`.

    text_sha256   digest of the text, 64 hexadecimal digits: not a word of it can change while silence runs
    draft         stream of the draft it belongs to, where there is one
    opened_at, ends_at  instants with zone; stored in UTC
    participants  codes of those who may break it
    by            office that circulates the text: a chair, a presidency, a penholder
    """

    text_sha256: str
    title: str
    opened_at: datetime
    ends_at: datetime
    participants: tuple[str, ...]
    by: str
    draft: str = ""

    def __post_init__(self) -> None:
        """Refuse a silence nobody could keep or break."""
        digest = self.text_sha256
        if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
            raise Misused(f"{digest[:20]!r} is no SHA-256 digest", hint="64 hexadecimal digits in small letters")
        if self.opened_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise Misused("a silence begins and ends at instants with a time zone", hint="add Z for UTC")
        if self.ends_at <= self.opened_at:
            raise Misused(f"silence would end at {self.ends_at}, before it begins at {self.opened_at}")
        if not self.participants or len(set(self.participants)) != len(self.participants):
            raise Misused("a silence has participants, each named once", hint="list the members who may break it")


class SilenceBroken(msgspec.Struct, frozen=True, kw_only=True):
    """A participant objected.

    through  another participant that conveyed the objection on instruction; empty where it spoke itself
    """

    state: str
    reason: str
    at: datetime
    through: str = ""


class SilenceExtended(msgspec.Struct, frozen=True, kw_only=True):
    """The office that circulated the text gave more time. Time is never taken away."""

    ends_at: datetime
    reason: str
    at: datetime


class SilenceWithdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """The office that circulated the text took it back before silence ended."""

    reason: str
    at: datetime

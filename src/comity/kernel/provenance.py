"""Where a fact or figure comes from, how sure its compiler was, and whether anyone compared it with a record."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Confidence(StrEnum):
    """The compiler's judgement of a fact; not a probability."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Checked(StrEnum):
    """What a fact was compared with when it was put on the shelf."""

    NOT_CHECKED_HERE = "not_checked_here"
    RECORD_OR_PRESS_SEEN = "record_or_press_seen"
    UN_MEETINGS_TABLE = "un_meetings_table"
    RECOMPUTED = "recomputed"

    @property
    def words(self) -> str:
        """The mark as it is shown beside the fact."""
        return {
            "not_checked_here": "not checked against a record",
            "record_or_press_seen": "record or press report seen",
            "un_meetings_table": "agrees with the UN table of meetings",
            "recomputed": "recomputed by us",
        }[self.value]


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """One source as shown beside a fact.

    text     treaty article, document symbol, paper or data set with version
    url      where it can be read, if anywhere
    licence  terms of the source, where they bind a reader
    """

    text: str
    confidence: Confidence = Confidence.MEDIUM
    checked: Checked = Checked.NOT_CHECKED_HERE
    url: str | None = None
    licence: str | None = None

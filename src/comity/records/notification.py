"""Warn to those who decide: a formal notification, to which office, by when it is to be answered, and who answered."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from comity.records.alert import Level, Statement


class Rung(msgspec.Struct, frozen=True, kw_only=True):
    """One step of an escalation ladder: offices, never persons, and the hours they have to answer."""

    offices: tuple[str, ...]
    hours: int


class Sitting(msgspec.Struct, frozen=True, kw_only=True):
    """A date ahead on which a body can act, or after which it can do less; `about` means the day is approximate."""

    on: date
    words: str
    about: bool
    source: str


class Forum(msgspec.Struct, frozen=True, kw_only=True):
    """A body that may decide a measure.

    called_by  who may call it together
    meets_from the first day it can meet on, with the notice it needs
    decides    days on which a decision typically comes, from its lead times: judged, not promised
    dates      dates of it on the shelf within half a year
    """

    body: str
    name: str
    called_by: str
    meets_from: date
    decides: tuple[date, date]
    dates: tuple[Sitting, ...] = ()


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """One measure of a pre-drafted option set; an option to be weighed, not advice to take it.

    basis      "direct" (studies of this measure), "indirect" (a wider class or single cases), "none" (no study found)
    strength   how the evidence reads: found, mixed, indirect, absent
    forums     bodies that may decide it and reach the state, fastest first
    effect     days from decision to first effect, a judged range
    """

    measure: str
    name: str
    basis: str
    strength: str
    evidence: str
    sources: tuple[str, ...]
    harm: str
    consent: str
    effect: tuple[int, int]
    forums: tuple[Forum, ...]


class Notification(msgspec.Struct, frozen=True, kw_only=True):
    """A warning put before offices, with options.

    sent_at    instant it was sent, RFC 3339
    answer_by  instant by which the first rung is to answer
    ladder     first rung first; each begins when the hours of those before it are over without an answer
    channel    how it was sent: "diplomatic note", "secure mail", "by hand" ...
    because    why it is sent: the alert, or the desk's judgement where none stands
    situation  how far things have gone there now, by the plan's written rule, with the figures behind it
    gaps       what the draft could not know
    """

    id: str
    state: str
    level: Level
    subject: str
    statements: tuple[Statement, ...]
    because: str
    ladder: tuple[Rung, ...]
    channel: str
    sent_at: str
    answer_by: str
    options: tuple[Proposal, ...]
    situation: str = ""
    gaps: tuple[str, ...] = ()


class Acknowledgement(msgspec.Struct, frozen=True, kw_only=True):
    """An office said that it has the notification, at an instant; `answer` is what it will do, in its words."""

    notice: str
    office: str
    at: str
    answer: str = ""


class Escalation(msgspec.Struct, frozen=True, kw_only=True):
    """Nobody had answered by the end of a rung, so the next was told. `rung` counts from 2.

    at         instant it was told
    due_at     instant it was to be told by the ladder
    answer_by  instant by which this rung is to answer
    """

    notice: str
    rung: int
    offices: tuple[str, ...]
    at: str
    due_at: str
    answer_by: str


class Outcome(StrEnum):
    """How a notification ended."""

    ACTED = "acted"
    DECLINED = "declined"
    OVERTAKEN = "overtaken"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """The outcome as a reader's words."""
        return {
            "acted": "it was acted on",
            "declined": "those who decide chose not to act",
            "overtaken": "events overtook it",
            "withdrawn": "the desk took it back",
        }[self.value]


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    """The desk closed a notification, with how it ended and why."""

    notice: str
    at: str
    outcome: Outcome
    because: str

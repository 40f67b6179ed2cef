"""Account: what evidence says of a pledge, with silence shown as silence."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from comity.kernel.grading import Grade


class Standing(StrEnum):
    """Where a pledge stands on a day. Open and waiting are not failures; silent is not kept."""

    KEPT = "kept"
    PARTLY = "partly"
    LATE = "late"
    SILENT = "silent"
    DISPUTED = "disputed"
    OPEN = "open"
    WAITING = "waiting"


class Voice(StrEnum):
    """Who speaks: the promiser, a partner, or evidence that stands by itself. Kept apart, never averaged."""

    SELF = "self_report"
    PARTNER = "partner_report"
    EVIDENCE = "evidence"


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One report on a pledge.

    delivered  in the pledge's unit; None for a pledge without amount, where `done` says it
    refutes    the report says that an earlier claim of delivery is wrong
    """

    pledge: str
    voice: Voice
    seen_on: date
    known_on: date
    grade: Grade
    text: str
    delivered: float | None = None
    done: bool | None = None
    refutes: bool = False


class ConditionMet(msgspec.Struct, frozen=True, kw_only=True):
    """One report that the condition of a pledge has been met.

    seen_on    the day it was met; known_on the day we could first know it
    """

    pledge: str
    seen_on: date
    known_on: date
    grade: Grade
    text: str


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """The standing of one pledge on a day, with the reason and the reports it rests on, by voice."""

    pledge: str
    on: date
    standing: Standing
    because: str
    delivered: dict[str, float]
    reports: int
    days_late: int = 0
    last_heard_on: date | None = None

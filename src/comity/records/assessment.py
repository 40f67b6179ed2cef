"""Assess to plan: judgements by people on risk factors and legal elements, with dissent kept. Never one score."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from comity.kernel.grading import Grade
from comity.kernel.provenance import Confidence


class Rating(StrEnum):
    """What a judge says of one risk factor or indicator."""

    PRESENT = "present"
    PARTLY = "partly_present"
    ABSENT = "absent"
    CANNOT_SAY = "cannot_say"


class Trend(StrEnum):
    """Which way it moves."""

    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"
    UNKNOWN = "unknown"


class Answer(StrEnum):
    """A legal element is met, not met, or it cannot be said."""

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_SAY = "cannot_say"


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What one judge says of one factor, on which evidence.

    factor  id of a risk factor (RF01) or indicator (RF01-03)
    by      role of the judge in the desk, never the name of a source
    """

    state: str
    factor: str
    rating: Rating
    trend: Trend
    confidence: Confidence
    grade: Grade
    judged_on: date
    by: str
    reason: str


class ElementAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What one judge answers to one element of a legal threshold.

    threshold  id in reference/frameworks/definitions, or "r2p"
    because    the evidence it rests on, without anything that identifies a source, witness or victim
    by         role of the judge in the desk
    """

    state: str
    threshold: str
    element: str
    answer: Answer
    because: str
    by: str
    answered_on: date


class FactorRow(msgspec.Struct, frozen=True, kw_only=True):
    """One factor on the board: every standing judgement, newest first, and whether judges differ."""

    factor: str
    name: str
    judgements: tuple[Judgement, ...]
    dissent: bool
    data_points: tuple[str, ...] = ()


class ElementTest(msgspec.Struct, frozen=True, kw_only=True):
    """One element of a legal threshold: what the law asks, the answer so far, and what would settle it.

    by          roles of those whose answers stand, empty where nobody answered
    dissent     standing answers differ; the answer is then that it cannot be said
    settled_by  what would settle an open element; empty for one that is answered
    """

    threshold: str
    element: str
    asks: str
    answer: Answer
    because: str
    source: str
    by: tuple[str, ...] = ()
    dissent: bool = False
    settled_by: str = ""


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """The state of the judgement on a situation at a date."""

    state: str
    on: date
    factors: tuple[FactorRow, ...]
    tests: tuple[ElementTest, ...]

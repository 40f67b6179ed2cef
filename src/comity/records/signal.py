"""Warn: something seen or reported, with its grade. Who reported it is never in here."""

from __future__ import annotations

from datetime import date

import msgspec

from comity.kernel.grading import Grade
from comity.kernel.marking import Marking


class Signal(msgspec.Struct, frozen=True, kw_only=True):
    """One report or event.

    state      ISO 3166 alpha-3
    seen_on    the day it happened; known_on the day we could first know it
    text       what happened, without anything that identifies a source, witness or victim
    indicators ids of risk-factor indicators it speaks to (RF07-05)
    """

    state: str
    seen_on: date
    known_on: date
    text: str
    grade: Grade
    marking: Marking
    indicators: tuple[str, ...] = ()

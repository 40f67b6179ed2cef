"""Learn: a past case likened to a situation, and one step of its replay."""

from __future__ import annotations

from datetime import date

import msgspec


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """A past case near a situation: distance (0 same, 1 nothing shared), what is shared, what is not."""

    case: str
    name: str
    distance: float
    shared: tuple[str, ...]
    differs: tuple[str, ...]
    outcome: str
    lessons: tuple[str, ...]


class ReplayStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step of an exercise: the day, what was known by then, what happened, what the player is asked."""

    number: int
    of: int
    on: date
    known: tuple[str, ...]
    happened: str
    asked: str
    decided: str
    source: str
    mark: str

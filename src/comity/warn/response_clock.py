"""The clock from warning to action: which steps were reached when, how long each took, and which are still missing.

A fold over what the ledger holds. A step counts from when it was recorded, so nobody can look faster than they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from comity.kernel import time as times


class Stage(StrEnum):
    """The steps from a warning to action, in their order."""

    WARNED = "warned"
    NOTIFIED = "notified"
    ACKNOWLEDGED = "acknowledged"
    CONSIDERED = "considered"
    DECIDED = "decided"
    ACTED = "acted"

    @property
    def words(self) -> str:
        """The step as a reader's words."""
        return {
            "warned": "warned: an alert was raised",
            "notified": "notified: offices were told",
            "acknowledged": "acknowledged: an office answered",
            "considered": "options considered: a brief or predicted vote",
            "decided": "decided: measures chosen or a text drafted",
            "acted": "acted: a pledge was made",
        }[self.value]


# What in the ledger counts as each step. A brief that left the desk and a predicted vote show that options were
# weighed; a choice of measures or a draft, that something was decided; only a promise by a state or body is action.
KINDS = {
    "warn.raised/1": Stage.WARNED,
    "warn.alerted/1": Stage.WARNED,
    "warn.notified/1": Stage.NOTIFIED,
    "warn.acknowledged/1": Stage.ACKNOWLEDGED,
    "desk.brief_issued/1": Stage.CONSIDERED,
    "convene.predicted/1": Stage.CONSIDERED,
    "convene.canvassed/1": Stage.CONSIDERED,
    "plan.chosen/1": Stage.DECIDED,
    "convene.drafted/1": Stage.DECIDED,
    "commit.pledged/1": Stage.ACTED,
}
# A cleared alert ends its clock; so does a closed notification where no alert stands.
CLEARED, CLOSED = "warn.cleared/1", "warn.closed/1"


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """One entry about a state that the clock reads: kind, instant, and where it stands in the ledger."""

    kind: str
    instant: str
    stream: str
    sequence: int
    measure: str = ""


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a clock.

    at              instant of the first entry that shows it, or None while none does
    hours           from the warning (or the first step there is) to it, or to the instant asked about
    since_previous  hours from the latest of the steps before it in order, below zero where it came earlier; None for
                    the first
    """

    stage: Stage
    at: str | None
    stream: str
    hours: float
    since_previous: float | None


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """One warning and what followed it, up to an instant.

    ended  instant at which the alert ended, or None while it stands
    waits  the first step after all those reached, or None; a step passed over is not waited for
    """

    state: str
    began: str
    asked_at: str
    steps: tuple[Reached, ...]
    ended: str | None
    waits: Stage | None


def clocks(state: str, happenings: Iterable[Happening], now: datetime) -> tuple[Clock, ...]:
    """One clock a warning, oldest first; empty where nobody warned.

    A warning begins with an alert, or with a notification where no alert stands. It ends when its alerts are cleared,
    or its notification is closed where none was raised.
    Entries that came before it began belong to no clock, and those after now are not used.
    """
    known = sorted((one for one in happenings if times.instant(one.instant) <= now), key=lambda one: one.sequence)
    parts: list[list[Happening]] = []
    ends: list[str | None] = []
    open_measures: set[str] = set()
    for one in known:
        stage = KINDS.get(one.kind)
        if one.kind in (CLEARED, CLOSED):
            open_measures.discard(one.measure)
            if parts and ends[-1] is None and not open_measures:
                ends[-1] = one.instant
            continue
        if stage in (Stage.WARNED, Stage.NOTIFIED):
            if not parts or ends[-1] is not None:
                parts.append([])
                ends.append(None)
            if stage is Stage.WARNED:
                open_measures.add(one.measure)
        if parts and stage is not None:
            parts[-1].append(one)
    return tuple(_clock(state, part, end, now) for part, end in zip(parts, ends, strict=True))


def _clock(state: str, part: Sequence[Happening], end: str | None, now: datetime) -> Clock:
    began = times.instant(part[0].instant)
    steps: list[Reached] = []
    latest: datetime | None = None
    for stage in Stage:
        first = next((one for one in part if KINDS[one.kind] is stage), None)
        at = now if first is None else times.instant(first.instant)
        steps.append(
            Reached(
                stage=stage,
                at=None if first is None else first.instant,
                stream="" if first is None else first.stream,
                hours=_hours(began, at),
                since_previous=None if latest is None else _hours(latest, at),
            )
        )
        if first is not None:
            latest = at if latest is None else max(latest, at)
    return Clock(
        state=state,
        began=part[0].instant,
        asked_at=times.written(now),
        steps=tuple(steps),
        ended=end,
        waits=_waits(steps),
    )


def _waits(steps: Sequence[Reached]) -> Stage | None:
    reached = [place for place, step in enumerate(steps) if step.at is not None]
    rest = steps[reached[-1] + 1 :] if reached else steps
    return rest[0].stage if rest else None


def _hours(first: datetime, last: datetime) -> float:
    return round((last - first).total_seconds() / 3600, 2)

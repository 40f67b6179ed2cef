"""Notifications as arithmetic on instants: who is to answer by when, what silence means, and which rung is due.

Nothing here waits. Whoever asks gives the instant, and what is due is whatever the ladder says by then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from comity.kernel import time as times
from comity.kernel.errors import Misused, Refused
from comity.records.alert import Level
from comity.records.notification import Acknowledgement, Closing, Escalation, Notification, Rung

# House rule, in hours: a warning that nobody has to read by a day is not read. The intervals fit the lead times of
# bodies on the shelf, the fastest of which decide within days.
HOURS = {Level.WATCH: 168, Level.WARNING: 72, Level.URGENT: 24}
# House rule: who is told first and who next, in offices that every foreign ministry has under some name. The focal
# point for the responsibility to protect is the office that the Global Network of R2P Focal Points asks states to name.
OFFICES = (
    "national focal point for atrocity prevention",
    "head of the regional department",
    "office of the foreign minister",
)
CHANNELS = ("internal memorandum", "note verbale", "secure mail", "by hand", "telephone, confirmed in writing")
LONGEST_HOURS = 24 * 90

# An address, a telephone number or a form of address names a person, not an office.
_PERSON = re.compile(r"@|\+?\d[\d\s()/-]{6,}|\b(?:Mr|Mrs|Ms|Dr|Prof|Sir|Dame)\b\.?", re.IGNORECASE)
_LONGEST_NAME = 120


class Reply(StrEnum):
    """How a notification stands at an instant."""

    WAITING = "waiting"
    ANSWERED = "answered"
    LATE = "answered_late"
    SILENT = "silent"
    CLOSED = "closed"

    @property
    def words(self) -> str:
        """The standing as a reader's words. Silence is never read as agreement."""
        return {
            "waiting": "waiting; the time to answer runs",
            "answered": "acknowledged in time",
            "answered_late": "acknowledged late",
            "silent": "no answer in time; silence is not agreement",
            "closed": "closed",
        }[self.value]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One rung as instants: when it is told by the ladder, and by when it is to answer."""

    rung: int
    offices: tuple[str, ...]
    due_at: str
    answer_by: str


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A notification with all that happened to it by an instant.

    reply      how it stands
    late       hours by which the first answer came after the time its rung had, or 0
    overdue    hours since the time of the last rung told ran out without an answer, or 0
    due        rungs that are to be told by now and were not
    """

    notification: Notification
    acknowledged: tuple[Acknowledgement, ...]
    escalated: tuple[Escalation, ...]
    closing: Closing | None
    reply: Reply
    late: float
    overdue: float
    due: tuple[Step, ...]


def ladder(level: Level, offices: Sequence[Sequence[str]] = (), hours: int | None = None) -> tuple[Rung, ...]:
    """The ladder of a notification: the offices given, or those of the house rule, each rung with the hours to answer.

    raises  Misused for an empty rung, a person in place of an office, an office on two rungs, or hours out of range
    """
    span = HOURS[level] if hours is None else hours
    if not 1 <= span <= LONGEST_HOURS:
        raise Misused(f"an office cannot answer within {span} hours", hint=f"give 1 to {LONGEST_HOURS} hours")
    rungs = [tuple(office(name) for name in rung) for rung in offices] or [(name,) for name in OFFICES]
    if not all(rungs):
        raise Misused("a rung of the ladder names no office", hint="name at least one office on each rung")
    told = [name.casefold() for rung in rungs for name in rung]
    twice = next((name for rung in rungs for name in rung if told.count(name.casefold()) > 1), None)
    if twice:
        raise Misused(f"{twice!r} stands on the ladder twice", hint="name each office once")
    return tuple(Rung(offices=rung, hours=span) for rung in rungs)


def office(name: str) -> str:
    """The name of an office, without blanks around it; raises Misused for a person, an address or a telephone."""
    plain = " ".join(name.split())
    if not plain or len(plain) > _LONGEST_NAME or not plain.isprintable():
        raise Misused(f"{name[:40]!r} names no office", hint=f"write 1 to {_LONGEST_NAME} characters")
    if _PERSON.search(plain):
        raise Misused(
            f"{plain!r} names a person or an address", hint="name the office; who holds it does not go on record"
        )
    return plain


def steps(notification: Notification) -> tuple[Step, ...]:
    """Every rung with its instants: each is told when the time of those before it is over."""
    at = times.instant(notification.sent_at)
    made = []
    for number, rung in enumerate(notification.ladder, start=1):
        end = at + timedelta(hours=rung.hours)
        made.append(Step(rung=number, offices=rung.offices, due_at=times.written(at), answer_by=times.written(end)))
        at = end
    return tuple(made)


def owed(notification: Notification, acknowledged: Sequence[Acknowledgement], now: datetime) -> tuple[Step, ...]:
    """Rungs above the first that the ladder says were to be told by now; the first answer ends it.

    Never fewer at a later instant: a rung that was owed stays owed.
    """
    end = min([now, *(times.instant(answer.at) for answer in acknowledged)])
    return tuple(step for step in steps(notification)[1:] if times.instant(step.due_at) <= end)


def due(
    notification: Notification,
    acknowledged: Sequence[Acknowledgement],
    escalated: Sequence[Escalation],
    now: datetime,
) -> tuple[Step, ...]:
    """Rungs that are owed and were not told; none any more once an office has answered.

    A rung that was told late has its whole time to answer before the next one is due.
    """
    if any(times.instant(answer.at) <= now for answer in acknowledged):
        return ()
    told = {escalation.rung: times.instant(escalation.answer_by) for escalation in escalated}
    return tuple(
        step
        for step in owed(notification, (), now)
        if step.rung not in told and all(until <= now for rung, until in told.items() if rung < step.rung)
    )


def notice(
    notification: Notification,
    acknowledged: Sequence[Acknowledgement],
    escalated: Sequence[Escalation],
    closing: Closing | None,
    now: datetime,
) -> Notice:
    """How a notification stands at an instant; what lies after it is not used."""
    known = tuple(a for a in acknowledged if times.instant(a.at) <= now)
    told = tuple(e for e in escalated if times.instant(e.at) <= now)
    ended = closing if closing is not None and times.instant(closing.at) <= now else None
    limit = times.instant(told[-1].answer_by if told else notification.answer_by)
    first = min((times.instant(a.at) for a in known), default=None)
    late = 0.0 if first is None else max(0.0, _hours(first - _limit_of(notification, known, told)))
    overdue = max(0.0, _hours(now - limit)) if first is None and ended is None else 0.0
    if ended is not None:
        reply = Reply.CLOSED
    elif first is not None:
        reply = Reply.LATE if late > 0 else Reply.ANSWERED
    else:
        reply = Reply.SILENT if overdue > 0 else Reply.WAITING
    return Notice(
        notification=notification,
        acknowledged=known,
        escalated=told,
        closing=ended,
        reply=reply,
        late=late,
        overdue=overdue,
        due=() if ended is not None else due(notification, known, told, now),
    )


def checked_acknowledgement(given: Acknowledgement, before: Notice, now: datetime) -> Acknowledgement:
    """The acknowledgement itself, with the office as the ladder writes it, if it may be recorded.

    raises  Refused for a second one by the same office, one by an office that was not told, one before it was told,
            one after now, or one of a closed notification
    """
    name = before.notification.id
    if before.closing is not None:
        raise Refused(f"{name} was closed at {before.closing.at}", hint="send a new notification")
    told = {1: before.notification.sent_at} | {e.rung: e.at for e in before.escalated}
    place = {
        office.casefold(): (office, told[number])
        for number, rung in enumerate(before.notification.ladder, start=1)
        if number in told
        for office in rung.offices
    }
    plain = office(given.office).casefold()
    if plain not in place:
        raise Refused(
            f"{given.office!r} was not told of {name}", hint=f"told were: {', '.join(who for who, _ in place.values())}"
        )
    who, since = place[plain]
    earlier = next((a for a in before.acknowledged if a.office == who), None)
    if earlier is not None:
        raise Refused(f"{who} already acknowledged {name}, at {earlier.at}", hint="one acknowledgement an office")
    at = times.instant(given.at)
    if at < times.instant(since):
        raise Refused(f"{who} cannot have answered {name} at {given.at}: it was told at {since}")
    if at > now:
        raise Refused(f"an answer at {given.at} is still to come", hint="give the instant it came in")
    return msgspec.structs.replace(given, office=who, at=times.written(at))


def escalations(before: Notice, now: datetime) -> tuple[Escalation, ...]:
    """What is to be recorded for the rungs that are due: told now, with their own time to answer from now on."""
    return tuple(
        Escalation(
            notice=before.notification.id,
            rung=step.rung,
            offices=step.offices,
            at=times.written(now),
            due_at=step.due_at,
            answer_by=times.written(now + timedelta(hours=before.notification.ladder[step.rung - 1].hours)),
        )
        for step in before.due
    )


def _limit_of(
    notification: Notification, acknowledged: Sequence[Acknowledgement], escalated: Sequence[Escalation]
) -> datetime:
    """By when the office that answered first was to answer."""
    first = min(acknowledged, key=lambda answer: times.instant(answer.at))
    for escalation in escalated:
        if first.office in escalation.offices:
            return times.instant(escalation.answer_by)
    return times.instant(notification.answer_by)


def _hours(span: timedelta) -> float:
    return round(span.total_seconds() / 3600, 2)

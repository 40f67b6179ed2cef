"""Silence procedures of a desk: opened, broken, extended and withdrawn on record; where they stand follows from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import msgspec

from comity.convene.procedures import silence as procedure
from comity.convene.procedures.silence import Silence, Step
from comity.desk import sitting as seating
from comity.desk.asking import which_state
from comity.desk.record import Record
from comity.kernel.errors import NotOnShelf, Refused, did_you_mean
from comity.kernel.marking import Marking
from comity.ledger.entry import Entry
from comity.records.silence import SilenceBroken, SilenceExtended, SilenceOpened, SilenceWithdrawn
from comity.reference import bodies
from comity.reference.bodies import Body
from comity.store import clock

OPENED = "convene.silence_opened/1"
_STEPS: dict[str, type[Step]] = {
    "convene.silence_broken/1": SilenceBroken,
    "convene.silence_extended/1": SilenceExtended,
    "convene.silence_withdrawn/1": SilenceWithdrawn,
}


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What is put under silence, for how long, among whom.

    hours         how long it runs
    body          whose rules hold, and whose members take part where none are named
    by            office that circulates the text
    """

    text_sha256: str
    title: str
    hours: float
    body: str
    by: str
    draft: str = ""
    participants: tuple[str, ...] = ()


class Silences:
    """Silence procedures. `now` gives the present instant."""

    def __init__(self, record: Record, now: Callable[[], datetime] = clock.now) -> None:
        self._record = record
        self._now = now

    def begin(self, terms: Terms, marking: Marking) -> Entry:
        """Circulate a text under silence, from now on.

        raises  Refused for less time than the body's rules ask, or where its members are not on the shelf
        """
        forum, now = bodies.get(terms.body), self._now()
        who = tuple(which_state(name).iso3 for name in terms.participants) or _members(forum, now.date())
        opened = SilenceOpened(
            text_sha256=terms.text_sha256,
            title=terms.title,
            draft=terms.draft,
            opened_at=now,
            ends_at=now + timedelta(hours=terms.hours),
            participants=tuple(sorted(who)),
            by=terms.by,
        )
        checked = procedure.checked(opened, forum.id)
        return self._record.append_new(OPENED, lambda _stream: checked, marking)

    def object(self, stream: str, state: str, reason: str, *, through: str = "") -> Entry:
        """Put an objection on record; raises Refused for one that may not be made now."""
        other = which_state(through).iso3 if through else ""
        return self._step(
            stream,
            "convene.silence_broken/1",
            lambda now: SilenceBroken(state=which_state(state).iso3, reason=reason, at=now, through=other),
        )

    def extend(self, stream: str, hours: float, reason: str) -> Entry:
        """Give the silence more time; raises Refused once it is over or broken."""
        standing = self.standing(stream)
        until = standing.ends_at + timedelta(hours=hours)
        return self._step(
            stream,
            "convene.silence_extended/1",
            lambda now: SilenceExtended(ends_at=until, reason=reason, at=now),
        )

    def withdraw(self, stream: str, reason: str) -> Entry:
        """Take the text back; raises Refused once silence is over or broken."""
        return self._step(stream, "convene.silence_withdrawn/1", lambda now: SilenceWithdrawn(reason=reason, at=now))

    def standing(self, stream: str) -> Silence:
        """The silence as it stands now; raises NotOnShelf for an unknown one."""
        opened, steps = self._read(stream)
        return procedure.at(opened, steps, self._now())

    def all(self) -> tuple[tuple[str, Silence], ...]:
        """Every silence on record with its stream, oldest first."""
        return tuple((entry.stream, self.standing(entry.stream)) for entry in self._record.entries(kind=OPENED))

    def same_text(self, stream: str, text_sha256: str) -> None:
        """Nothing, if this is the text that is under silence; raises Refused for another."""
        procedure.same_text(self._read(stream)[0], text_sha256)

    def _step(self, stream: str, kind: str, make: Callable[[datetime], Step]) -> Entry:
        opened, steps = self._read(stream)
        step = procedure.admitted(opened, steps, make(self._now()))
        first = self._record.entries(stream, kind=OPENED)[0]
        # Two who speak at once: the slower one reads again, so that nobody acts on a standing that is gone.
        return self._record.append(kind, stream, step, first.marking, expected=1 + len(steps))

    def _read(self, stream: str) -> tuple[SilenceOpened, tuple[Step, ...]]:
        entries = self._record.entries(stream)
        if not entries or entries[0].kind != OPENED:
            known = [entry.stream for entry in self._record.entries(kind=OPENED)]
            raise NotOnShelf(f"there is no silence {stream!r} on record", hint=did_you_mean(stream, known))
        opened = msgspec.convert(entries[0].body, SilenceOpened)
        steps = tuple(msgspec.convert(entry.body, _STEPS[entry.kind]) for entry in entries[1:] if entry.kind in _STEPS)
        return opened, steps


def _members(forum: Body, day: date) -> tuple[str, ...]:
    if forum.membership.seats is None:
        raise Refused(f"who sits in {forum.name} is not on the shelf", hint="name those who take part: --members")
    sitting, coverage = seating.known(forum.membership.seats, day, on=day)
    if coverage.missing:
        raise Refused(f"{coverage.missing} members of {forum.name} are not known", hint="name all: --members")
    return tuple(seat.iso3 for seat in sitting if not seat.suspended)

"""Notifications of a desk: drafted with options, sent on record, acknowledged, escalated, closed; and the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

import msgspec

from comity.desk.accounting import Account
from comity.desk.alerting import BUDGET, Alerting, Board
from comity.desk.asking import which_state
from comity.desk.option_set import option_set
from comity.desk.planning import Plan
from comity.desk.record import Item, Record
from comity.kernel import time as times
from comity.kernel.errors import Misused, NotOnShelf, Refused, did_you_mean
from comity.kernel.marking import Marking
from comity.kernel.states import State
from comity.ledger.entry import Entry
from comity.records.alert import Came, Cleared, Level, Raised, Standing, Statement
from comity.records.notification import (
    Acknowledgement,
    Closing,
    Escalation,
    Notification,
    Outcome,
)
from comity.store import clock as present
from comity.warn import notices, response_clock
from comity.warn.notices import Notice
from comity.warn.response_clock import Clock, Happening

Value = TypeVar("Value", bound=msgspec.Struct)

_MEASURES = {"deaths": "deaths", "onset": "mass killing"}


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """How a notification is to go out.

    offices  rungs of the ladder, each with its offices; empty for the house ladder
    hours    hours that each rung has; None for those of the level
    level    the level, where no alert stands or another is wanted
    because  the desk's own reason; needed where no alert stands
    """

    offices: tuple[tuple[str, ...], ...] = ()
    hours: int | None = None
    channel: str = notices.CHANNELS[0]
    level: Level | None = None
    because: str = ""
    budget: float = BUDGET


class Notifying:
    """Formal notifications of a desk. `now` gives the present instant."""

    def __init__(
        self,
        record: Record,
        *,
        alerting: Alerting,
        plan: Plan,
        account: Account,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self._record = record
        self._alerting = alerting
        self._plan = plan
        self._account = account
        self._now = now or present.now

    def draft(self, state: str, order: Order | None = None) -> Notification:
        """The notification on a state as it would go out now, with at least three options; records nothing.

        raises  Refused where no alert stands and no reason is given, or where nothing can be stated of the state
        """
        place, given, now = which_state(state), order or Order(), self._now()
        day = now.date()
        standing = self._standing(place, given.budget, day)
        if not standing and not given.because.strip():
            raise Refused(
                f"no alert on {place.short} stands within {given.budget:g} false alarms a month",
                hint="give the desk's own reason with --because, or see: comity warn alerts",
            )
        statements = self._alerting.statements(place.iso3, as_of=day)
        if not statements:
            raise Refused(
                f"nothing can be stated of {place.short}: there is neither a count nor an onset risk",
                hint="see why with: comity warn forecast " + place.iso3,
            )
        level = given.level or max((one.level for one in standing), key=lambda one: one.place, default=Level.WATCH)
        ladder = notices.ladder(level, given.offices, given.hours)
        found = option_set(self._plan, self._account, place.iso3, day)
        return Notification(
            id="",
            state=place.iso3,
            level=level,
            subject=_subject(place.name, level, standing, statements),
            statements=statements,
            because=_because(standing, given.because.strip()),
            ladder=ladder,
            channel=_channel(given.channel),
            sent_at=times.written(now),
            answer_by=times.written(now + timedelta(hours=ladder[0].hours)),
            options=found.proposals,
            situation=found.situation,
            gaps=found.gaps,
        )

    def notify(self, draft: Notification, marking: Marking, *, budget: float = BUDGET) -> Entry:
        """Put a notification on record under the next id, after the alert it is about if that is not on record yet.

        raises  Refused while an earlier notification on the state at this level waits for an answer
        """
        waiting = [
            one for one in self.notices(draft.state) if one.reply in (notices.Reply.WAITING, notices.Reply.SILENT)
        ]
        same = next((one for one in waiting if one.notification.level is draft.level), None)
        if same is not None:
            raise Refused(
                f"{same.notification.id} on {draft.state} at the same level still waits for an answer",
                hint=f"escalate it, or close it first: comity warn close {same.notification.id}",
            )
        day = times.instant(draft.sent_at).date()
        board = self._alerting.board(as_of=day, budget=budget)
        self.keep(board, marking, only=draft.state)
        return self._record.append_new(
            "warn.notified/1", lambda stream: msgspec.structs.replace(draft, id=stream), marking
        )

    def keep(self, board: Board, marking: Marking, *, only: str | None = None) -> tuple[Entry, ...]:
        """Put on record which alerts opened, changed level or ended since the last time; nothing where nothing changed.

        Alerts of a kind that the board does not watch stay as they are.
        """
        watched = ("deaths", "onset") if board.kind == "both" else (board.kind,)
        now = {(one.state, one.measure): one for one in board.standing if only in (None, one.state)}
        before = {key: raised for key, raised in self._open_alerts().items() if only in (None, key[0])}
        before = {key: raised for key, raised in before.items() if key[1] in watched}
        items: list[tuple[str, str, Raised | Cleared]] = []
        for key, one in sorted(now.items()):
            if key not in before or before[key].level is not one.level or before[key].since != one.since:
                items.append(("warn.raised/1", key[0], _raised(one, board)))
        for key in sorted(set(before) - set(now)):
            items.append(("warn.cleared/1", key[0], _cleared(before[key], board)))
        if not items:
            return ()
        streams = {f"alert/{state}" for _, state, _ in items}
        return self._record.append_many(
            [Item(kind=kind, stream=f"alert/{state}", body=body, marking=marking) for kind, state, body in items],
            expected={stream: len(self._record.entries(stream)) for stream in streams},
        )

    def acknowledge(self, notice: str, office: str, *, answer: str, at: str | None, marking: Marking) -> Entry:
        """Put on record that an office has a notification, at an instant (now if None).

        raises  Refused for a second answer of the same office, one that was not told, or an instant out of order
        """
        now = self._now()
        given = Acknowledgement(notice=notice, office=office, at=at or times.written(now), answer=answer)
        before, seen = self._notice(notice, now), len(self._record.entries(notice))
        checked = notices.checked_acknowledgement(given, before, now)
        return self._record.append("warn.acknowledged/1", notice, checked, marking, expected=seen)

    def escalate(self, notice: str | None = None, *, marking: Marking, act: bool = True) -> tuple[Escalation, ...]:
        """The rungs that are due now, of one notification or of all; put on record unless `act` is false."""
        now = self._now()
        chosen = [self._notice(notice, now)] if notice else list(self.notices())
        made = [(one, escalation) for one in chosen for escalation in notices.escalations(one, now)]
        if act and made:
            seen = {one.notification.id: len(self._record.entries(one.notification.id)) for one, _ in made}
            self._record.append_many(
                [
                    Item(kind="warn.escalated/1", stream=one.notification.id, body=escalation, marking=marking)
                    for one, escalation in made
                ],
                expected=seen,
            )
        return tuple(escalation for _, escalation in made)

    def close(self, notice: str, outcome: Outcome, *, because: str, marking: Marking) -> Entry:
        """Put on record how a notification ended; raises Refused for one already closed or without a reason."""
        now = self._now()
        before, seen = self._notice(notice, now), len(self._record.entries(notice))
        if before.closing is not None:
            raise Refused(f"{notice} was closed at {before.closing.at}: {before.closing.outcome.words}")
        if not because.strip():
            raise Refused(f"{notice} is closed without a reason", hint="say why, in a few words")
        body = Closing(notice=notice, at=times.written(now), outcome=outcome, because=because.strip())
        return self._record.append("warn.closed/1", notice, body, marking, expected=seen)

    def notices(self, state: str | None = None, *, as_of: date | None = None) -> tuple[Notice, ...]:
        """Notifications as they stand now or stood at the end of a day, oldest first; of one state or all."""
        now, code = self._now(), None if state is None else which_state(state).iso3
        if as_of is not None:
            now = min(now, datetime.combine(as_of, time.max, UTC))
        return tuple(
            self._folded(stream, given, now, as_of)
            for stream, given in self._sent(as_of)
            if code in (None, given.state)
        )

    def notice(self, notice: str) -> Notice:
        """One notification as it stands now; raises NotOnShelf."""
        return self._notice(notice, self._now())

    def clocks(self, state: str) -> tuple[Clock, ...]:
        """From each warning on a state to action, oldest first; empty where nobody warned."""
        place = which_state(state)
        return response_clock.clocks(place.iso3, self._happenings(place.iso3), self._now())

    def _standing(self, place: State, budget: float, day: date) -> tuple[Standing, ...]:
        return tuple(one for one in self._alerting.board(as_of=day, budget=budget).standing if one.state == place.iso3)

    def _open_alerts(self) -> dict[tuple[str, str], Raised]:
        """Alerts on record that were not cleared, by state and measure, as last raised."""
        found: dict[tuple[str, str], Raised] = {}
        for entry in self._record.entries():
            if entry.kind == "warn.raised/1":
                raised = msgspec.convert(entry.body, Raised)
                found[raised.state, raised.measure] = raised
            elif entry.kind == "warn.cleared/1":
                cleared = msgspec.convert(entry.body, Cleared)
                found.pop((cleared.state, cleared.measure), None)
        return found

    def _sent(self, as_of: date | None = None) -> Iterator[tuple[str, Notification]]:
        for entry, given in self._record.values("warn.notified/1", Notification, as_of=as_of):
            yield entry.stream, given

    def _notice(self, stream: str, now: datetime) -> Notice:
        known = dict(self._sent())
        if stream not in known:
            raise NotOnShelf(
                f"there is no {stream} on record", hint=did_you_mean(stream, known) or "see: comity warn notices"
            )
        return self._folded(stream, known[stream], now)

    def _folded(self, stream: str, given: Notification, now: datetime, as_of: date | None = None) -> Notice:
        found = self._record.entries

        def of(kind: str, record: type[Value]) -> tuple[Value, ...]:
            return tuple(msgspec.convert(entry.body, record) for entry in found(stream, kind=kind, as_of=as_of))

        closings = of("warn.closed/1", Closing)
        return notices.notice(
            given,
            of("warn.acknowledged/1", Acknowledgement),
            of("warn.escalated/1", Escalation),
            closings[-1] if closings else None,
            now,
        )

    def _happenings(self, state: str) -> Iterator[Happening]:
        about: dict[str, str] = {}
        for entry in self._record.entries():
            body = entry.body
            # A draft and a notification say which state later entries of their stream are about.
            if entry.kind in ("convene.drafted/1", "warn.notified/1"):
                about[entry.stream] = str(body.get("target") or body.get("state") or "")
            of = body.get("about") if entry.kind == "commit.pledged/1" else body.get("state", about.get(entry.stream))
            if entry.kind in ("convene.predicted/1", "convene.canvassed/1", "convene.drafted/1"):
                of = about.get(entry.stream)
            if of == state:
                yield Happening(
                    kind=entry.kind,
                    instant=entry.instant,
                    stream=entry.stream,
                    sequence=entry.sequence,
                    measure=str(body.get("measure", "")),
                )


def _raised(one: Standing, board: Board) -> Raised:
    return Raised(
        state=one.state,
        measure=one.measure,
        level=one.level,
        since=one.since,
        raised_on=board.as_of,
        statement=one.statement,
        lines=one.lines,
        budget=board.budget,
        reasons=one.reasons,
    )


def _cleared(before: Raised, board: Board) -> Cleared:
    low = f"its figure stayed below the lower line for {before.lines.months} months, or the line rose"
    came, because = Came.NO, low
    if before.measure == "onset":
        # Onsets are a provider's labels, which come out a year later and do not ship.
        came, because = Came.NOT_KNOWN, low
    elif board.over:
        came, because = Came.NOT_KNOWN, f"the half year it spoke of is over and counts end in {board.data_to}"
    elif before.state in board.came:
        came, because = Came.YES, f"what it warned of came: {before.statement.says}"
    return Cleared(state=before.state, measure=before.measure, cleared_on=board.as_of, came=came, because=because)


def _subject(name: str, level: Level, standing: tuple[Standing, ...], statements: tuple[Statement, ...]) -> str:
    says = standing[0].statement.says if standing else statements[0].says
    return f"{level.value.capitalize()}: {name}, {says}"


def _because(standing: tuple[Standing, ...], reason: str) -> str:
    said = [
        f"{_MEASURES[one.measure]}: an alert stands since {one.since}, now at {one.level.value} "
        f"({'; '.join(one.reasons) or 'no single feature stands out'})"
        for one in standing
    ]
    if reason:
        said.append(f"the desk's own reason: {reason}")
    if not standing:
        said.append("no alert stands")
    return "; ".join(said)


def _channel(text: str) -> str:
    plain = " ".join(text.split())
    if not plain or "@" in plain or len(plain) > 80:
        raise Misused(f"{text[:40]!r} is no channel", hint=f"say how it goes, such as {', '.join(notices.CHANNELS)}")
    return plain

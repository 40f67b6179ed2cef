"""Field reports: put on record without their source, linked by people, and shown as events and indicators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from comity.desk.asking import which_day, which_state
from comity.desk.record import Record
from comity.kernel.errors import Misused, NotOnShelf, did_you_mean
from comity.kernel.marking import Marking, join_all
from comity.ledger.entry import Entry
from comity.records.signal import Link, Signal
from comity.reference.frameworks import risk_factors
from comity.warn.reports import corroboration, duplicates, indicators, telltales
from comity.warn.reports.blur import TimeBlur, blurred
from comity.warn.reports.corroboration import Event
from comity.warn.reports.duplicates import Likeness
from comity.warn.reports.indicators import IndicatorRow

SIGNALLED, LINKED = "warn.signalled/2", "warn.linked/1"


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """What reports say of a state by a day.

    marking      the strictest join of the reports: whoever sees one figure made of them must be cleared to all
    unsupported  reports graded as confirmed by others while no independent second account is on record
    """

    state: str
    as_of: date
    marking: Marking | None
    reports: dict[str, Signal]
    events: tuple[Event, ...]
    indicators: tuple[IndicatorRow, ...]
    unsupported: tuple[str, ...]


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """A report that was put on record, and the earlier ones it may repeat."""

    entry: Entry
    signal: Signal
    alike: tuple[Likeness, ...]


class Reports:
    """Intake and reading of field reports on a desk's record."""

    def __init__(self, record: Record, today: Callable[[], date]) -> None:
        self._record = record
        self._today = today

    def receive(self, signal: Signal, *, km: float | None = None, time: TimeBlur = "day") -> Received:
        """The report as recorded, blurred as asked; the exact place and day are not kept anywhere.

        km      side of the cells places are moved to; None keeps the place as given
        raises  Refused for a text that shows who told or exactly where, Misused for days in the wrong order,
                NotOnShelf for an unknown state or indicator
        """
        which_state(signal.state)
        for indicator in signal.indicators:
            risk_factors.indicator(indicator)
        _refuse_telltales(signal)
        self._in_order(signal)
        kept = blurred(signal, km=km, time=time)
        alike = duplicates.like(kept, self._reports(kept.state, self._today()).items())
        entry = self._record.append_new(SIGNALLED, lambda _stream: kept, kept.marking)
        return Received(entry=entry, signal=kept, alike=alike)

    def link(self, link: Link) -> Entry:
        """Put on record what two reports are to each other; its marking is the join of theirs.

        raises  NotOnShelf for a report that is not on record, Misused for reports on two states
        """
        known = dict(self._values(self._today()))
        for name in (link.one, link.other):
            if name not in known:
                raise NotOnShelf(f"there is no report {name!r} on record", hint=did_you_mean(name, known))
        one, other = known[link.one], known[link.other]
        if one.state != other.state:
            raise Misused(f"{link.one} is on {one.state} and {link.other} on {other.state}")
        if link.judged_on > self._today():
            raise Misused(f"a judgement of {link.judged_on} is still to come")
        telltales.refuse_telltales(link.because, "--because")
        return self._record.append(LINKED, link.one, link, one.marking.join(other.marking))

    def situation(self, state: str, *, as_of: str | date | None = None) -> Situation:
        """Reports on a state by a day, as events with their corroboration and as the board of indicators."""
        place, day = which_state(state).iso3, which_day(as_of, today=self._today())
        reports = self._reports(place, day)
        links = (link for _, link in self._record.values(LINKED, Link, as_of=day))
        found = corroboration.events(reports, links)
        return Situation(
            state=place,
            as_of=day,
            marking=join_all(signal.marking for signal in reports.values()) if reports else None,
            reports=reports,
            events=found,
            indicators=indicators.rows(reports, found, on=day),
            unsupported=corroboration.unsupported(reports, found),
        )

    def on(self, state: str, day: date) -> tuple[Signal, ...]:
        """Reports on a state that were on record by a day, newest first."""
        return tuple(sorted(self._reports(state, day).values(), key=lambda signal: signal.seen_on, reverse=True))

    def _reports(self, state: str, day: date) -> dict[str, Signal]:
        return {name: signal for name, signal in self._values(day) if signal.state == state}

    def _values(self, day: date) -> list[tuple[str, Signal]]:
        return [(entry.stream, signal) for entry, signal in self._record.values(SIGNALLED, Signal, as_of=day)]

    def _in_order(self, signal: Signal) -> None:
        if signal.known_on > self._today():
            raise Misused(f"a report known on {signal.known_on} is still to come", hint="give the day it was received")
        if signal.last_seen < signal.seen_on:
            raise Misused(f"it ended on {signal.last_seen}, before it began on {signal.seen_on}")
        if signal.last_seen > signal.known_on:
            raise Misused(f"it was known on {signal.known_on}, before it happened on {signal.last_seen}")


def _refuse_telltales(signal: Signal) -> None:
    telltales.refuse_telltales(signal.text, "--text")
    for act in signal.acts:
        telltales.refuse_telltales(act.words, "--act")
    if signal.place is not None:
        telltales.refuse_telltales(signal.place.name, "--place")

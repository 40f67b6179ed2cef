"""Plan: the situation read from data and entries, and the measures that fit it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import msgspec

from comity.desk.asking import which_day, which_state
from comity.desk.assessing import Assess
from comity.desk.record import Record
from comity.desk.warning import Warn
from comity.kernel.errors import ComityError
from comity.kernel.marking import Marking
from comity.ledger.bodies import Choice
from comity.ledger.entry import Entry
from comity.plan import fit, situation
from comity.plan.situation import Consent, PhaseReading, Situation
from comity.records.forecast import OnsetForecast
from comity.records.plan import Plan as Options
from comity.reference import bodies, cases, measures, seats
from comity.warn.series import History

# How long an event on record speaks to the present; counts are rarely older than that when they come.
_RECENT = timedelta(days=182)


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """Options with the situation they were made for and the figures that put it in its phase."""

    on: date
    situation: Situation
    phase: PhaseReading
    options: Options


class Plan:
    """The plan stage of a desk."""

    def __init__(self, warn: Warn, assess: Assess, record: Record, today: Callable[[], date]) -> None:
        self._warn = warn
        self._assess = assess
        self._record = record
        self._today = today

    def options(
        self,
        state: str,
        *,
        as_of: str | date | None = None,
        consent: Consent = Consent.UNKNOWN,
        horizon: int | None = None,
    ) -> Planned:
        """Measures that fit a state, with reasons; and those left out, with the reason for each."""
        place, day = which_state(state), which_day(as_of, today=self._today())
        read = situation.phase(self._signs(place.iso3, day))
        scene = Situation(
            state=place.iso3,
            phase=read.phase,
            consent=consent,
            member_of=self.memberships(place.iso3, day),
            horizon_days=horizon or situation.HORIZON_DAYS[read.phase],
        )
        # The Human Rights Council could not be asked in 1994.
        standing = tuple(body for body in bodies.all_bodies() if body.stands(day))
        options = fit.fit(scene, measures.shelf.all(), standing)
        return Planned(on=day, situation=scene, phase=read, options=options)

    def memberships(self, state: str, day: date) -> frozenset[str]:
        """Ids of the bodies the state has a seat in on a day, as far as the shelf lists members."""
        found = set()
        for body in bodies.all_bodies():
            if body.membership.seats is None:
                continue
            try:
                sitting, _ = seats.known(body.membership.seats, day)
            except ComityError:
                # The list begins later than the day asked for; membership is then not known, which adds nothing.
                continue
            if any(seat.iso3 == state for seat in sitting):
                found.add(body.id)
        return frozenset(found)

    def choose(self, choice: Choice, marking: Marking) -> Entry:
        """Put on record which measures the desk chose, and why; refuses unknown measures."""
        which_state(choice.state)
        for chosen in (*choice.measures, *choice.set_aside):
            measures.get(chosen)
        return self._record.append("plan.chosen/1", f"plan/{choice.state}", choice, marking)

    def _signs(self, state: str, day: date) -> situation.Signs:
        history = self._warn.history(state, "all", day)
        events = self._events(state, day)
        risk = self._warn.forecast(state, as_of=day).onset
        multiple = risk.multiple if isinstance(risk, OnsetForecast) else None
        if not isinstance(history, History):
            return situation.Signs(risk_multiple=multiple, events=events)
        counted = [deaths for deaths in history.deaths if deaths is not None]
        sums = [sum(counted[end - 12 : end]) for end in range(12, len(counted) + 1)]
        return situation.Signs(
            deaths_12m=sums[-1] if sums else None,
            deaths_before=sums[-13] if len(sums) > 12 else None,
            worst_year=max(sums[-60:]) if sums else None,
            risk_multiple=multiple,
            events=events,
        )

    def _events(self, state: str, day: date) -> int:
        """Events of the last half year: in the cases on the shelf, and signals on this desk's record."""
        first = day - _RECENT
        shelf = [event.on for case in cases.shelf.all() if state in case.countries for event in case.events]
        told = [*shelf, *(signal.seen_on for signal in self._warn.signals(state, day))]
        return sum(1 for on in told if first < on <= day)

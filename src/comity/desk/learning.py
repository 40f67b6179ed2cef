"""Learn: the nearest past cases, and cases stepped through as exercises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from comity.desk import engines
from comity.desk.asking import which_day, which_state
from comity.desk.record import Record
from comity.kernel import states
from comity.kernel.errors import Misused
from comity.kernel.marking import CLEAR
from comity.kernel.time import Month
from comity.learn import likeness, replay
from comity.learn.likeness import Profile
from comity.ledger.bodies import Decision
from comity.ledger.entry import Entry
from comity.records.case import Likeness, ReplayStep
from comity.reference import cases
from comity.reference.cases import Case
from comity.warn import series
from comity.warn.series import History


class Learn:
    """The learn stage of a desk."""

    def __init__(self, record: Record, today: Callable[[], date]) -> None:
        self._record = record
        self._today = today

    def nearest(self, state: str, *, as_of: str | date | None = None, most: int = 4) -> tuple[Likeness, ...]:
        """Past cases that had ended by the day, nearest first by what happened; never a case of this very situation."""
        place, day = which_state(state), which_day(as_of, today=self._today())
        shelf = cases.shelf.all()
        own = likeness.own_cases(shelf, place.iso3, on=day)
        known = series.known_to(min(day, self._today()))
        deaths = {case.id: value for case in shelf if (value := self._worst_of(case, known)) is not None}
        here = self._profile(place.iso3, day, own)
        return likeness.nearest(here, shelf, on=day, most=most, leave_out=[case.id for case in own], deaths=deaths)

    def replay(self, case: str) -> tuple[ReplayStep, ...]:
        """The steps of a case as an exercise; raises NotOnShelf."""
        return replay.replay(cases.shelf.find(case))

    def decide(self, case: str, step: int, *, decided: str, because: str = "") -> Entry:
        """Put on record what a player decided at a step."""
        steps = self.replay(case)
        if not 1 <= step <= len(steps):
            raise Misused(f"{case} has steps 1 to {len(steps)}; got {step}")
        found = cases.shelf.find(case)
        body = Decision(case=found.id, step=step, of=len(steps), decided=decided, because=because)
        return self._record.append("learn.replayed/1", f"replay/{found.id}", body, CLEAR)

    def _profile(self, state: str, day: date, own: tuple[Case, ...]) -> Profile:
        deaths = self._worst(state, day)
        if own:
            # The situation is on the shelf itself: what happened up to the day is known better than from counts.
            return likeness.profile(own[-1], until=day, deaths=deaths)
        return Profile(states=frozenset({state}), regions=frozenset({states.state(state).group.value}), deaths=deaths)

    def _worst_of(self, case: Case, known: Month) -> float | None:
        """Deaths in the worst twelve months of a case as known, all its states together; None where none is covered."""
        data = engines.deaths_series()
        by_month: dict[str, float] = {}
        for code in case.countries:
            found = series.history(data, code, "all", min(case.last_month, known))
            if isinstance(found, History):
                for name, deaths in zip(found.months, found.deaths, strict=True):
                    if deaths is not None and name >= str(case.first_month):
                        by_month[name] = by_month.get(name, 0.0) + deaths
        return likeness.worst_twelve([by_month[name] for name in sorted(by_month)])

    def _worst(self, state: str, day: date) -> float | None:
        known = series.known_to(min(day, self._today()))
        found = series.history(engines.deaths_series(), state, "all", known)
        if not isinstance(found, History):
            return None
        counted = [float(deaths) for deaths in found.deaths[-60:] if deaths is not None]
        return likeness.worst_twelve(counted)

"""Account: reports on pledges put on record, where each pledge stands, and the dates ahead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from comity.account import calendar as calendars
from comity.account import standing
from comity.account.calendar import DateAhead, Rotation, Subject
from comity.desk import sitting
from comity.desk.asking import which_day, which_state
from comity.desk.brief.model import Promise
from comity.desk.committing import Commit
from comity.desk.record import Item, Record
from comity.kernel.errors import Misused, NotOnShelf, did_you_mean
from comity.kernel.marking import Marking
from comity.ledger.entry import Entry
from comity.records.finding import ConditionMet, Finding, Report
from comity.reference import calendar
from comity.reference.calendar import council


class Account:
    """The account stage of a desk."""

    def __init__(self, commit: Commit, record: Record, today: Callable[[], date]) -> None:
        self._commit = commit
        self._record = record
        self._today = today

    def report(self, report: Report, marking: Marking) -> Entry:
        """Put a report on a pledge on record; raises NotOnShelf for a pledge nobody made."""
        self._known(report.pledge)
        if max(report.seen_on, report.known_on) > self._today():
            raise Misused(f"a report of {report.known_on} is still to come", hint="give the day it was received")
        return self._record.append("account.reported/1", report.pledge, report, marking)

    def met(self, met: ConditionMet, marking: Marking) -> Entry:
        """Put on record that the condition of a pledge was met; raises NotOnShelf for a pledge nobody made."""
        self._known(met.pledge)
        if max(met.seen_on, met.known_on) > self._today():
            raise Misused(f"a report of {met.known_on} is still to come", hint="give the day it was received")
        return self._record.append("account.condition_met/1", met.pledge, met, marking)

    def promises(self, *, as_of: str | date | None = None) -> tuple[Promise, ...]:
        """Every pledge made by a day with its standing, those that need attention first."""
        day = which_day(as_of, today=self._today())
        made = {line.pledge.id: line.pledge for line in self._commit.lines(as_of=day) if line.withdrawn_on is None}
        reports = [report for _, report in self._record.values("account.reported/1", Report, as_of=day)]
        conditions = [met for _, met in self._record.values("account.condition_met/1", ConditionMet, as_of=day)]
        found = standing.standings(
            made.values(),
            [report for report in reports if report.pledge in made],
            on=day,
            met=standing.conditions_met(conditions, on=day),
        )
        return tuple(Promise(pledge=made[finding.pledge], finding=finding) for finding in found)

    def check(self, *, as_of: str | date | None = None, marking: Marking | None = None) -> tuple[Finding, ...]:
        """Standings on a day; with a marking they go on record, so that a later change of standing can be seen."""
        found = tuple(promise.finding for promise in self.promises(as_of=as_of))
        if marking is not None and found:
            items = [Item(kind="account.found/1", stream=f.pledge, body=f, marking=marking) for f in found]
            self._record.append_many(items)
        return found

    def dates(
        self, state: str, *, as_of: str | date | None = None, days: int = 365, bodies: frozenset[str] | None = None
    ) -> tuple[DateAhead, ...]:
        """Dates that open or erode consensus on a state, from the day after `as_of`."""
        place, day = which_state(state), which_day(as_of, today=self._today())
        councils = tuple(c for c in council.shelf.all() if c.year <= day.year or sitting.elected_by(c.year) <= day)
        subject = Subject(state=place.iso3, names={place.iso3: place.short}, bodies=bodies, councils=councils)
        # A resolution of 2024 set no date for those who asked in 1994.
        rules = tuple(rule for rule in calendar.shelf.all() if rule.since is None or rule.since <= day)
        first = day + timedelta(days=1)
        return calendars.dates_ahead(rules, subject, first=first, last=day + timedelta(days=days))

    def _known(self, pledge: str) -> None:
        known = [line.pledge.id for line in self._commit.lines()]
        if pledge not in known:
            raise NotOnShelf(f"there is no {pledge} on record", hint=did_you_mean(pledge, known))

    def rotation(self, day: date) -> Rotation:
        """Who leaves the Council at the end of the year and who is known on the day to join."""
        now, _ = sitting.known("unsc", day, on=day)
        following, _ = sitting.known("unsc", date(day.year + 1, 1, 1), on=day)
        return calendars.rotation([seat.iso3 for seat in now], [seat.iso3 for seat in following])

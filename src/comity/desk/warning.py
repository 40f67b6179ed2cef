"""Warn: forecasts from the fitted series, and the reports that people put on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

import msgspec

from comity.desk import engines, onset_view
from comity.desk.asking import which_day, which_state
from comity.desk.onset_view import OnsetNow
from comity.desk.record import Record
from comity.desk.reporting import Reports
from comity.desk.world_view import StateView, WorldView
from comity.kernel import states
from comity.kernel.estimate import Baseline, Estimate
from comity.kernel.states import State
from comity.records.alert import Alert
from comity.records.forecast import DeathsForecast, OnsetForecast
from comity.records.signal import Signal
from comity.warn import alerts, deaths, onset, series
from comity.warn.series import History, NoForecast


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """All that is forecast for a state; a NoForecast says why a figure is missing.

    onset      the yearly edition, whose skill was measured
    onset_now  the same with events to the newest month, within two years and within one
    """

    state: str
    as_of: date
    deaths: DeathsForecast | NoForecast
    civilians: DeathsForecast | NoForecast
    onset: OnsetForecast | NoForecast
    onset_now: tuple[OnsetNow, ...] = ()


class Warn:
    """The warn stage of a desk."""

    def __init__(self, record: Record, today: Callable[[], date]) -> None:
        self._today = today
        self.reports = Reports(record, today)

    def forecast(self, state: str, *, as_of: str | date | None = None) -> Outlook:
        """Deaths one to twelve months ahead, all and civilian, and the chance of a new mass killing."""
        return _outlook(which_state(state).iso3, which_day(as_of, today=self._today()))

    def history(self, state: str, target: str, day: date) -> History | NoForecast:
        """Deaths month by month as known on a day."""
        return series.history(engines.deaths_series(), state, target, series.known_to(day))

    def world(self, as_of: str | date | None = None) -> WorldView:
        """All UN members, and others with data, by deaths expected in the next three months."""
        day = which_day(as_of, today=self._today())
        known = series.known_to(day)
        data = engines.deaths_series()
        ahead = deaths.world(data, known, editions=engines.deaths_by_trees())
        seen = {view.state: (rank, view) for rank, view in enumerate(ahead, start=1)}
        risks = {found.state: found for found in onset.world(engines.onset_table(), day)}
        codes = sorted({place.iso3 for place in states.un_members(day)} | set(seen))
        views = [_view(states.state(code), seen, risks) for code in codes]
        views.sort(key=lambda view: (view.rank is None, view.rank or 0, view.name))
        newest = min(data.end("all"), known)
        return WorldView(as_of=day, known_to=str(newest), states=tuple(views))

    def alerts(self, *, as_of: str | date | None = None, budget: int = 10) -> tuple[Alert, ...]:
        """At most `budget` states that were calm for a year and are most likely to leave that behind."""
        day = which_day(as_of, today=self._today())
        found = deaths.world(engines.deaths_series(), series.known_to(day))
        return alerts.surges(found, on=day, budget=budget)

    def signals(self, state: str, day: date) -> tuple[Signal, ...]:
        """Reports on a state that were on record by a day, newest first."""
        return self.reports.on(state, day)


# Plan and brief ask for the same outlook one after the other.
@lru_cache(maxsize=16)
def _outlook(state: str, day: date) -> Outlook:
    data, known = engines.deaths_series(), series.known_to(day)
    views = [onset_view.now(state, day, ahead=ahead) for ahead in (2, 1)]
    return Outlook(
        state=state,
        as_of=day,
        deaths=deaths.forecast(data, state, "all", known, engines.deaths_by_trees()),
        civilians=deaths.forecast(data, state, "civilian", known, engines.deaths_by_trees()),
        onset=onset.forecast(engines.onset_table(), state, day),
        onset_now=tuple(found for found in views if isinstance(found, OnsetNow)),
    )


def _view(place: State, seen: dict[str, tuple[int, deaths.Outlook]], risks: dict[str, OnsetForecast]) -> StateView:
    risk = risks.get(place.iso3)
    onset_risk = risk.risk if risk else None
    if place.iso3 not in seen:
        gone = series.absence(engines.deaths_series(), place.iso3, "all")
        return StateView(
            iso3=place.iso3,
            name=place.short,
            deaths_ahead=None,
            deaths_behind=None,
            onset=onset_risk,
            rank=None,
            of=None,
            why_none=gone.reason if gone else "too few months are covered",
        )
    rank, view = seen[place.iso3]
    return StateView(
        iso3=place.iso3,
        name=place.short,
        deaths_ahead=_three_months(view.expected),
        deaths_behind=view.before * 12,
        onset=onset_risk,
        rank=rank,
        of=len(seen),
        changed=_changed(view),
    )


def _three_months(monthly: Estimate) -> Estimate:
    """Deaths in three months from deaths a month: three times each figure, since good and bad months come together."""
    base = monthly.baseline
    return msgspec.structs.replace(
        monthly,
        value=monthly.value * 3,
        low=monthly.low * 3,
        high=monthly.high * 3,
        unit="deaths in three months",
        baseline=Baseline(value=base.value * 3, method=base.method) if base else None,
    )


def _changed(view: deaths.Outlook) -> str:
    if view.expected.value < 1 and view.before < 1:
        return ""
    ratio = (view.expected.value + 1) / (view.before + 1)
    if ratio >= 1.5:
        return f"{ratio:.1f} times the last year's monthly mean"
    if ratio <= 1 / 1.5:
        return f"down to {ratio:.0%} of the last year's monthly mean"
    return ""

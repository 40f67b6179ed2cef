"""What alerts rest on, made once a process: chances month by month, replays at a budget, and onset risks by edition."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np

from comity.desk import engines
from comity.kernel.errors import Refused
from comity.kernel.time import Month, month_of
from comity.records.alert import Standing
from comity.warn import alerts, expected_alarms, false_alarms, onset, replay, series, surge
from comity.warn.false_alarms import Ladder
from comity.warn.onset import OnsetTable
from comity.warn.replay import Replay
from comity.warn.series import Series
from comity.warn.surge import Chances
from comity.warn.triggers import Floats, Past

# Editions of the onset risk come out once a year; in July the newest one is out.
_EDITION_MONTH = 7


def onsets_standing(day: date, budget: float) -> tuple[Standing, ...]:
    """Alerts on a new mass killing on a day."""
    return _onsets_standing(engines.onset_table(), day, budget)


@lru_cache(maxsize=8)
def _onsets_standing(table: OnsetTable, day: date, budget: float) -> tuple[Standing, ...]:
    past = _onset_past(table, day)
    return alerts.onset_standing(onset.world(table, day), past, expected_alarms.standing(past, budget), day)


def known_to(day: date) -> Month:
    """The last month whose counts are at hand on a day."""
    return min(series.known_to(day), engines.deaths_series().end("all"))


def chances(day: date) -> tuple[Chances, Ladder]:
    """Chances of every month as known on a day, and all candidate lines replayed over them."""
    data = engines.deaths_series()
    return made(data, engines.onset_table(), data.column(known_to(day)))


@lru_cache(maxsize=4)
def made(data: Series, table: OnsetTable, last: int) -> tuple[Chances, Ladder]:
    """The chances of every month up to column `last`, and all candidate lines replayed over them."""
    found = surge.chances(data, _risk(data, table, last), last)
    return found, false_alarms.ladder(found.past)


def played_on(day: date, budget: float) -> tuple[Chances, Ladder, Replay]:
    """The same with the alerts at one budget."""
    made, given = chances(day)
    return made, given, _replayed(made, given, budget)


# A notification asks for the board twice: to draft it, and to put the alert on record.
@lru_cache(maxsize=8)
def _replayed(made: Chances, given: Ladder, budget: float) -> Replay:
    return replay.replay(made.past, given, budget)


def _risk(data: Series, table: OnsetTable, last: int) -> Floats:
    """(states, months) onset risk that was known in July before each month's issue; NaN where there was none."""
    made = np.full((len(data.states), last + 1), np.nan)
    places = {state: row for row, state in enumerate(data.states)}
    newest = data.start.plus(last + series.PUBLICATION_LAG_MONTHS)
    for year in range(data.start.year, newest.year + 1):
        out = Month(year, _EDITION_MONTH)
        if out > newest:
            break
        # The first column issued at the end of July is that of June.
        column = max(0, data.column(out) - series.PUBLICATION_LAG_MONTHS)
        made[:, column:] = np.nan
        for state, risk in _edition(table, out.last).items():
            if state in places:
                made[places[state], column:] = risk
    return made


@lru_cache(maxsize=64)
def _edition(table: OnsetTable, day: date) -> dict[str, float]:
    """Onset risk of every state from the newest edition of a day."""
    return {found.state: found.risk.value for found in onset.world(table, day)}


@lru_cache(maxsize=4)
def _onset_past(table: OnsetTable, day: date) -> Past:
    """Onset risks month by month to a day, each from the edition that was out in July before it; outcomes unknown."""
    now, first = month_of(day), Month(1994, _EDITION_MONTH)
    if now < first:
        raise Refused(f"no edition of the onset risk was out on {day}", hint="ask for a day from July 1994 on")
    editions = {
        year: _edition(table, min(Month(year, _EDITION_MONTH).last, day))
        for year in range(first.year, now.year + 1)
        if Month(year, _EDITION_MONTH) <= now
    }
    newest = _edition(table, day)
    codes = tuple(sorted(set(newest).union(*editions.values())))
    figures = np.full((len(codes), now.index - first.index + 1), np.nan)
    for column in range(figures.shape[1]):
        at = first.plus(column)
        year = at.year if at.number >= _EDITION_MONTH else at.year - 1
        risks = newest if at == now else editions[year]
        figures[:, column] = [risks.get(code, np.nan) for code in codes]
    nothing = np.full(figures.shape, np.nan)
    return Past(states=codes, start=first, figures=figures, quiet=np.ones(figures.shape, dtype=bool), came=nothing)

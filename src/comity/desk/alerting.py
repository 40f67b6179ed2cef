"""Alerts of a desk: what stands within a budget of false alarms, what it costs, and how past alerts did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec
import numpy as np

from comity.desk import alert_chances, engines
from comity.desk.asking import which_day, which_state
from comity.kernel.errors import Misused, Refused, did_you_mean
from comity.kernel.progress import Progress, silent
from comity.kernel.time import Month, month, month_of
from comity.records.alert import Standing, Statement
from comity.records.forecast import OnsetForecast
from comity.warn import alerts, false_alarms, onset, replay, series, surge
from comity.warn.false_alarms import Cost, checked_budget
from comity.warn.replay import Case, Episode, Replay, Tally
from comity.warn.surge import Chances
from comity.warn.triggers import WINDOW_MONTHS, Past

# A desk can look into about so many false alarms a month; the user sets the figure (issue and docs: how-to/run-alerts).
BUDGET = 10.0
BUDGETS = (1.0, 3.0, 5.0, 10.0, 20.0)
KINDS = ("both", "deaths", "onset")
# The years before were used to choose how long an alert waits before it ends.
JUDGED_FROM = Month(2012, 1)
_SEED = 20120107
_STALE_MONTHS = 3


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on a day within a budget.

    budget         false alarms a month for the whole desk; shared evenly where both kinds are watched
    deaths, onset  alerts, highest chance first
    costs          what budgets for deaths alerts would have caught and missed in the years their line is fitted on
    kept           what the budget for deaths did since it was first fitted, month by month without foresight
    expected_false false alarms to be expected among all that stand: what their own chances leave
    came           states in which what deaths alerts warn of came within the last year
    over           the counts are so old that what they could warn of is over
    gaps           what could not be watched or is out of date, each with the reason
    """

    as_of: date
    data_to: str
    kind: str
    budget: float
    deaths: tuple[Standing, ...]
    onset: tuple[Standing, ...]
    costs: tuple[Cost, ...]
    kept: Tally | None
    expected_false: float
    came: tuple[str, ...]
    over: bool
    gaps: tuple[str, ...]

    @property
    def standing(self) -> tuple[Standing, ...]:
        """All alerts that stand, deaths first."""
        return (*self.deaths, *self.onset)


class CountryHistory(msgspec.Struct, frozen=True, kw_only=True):
    """How alerts on one state did, month by month without foresight, since the first line was fitted.

    now       statements of the day, whether an alert stands or not
    standing  alerts of the day
    cases     events that could have been warned of, oldest first
    episodes  alerts, oldest first
    tally     counts of the state; `of_all` the same of all states, since one state has too few for a rate
    why_none  why there is no history, if there is none
    """

    state: str
    name: str
    as_of: date
    budget: float
    since: str
    until: str
    now: tuple[Statement, ...]
    standing: tuple[Standing, ...]
    cases: tuple[Case, ...]
    episodes: tuple[Episode, ...]
    tally: Tally | None
    of_all: Tally | None
    why_none: str = ""


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """One rule at one budget over a span, with 90 % intervals over states."""

    rule: str
    budget: float
    tally: Tally
    recall: tuple[float, float, float]
    precision: tuple[float, float, float]
    false_month: tuple[float, float, float]
    over_budget: float


class Backtest(msgspec.Struct, frozen=True, kw_only=True):
    """Alerts over a span of issue months: ours and naive rules under the same budget and hysteresis."""

    first: str
    last: str
    window_months: int
    rows: tuple[Judged, ...]
    cases: tuple[Case, ...]


class Alerting:
    """Alerts of a desk; reads and records nothing."""

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today

    def board(self, *, as_of: str | date | None = None, budget: float = BUDGET, kind: str = "both") -> Board:
        """Alerts that stand on a day.

        raises  Misused for a budget that is no number above zero or an unknown kind; Refused before 2006, when no
                line could be fitted
        """
        day = which_day(as_of, today=self._today())
        checked_budget(budget)
        if kind not in KINDS:
            raise Misused(f"no alerts are called {kind!r}", hint=did_you_mean(kind, KINDS))
        share = budget / 2 if kind == "both" else budget
        known = alert_chances.known_to(day)
        found: tuple[Standing, ...] = ()
        killings: tuple[Standing, ...] = ()
        costs: tuple[Cost, ...] = ()
        kept = None
        came: tuple[str, ...] = ()
        if kind != "onset":
            made, given, played = alert_chances.played_on(day, share)
            found = alerts.deaths_standing(made, given, played, day)
            last = made.past.months - 1
            costs = false_alarms.costs(given, made.past, (*BUDGETS, share) if share not in BUDGETS else BUDGETS, last)
            kept = replay.tally(played, first=played.begin, last=last)
            recent = (made.past.came[:, max(0, last - 11) :] == 1).any(axis=1)
            came = tuple(made.past.states[row] for row in np.flatnonzero(recent))
        if kind != "deaths":
            killings = alert_chances.onsets_standing(day, share)
        return Board(
            as_of=day,
            data_to=str(known),
            kind=kind,
            budget=budget,
            deaths=found,
            onset=killings,
            costs=costs,
            kept=kept,
            came=came,
            over=_over(known, day),
            expected_false=sum(1 - one.statement.estimate.value for one in (*found, *killings)),
            gaps=_gaps(day, known, kind, killings),
        )

    def statements(self, state: str, *, as_of: str | date | None = None) -> tuple[Statement, ...]:
        """What can be said of a state on a day, whether an alert stands or not; empty where there is no figure."""
        place, day = which_state(state), which_day(as_of, today=self._today())
        said = []
        made, given = alert_chances.chances(day)
        row = made.past.states.index(place.iso3) if place.iso3 in made.past.states else None
        last = made.past.months - 1
        if row is not None and made.past.quiet[row, last] and not np.isnan(made.past.figures[row, last]):
            said.append(alerts.deaths_statement(made, given, row, day))
        risk = onset.forecast(engines.onset_table(), place.iso3, day)
        if isinstance(risk, OnsetForecast):
            said.append(alerts.onset_statement(risk, day))
        return tuple(said)

    def history(self, state: str, *, as_of: str | date | None = None, budget: float = BUDGET) -> CountryHistory:
        """How alerts on one state did at half the budget (the half that deaths alerts have), and what stands now."""
        place, day = which_state(state), which_day(as_of, today=self._today())
        made, _, played = alert_chances.played_on(day, checked_budget(budget) / 2)
        board = self.board(as_of=day, budget=budget)
        last = made.past.months - 1
        row = made.past.states.index(place.iso3) if place.iso3 in made.past.states else None
        counts = engines.deaths_series().counts["all"]
        span = (played.begin, last)
        return CountryHistory(
            state=place.iso3,
            name=place.name,
            as_of=day,
            budget=budget,
            since=str(replay.issued(made.past, played.begin)),
            until=str(replay.issued(made.past, last)),
            now=self.statements(place.iso3, as_of=day),
            standing=tuple(one for one in board.standing if one.state == place.iso3),
            cases=tuple(
                one for one in replay.cases(played, counts, first=span[0], last=span[1]) if one.state == place.iso3
            ),
            episodes=tuple(
                one for one in replay.episodes(played, first=span[0], last=span[1]) if one.state == place.iso3
            ),
            tally=None if row is None else replay.tally(played, first=span[0], last=span[1], row=row),
            of_all=replay.tally(played, first=span[0], last=span[1]),
            why_none=_never_watched(made, played, row, place.iso3),
        )

    def backtest(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        budgets: tuple[float, ...] = (BUDGET,),
        progress: Progress = silent,
    ) -> Backtest:
        """Alerts and naive rules over a span of issue months, by default from 2012 to the newest judged month.

        raises  Misused for a span that is no span, or ends after what can be judged; Refused before lines were fitted
        """
        progress("chances", 0.0)
        made, given = alert_chances.chances(self._today())
        rules = {"comity": (made.past, false_alarms.GRID), **surge.rivals(engines.deaths_series(), made)}
        first, last = _span(made.past, since, until)
        rows: list[Judged] = []
        cases: tuple[Case, ...] = ()
        steps = len(rules) * len(budgets)
        for place, (rule, (past, grid)) in enumerate(rules.items()):
            progress(rule, (place * len(budgets)) / steps)
            ladder = given if rule == "comity" else false_alarms.ladder(past, grid=grid)
            for step, budget in enumerate(budgets):
                played = replay.replay(past, ladder, budget)
                if first < played.begin:
                    raise Refused(
                        f"no line was in force in {replay.issued(past, first)}",
                        hint=f"begin with {replay.issued(past, played.begin)} or later",
                    )
                rows.append(judged(rule, played, first, last))
                if rule == "comity" and budget == budgets[-1]:
                    cases = replay.cases(played, engines.deaths_series().counts["all"], first=first, last=last)
                progress(rule, (place * len(budgets) + step + 1) / steps)
        return Backtest(
            first=str(replay.issued(made.past, first)),
            last=str(replay.issued(made.past, last)),
            window_months=WINDOW_MONTHS,
            rows=tuple(rows),
            cases=cases,
        )


def _span(past: Past, since: str | None, until: str | None) -> tuple[int, int]:
    """First and last column of a span of issue months."""
    lag = series.PUBLICATION_LAG_MONTHS
    newest = past.months - 1 - lag - WINDOW_MONTHS
    first = (JUDGED_FROM if since is None else month(since)).index - past.start.index - lag
    last = newest if until is None else month(until).index - past.start.index - lag
    if last > newest:
        raise Misused(
            f"alerts issued in {until} cannot be judged yet: their half year is not over in the data",
            hint=f"end with {replay.issued(past, newest)} or earlier",
        )
    if first > last:
        raise Misused(f"{since} comes after {until or replay.issued(past, last)}", hint="give the earlier month first")
    return first, last


def judged(rule: str, played: Replay, first: int, last: int) -> Judged:
    """One rule at one budget over issue columns `first` to `last`, with intervals over states."""
    found = replay.tally(played, first=first, last=last)
    ends = replay.intervals(replay.by_state(played, first=first, last=last), len(found.false_months), seed=_SEED)
    over = sum(count > played.budget for count in found.false_months) / max(1, len(found.false_months))
    return Judged(
        rule=rule,
        budget=played.budget,
        tally=found,
        recall=_with(found.recall, ends["recall"]),
        precision=_with(found.precision, ends["precision"]),
        false_month=_with(found.false_month, ends["false_month"]),
        over_budget=over,
    )


def _with(value: float, ends: tuple[float, float]) -> tuple[float, float, float]:
    return value, min(value, ends[0]), max(value, ends[1])


def _over(known: Month, day: date) -> bool:
    """Whether the half year that counts to a month can warn of is over."""
    return known.plus(series.PUBLICATION_LAG_MONTHS + WINDOW_MONTHS) < month_of(day)


def _gaps(day: date, known: Month, kind: str, killings: tuple[Standing, ...]) -> tuple[str, ...]:
    said = []
    age = month_of(day).index - known.index
    if kind != "onset":
        if _over(known, day):
            said.append(
                f"Counts end in {known}, {age} months ago: what they could warn of is over, so no deaths alert stands."
            )
        elif age > _STALE_MONTHS:
            said.append(f"Counts end in {known}, {age} months ago; part of the half year they speak of is over.")
        said.append("A state that had 25 deaths in a month within a year is not watched for deaths: that is news.")
    if kind != "deaths" and not killings:
        risk = onset.world(engines.onset_table(), day)
        if not risk:
            said.append("No edition of the onset risk covers this day, so no alert on mass killing can stand.")
    return tuple(said)


def _never_watched(made: Chances, played: Replay, row: int | None, state: str) -> str:
    gone = series.absence(engines.deaths_series(), state, "all")
    if row is None or gone is not None:
        return gone.reason if gone else f"the counts have no series of {state}"
    if not made.past.quiet[row, played.begin :].any():
        return (
            "it had 25 deaths or more in some month of every year, so a first such month could never be warned of; "
            "read the onset risk and the forecast of deaths"
        )
    return ""

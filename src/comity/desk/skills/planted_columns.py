"""Leaks that dates tell: in columns, rows, labels, windows, zones and tables of observations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np

from comity.desk.skills.planted_world import (
    AHEAD,
    LAST,
    ORIGIN,
    Given,
    Planted,
    counts,
    honest,
    month_end,
    months,
    one_of,
    outcomes,
    states,
    with_column,
    with_features,
    with_labels,
)
from comity.warn.training import training_set
from comity.warn.vintage import Observed, end_of, instants, seen

NEVER = np.datetime64("NaT", "us")
DAY = np.timedelta64(1, "D")


def by_dates(make: Callable[[], Given]) -> tuple[bool, bool]:
    """What checks of dates alone say: of columns against the origin, and of event dates against each row's own."""
    edge = np.datetime64(ORIGIN, "D")
    try:
        features, labels = make().features, make().labels
        dates = [np.asarray(part).astype("datetime64[D]") for part in (features.at, labels.at, features.event_time)]
    except Exception:  # A check that breaks down on what it is given has refused nothing by its rule.
        return False, False
    columns = any(bool((part > edge).any()) for part in dates)
    return columns, columns or bool((dates[2] > dates[0][:, None]).any())


def _case(name: str, words: str, says: str, make: Callable[[], Given]) -> Planted:
    def attempt() -> object:
        given = make()
        return training_set(given.features, given.labels, given.origin)

    return Planted(name=name, words=words, says=says, attempt=attempt, by_dates=lambda: by_dates(make))


def _column(name: str, event: int, known: int, fitted: str = "NaT") -> Given:
    """A column of deaths whose event and publication lie so many months after the row's."""
    values = counts()[np.repeat(np.arange(len(states())), len(months()) // len(states())), months()]
    return with_column(name, values, month_end(months() + event), month_end(months() + known), fitted)


def _label_column(name: str, change: Callable[[Any], Any], ahead: int = 0) -> Given:
    """The outcome, or one further ahead, as a column that claims to be of the month before."""
    table, row = outcomes(), np.repeat(np.arange(len(states())), len(months()) // len(states()))
    return with_column(name, change(table[row, months() + ahead]), month_end(months() - 1), month_end(months()))


def _gaps() -> Given:
    happened = honest().labels.happened
    return with_column("gdp", np.where(happened == 1, np.nan, 1.0), month_end(months() - 1), month_end(months()))


def _noisy(outcome: Any) -> Any:
    return 3 - 2 * outcome + np.random.default_rng(4).uniform(-0.4, 0.4, len(outcome))


def _known(moment: str) -> Any:
    features = honest().features
    return one_of(features.known_at, (5, 0), np.datetime64(moment, "us"))


def _one_event(name: str, row: int, event: str, known: str) -> Given:
    """A column that is honest but in one row."""
    given = with_column(name, np.arange(len(months())) % 7, month_end(months() - 1), month_end(months()))
    features = given.features
    return with_features(
        names=features.names, values=features.values, fitted_to=features.fitted_to,
        event_time=one_of(features.event_time, (row, 2), np.datetime64(event, "us")),
        known_at=one_of(features.known_at, (row, 2), np.datetime64(known, "us")),
    )  # fmt: skip


def _twice_in_features() -> Given:
    old, again = honest().features, np.r_[np.arange(len(months())), 9]
    return with_features(unit=old.unit[again], at=old.at[again], values=old.values[again],
                         known_at=old.known_at[again], event_time=old.event_time[again])  # fmt: skip


def _twice_in_labels() -> Given:
    old, again = honest().labels, np.r_[np.arange(len(months())), 9]
    return with_labels(**{name: getattr(old, name)[again] for name in type(old).__struct_fields__})


def _month_starts() -> Any:
    return (honest().features.at.astype("datetime64[M]")).astype("datetime64[D]")


def _local() -> Given:
    """A report of New Year's Eve in New York, which is New Year's Day in UTC, in a row of 31 December."""
    late = instants([datetime(2015, 12, 31, 23, 30, tzinfo=timezone(timedelta(hours=-5)))])[0]
    features = honest().features
    events = one_of(features.event_time, (0, slice(None)), month_end(10)[()])
    return with_features(at=one_of(features.at, 0, month_end(11)[()]), event_time=events,
                         known_at=one_of(features.known_at, (0, 0), late))  # fmt: skip


def _naive_instants() -> Given:
    moments = [datetime(2016, 1, 31, 23)] * len(months())  # noqa: DTZ001 - the leak: an instant without a zone
    return with_column("reports", 1.0, month_end(months() - 1), instants(moments))


def _naive_origin() -> Given:
    given = honest()
    origin = datetime(2018, 12, 31)  # noqa: DTZ001 - the leak: an origin without a zone
    return Given(features=given.features, labels=given.labels, origin=origin)


def _observed(**changed: Any) -> Observed:
    base = {
        "unit": np.array(["XAA", "XAA", "XAB"]), "variable": np.array(["deaths"] * 3), "value": np.array([1.0, 2, 3]),
        "event_time": np.array(["2016-01-31", "2016-01-31", "2016-02-29"], dtype="datetime64[D]"),
        "known_at": np.array(["2016-02-20", "2016-06-01", "2016-03-20"], dtype="datetime64[D]"),
    }  # fmt: skip
    return Observed(**(base | changed))


def _table(name: str, words: str, says: str, **changed: Any) -> Planted:
    return Planted(name=name, words=words, says=says, attempt=lambda: seen(_observed(**changed), ORIGIN),
                   by_dates=lambda: (False, False))  # fmt: skip


def _days(*days: str) -> Any:
    return np.array(days, dtype="datetime64[D]")


def _opens(row: int) -> Any:
    return one_of(honest().labels.opens, row, honest().labels.at[row] - 20 * DAY)


def _month_start_rows() -> Given:
    """Rows dated by the first of the month whose deaths they hold."""
    given = _column("march_deaths", 0, 0)
    old = given.features
    starts = old.at.astype("datetime64[M]").astype("datetime64[D]").astype("datetime64[us]")
    shift = np.full(len(starts), 40) * DAY
    dates = np.column_stack([starts - shift, starts - shift, old.event_time[:, 2]])
    return with_features(names=old.names, values=old.values, fitted_to=old.fitted_to, at=starts, event_time=dates,
                         known_at=np.column_stack([starts - DAY, starts - DAY, old.known_at[:, 2]]))  # fmt: skip


COLUMNS = (
    _case("lead", "deaths of the next month", "column deaths_next tells of a time after its row",
          lambda: _column("deaths_next", 1, 2)),
    _case("same month before it is over", "figures of the row's own month, published the month after",
          "column deaths_now was known only after its row", lambda: _column("deaths_now", 0, 1)),
    _case("no known_at", "a column nobody can date", "column mystery has a value and no known_at",
          lambda: with_column("mystery", 1.0, month_end(months() - 1), np.full(len(months()), NEVER))),
    _case("no event_time", "a column of no time", "column timeless has a value and no event_time",
          lambda: with_column("timeless", 1.0, np.full(len(months()), NEVER), month_end(months()))),
    _case("late event", "a massacre found a year later, counted in its own month",
          "column graves was known only after its row", lambda: _column("graves", -2, 10)),
    _case("revised figure", "last year's release for every year", "column revised_gdp was known only after its row",
          lambda: with_column("revised_gdp", 1.0, month_end(months() - 1), np.full(len(months()), month_end(LAST)))),
    _case("rows after the origin", "a row of the month after the origin", "after the origin 2018-12-31",
          lambda: with_features(at=one_of(honest().features.at, 3, month_end(LAST + 1)))),
    _case("row without a time", "a row of no time", "stands at no time",
          lambda: with_features(at=one_of(honest().features.at, 3, NEVER))),
    _case("scaled on all years", "mean and width of the whole panel, told",
          "column scaled was made with a statistic of rows known until 2019-12-31",
          lambda: _column("scaled", -1, 0, "2019-12-31T23:59:59.999999")),
    _case("outcome by state, told", "each state's share of outcomes in all years",
          "column state_code was made with a statistic of rows known until 2019-06-30",
          lambda: _column("state_code", -1, 0, "2019-06-30T23:59:59.999999")),
    _case("open window", "an outcome whose window is not over", "has a window still open at the origin",
          lambda: with_labels(closes=one_of(honest().labels.closes, 8, month_end(LAST + 2)))),
    _case("open window written 0", "nothing yet, taken for nothing", "has an outcome known before its window closed",
          lambda: with_labels(known_at=one_of(honest().labels.known_at, 8, month_end(15)))),
    _case("revised label", "the list of episodes as corrected a year later",
          "has an outcome known, or revised, only after the origin",
          lambda: with_labels(known_at=one_of(honest().labels.known_at, 2, month_end(LAST + 9)))),
    _case("window over the row", "an outcome that may have happened already",
          "has a window that opens at or before its row's time", lambda: with_labels(opens=_opens(4))),
    _case("label without known_at", "an outcome nobody can date", "has no known_at: window",
          lambda: with_labels(known_at=one_of(honest().labels.known_at, 6, NEVER))),
    _case("label missing", "an outcome nobody knows", "has no outcome",
          lambda: with_labels(happened=one_of(honest().labels.happened, 6, np.nan))),
    _case("label without window", "an outcome of no time", "lacks a time or a window",
          lambda: with_labels(closes=one_of(honest().labels.closes, 6, NEVER))),
    _case("window backwards", "a window that ends before it begins", "has a window that closes before it opens",
          lambda: with_labels(closes=one_of(honest().labels.closes, 6, month_end(10)))),
    _case("windows of two lengths", "twelve months for some states and six for others", "label windows last from",
          lambda: with_labels(closes=one_of(honest().labels.closes, 0, month_end(months()[0] + 2 * AHEAD)),
                              known_at=one_of(honest().labels.known_at, 0, month_end(months()[0] + 2 * AHEAD + 1)))),
    _case("row twice", "two vintages of one row", "features: XAA at 2016-10-31 stands in rows", _twice_in_features),
    _case("label twice", "two outcomes of one row", "labels: XAA at 2016-10-31 stands in rows", _twice_in_labels),
    _case("column twice", "two columns of one name", "two columns are named deaths_1",
          lambda: with_features(names=("deaths_1", "deaths_1"))),
    _case("the label itself", "the target left among the predictors", "column onset_1or2 orders the rows exactly",
          lambda: _label_column("onset_1or2", lambda y: y)),
    _case("the label turned round", "1 for safe, with noise", "column stability orders the rows exactly as its",
          lambda: _label_column("stability", _noisy)),
    _case("a lead of the label", "the outcome of the next row", "the outcome 1 rows further ahead",
          lambda: _label_column("onset_soon", lambda y: y, ahead=1)),
    _case("gaps that tell", "no figures where war came", "column gdp is empty exactly where its own", _gaps),
    _case("report in local time", "23:30 in New York is the next day in UTC", "known 2016-01-01 04:30:00 UTC", _local),
    _case("instants without zone", "a clock that may stand anywhere", "2016-01-31 23:00:00 names no time zone",
          _naive_instants),
    _case("origin without zone", "an origin that may lie a day later", "2018-12-31 00:00:00 names no time zone",
          _naive_origin),
    _case("month starts", "rows dated by the first of the month they hold", "column march_deaths tells of a time",
          _month_start_rows),
    _case("months without days", "2016-01 is its first and its last day", "known_at of the features is dated by month",
          lambda: with_features(known_at=honest().features.known_at.astype("datetime64[M]"))),
    _case("times as texts", "times that sort as words", "event_time of the features holds <U",
          lambda: with_features(event_time=np.full((len(months()), 2), "2016-01"))),
    _case("labels by month start", "labels and features that mean different days", "has no row of features",
          lambda: with_labels(at=_month_starts())),
    _case("leader's exit", "how a leader will leave, known on the day he came",
          "column leader_exit_eventual is dated as known before it was over",
          lambda: _one_event("leader_exit_eventual", 7, "2017-11-15", "2016-08-31")),
    _case("election result backdated", "a run-off's winner booked on the first round",
          "column election_won tells of a time after its row: XAA at 2016-11-30",
          lambda: _one_event("election_won", 10, "2016-12-20", "2016-12-21")),
    _case("long event on its first month", "Ethiopia 2021-01: a year of war booked where it began",
          "column war_deaths tells of a time after its row: XAA at 2017-03-31",
          lambda: _one_event("war_deaths", 14, "2017-12-31", "2018-02-10")),
    _case("year in its January", "an annual index in the first month of its year",
          "column libdem tells of a time after its row: XAA at 2017-01-31",
          lambda: _one_event("libdem", 12, "2017-12-31", "2018-03-07")),
    _case("year before its release", "last year's index in January, released in March",
          "column polyarchy was known only after its row: XAA at 2017-01-31",
          lambda: _one_event("polyarchy", 12, "2016-12-31", "2017-03-07")),
    _table("two values, one vintage", "which of the two is chosen by what came later", "stands twice with one known_at",
           known_at=_days("2016-02-20", "2016-02-20", "2016-03-20")),
    _table("observed at no time", "an observation nobody can date", "(row 1) has no known_at",
           known_at=_days("2016-02-20", "NaT", "2016-03-20")),
    _table("known before it was over", "a month's total on its tenth day", "XAB (row 2) was known at 2016-02-10",
           known_at=_days("2016-02-20", "2016-06-01", "2016-02-10")),
)  # fmt: skip


def _last_moment() -> Given:
    """An outcome known at the very end of the origin's day."""
    return with_labels(known_at=one_of(honest().labels.known_at, 2, end_of(ORIGIN)))


def _unknown_left_empty() -> Given:
    nothing = np.full(len(months()), NEVER)
    return with_column("gdp", np.nan, nothing, nothing)


HONEST_COLUMNS = (
    _case("honest rows", "deaths to the month before", "", honest),
    _case("outcome known on the last moment", "known by the end of the origin's day", "", _last_moment),
    _case("an empty column", "nothing known and nothing claimed", "", _unknown_left_empty),
    _case("scaled within the fold", "mean and width of rows known by the origin", "",
          lambda: _column("scaled", -1, 0, "2018-12-31T23:59:59.999999")),
    _case("late event, used late", "found a year later, counted from then on", "",
          lambda: _column("graves", -12, 0)),
    _case("index after its release", "last year's index from March on", "",
          lambda: _one_event("polyarchy", 14, "2016-12-31", "2017-03-07")),
    _case("a good predictor", "deaths of the last year squared", "",
          lambda: with_column("square", honest().features.values[:, 0] ** 2, month_end(months() - 1),
                              month_end(months()))),
    _table("two vintages in order", "the second corrects the first", ""),
)  # fmt: skip

"""The rows a model may be trained on at an origin, or a refusal that names column, row and dates.

Dates alone do not show a statistic over the whole panel; comity.warn.invariance does.
"""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Misused, Refused
from comity.warn.vintage import Floats, Names, Origin, Times, as_times, end_of, shown

# Fewer cases of a kind than this can be told apart by chance.
_LEAST_CASES = 5
# Ranks that agree to this degree are the same column written otherwise.
_SAME_RANKS = 0.999


class Features(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What is known of units at times, with how it was known.

    unit, at    (rows,) the row speaks of the unit as known at the end of `at`
    values      (rows, columns), NaN where nothing was known
    known_at    (rows, columns) latest known_at among what went into the value; NaT only where the value is NaN
    event_time  (rows, columns) latest end of what went into the value
    fitted_to   (columns,) latest known_at of any row behind a statistic the column was made with (mean, rank, filling,
                encoding by outcome); NaT where there is none
    vintage     "real": known_at is when it was published; "today": today's figures dated by an assumed delay. Scores
                from the two are never shown as one
    """

    names: tuple[str, ...]
    unit: Names
    at: Times
    values: Floats
    known_at: Times
    event_time: Times
    fitted_to: Times
    vintage: Literal["real", "today"]


class Labels(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What happened in a window after each row's time.

    opens, closes  (rows,) first and last day of the window, which begins after `at`
    known_at       (rows,) when the outcome, in the form given here, was known: not before the window closed
    """

    unit: Names
    at: Times
    opens: Times
    closes: Times
    known_at: Times
    happened: Floats


class TrainingSet(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Rows in order of time and unit, each with its outcome."""

    names: tuple[str, ...]
    unit: Names
    at: Times
    values: Floats
    happened: Floats
    vintage: Literal["real", "today"]


def training_set(features: Features, labels: Labels, origin: Origin) -> TrainingSet:
    """The rows with labels, all of which an origin could know.

    raises  Refused naming column, row and dates for whatever was not; Misused for shapes that do not fit
    """
    edge = end_of(origin)
    at = _shaped(features)
    _refuse_twice(features.unit, at, "features")
    _refuse_later_rows(features, at, edge)
    _refuse_unknown_columns(features, at, edge)
    label_at = _refuse_open_labels(labels, edge)
    _refuse_twice(labels.unit, label_at, "labels")
    rows = _matched(features, at, labels, label_at)
    order = np.lexsort((labels.unit, label_at))
    made = TrainingSet(
        names=features.names,
        unit=labels.unit[order],
        at=label_at[order],
        values=features.values[rows][order],
        happened=labels.happened[order],
        vintage=features.vintage,
    )
    _refuse_outcomes(made)
    return made


def _shaped(features: Features) -> Times:
    """`at` in microseconds, or Misused for shapes that do not fit and Refused for two columns of one name."""
    shape = (len(features.unit), len(features.names))
    for name in ("values", "known_at", "event_time"):
        if getattr(features, name).shape != shape:
            raise Misused(f"{name} has the shape {getattr(features, name).shape} and not {shape} (rows, columns)")
    if features.fitted_to.shape != shape[1:] or features.at.shape != shape[:1]:
        raise Misused(f"fitted_to needs {shape[1]} times and `at` {shape[0]}")
    twice = sorted({name for name in features.names if features.names.count(name) > 1})
    if twice:
        raise Refused(f"two columns are named {twice[0]}: one would hide behind the other", hint="name each once")
    return as_times(features.at, "at of the features")


def _refuse_twice(unit: Names, at: Times, words: str) -> None:
    order = np.lexsort((at, unit))
    same = (unit[order][1:] == unit[order][:-1]) & (at[order][1:] == at[order][:-1])
    for place in np.flatnonzero(same)[:1]:
        rows = sorted((int(order[place]), int(order[place + 1])))
        raise Refused(
            f"{words}: {unit[rows[0]]} at {shown(at[rows[0]])} stands in rows {rows[0]} and {rows[1]}",
            hint="keep the vintage that was known, once: a row in training and in test is a leak",
        )


def _refuse_later_rows(features: Features, at: Times, edge: np.datetime64) -> None:
    for row in np.flatnonzero(np.isnat(at))[:1]:
        raise Refused(f"features: {features.unit[row]} (row {row}) stands at no time", hint="give each row its time")
    for row in np.flatnonzero(at > edge)[:1]:
        raise Refused(
            f"features: {features.unit[row]} (row {row}) stands at {shown(at[row])}, after the origin {shown(edge)}",
            hint="cut the rows at the origin",
        )


def _refuse_unknown_columns(features: Features, at: Times, edge: np.datetime64) -> None:
    known = as_times(features.known_at, "known_at of the features")
    event = as_times(features.event_time, "event_time of the features")
    fitted = as_times(features.fitted_to, "fitted_to of the features")
    told = ~np.isnan(features.values)
    stands = at[:, None]
    rules = (
        (told & np.isnat(known), "has a value and no known_at", "carry the known_at of every row it was made from"),
        (told & np.isnat(event), "has a value and no event_time", "carry the end of what it tells"),
        (told & (known < event), "is dated as known before it was over", "event_time is the end of what it tells"),
        (told & (event > stands), "tells of a time after its row", "end every window at the row's own time"),
        (told & (known > stands), "was known only after its row", "use the vintage known by then, or leave it empty"),
    )
    for broken, words, hint in rules:
        for row, column in np.argwhere(broken)[:1]:
            dates = f"event {_or_none(event[row, column])}, known {_or_none(known[row, column])}"
            raise Refused(
                f"column {features.names[column]} {words}: {features.unit[row]} at {shown(at[row])} (row {row}), "
                f"{dates}",
                hint=hint,
            )
    for column in np.flatnonzero(fitted > edge)[:1]:
        raise Refused(
            f"column {features.names[column]} was made with a statistic of rows known until {shown(fitted[column])}, "
            f"after the origin {shown(edge)}",
            hint="fit means, ranks, fillings and encodings on the training rows alone",
        )


def _refuse_open_labels(labels: Labels, edge: np.datetime64) -> Times:
    """`at` of the labels in microseconds, if every window was closed and its outcome known by the origin."""
    lengths = {len(getattr(labels, name)) for name in Labels.__struct_fields__}
    if len(lengths) > 1:
        raise Misused(f"the columns of the labels differ in length: {sorted(lengths)}")
    at, opens, closes, known = (as_times(getattr(labels, n), f"{n} of the labels")
                                for n in ("at", "opens", "closes", "known_at"))  # fmt: skip
    rules = (
        (np.isnan(labels.happened), "has no outcome", "leave rows without an outcome out"),
        (np.isnat(known), "has no known_at", "say when the outcome was known"),
        (np.isnat(at) | np.isnat(opens) | np.isnat(closes), "lacks a time or a window", "give all three"),
        (closes < opens, "has a window that closes before it opens", "give first and last day"),
        (opens <= at, "has a window that opens at or before its row's time", "open it the day after"),
        (closes > edge, "has a window still open at the origin", "a window not closed has no outcome, not even 0"),
        (known < closes, "has an outcome known before its window closed", "a year that goes on may still hold one"),
        (known > edge, "has an outcome known, or revised, only after the origin", "use the outcome as known by then"),
    )
    for broken, words, hint in rules:
        for row in np.flatnonzero(broken)[:1]:
            dates = f"window {_or_none(opens[row])} to {_or_none(closes[row])}, known {_or_none(known[row])}"
            raise Refused(
                f"label of {labels.unit[row]} at {_or_none(at[row])} (row {row}) {words}: {dates}, "
                f"origin {shown(edge)}",
                hint=hint,
            )
    spans = np.unique((closes - opens).astype("timedelta64[D]").astype(np.int64))
    # Months and years differ by a few days; a window twice as long is another question.
    if len(spans) and spans[-1] > 1.5 * max(spans[0], 1):
        raise Refused(
            f"label windows last from {spans[0] + 1} to {spans[-1] + 1} days: long ones reach further into the future",
            hint="train one model a horizon",
        )
    return at


def _or_none(moment: np.datetime64) -> str:
    return "none" if np.isnat(moment) else shown(moment)


def _matched(features: Features, at: Times, labels: Labels, label_at: Times) -> NDArray[np.intp]:
    place = {(str(unit), int(time.astype(np.int64))): row
             for row, (unit, time) in enumerate(zip(features.unit, at, strict=True))}  # fmt: skip
    found = [
        place.get((str(unit), int(time.astype(np.int64)))) for unit, time in zip(labels.unit, label_at, strict=True)
    ]
    for row, where in enumerate(found):
        if where is None:
            said = (
                f"label of {labels.unit[row]} at {shown(label_at[row])} (row {row}) has no row of features at that time"
            )
            raise Refused(said, hint="month starts and month ends do not match: give both the last day")
    return np.array(found, dtype=np.intp)


def _refuse_outcomes(made: TrainingSet) -> None:
    """Refused where a column, or where it is empty, is the outcome itself or one further ahead, written otherwise."""
    for lead in range(4):
        outcome = _ahead(made, lead)
        words = "its own outcome" if lead == 0 else f"the outcome {lead} rows further ahead"
        for column, name in enumerate(made.names):
            values = made.values[:, column]
            if _same(values, outcome):
                said = f"column {name} orders the rows exactly as {words} does: it is the label, written otherwise"
                raise Refused(said, hint="take it out, or show how it was known")
            if lead == 0 and _same(np.isnan(values).astype(np.float64), outcome):
                said = f"column {name} is empty exactly where {words} says: its gaps tell the label"
                raise Refused(said, hint="take it out, or fill it from what was known")


def _ahead(made: TrainingSet, lead: int) -> Floats:
    """Outcome of the same unit `lead` rows later; NaN where there is none."""
    found = np.full(len(made.happened), np.nan)
    for unit in np.unique(made.unit):
        rows = np.flatnonzero(made.unit == unit)
        found[rows[: max(len(rows) - lead, 0)]] = made.happened[rows[lead:]]
    return found


def _same(values: Floats, outcome: Floats) -> bool:
    both = ~np.isnan(values) & ~np.isnan(outcome)
    x, y = values[both], outcome[both]
    kinds, counts = np.unique(y, return_counts=True)
    if len(y) < 2 * _LEAST_CASES or len(kinds) < 2:
        return False
    if len(kinds) == 2:
        low, high = x[y == kinds[0]], x[y == kinds[1]]
        return counts.min() >= _LEAST_CASES and bool(low.max() < high.min() or high.max() < low.min())
    first, second = (np.unique(column, return_inverse=True)[1].astype(np.float64) for column in (x, y))
    return len(np.unique(x)) > 2 and bool(abs(np.corrcoef(first, second)[0, 1]) >= _SAME_RANKS)

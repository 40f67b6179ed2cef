"""What a forecast of deaths may know at the end of each month: one row of figures a state and month, in named groups.

Every figure of a month uses that month and earlier ones only; tests plant the future to prove it. No file is read here.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.time import Month
from comity.warn.draws import Floats
from comity.warn.series import Counts

GROUPS = {
    "own": "the state's own history of these deaths",
    "other": "other violence in the state",
    "near": "neighbours and region",
    "world": "the world, and the time of year",
    "structure": "population, government, exclusion, displacement",
    "politics": "coups, leaders, elections",
}
# Parts of the log-odds of any death: the groups, through the boosters, and what the forest adds to them.
PARTS = {**GROUPS, "like": "what followed elsewhere in months like these"}
# Yearly figures of a year are published in the course of the next one: until June the year before last is the newest.
_YEARLY_KNOWN_FROM_MONTH = 7
# A yearly figure that stops is carried on for so long and is then missing.
_CARRIED_YEARS = 4
_LONG_AGO = 400.0
LARGE = 25


class Inputs(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """All that the features are made from.

    own       (states, months) the deaths to be forecast, NaN where not covered
    others    name -> (states, months) deaths of other kinds, the most telling first
    events    name -> (states, months) numbers of events; "own", or a name in `others`
    borders   (states, states) 1 where two states are neighbours
    region    (states,) number of the region, -1 for none
    yearly    name -> (states, years) figures of each year from `first_year` on, NaN where missing
    marks     name -> (states, months) 1 in a month in which it happened, such as a coup
    levels    name -> (states, months) figures known in the month itself, NaN where missing
    """

    states: tuple[str, ...]
    start: Month
    own: Counts
    others: dict[str, Counts]
    events: dict[str, Counts]
    borders: Floats
    region: NDArray[np.int64]
    first_year: int
    yearly: dict[str, Floats]
    marks: dict[str, Floats]
    levels: dict[str, Floats]


class Features(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """`values` (states, months, features), each feature's name and group, and the inputs without any value."""

    values: NDArray[np.float32]
    names: tuple[str, ...]
    groups: tuple[str, ...]
    missing: tuple[str, ...]

    def column(self, name: str) -> NDArray[np.float32]:
        """(states, months) values of one feature."""
        return self.values[:, :, self.names.index(name)]


def features(given: Inputs) -> Features:
    """The table of features; an input without any value is named in `missing`, not filled in silently."""
    filled = np.nan_to_num(given.own)
    others = {name: np.nan_to_num(counts) for name, counts in given.others.items()}
    whole = filled + sum(others.values()) if others else filled
    columns = [
        *_own(filled, given.events.get("own")),
        *_other(others, given.events, whole),
        *_near(given, filled, others, whole),
        *_world(given.start, filled, others),
        *_structure(given),
        *_politics(given),
    ]
    sources = {"events": given.events, "yearly": given.yearly, "marks": given.marks, "levels": given.levels}
    missing = [f"{kind}: {name}" for kind, of in sources.items() for name in of if np.isnan(of[name]).all()]
    return Features(
        values=np.stack([np.asarray(values, dtype=np.float32) for _, _, values in columns], axis=2),
        names=tuple(f"{group}:{name}" for group, name, _ in columns),
        groups=tuple(group for group, *_ in columns),
        missing=tuple(missing),
    )


Column = tuple[str, str, NDArray[np.floating]]


def _own(x: Floats, events: Counts | None) -> Iterator[Column]:
    log = np.log1p
    for back in range(6):
        yield "own", f"lag{back}", log(_lag(x, back))
    for months in (3, 6, 12, 24, 36, 60, 120):
        yield "own", f"sum{months}", log(_sum(x, months))
    for half in (2, 6, 18, 48):
        yield "own", f"decayed{half}", log(_decayed(x, half))
    for half in (3, 12):
        yield "own", f"log_decayed{half}", _decayed(log(x), half)
    for months in (12, 60):
        yield "own", f"peak{months}", log(_peak(x, months))
    for months in (6, 12, 36, 120):
        yield "own", f"active{months}", _sum(x > 0, months)
    for months in (12, 36):
        yield "own", f"large{months}", _sum(x >= LARGE, months)
    yield "own", "ever", log(np.cumsum(x, axis=1))
    yield "own", "since_any", _since(x > 0)
    yield "own", "since_large", _since(x >= LARGE)
    yield "own", "trend6", _trend(x, 6)
    yield "own", "trend3", _trend(x, 3)
    yield "own", "year_ago", log(_lag(x, 11))
    if events is not None:
        for months in (1, 3, 12):
            yield "own", f"events{months}", log(_sum(np.nan_to_num(events), months))


def _other(others: dict[str, Floats], events: dict[str, Counts], whole: Floats) -> Iterator[Column]:
    log = np.log1p
    for name, z in others.items():
        for back in range(3):
            yield "other", f"{name}_lag{back}", log(_lag(z, back))
        for months in (3, 6, 12, 36, 60, 120):
            yield "other", f"{name}_sum{months}", log(_sum(z, months))
        yield "other", f"{name}_since", _since(z > 0)
        yield "other", f"{name}_active12", _sum(z > 0, 12)
        yield "other", f"{name}_trend6", _trend(z, 6)
        yield "other", f"{name}_peak12", log(_peak(z, 12))
        if name in events:
            for months in (3, 12):
                yield "other", f"{name}_events{months}", log(_sum(np.nan_to_num(events[name]), months))
    group = "other" if others else "own"
    yield group, "whole_sum3", log(_sum(whole, 3))
    yield group, "whole_sum60", log(_sum(whole, 60))
    yield group, "whole_ever", log(np.cumsum(whole, axis=1))
    yield group, "whole_since", _since(whole > 0)


def _near(given: Inputs, x: Floats, others: dict[str, Floats], whole: Floats) -> Iterator[Column]:
    same = (given.region[:, None] == given.region[None, :]) & (given.region >= 0)[:, None]
    np.fill_diagonal(same, val=False)
    kinds = {"own": x, **dict(list(others.items())[:1])}
    began = (_sum(x, 3) > 0) & (_sum(_lag(x, 3), 12) == 0)
    for where, joined in (("borders", given.borders), ("region", same.astype(np.float64))):
        for name, z in kinds.items():
            for months in (3, 12, 36):
                yield "near", f"{where}_{name}_sum{months}", np.log1p(joined @ _sum(z, months))
        yield "near", f"{where}_active", joined @ (_sum(whole, 6) >= LARGE)
        yield "near", f"{where}_began", joined @ began


def _world(start: Month, x: Floats, others: dict[str, Floats]) -> Iterator[Column]:
    for name, z in {"own": x, **dict(list(others.items())[:1])}.items():
        for months in (1, 6, 24):
            yield "world", f"{name}_sum{months}", np.broadcast_to(np.log1p(_sum(z, months).sum(axis=0)), x.shape)
    yield "world", "states_active3", np.broadcast_to((_sum(x, 3) > 0).sum(axis=0), x.shape)
    yield "world", "month_of_year", np.broadcast_to((start.index + np.arange(x.shape[1])) % 12, x.shape)


def _structure(given: Inputs) -> Iterator[Column]:
    months = given.own.shape[1]
    yield "structure", "region", np.broadcast_to(given.region[:, None].astype(np.float64), given.own.shape)
    index = given.start.index + np.arange(months)
    newest = np.where(index % 12 + 1 >= _YEARLY_KNOWN_FROM_MONTH, index // 12 - 1, index // 12 - 2) - given.first_year
    for name, table in given.yearly.items():
        at = np.clip(newest, 0, table.shape[1] - 1)
        yield "structure", name, np.where(newest >= 0, _carried(table)[:, at], np.nan)


def _politics(given: Inputs) -> Iterator[Column]:
    for name, marks in given.marks.items():
        happened = np.nan_to_num(marks) > 0
        yield "politics", f"since_{name}", _since(happened)
        yield "politics", f"{name}_60", _sum(happened, 60)
    for name, values in given.levels.items():
        yield "politics", name, values


def _carried(table: Floats) -> Floats:
    """Each year's figure, or the newest of the years before, at most `_CARRIED_YEARS` old."""
    made, age = table.copy(), np.zeros(len(table))
    for year in range(1, table.shape[1]):
        missing = np.isnan(table[:, year])
        age = np.where(missing, age + 1, 0)
        made[:, year] = np.where(missing & (age <= _CARRIED_YEARS), made[:, year - 1], made[:, year])
    return made


def _sum(x: NDArray[np.generic], months: int) -> Floats:
    total = np.concatenate([np.zeros((len(x), 1)), np.cumsum(x, axis=1, dtype=np.float64)], axis=1)
    first = np.maximum(np.arange(1, x.shape[1] + 1) - months, 0)
    result: Floats = total[:, 1:] - total[:, first]
    return result


def _lag(x: Floats, months: int) -> Floats:
    moved = np.zeros_like(x)
    moved[:, months:] = x[:, : x.shape[1] - months]
    return moved


def _peak(x: Floats, months: int) -> Floats:
    made = x.copy()
    for back in range(1, min(months, x.shape[1])):
        made[:, back:] = np.maximum(made[:, back:], x[:, :-back])
    return made


def _trend(x: Floats, months: int) -> Floats:
    now = _sum(x, months)
    result: Floats = np.log1p(now) - np.log1p(_lag(now, months))
    return result


def _decayed(x: Floats, half: float) -> Floats:
    keep = 0.5 ** (1 / half)
    made, level = np.zeros_like(x), np.zeros(len(x))
    for month in range(x.shape[1]):
        level = keep * level + (1 - keep) * x[:, month]
        made[:, month] = level
    return made


def _since(happened: NDArray[np.bool_]) -> Floats:
    """Months since it last happened, 0 in the month itself."""
    made, age = np.zeros(happened.shape), np.full(len(happened), _LONG_AGO)
    for month in range(happened.shape[1]):
        age = np.where(happened[:, month], 0.0, np.minimum(age + 1, _LONG_AGO))
        made[:, month] = age
    return made

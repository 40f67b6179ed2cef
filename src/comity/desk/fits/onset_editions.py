"""Editions of the onset engine, one a base year, trained in two processes: what the fit writes and the skill judges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.desk.fits import onset_panel
from comity.desk.fits.onset_panel import Panel
from comity.desk.fits.onset_trees import Model, train
from comity.warn.logit import Floats
from comity.warn.onset_fit import Parts, Rows, spread, usable

PROCESSES = 2


class Applied(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A model on the rows of one period: rounded parts and the 90 % interval of the risk."""

    parts: Parts
    low: Floats
    high: Floats


class Edition(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One base year and horizon.

    rows       places in the panel
    carried    the same model on the rows of the next base year, None for the last one
    months     month (months since year 0) and the same model with the events up to it
    trained    training rows and events
    """

    base_year: int
    ahead: int
    rows: NDArray[np.intp]
    here: Applied
    carried: Parts | None
    months: tuple[tuple[int, Applied], ...]
    base_rate: float
    trained: tuple[int, int]


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What one process is to make: a base year, a horizon in years, refits for the interval, months to add."""

    base_year: int
    ahead: int
    resamples: int
    months: tuple[int, ...] = ()
    seed: int


def rows_of(panel: Panel, ahead: int) -> Rows:
    """The panel with the outcome of one horizon, 1 or 2 years."""
    happened = panel.within_1 if ahead == 1 else panel.within_2
    return Rows(
        state=panel.state, year=panel.year, names=panel.names, values=panel.values, happened=happened, ahead=ahead
    )


def made(panel: Panel, tasks: Sequence[Task]) -> Iterator[Edition]:
    """Editions in the order of the tasks."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context, initializer=_begin, initargs=(panel,)) as pool:
        yield from pool.map(_make, tasks)


def edition(panel: Panel, task: Task) -> Edition:
    """One edition, in this process."""
    rows = rows_of(panel, task.ahead)
    train_rows, here = rows.closed(task.base_year), rows.at(task.base_year)
    model = train(rows, task.base_year)
    refits = list(_refits(rows, task))
    periods = [(month, onset_panel.at_month(panel, task.base_year, month)[1]) for month in task.months]
    return Edition(
        base_year=task.base_year,
        ahead=task.ahead,
        rows=here,
        here=_applied(model, refits, rows.values[here]),
        carried=_carried(model, rows, task.base_year),
        months=tuple((month, _applied(model, refits, values)) for month, values in periods),
        base_rate=rows.base_rate(task.base_year),
        trained=(len(train_rows), int(rows.happened[train_rows].sum())),
    )


def _refits(rows: Rows, task: Task) -> Iterable[Model]:
    train_rows = rows.closed(task.base_year)
    names, place = np.unique(rows.state[train_rows], return_inverse=True)
    draw = np.random.default_rng((task.seed, task.base_year))
    done = 0
    while done < task.resamples:
        counts = draw.multinomial(len(names), np.full(len(names), 1 / len(names)))[place].astype(np.float64)
        if counts @ rows.happened[train_rows] > 0:
            done += 1
            yield train(rows, task.base_year, counts=counts, seeds=(100 + done,))


def _applied(model: Model, refits: Sequence[Model], values: Floats) -> Applied:
    parts = model.parts(values).rounded()
    again = np.array([refit.parts(values).log_odds for refit in refits])
    low, high = spread(parts.log_odds, again)
    return Applied(parts=parts, low=low, high=high)


def _carried(model: Model, rows: Rows, base_year: int) -> Parts | None:
    """The model on next year's rows; columns that no longer come keep the state's last value, if it has one."""
    here, there = rows.at(base_year), rows.at(base_year + 1)
    if not len(there):
        return None
    values = rows.values[there].copy()
    before = dict(zip(rows.state[here], here, strict=True))
    gone = np.setdiff1d(np.arange(values.shape[1]), usable(values))
    for place, state in enumerate(rows.state[there]):
        if state in before:
            values[place, gone] = rows.values[before[state], gone]
    return model.parts(values).rounded()


_panel: list[Panel] = []


def _begin(panel: Panel) -> None:
    _panel[:] = [panel]


def _make(task: Task) -> Edition:
    return edition(_panel[0], task)

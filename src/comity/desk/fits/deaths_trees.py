"""Deaths ahead by trees: two boosters for the chance of any death, a forest of leaf histograms for how many.

The forest alone is the quantile forest of Meinshausen 2006 (Journal of Machine Learning Research 7), grown by LightGBM.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Refused
from comity.warn import features as known
from comity.warn import grid, predictive
from comity.warn.draws import Floats
from comity.warn.features import Features, Inputs

SEED = 1948
# Settings were compared on origins 2005-2011 only; docs/explanation/deaths-forecast.md has what was tried.
_FOREST_TREES = 60
_FOREST_LEAF = 15
# A month long past tells less: its weight halves every ten years.
_HALF_LIFE_YEARS = 10.0
# Of the rows of states that never saw violence and saw none after, one in three is kept, at triple weight.
_QUIET_KEPT = 3
_FIRST_COLUMN = 24
# Part of the distribution taken from the state's own recent months and its like (warn.predictive), by its level.
OWN_PART_VIOLENT = 0.4
OWN_PART_CALM = 0.2
# A forest cannot go beyond the months it has seen, and few states ever stood above this many deaths of all kinds a
# month: there own months speak alone. Settled after a first look at 2023, when Ukraine stood at six times as many.
BEYOND = {"all": 1_000.0}
# Beside a forest that knows the longer past, own months may fade twice as fast as where they speak alone.
OWN_HALF_LIFE_MONTHS = 3.0
# Weight of the forest's own chance of any death, in log-odds, beside the boosters'.
FOREST_CHANCE = 1 / 3
# What is pooled over states spreads wider than one violent state does; 1.1 and 1.2 did alike on 2005-2011.
SHARPENED = 1.15

# A forest of few hundred leaves cannot tell a chance from zero or one more closely than this.
_LEAST_CHANCE = 1e-5

_SHARED = {"num_threads": 1, "verbose": -1, "deterministic": True, "force_col_wise": True}
_BOOST: dict[str, Any] = _SHARED | {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_data_in_leaf": 40,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "feature_fraction": 0.5,
    "lambda_l2": 5.0,
    "max_bin": 127,
}
# The second booster draws its splits at random (Geurts, Ernst and Wehenkel 2006, Machine Learning 63).
_BOOSTERS: tuple[tuple[dict[str, Any], int], ...] = (
    (_BOOST | {"seed": SEED}, 150),
    (_BOOST | {"seed": SEED + 1, "extra_trees": True}, 200),
)
_FOREST: dict[str, Any] = _SHARED | {
    "boosting": "rf",
    "objective": "l2",
    "num_leaves": 1000,
    "min_data_in_leaf": _FOREST_LEAF,
    "feature_fraction_bynode": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "extra_trees": True,
    "max_bin": 63,
    "seed": SEED,
}


class Panel(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Counts with their features and levels.

    levels  for the distributions that ship without trees; `recent` for those of months that fade twice as fast
    cap     largest count a tree may learn from
    beyond  level, in deaths a month, from which own months speak alone
    """

    inputs: Inputs
    features: Features
    levels: predictive.Panel
    recent: predictive.Panel
    cap: float
    beyond: float


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One fit: labels up to column `newest` are known; forecasts `horizon` months after each of the `origins`."""

    newest: int
    horizon: int
    origins: tuple[int, ...]
    drivers: bool = False


class Made(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Forecasts of one task, states within origins.

    forest   masses of the forest alone
    chance   chance of any death, from the two boosters and the forest
    parts    (cases, parts + 1) its log-odds by part and, last, what all states share; empty if not asked for
    seconds  processor time of the fit
    """

    task: Task
    state: NDArray[np.int64]
    origin: NDArray[np.int64]
    forest: Floats
    chance: Floats
    parts: Floats
    seconds: float = 0.0


# One massacre in a century must not set the mean of every leaf it falls in: Rwanda's April 1994 has 430,000.
CAPS = {"civilian": 5_000.0, "state_based": 20_000.0, "all": 20_000.0}


def panel(inputs: Inputs, target: str) -> Panel:
    """The panel that tasks are run on."""
    made = known.features(inputs)
    levels, recent = predictive.panel(inputs.own), predictive.panel(inputs.own, OWN_HALF_LIFE_MONTHS)
    beyond = BEYOND.get(target, np.inf)
    return Panel(inputs=inputs, features=made, levels=levels, recent=recent, cap=CAPS[target], beyond=beyond)


def run(given: Panel, task: Task) -> Made:
    """The forecasts of one fit; raises Refused where a label would come from after `newest`."""
    if min(task.origins) < task.newest:
        raise Refused(
            f"an origin in column {min(task.origins)} precedes the newest label, {task.newest}: that is a leak"
        )
    begun = time.process_time()
    rows, columns = _training(given, task)
    x, weights = given.features.values[rows, columns], _weights(given, task, rows, columns)
    state, origin = _asked(given, task)
    ahead = given.features.values[state, origin]
    odds, parts = _boosted(x, given.inputs.own[rows, columns + task.horizon] > 0, weights, (ahead, given, task))
    forest = _forest(given, task, (rows, columns, weights), ahead)
    added = FOREST_CHANCE * (_log_odds(np.clip(1 - forest[:, 0], _LEAST_CHANCE, 1 - _LEAST_CHANCE)) - odds)
    if task.drivers:
        parts[:, -2] = added
    return Made(
        task=task,
        state=state,
        origin=origin,
        forest=forest,
        chance=1 / (1 + np.exp(-odds - added)),
        parts=parts,
        seconds=time.process_time() - begun,
    )


def finished(given: Panel, made: Made, *, horizon: int | None = None) -> Floats:
    """The forecast: forest and own months mixed, with the boosters' chance of any death put in.

    horizon  that of the own months, if other than the task's
    """
    own = own_masses(given.recent, made, horizon or made.task.horizon)
    level = given.levels.level[made.state, made.origin]
    part = np.where(level >= predictive.SCALED_FROM, OWN_PART_VIOLENT, OWN_PART_CALM)[:, None]
    # A state with too short a series has no own months to add.
    part = np.where((level < 0)[:, None], 0.0, part)
    beyond = given.levels.mean[made.state, made.origin] >= given.beyond
    if beyond.any():
        own[beyond] = own_masses(given.levels, made, horizon or made.task.horizon)[beyond]
        part[beyond] = 1.0
    mixed = (1 - part) * made.forest + part * own
    violent = (level >= predictive.SCALED_FROM) & ~beyond
    mixed[violent] = grid.sharpened(mixed[violent], SHARPENED)
    return grid.with_chance(mixed, made.chance)


def between(near: Made, far: Made, horizon: int) -> Made:
    """The forecast of a horizon between two that were fitted: forests mixed, log-odds and their parts in proportion."""
    share = (horizon - near.task.horizon) / (far.task.horizon - near.task.horizon)
    odds = (1 - share) * _log_odds(near.chance) + share * _log_odds(far.chance)
    return Made(
        task=msgspec.structs.replace(near.task, horizon=horizon),
        state=near.state,
        origin=near.origin,
        forest=(1 - share) * near.forest + share * far.forest,
        chance=1 / (1 + np.exp(-odds)),
        parts=(1 - share) * near.parts + share * far.parts,
    )


def _log_odds(chance: Floats) -> Floats:
    result: Floats = np.log(chance / (1 - chance))
    return result


def own_masses(given: predictive.Panel, made: Made, horizon: int) -> Floats:
    """The distributions of own months and their like for the same cases."""
    masses = np.zeros((len(made.state), len(grid.POINTS)))
    for last in np.unique(made.origin):
        cases = np.flatnonzero(made.origin == last)
        whole = predictive.predictive(given, int(last), horizon)
        masses[cases] = grid.from_draws(whole)[made.state[cases]]
    return masses


def run_all(given: Panel, tasks: Sequence[Task], *, workers: int = 2) -> Iterator[Made]:
    """Every task in order, on two processes; each fit runs on one thread, so that results never vary."""
    if workers == 1:
        yield from (run(given, task) for task in tasks)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(given,)) as pool:
        yield from pool.map(_task, tasks)


_HELD: list[Panel] = []


def _begin(given: Panel) -> None:
    _HELD[:] = [given]


def _task(task: Task) -> Made:
    return run(_HELD[0], task)


def _training(given: Panel, task: Task) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows and columns whose outcome is known, with most of the rows of states that were always quiet left out."""
    own = given.inputs.own
    columns = np.arange(_FIRST_COLUMN, task.newest - task.horizon + 1)
    row, column = (part.ravel() for part in np.meshgrid(np.arange(len(own)), columns, indexing="ij"))
    outcome = own[row, column + task.horizon]
    kept = ~np.isnan(own[row, column]) & ~np.isnan(outcome)
    kept &= ~_quiet(given, row, column, outcome) | ((row * 7 + column) % _QUIET_KEPT == 0)
    return row[kept], column[kept]


def _quiet(given: Panel, row: Any, column: Any, outcome: Floats) -> NDArray[np.bool_]:
    name = "other:whole_sum60" if "other:whole_sum60" in given.features.names else "own:whole_sum60"
    result: NDArray[np.bool_] = (given.features.column(name)[row, column] == 0) & (outcome == 0)
    return result


def _weights(given: Panel, task: Task, row: Any, column: Any) -> tuple[Floats, Floats]:
    """Weights that make up for the rows left out, without and with the fading of old months."""
    outcome = given.inputs.own[row, column + task.horizon]
    full = np.where(_quiet(given, row, column, outcome), float(_QUIET_KEPT), 1.0)
    return full, full * 0.5 ** ((task.newest - column) / 12 / _HALF_LIFE_YEARS)


def _asked(given: Panel, task: Task) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """States known at each origin, in order."""
    origins = np.array(task.origins)
    origin, state = (part.ravel() for part in np.meshgrid(origins, np.arange(len(given.inputs.own)), indexing="ij"))
    covered = ~np.isnan(given.inputs.own[state, origin])
    return state[covered], origin[covered]


def _boosted(x: Any, happened: Any, weights: tuple[Floats, Floats], asked: Any) -> tuple[Floats, Floats]:
    """Mean log-odds of any death over the boosters, and its parts by group, with room for what the forest adds."""
    import lightgbm

    ahead, given, task = asked
    odds = np.zeros(len(ahead))
    parts = np.zeros((len(ahead), len(known.PARTS) + 1 if task.drivers else 0))
    for settings, rounds in _BOOSTERS:
        table = lightgbm.Dataset(x, happened.astype(np.float64), weight=weights[0], params=settings)
        grown = lightgbm.train(settings, table, rounds)
        if task.drivers:
            parts += _grouped(np.asarray(grown.predict(ahead, pred_contrib=True)), given.features) / len(_BOOSTERS)
        else:
            odds += np.asarray(grown.predict(ahead, raw_score=True)) / len(_BOOSTERS)
    return (parts.sum(axis=1) if task.drivers else odds), parts


def _grouped(contributions: Floats, made: Features) -> Floats:
    """Exact Shapley values of the trees (Lundberg et al. 2020, Nature Machine Intelligence 2), summed by group."""
    columns = [
        contributions[:, [i for i, group in enumerate(made.groups) if group == name]].sum(axis=1)
        for name in known.GROUPS
    ]
    return np.column_stack([*columns, np.zeros(len(contributions)), contributions[:, -1]])


def _forest(given: Panel, task: Task, training: Any, ahead: Any) -> Floats:
    """Masses of the forest: in each tree the outcomes in the leaf, at the horizon and one month to either side."""
    import lightgbm

    rows, columns, (_, weights) = training
    own = np.minimum(given.inputs.own, given.cap)
    x = given.features.values[rows, columns]
    table = lightgbm.Dataset(x, np.log1p(own[rows, columns + task.horizon]), weight=weights, params=_FOREST)
    grown = lightgbm.train(_FOREST, table, _FOREST_TREES)
    inside = np.asarray(grown.predict(x, pred_leaf=True), dtype=np.int64)
    asked = np.asarray(grown.predict(ahead, pred_leaf=True), dtype=np.int64)
    # Only outcomes up to `newest` may fill a leaf, so the newest rows lend their own outcome to the month after.
    seen = [own[rows, np.minimum(columns + task.horizon + step, task.newest)] for step in (-1, 0, 1)]
    filled = [grid.places(np.where(np.isnan(of), seen[1], of)) for of in seen]
    points = len(grid.POINTS)
    masses = np.zeros((len(ahead), points))
    for tree in range(_FOREST_TREES):
        leaves = int(max(inside[:, tree].max(), asked[:, tree].max())) + 1
        held = np.zeros(leaves * points)
        for outcome in filled:
            held += np.bincount(inside[:, tree] * points + outcome, weights=weights, minlength=leaves * points)
        shares = held.reshape(leaves, points)
        masses += (shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-12))[asked[:, tree]]
    result: Floats = masses / masses.sum(axis=1, keepdims=True)
    return result

"""Yearly signals on a grid of states and years: lags, sums, changes, neighbours, and windows over months.

Every function looks back from a year, never ahead; a cell that rests on nothing known stays NaN.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Misused

Floats = NDArray[np.float64]

# Windows of the event history, in months, as in the published country-month feature sets.
WINDOWS = (6, 12, 24, 60)


def lagged(grid: Floats, years: int) -> Floats:
    """The value `years` before each cell, (states, years); NaN where the grid had not begun."""
    if years < 0:
        raise Misused(f"a lag looks back; got {years} years")
    result = np.full(grid.shape, np.nan)
    result[:, years:] = grid[:, : grid.shape[1] - years]
    return result


def change(grid: Floats, years: int) -> Floats:
    """What a value gained over the last years."""
    return grid - lagged(grid, years)


def recent(grid: Floats, years: int) -> Floats:
    """Sum over this year and those before, `years` in all; unknown years count as nothing."""
    summed: Floats = np.nansum([lagged(grid, back) for back in range(years)], axis=0)
    return summed


def highest(grid: Floats, years: int) -> Floats:
    """Greatest value of this year and those before, `years` in all; NaN where none is known."""
    stack = np.array([lagged(grid, back) for back in range(years)])
    most = np.max(np.where(np.isnan(stack), -np.inf, stack), axis=0)
    return np.where(np.isinf(most), np.nan, most)


def around(grid: Floats, links: Sequence[Sequence[int]], how: Literal["max", "sum"]) -> Floats:
    """Greatest value or sum over the neighbours of each state, in the same year; NaN where none is known.

    links  rows of the neighbours of each state
    """
    result = np.full(grid.shape, np.nan)
    for row, near in enumerate(links):
        if not len(near):
            continue
        block = grid[list(near)]
        known = ~np.isnan(block)
        value = np.max(np.where(known, block, -np.inf), axis=0) if how == "max" else np.nansum(block, axis=0)
        result[row] = np.where(known.any(axis=0), value, np.nan)
    return result


def windows(months: Floats, end: int, name: str) -> dict[str, Floats]:
    """Eight signals of the months before column `end` (not included), one value a state.

    months  deaths, (states, months); NaN where not covered
    gives   log(1 + sum) of each window, trend of the last half-year against the last two years, peak and shares of
            months with a death; NaN where more than half of a window is not covered
    """

    def told(width: int) -> tuple[Floats, NDArray[np.bool_]]:
        block = months[:, max(0, end - width) : max(0, end)]
        if not block.shape[1]:
            return np.zeros((len(months), 1)), np.zeros(len(months), dtype=np.bool_)
        return np.nan_to_num(block), np.isnan(block).mean(axis=1) <= 0.5

    made: dict[str, Floats] = {}
    for width in WINDOWS:
        block, known = told(width)
        made[f"{name}_{width}m"] = np.where(known, np.log1p(block.sum(axis=1)), np.nan)
    half, two = told(6)[0].sum(axis=1), told(24)[0].sum(axis=1)
    made[f"{name}_trend"] = np.where(told(24)[1] & told(6)[1], np.log1p(half) - np.log1p(two / 4), np.nan)
    block, known = told(60)
    made[f"{name}_peak"] = np.where(known, np.log1p(block.max(axis=1)), np.nan)
    for width in (24, 60):
        block, known = told(width)
        made[f"{name}_share_{width}m"] = np.where(known, (block > 0).mean(axis=1), np.nan)
    return made


def split_by_kind(kinds: Floats, total: Floats, last: int) -> Floats:
    """Monthly deaths by kind, those from column `last` on split by what was known before.

    kinds  (kinds, states, months); nothing from column `last` on is used
    total  (states, months) deaths of all kinds
    gives  later months: the total times the state's shares of the 36 months before `last`, drawn towards the world's
           shares as if 25 deaths more had been seen, so that a state without deaths has the world's shares
    """
    before = np.nansum(kinds[:, :, max(0, last - 36) : last], axis=2)
    world = before.sum(axis=1) / max(float(before.sum()), 1.0)
    shares = (before + 25.0 * world[:, None]) / (before.sum(axis=0) + 25.0)
    result = kinds.copy()
    result[:, :, last:] = total[None, :, last:] * shares[:, :, None]
    return result


def neighbour_rows(states: Sequence[str], neighbours: Mapping[str, Sequence[str]]) -> tuple[tuple[int, ...], ...]:
    """For each state the rows of its land neighbours among `states`, in order of code."""
    place = {state: row for row, state in enumerate(states)}
    return tuple(tuple(place[near] for near in sorted(neighbours.get(state, ())) if near in place) for state in states)

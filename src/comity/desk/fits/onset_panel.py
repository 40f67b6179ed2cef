"""The rows the onset engine learns from: EWP's country-years with event history, coups, leaders and neighbours joined.

Each column is what was known of a year at its end (V-Dem and EWP columns: today's vintage of that year).
"""

from __future__ import annotations

import json
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.reference import fitted
from comity.store.raw import RawData
from comity.warn import onset_signals as signals
from comity.warn.onset_signals import Floats

TABLE = "atrocities/ewp_predictors.parquet"
MONTHS = "events/country_month.parquet"
YEARS = "states/country_year.parquet"
LEADERS = "states/leaders_month.parquet"
ELECTIONS = "states/elections_reign.parquet"
COUPS = "states/coups_cline.parquet"
FILES = (TABLE, MONTHS, YEARS, LEADERS, ELECTIONS, COUPS)

BEGIN, END = 1945, 2025
FIRST_MONTH = 1989 * 12
# Deaths by kind are complete to June 2021 only, for all states but Sudan (shared README of the data).
TYPED_TO = 2021 * 12 + 6
# REIGN's lists end in March 2021, Cline's coups in 2022; a year that is covered in part counts as not covered.
LEADERS_TO, CLINE_TO = 2020, 2022
_NOT_FEATURES = ("iso3", "ewp_name", "year", "mk_onset_1or2", "mk_onset", "ccode", "mk_onset_1", "mk_onset_2")
_REGIMES = ("personal", "military", "party", "monarchy", "provisional", "parliamentary", "presidential", "warlordism")
_VDEM = ("v2clkill_ord", "v2clsocgrp_ord", "v2clrgunev_ord", "v2cldmovem_ord")


class Panel(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Country-years in order of state and year.

    names, values     features and their values, (rows, features), NaN where unknown
    within_1, _2      1 if a new mass killing began in the next year; in one of the next two
    onset             1 if one began in the year itself
    months            deaths by kind (state-based, non-state, one-sided), (3, states, months from January 1989)
    total             deaths of all kinds, (states, months)
    states            states in the order of the grids
    """

    state: NDArray[np.str_]
    year: NDArray[np.int64]
    names: tuple[str, ...]
    values: Floats
    within_1: Floats
    within_2: Floats
    onset: Floats
    months: Floats
    total: Floats
    states: tuple[str, ...]
    links: tuple[tuple[int, ...], ...]


def load(raw: RawData) -> Panel:
    """All rows of EWP's table with every signal."""
    table = raw.columns(TABLE, "select * from data order by iso3, year")
    state, year = np.asarray(table["iso3"], dtype=np.str_), np.asarray(table["year"], dtype=np.int64)
    states = tuple(sorted(set(state.tolist())))
    place = {name: row for row, name in enumerate(states)}
    grid_of = _Grids(raw, place)
    own = {name: _floats(table[name]) for name in table if name not in _NOT_FEATURES}
    rows = np.array([place[name] for name in state])
    months, total = _monthly(raw, place)
    links = signals.neighbour_rows(states, json.loads(fitted.read("outlines", "outlines.json"))["neighbours"])
    battle = np.full((len(states), END - BEGIN + 1), np.nan)
    battle[rows, year - BEGIN] = own["battledeaths_log2"]
    ongoing = np.full(battle.shape, np.nan)
    ongoing[rows, year - BEGIN] = own["mk_ongoing_count_log2"]
    grids = {
        **_yearly_windows(months),
        **_coups(grid_of),
        **_leaders(raw, place),
        **_elections(raw, place),
        **{f"change_{k}_battle": signals.change(battle, k) for k in (1, 3)},
        "battle_peak_5y": signals.highest(battle, 5),
        **{name: grid_of(name) for name in _VDEM},
        "v2clkill_change_3y": signals.change(grid_of(_VDEM[0]), 3),
        **_other_kinds(grid_of),
    }
    grids.update(_neighbours(grids, grid_of, battle, ongoing, (links, months.sum(axis=0))))
    values = {**own, **{name: grid[rows, year - BEGIN] for name, grid in grids.items()}}
    return Panel(
        state=state,
        year=year,
        names=tuple(values),
        values=np.column_stack(list(values.values())),
        within_1=np.nan_to_num(_floats(table["mk_onset_1"])),
        within_2=_floats(table["mk_onset_1or2"]),
        onset=_floats(table["mk_onset"]),
        months=months,
        total=total,
        states=states,
        links=links,
    )


def at_month(panel: Panel, base_year: int, month: int) -> tuple[NDArray[np.intp], Floats]:
    """Rows of a base year and their values with the event windows moved to the end of a later month.

    month  months since year 0 (year * 12 + month - 1); the structural columns stay those of the base year
    """
    here = np.flatnonzero(panel.year == base_year)
    where = np.array([panel.states.index(name) for name in panel.state[here]])
    end = month + 1 - FIRST_MONTH
    fresh = _windows(panel.months, end)
    twelve = np.nansum(panel.months[1:, :, max(0, end - 12) : end], axis=(0, 2))
    three = np.nansum(panel.months[1:, :, max(0, end - 36) : end], axis=(0, 2))
    fresh["not_state_based"], fresh["not_state_based_3y"] = np.log1p(twelve), np.log1p(three)
    all_kinds = np.log1p(np.nansum(panel.months[:, :, max(0, end - 12) : end], axis=(0, 2)))
    fresh["near_deaths"] = signals.around(all_kinds[:, None], panel.links, "max")[:, 0]
    values = panel.values[here].copy()
    for name, column in fresh.items():
        values[:, panel.names.index(name)] = column[where]
    return here, values


class _Grids:
    """Columns of the yearly file of states as grids, read once."""

    def __init__(self, raw: RawData, place: dict[str, int]) -> None:
        self._columns = raw.columns(YEARS, "select * from data order by iso3, year")
        keep = np.array([name in place for name in self._columns["iso3"]])
        self._keep, self._size = keep, len(place)
        self._row = np.array([place[name] for name in self._columns["iso3"][keep]])
        self._column = np.asarray(self._columns["year"][keep], dtype=np.int64) - BEGIN

    def __call__(self, name: str) -> Floats:
        grid = np.full((self._size, END - BEGIN + 1), np.nan)
        grid[self._row, self._column] = _floats(self._columns[name])[self._keep]
        return grid


def _monthly(raw: RawData, place: dict[str, int]) -> tuple[Floats, Floats]:
    found = raw.rows(
        MONTHS,
        "select iso3, year(month) * 12 + month(month) - 1, sb_best, ns_best, os_best, total_within_month from data "
        "order by iso3, month",
    )
    last = max(month for _, month, *_, total in found if total is not None) + 1
    kinds, total = (
        np.full((3, len(place), last - FIRST_MONTH), np.nan),
        np.full((len(place), last - FIRST_MONTH), np.nan),
    )
    for state, month, *deaths, every in found:
        if state not in place or not FIRST_MONTH <= month < last:
            continue
        column = month - FIRST_MONTH
        if month < TYPED_TO:
            kinds[:, place[state], column] = [np.nan if value is None else value for value in deaths]
        total[place[state], column] = np.nan if every is None else every
    return signals.split_by_kind(kinds, total, TYPED_TO - FIRST_MONTH), total


def _windows(months: Floats, end: int) -> dict[str, Floats]:
    made: dict[str, Floats] = {}
    for kind, deaths in zip(("battle", "non_state", "one_sided"), months, strict=True):
        made.update(signals.windows(deaths, end, kind))
    return made


def _yearly_windows(months: Floats) -> dict[str, Floats]:
    grids: dict[str, Floats] = {}
    for year in range(1989, min(END, FIRST_MONTH // 12 + months.shape[2] // 12)):
        for name, column in _windows(months, (year + 1) * 12 - FIRST_MONTH).items():
            grid = grids.setdefault(name, np.full((months.shape[1], END - BEGIN + 1), np.nan))
            grid[:, year - BEGIN] = column
    return grids


def _coups(grid_of: _Grids) -> dict[str, Floats]:
    attempts, realised = grid_of("cline_coups_attempted"), grid_of("cline_coups_realized")
    any_coup = grid_of("coup_any_pt")
    this_year = np.nan_to_num(any_coup) + np.nan_to_num(attempts) + np.nan_to_num(realised)
    cline = {
        "coups_realised_3y": signals.recent(realised, 3),
        "coup_conspiracies_3y": signals.recent(grid_of("cline_coups_conspiracy"), 3),
    }
    return {
        "coup_1y": (this_year > 0).astype(np.float64),
        "coup_3y": signals.recent(any_coup, 3),
        "coup_10y": signals.recent(any_coup, 10),
        **{name: _until(grid, CLINE_TO) for name, grid in cline.items()},
    }


def _until(grid: Floats, last: int) -> Floats:
    grid = grid.copy()
    grid[:, last - BEGIN + 1 :] = np.nan
    return grid


def _leaders(raw: RawData, place: dict[str, int]) -> dict[str, Floats]:
    shape = (len(place), END - BEGIN + 1)
    names = ("leader_tenure", "leader_age", "leader_military", "months_since_election")
    grids = {name: np.full(shape, np.nan) for name in (*names, *(f"regime_{kind}" for kind in _REGIMES))}
    query = (
        "select iso3, year(month), tenure_months, leader_age, leader_military, months_since_election, regime_type "
        "from data where month(month) = 12 order by iso3, month"
    )
    for state, year, *figures, regime in raw.rows(LEADERS, query):
        if state not in place or not BEGIN <= year <= LEADERS_TO:
            continue
        cell = place[state], year - BEGIN
        for name, figure in zip(names, figures, strict=True):
            grids[name][cell] = np.nan if figure is None else figure
        for kind in _REGIMES:
            grids[f"regime_{kind}"][cell] = np.nan if regime is None else float(kind in regime)
    for name in ("leader_tenure", "months_since_election"):
        grids[name] = np.log1p(grids[name])
    changes = np.full(shape, np.nan)
    summed = "select iso3, year(month) as y, sum(leader_change) from data group by 1, 2 order by 1, 2"
    for state, year, count in raw.rows(LEADERS, summed):
        if state in place and BEGIN <= year <= LEADERS_TO:
            changes[place[state], year - BEGIN] = count
    three = changes + signals.lagged(changes, 1) + signals.lagged(changes, 2)
    return {**grids, "leader_changes_1y": changes, "leader_changes_3y": _until(three, LEADERS_TO)}


def _elections(raw: RawData, place: dict[str, int]) -> dict[str, Floats]:
    shape = (len(place), END - BEGIN + 1)
    held = {"X": np.zeros(shape), "L": np.zeros(shape)}
    broken, revolts = np.zeros(shape), np.zeros(shape)
    troubles = ("Void", "Regime Fail", "Delay", "Not Met", "Anull")
    for state, year, kind, event in raw.rows(ELECTIONS, "select iso3, year, type, event from data order by all"):
        if state not in place or year is None or not BEGIN <= year <= LEADERS_TO:
            continue
        cell = place[state], year - BEGIN
        if (event or "").startswith("Vote") and kind in held:
            held[kind][cell] = 1.0
        broken[cell] += any(word in (event or "") for word in troubles)
    query = "select iso3, year from data where popular = 1 order by all"
    for state, year in raw.rows(COUPS, query):
        if state in place and BEGIN <= year <= END:
            revolts[place[state], year - BEGIN] += 1
    return {
        "election_executive": _until(held["X"], LEADERS_TO),
        "election_legislative": _until(held["L"], LEADERS_TO),
        "election_broken_3y": _until(signals.recent(broken, 3), LEADERS_TO),
        "popular_revolt_3y": _until(signals.recent(revolts, 3), CLINE_TO),
    }


def _other_kinds(grid_of: _Grids) -> dict[str, Floats]:
    """Deaths outside battle in the year: by kind to 2020, the total less battle deaths from 2021 on."""
    typed = grid_of("ged_ns") + grid_of("ged_os")
    typed[:, 2021 - BEGIN :] = np.maximum(grid_of("ged_non_sb_241"), 0)[:, 2021 - BEGIN :]
    three = np.log1p(signals.recent(typed, 3))
    three[:, : 1991 - BEGIN] = np.nan
    return {"not_state_based": np.log1p(typed), "not_state_based_3y": three}


def _neighbours(
    grids: dict[str, Floats], grid_of: _Grids, battle: Floats, ongoing: Floats, near: tuple[Any, Floats]
) -> dict[str, Floats]:
    links, deaths = near
    fights = np.nan_to_num(grid_of("acd_intrastate"))
    fresh = ((fights > 0) & (np.nan_to_num(signals.lagged(fights, 1)) == 0)).astype(np.float64)
    last_year = np.full(battle.shape, np.nan)
    for year in range(1989, min(END, 1989 + deaths.shape[1] // 12)):
        end = (year + 1) * 12 - FIRST_MONTH
        last_year[:, year - BEGIN] = np.log1p(np.nansum(deaths[:, end - 12 : end], axis=1))
    return {
        "near_killings": signals.around(ongoing, links, "max"),
        "near_battle": signals.around(battle, links, "max"),
        "near_war": signals.around(np.nan_to_num(grid_of("acd_max_intensity")), links, "max"),
        "near_new_conflicts": signals.around(fresh, links, "sum"),
        "near_coups": signals.around(grids["coup_3y"], links, "sum"),
        "near_deaths": signals.around(last_year, links, "max"),
    }


def _floats(column: Any) -> Floats:
    return np.asarray(np.ma.filled(np.ma.asarray(column, dtype=np.float64), np.nan), dtype=np.float64)

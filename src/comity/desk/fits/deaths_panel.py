"""What the deaths forecast is fitted on, read from the raw data: counts by kind, neighbours, structure, politics."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from comity.kernel.errors import Misused
from comity.kernel.time import Month
from comity.reference import fitted
from comity.store.raw import RawData
from comity.warn.draws import Floats
from comity.warn.features import Inputs

COUNTS = "events/country_month.parquet"
YEARS = "states/country_year.parquet"
CODES = "states/country_codes.parquet"
COUPS = "states/coups_cline.parquet"
LEADERS = "states/leaders_month.parquet"
FILES = (COUNTS, YEARS, CODES, COUPS, LEADERS)

START = Month(1989, 1)
# Counts by kind are incomplete after this month (README of the VIEWS competition extract): nothing later is read.
KINDS_TO = Month(2021, 6)
FIRST_YEAR = 1980
# Microstates of the VIEWS panel that the raw table leaves out, since no violence was recorded in any of them.
MICROSTATES = (
    *("AND", "ATG", "DMA", "FSM", "GRD", "KIR", "KNA", "LCA", "LIE", "MCO", "MHL", "NRU", "PLW", "SMR", "STP"),
    *("SYC", "TON", "TUV", "VCT", "VUT", "WSM"),
)
# States that were gone before the first origin that is ever judged.
_GONE = ("CSK", "DDR", "YMD")

# Target -> (its column, other kinds, their events); "all" is the only one with counts after mid-2021.
TARGETS = {
    "civilian": ("os_best", ("sb_best", "ns_best"), ("os_events", "sb_events", "ns_events")),
    "state_based": ("sb_best", ("os_best", "ns_best"), ("sb_events", "os_events", "ns_events")),
    "all": ("total_within_month", (), ()),
}
_LOGGED = ("pop", "gdppc_wdi", "refugees_from", "idps", "refugees_hosted")
_PLAIN = (
    *("imr_un", "v2x_polyarchy", "v2x_libdem", "v2csreprss_ord", "vd_freediscussion", "v2clkill_ord", "fh_pr", "fh_cl"),
    *("epr_exclpop", "epr_discrimpop", "epr_lexclpop", "acd_max_intensity", "acd_conflicts", "acd_interstate"),
    *("state_age", "hief_ethnic_frac", "polity2", "vd_pol_killing_approved"),
)
_LEVELS = ("tenure_months", "months_since_election", "leader_military")


def inputs(raw: RawData, target: str, *, to: Month) -> Inputs:
    """Everything the features of one target are made from, months up to `to` and no later.

    raises  Misused for an unknown target, or for counts by kind after mid-2021
    """
    if target not in TARGETS:
        raise Misused(f"{target!r} is no target of the deaths forecast", hint=f"use one of {', '.join(TARGETS)}")
    if target != "all" and to > KINDS_TO:
        raise Misused(f"deaths by kind of violence are complete to {KINDS_TO} only; got {to}")
    own, others, events = TARGETS[target]
    months = to.index - START.index + 1
    states, tables = _counts(raw, (own, *others, *events), months, micro=target != "all")
    place = {state: row for row, state in enumerate(states)}
    last_year = to.year
    lasting = target != "all"
    return Inputs(
        states=states,
        start=START,
        own=tables[own],
        others={name.split("_")[0]: tables[name] for name in others},
        events={("own" if number == 0 else name.split("_")[0]): tables[name] for number, name in enumerate(events)},
        borders=_borders(place),
        region=_regions(raw, place),
        first_year=FIRST_YEAR,
        yearly=_yearly(raw, place, last_year),
        # Coups end in 2022 and leaders in 2021-03: a target that goes on to the present cannot lean on them.
        marks=_marks(raw, place, months) if lasting else {},
        levels=_levels(raw, place, months) if lasting else {},
    )


def _counts(
    raw: RawData, names: tuple[str, ...], months: int, *, micro: bool
) -> tuple[tuple[str, ...], dict[str, Floats]]:
    listed = ", ".join(names)
    gone = ", ".join(f"'{state}'" for state in _GONE)
    query = (
        f"select iso3, year(month) * 12 + month(month) - 1, {listed} from data "  # noqa: S608 - our own names
        f"where in_gw_system and {names[0]} is not null and iso3 not in ({gone}) order by iso3, month"
    )
    rows = [(state, at - START.index, values) for state, at, *values in raw.rows(COUNTS, query)]
    rows = [row for row in rows if row[1] < months]
    states = tuple(sorted({row[0] for row in rows} | set(MICROSTATES if micro else ())))
    place = {state: row for row, state in enumerate(states)}
    tables = {name: np.full((len(states), months), np.nan) for name in names}
    for state, column, values in rows:
        for name, value in zip(names, values, strict=True):
            if value is not None:
                tables[name][place[state], column] = value
    if micro:
        for table in tables.values():
            table[[place[state] for state in MICROSTATES]] = 0.0
    return states, tables


def _borders(place: dict[str, int]) -> Floats:
    neighbours: dict[str, list[str]] = json.loads(fitted.read("outlines", "outlines.json"))["neighbours"]
    made = np.zeros((len(place), len(place)))
    for state, around in neighbours.items():
        for other in around:
            if state in place and other in place:
                made[place[state], place[other]] = 1.0
    return made


def _regions(raw: RawData, place: dict[str, int]) -> Any:
    found = dict(raw.rows(CODES, "select iso3, any_value(un_region) from data group by iso3 order by iso3"))
    names = sorted({region for region in found.values() if region})
    return np.array([names.index(found[state]) if found.get(state) else -1 for state in place], dtype=np.int64)


def _yearly(raw: RawData, place: dict[str, int], last_year: int) -> dict[str, Floats]:
    names = (*_LOGGED, *_PLAIN)
    listed = ", ".join(f"cast({name} as double)" for name in names)
    query = f"select iso3, year, {listed} from data where year between {FIRST_YEAR} and {last_year} order by iso3, year"  # noqa: S608
    made = {name: np.full((len(place), last_year - FIRST_YEAR + 1), np.nan) for name in names}
    for state, year, *values in raw.rows(YEARS, query):
        if state in place:
            for name, value in zip(names, values, strict=True):
                if value is not None:
                    made[name][place[state], year - FIRST_YEAR] = np.log1p(value) if name in _LOGGED else value
    return made


def _marks(raw: RawData, place: dict[str, int], months: int) -> dict[str, Floats]:
    made = {name: np.zeros((len(place), months)) for name in ("coup_attempt", "coup", "leader_change")}
    query = "select iso3, year * 12 + month - 1, realized from data where month is not null order by iso3, year, month"
    for state, at, realised in raw.rows(COUPS, query):
        column = at - START.index
        if state in place and 0 <= column < months:
            made["coup_attempt"][place[state], column] = 1.0
            if realised:
                made["coup"][place[state], column] = 1.0
    changes = "select iso3, year(month) * 12 + month(month) - 1 from data where leader_change order by iso3, month"
    for state, at in raw.rows(LEADERS, changes):
        column = at - START.index
        if state in place and 0 <= column < months:
            made["leader_change"][place[state], column] = 1.0
    return made


def _levels(raw: RawData, place: dict[str, int], months: int) -> dict[str, Floats]:
    made = {name: np.full((len(place), months), np.nan) for name in _LEVELS}
    listed = ", ".join(f"cast({name} as double)" for name in _LEVELS)
    query = f"select iso3, year(month) * 12 + month(month) - 1, {listed} from data order by iso3, month"  # noqa: S608
    for state, at, *values in raw.rows(LEADERS, query):
        column = at - START.index
        if state in place and 0 <= column < months:
            for name, value in zip(_LEVELS, values, strict=True):
                if value is not None:
                    made[name][place[state], column] = value
    return made

"""Chance of a new mass killing in the two years after a base year, read from the fitted artefact `onset`."""

from __future__ import annotations

import math
from datetime import date

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import BadContent
from comity.kernel.estimate import Baseline, Estimate
from comity.records.forecast import Driver, OnsetForecast
from comity.warn.drivers import FEATURES, sentence
from comity.warn.logit import Floats, expit
from comity.warn.onset_fit import BASE_RATE_YEARS
from comity.warn.series import NoForecast

METHOD = "onset-risk"
RISKS_HEADER = "year,state,low,high," + ",".join(feature.name for feature in FEATURES)
BANDS_HEADER = "year,state,bands"
YEARS_HEADER = "year,known_on,intercept,base_rate,rows,onsets"
_HINT = "remake it with: comity fit onset"

DEFINITION = (
    "A new mass killing is 1,000 or more civilians of one group killed within about a year, by a state or by others, "
    "as the Early Warning Project counts; one already under way is not counted, a further one is."
)


class BaseYear(msgspec.Struct, frozen=True, kw_only=True):
    """One edition: when it could be known, its intercept, its base rate and what it was trained on."""

    year: int
    known_on: date
    intercept: float
    base_rate: float
    rows: int
    onsets: int


class OnsetTable(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """All editions. Rows by year and state; `parts` are log-odds, `bands` says how each feature reads."""

    years: tuple[BaseYear, ...]
    year: NDArray[np.int64]
    state: tuple[str, ...]
    risk: Floats
    low: Floats
    high: Floats
    parts: Floats
    bands: tuple[str, ...]
    rank: NDArray[np.int64]


def read(risks: bytes, bands: bytes, years: bytes) -> OnsetTable:
    """The table written in the three files of the artefact.

    raises  BadContent for a wrong head, a row of the wrong width, a risk outside its interval, or rows that differ
    """
    editions = tuple(
        BaseYear(
            year=int(row[0]),
            known_on=date.fromisoformat(row[1]),
            intercept=float(row[2]),
            base_rate=float(row[3]),
            rows=int(row[4]),
            onsets=int(row[5]),
        )
        for row in _rows(years, YEARS_HEADER, "years")
    )
    lines, raw = _rows(risks, RISKS_HEADER, "risks"), _rows(bands, BANDS_HEADER, "bands")
    if [line[:2] for line in lines] != [line[:2] for line in raw]:
        raise BadContent("onset: risks and bands are not of the same states and years", hint=_HINT)
    intercepts = {edition.year: edition.intercept for edition in editions}
    year = np.array([int(line[0]) for line in lines], dtype=np.int64)
    if not len(year) or set(year.tolist()) != set(intercepts):
        raise BadContent("onset: risks and years do not name the same base years", hint=_HINT)
    figures = np.array([[float(field) for field in line[2:]] for line in lines])
    parts = figures[:, 2:]
    risk = expit(np.array([intercepts[int(of)] for of in year]) + parts.sum(axis=1))
    low, high = np.minimum(figures[:, 0], risk), np.maximum(figures[:, 1], risk)
    if (low < 0).any() or (high > 1).any() or not np.isfinite(figures).all():
        raise BadContent("onset: a risk or its interval lies outside 0-1", hint=_HINT)
    return OnsetTable(
        years=editions,
        year=year,
        state=tuple(line[1] for line in lines),
        risk=risk,
        low=low,
        high=high,
        parts=parts,
        bands=tuple(line[2] for line in raw),
        rank=_ranks(year, risk),
    )


def forecast(table: OnsetTable, state: str, on: date) -> OnsetForecast | NoForecast:
    """The newest risk that could be known on a day.

    gives   drivers: the level of an average country-year first, then the features by size of their part; all parts
            sum to the log-odds. NoForecast with the reason where there is none, never a zero instead
    source  docs/explanation/onset-risk.md
    """
    found = _edition(table, on)
    if isinstance(found, str):
        return NoForecast(state=state, target="onset", reason=found)
    first, end = _span(table, found.year)
    if state not in table.state[first:end]:
        reason = (
            f"the Early Warning Project's table has no {state} for {found.year}: it leaves out microstates and "
            f"territories; this is missing data, not a low risk"
        )
        return NoForecast(state=state, target="onset", reason=reason)
    return _record(table, found, table.state.index(state, first, end), on)


def world(table: OnsetTable, on: date) -> tuple[OnsetForecast, ...]:
    """All states of the newest edition that could be known on a day, highest risk first; empty if there is none."""
    found = _edition(table, on)
    if isinstance(found, str):
        return ()
    first, end = _span(table, found.year)
    order = sorted(range(first, end), key=lambda row: (int(table.rank[row]), table.state[row]))
    return tuple(_record(table, found, row, on) for row in order)


def history(table: OnsetTable, state: str, on: date) -> tuple[tuple[BaseYear, Estimate], ...]:
    """The risks of a state in every edition that could be known on a day, oldest first, for charts."""
    known = {edition.year: edition for edition in table.years if edition.known_on <= on}
    rows = [row for row, name in enumerate(table.state) if name == state and int(table.year[row]) in known]
    return tuple((known[int(table.year[row])], _risk(table, known[int(table.year[row])], row)) for row in rows)


def _edition(table: OnsetTable, on: date) -> BaseYear | str:
    known = [edition for edition in table.years if edition.known_on <= on]
    if not known:
        return f"the first edition was known on {table.years[0].known_on}, after {on}"
    newest = known[-1]
    if on.year > newest.year + 2:
        return (
            f"the newest edition covers {newest.year + 1}-{newest.year + 2}, which is over on {on}; refit with new data"
        )
    return newest


def _span(table: OnsetTable, year: int) -> tuple[int, int]:
    return int(np.searchsorted(table.year, year)), int(np.searchsorted(table.year, year, side="right"))


def _risk(table: OnsetTable, edition: BaseYear, row: int) -> Estimate:
    return Estimate(
        value=float(table.risk[row]),
        low=float(table.low[row]),
        high=float(table.high[row]),
        covers="the fit, countries drawn anew; not what changed after the base year",
        method=METHOD,
        n=edition.rows,
        unit="chance",
        baseline=Baseline(value=edition.base_rate, method=f"share of all states in {BASE_RATE_YEARS} years before"),
    )


def _record(table: OnsetTable, edition: BaseYear, row: int, on: date) -> OnsetForecast:
    first, end = _span(table, edition.year)
    drivers = [
        Driver(name=feature.name, words=sentence(feature, band, float(part)), part=float(part), unit="log-odds")
        for feature, band, part in zip(FEATURES, table.bands[row], table.parts[row], strict=True)
    ]
    drivers.sort(key=lambda driver: (-abs(driver.part), driver.name))
    level = Driver(
        name="base_level",
        words=f"an average country-year: {100 * float(expit(np.array(edition.intercept))):.1f} %",
        part=edition.intercept,
        unit="log-odds",
    )
    return OnsetForecast(
        state=table.state[row],
        base_year=edition.year,
        risk=_risk(table, edition, row),
        rank=int(table.rank[row]),
        of=end - first,
        multiple=float(table.risk[row]) / edition.base_rate if edition.base_rate > 0 else math.inf,
        drivers=(level, *drivers),
        known_on=edition.known_on,
        notes=_notes(edition, on),
    )


def _notes(edition: BaseYear, on: date) -> tuple[str, ...]:
    age = (on.year - edition.year) * 12 + on.month - 12
    return (
        DEFINITION,
        f"Risk for {edition.year + 1}-{edition.year + 2} from data of {edition.year}, {age} months old: nothing that "
        f"happened after {edition.year} moves it.",
        f"Trained on {edition.rows} country-years, {edition.onsets} of them followed by an onset.",
        "On past editions the sum of risks was about one and a half times what came.",
    )


def _ranks(year: NDArray[np.int64], risk: Floats) -> NDArray[np.int64]:
    ranks = np.zeros(len(year), dtype=np.int64)
    for of in np.unique(year):
        rows = np.flatnonzero(year == of)
        # Equal risks share the better place.
        ordered = np.sort(-risk[rows])
        ranks[rows] = np.searchsorted(ordered, -risk[rows]) + 1
    return ranks


def _rows(content: bytes, header: str, name: str) -> list[list[str]]:
    first, *lines = content.decode("utf-8").splitlines() or [""]
    if first != header:
        raise BadContent(f"onset {name} does not start with {header!r}", hint=_HINT)
    rows = [line.split(",") for line in lines]
    for number, row in enumerate(rows, start=2):
        if len(row) != header.count(",") + 1:
            raise BadContent(f"onset {name}, line {number}: {len(row)} fields", hint=_HINT)
    return rows

"""Chance of a new mass killing in the one or two years after an edition, read from the fitted artefact `onset`."""

from __future__ import annotations

import math
from datetime import date

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import BadContent, NotOnShelf, did_you_mean
from comity.kernel.estimate import Baseline, Estimate
from comity.kernel.time import Month, month
from comity.records.forecast import Driver, OnsetForecast
from comity.warn.drivers import THEMES, sentence
from comity.warn.logit import Floats, expit
from comity.warn.onset_fit import BASE_RATE_YEARS
from comity.warn.series import NoForecast

METHOD = "onset-risk"
DRIVERS = ",".join(theme.name for theme in THEMES)
RISKS_HEADER = f"edition,state,low,high,{DRIVERS}"
BANDS_HEADER = "edition,state,bands"
YEARS_HEADER = "edition,base_year,ahead,known_on,intercept,base_rate,rows,onsets"
_HINT = "remake it with: comity fit onset"

DEFINITION = (
    "A new mass killing is 1,000 or more civilians of one group killed within about a year, by a state or by others, "
    "as the Early Warning Project counts; one already under way is not counted, a further one is."
)


class BaseYear(msgspec.Struct, frozen=True, kw_only=True):
    """One edition: when it could be known, its intercept, its base rate and what it was trained on.

    edition  as written in the files: the base year (2024), or the newest month of events (2026-05)
    year     the base year: whose structure was seen and up to which outcomes could be known
    ahead    years the chance is about, 1 or 2
    """

    edition: str
    year: int
    ahead: int
    known_on: date
    intercept: float
    base_rate: float
    rows: int
    onsets: int

    @property
    def through(self) -> Month:
        """Newest month of events the edition has seen."""
        return month(self.edition) if "-" in self.edition else Month(self.year, 12)

    @property
    def window(self) -> str:
        """The time the chance is about: 2025-2026, or 2026-06 to 2028-05."""
        if "-" not in self.edition:
            return f"{self.year + 1}-{self.year + self.ahead}" if self.ahead > 1 else f"{self.year + 1}"
        return f"{self.through.plus(1)} to {self.through.plus(12 * self.ahead)}"


class OnsetTable(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """All editions of one file, oldest first. Rows by edition and state; `parts` are log-odds.

    place  row -> place of its edition in `years`
    bands  how the leading feature of each driver reads
    """

    years: tuple[BaseYear, ...]
    place: NDArray[np.int64]
    state: tuple[str, ...]
    risk: Floats
    low: Floats
    high: Floats
    parts: Floats
    bands: tuple[str, ...]
    rank: NDArray[np.int64]

    def edition(self, name: str) -> BaseYear:
        """The edition of that name; raises NotOnShelf."""
        found = {edition.edition: edition for edition in self.years}
        if name not in found:
            raise NotOnShelf(f"there is no onset edition {name!r}", hint=did_you_mean(name, found))
        return found[name]

    def row(self, edition: BaseYear, state: str) -> int | None:
        """Row of a state in an edition, None where it has none."""
        first, end = self.span(edition)
        return self.state.index(state, first, end) if state in self.state[first:end] else None

    def span(self, edition: BaseYear) -> tuple[int, int]:
        """First row of an edition, and the row after its last."""
        of = self.years.index(edition)
        return int(np.searchsorted(self.place, of)), int(np.searchsorted(self.place, of, side="right"))


def read(risks: bytes, bands: bytes, years: bytes) -> OnsetTable:
    """The table written in three files of the artefact; rows of `bands` without a risk are passed over.

    raises  BadContent for a wrong head, a row of the wrong width, a risk outside its interval, or rows that differ
    """
    editions = tuple(
        BaseYear(
            edition=row[0],
            year=int(row[1]),
            ahead=int(row[2]),
            known_on=date.fromisoformat(row[3]),
            intercept=float(row[4]),
            base_rate=float(row[5]),
            rows=int(row[6]),
            onsets=int(row[7]),
        )
        for row in _rows(years, YEARS_HEADER, "years")
    )
    lines = _rows(risks, RISKS_HEADER, "risks")
    signs = {(row[0], row[1]): row[2] for row in _rows(bands, BANDS_HEADER, "bands")}
    if any((line[0], line[1]) not in signs for line in lines):
        raise BadContent("onset: risks and bands are not of the same states and editions", hint=_HINT)
    order = {edition.edition: place for place, edition in enumerate(editions)}
    if not lines or {line[0] for line in lines} != set(order):
        raise BadContent("onset: risks and years do not name the same editions", hint=_HINT)
    place = np.array([order[line[0]] for line in lines], dtype=np.int64)
    if (np.diff(place) < 0).any():
        raise BadContent("onset: the rows of risks are not in the order of their editions", hint=_HINT)
    figures = np.array([[float(field) for field in line[2:]] for line in lines])
    parts = figures[:, 2:]
    risk = expit(np.array([edition.intercept for edition in editions])[place] + parts.sum(axis=1))
    low, high = np.minimum(figures[:, 0], risk), np.maximum(figures[:, 1], risk)
    if (low < 0).any() or (high > 1).any() or not np.isfinite(figures).all():
        raise BadContent("onset: a risk or its interval lies outside 0-1", hint=_HINT)
    return OnsetTable(
        years=editions,
        place=place,
        state=tuple(line[1] for line in lines),
        risk=risk,
        low=low,
        high=high,
        parts=parts,
        bands=tuple(signs[line[0], line[1]] for line in lines),
        rank=_ranks(place, risk),
    )


def forecast(table: OnsetTable, state: str, on: date) -> OnsetForecast | NoForecast:
    """The newest risk that could be known on a day.

    gives   drivers: the level of an average country-year first, then the themes by size of their part; all parts
            sum to the log-odds. NoForecast with the reason where there is none, never a zero instead
    source  docs/explanation/onset-risk.md
    """
    found = newest(table, on)
    if isinstance(found, str):
        return NoForecast(state=state, target="onset", reason=found)
    row = table.row(found, state)
    if row is None:
        reason = (
            f"the Early Warning Project's table has no {state} for {found.year}: it leaves out microstates and "
            f"territories; this is missing data, not a low risk"
        )
        return NoForecast(state=state, target="onset", reason=reason)
    return record(table, found, row, on)


def world(table: OnsetTable, on: date) -> tuple[OnsetForecast, ...]:
    """All states of the newest edition that could be known on a day, highest risk first; empty if there is none."""
    found = newest(table, on)
    if isinstance(found, str):
        return ()
    order = sorted(range(*table.span(found)), key=lambda row: (int(table.rank[row]), table.state[row]))
    return tuple(record(table, found, row, on) for row in order)


def history(table: OnsetTable, state: str, on: date) -> tuple[tuple[BaseYear, Estimate], ...]:
    """The risks of a state in every edition that could be known on a day, oldest first, for charts."""
    rows = [(edition, table.row(edition, state)) for edition in table.years if edition.known_on <= on]
    return tuple((edition, _risk(table, edition, row)) for edition, row in rows if row is not None)


def newest(table: OnsetTable, on: date) -> BaseYear | str:
    """The newest edition that could be known on a day, or why there is none."""
    known = [edition for edition in table.years if edition.known_on <= on]
    if not known:
        return f"the first edition was known on {table.years[0].known_on}, after {on}"
    found = known[-1]
    if Month(on.year, on.month) > found.through.plus(12 * found.ahead):
        return f"the newest edition covers {found.window}, which is over on {on}; refit with new data"
    return found


def _risk(table: OnsetTable, edition: BaseYear, row: int) -> Estimate:
    return Estimate(
        value=float(table.risk[row]),
        low=float(table.low[row]),
        high=float(table.high[row]),
        covers="the fit, countries drawn anew; not what changed after the newest data",
        method=METHOD,
        n=edition.rows,
        unit="chance",
        baseline=Baseline(value=edition.base_rate, method=f"share of all states in {BASE_RATE_YEARS} years before"),
    )


def record(table: OnsetTable, edition: BaseYear, row: int, on: date) -> OnsetForecast:
    """One row of a table as the record that other stages read."""
    first, end = table.span(edition)
    drivers = [
        Driver(name=theme.name, words=sentence(theme, band, float(part)), part=float(part), unit="log-odds")
        for theme, band, part in zip(THEMES, table.bands[row], table.parts[row], strict=True)
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
    age = (on.year - edition.through.year) * 12 + on.month - edition.through.number
    seen = f"data of {edition.year}, {age} months old: nothing that happened after {edition.year} moves it."
    if "-" in edition.edition:
        seen = (
            f"events to {edition.through}, {age} months old, and the structure of {edition.year}; trained on whole "
            f"years, so a month in between is not scored by itself."
        )
    return (
        DEFINITION,
        f"Risk for {edition.window} from {seen}",
        f"Trained on {edition.rows} country-years, {edition.onsets} of them followed by an onset.",
        "On past editions the sum of risks was a sixth more than what came.",
    )


def _ranks(place: NDArray[np.int64], risk: Floats) -> NDArray[np.int64]:
    ranks = np.zeros(len(place), dtype=np.int64)
    for of in np.unique(place):
        rows = np.flatnonzero(place == of)
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

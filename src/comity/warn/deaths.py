"""Deaths a month, 1-12 months ahead, by state: forecasts as records, and the world in one table."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Misused
from comity.kernel.estimate import Baseline, Estimate
from comity.kernel.time import Month
from comity.records.forecast import DeathsForecast, HorizonForecast
from comity.warn import draws as spread
from comity.warn import grid, reasons
from comity.warn import predictive as model
from comity.warn.deaths_editions import Edition
from comity.warn.draws import Draws, Floats
from comity.warn.series import TARGETS, NoForecast, Series, absence

METHOD = "deaths-forecast"
HORIZONS = 12
# UCDP counts a conflict as active from 25 battle deaths a year on; VIEWS forecasts 25 a month, and so do we.
LINE = 25
# A series that ended a year before says nothing on the twelve months that a forecast covers.
LARGEST_GAP_MONTHS = 12
# Candidate events from this month on; the final release of 2024 is GED 25.1 (README of the artefact).
_CANDIDATES_FROM = Month(2025, 1)
# The 90 % point of the normal distribution, two-sided, for Wilson's interval (Wilson 1927).
_Z90 = 1.6448536269514722

VINTAGE = "today's vintage cut at the event month: the counts of that time were lower or higher and revised later"


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """A state's next three months at a glance, for ranks and the world map.

    expected  deaths a month, mean of the three months ahead, with the interval of a single month
    chance_25 chance of 25 deaths or more in a month, mean of the three months
    before    mean of the last twelve known months, deaths a month
    peak      the largest of those months
    """

    state: str
    expected: Estimate
    chance_25: Estimate
    before: float
    peak: float


class _Origin(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What a forecast stands on: the last column known, and where the series of its kind of violence was left.

    kind     the counts of that kind while they are fresh; otherwise None, and `share` of all deaths speaks
    edition  forecasts by trees made with the same last month, if any ship
    """

    target: str
    last: int
    every: model.Panel
    kind: model.Panel | None
    share: Floats | None
    ended: int
    states: tuple[str, ...]
    edition: Edition | None = None


def forecast(
    series: Series, state: str, target: str, known: Month, editions: Sequence[Edition] = ()
) -> DeathsForecast | NoForecast:
    """Deaths in each of the 12 months after the last known one.

    target    "all", "civilian" (deliberate killing of civilians, UCDP one-sided violence) or "state_based"
    known     last month that may be used; a series that ends earlier is used to its end, and the notes say so
    editions  forecasts by trees; one made with the same last month speaks, else the engine that needs none
    gives     NoForecast with the reason where there is no series, or too little of it; never a zero instead
    source    docs/explanation/deaths-forecast.md
    """
    missing = absence(series, state, "all" if target in TARGETS else target) or _too_short(series, state, target, known)
    if missing is not None:
        return msgspec.structs.replace(missing, target=target)
    row = series.states.index(state)
    origin = _with_edition(_origin(series, target, known, row), series, editions)
    at = series.start.plus(origin.last)
    return DeathsForecast(
        state=state,
        target=target,
        known_to=str(at),
        months=tuple(_month(origin, row, at, horizon) for horizon in range(1, HORIZONS + 1)),
        notes=_notes(series, state, origin, known),
        engine=reasons.TREES if _held(origin, state) else reasons.OWN_MONTHS,
    )


def world(series: Series, known: Month, target: str = "all", editions: Sequence[Edition] = ()) -> tuple[Outlook, ...]:
    """Every state that has a forecast, most expected deaths in the next three months first; ties by code.

    civilian deaths count as fresh or outdated by the end of the civilian counts of most states, so that Sudan, whose
    counts go on to 2023-12, differs a little from its own forecast for months known between 2021-08 and 2024-01
    """
    if series.column(known) < model.LEAST_MONTHS - 1:
        return ()
    origin = _with_edition(_origin(series, target, known, None), series, editions)
    rows = np.flatnonzero(_base(origin).level[:, origin.last] >= 0)
    ahead = [_draws(origin, horizon) for horizon in (1, 2, 3)]
    joined = spread.draws(
        np.concatenate([part.values[rows] for part in ahead], axis=1),
        np.concatenate([part.weights[rows] for part in ahead], axis=1) / len(ahead),
    )
    mean, (low, high), large = spread.mean(joined), spread.bounds(joined), spread.chance_from(joined, LINE)
    worth = model.effective_months(_base(origin), origin.last, 1)[rows]
    recent = _base(origin).counts[rows, max(0, origin.last - 11) : origin.last + 1]
    crossed = (recent >= LINE).mean(axis=1)
    if origin.share is not None:
        recent = recent * model.mean_share(origin.share[rows], recent)
    before, peak = np.nanmean(recent, axis=1), np.nanmax(recent, axis=1)
    made = [
        Outlook(
            state=series.states[row],
            expected=_deaths(mean[i], low[i], high[i], n, Baseline(value=float(before[i]), method=_BEFORE)),
            chance_25=_chance(large[i], float(worth[i]), n, Baseline(value=float(crossed[i]), method=_CROSSED)),
            before=float(before[i]),
            peak=float(peak[i]),
        )
        for i, (row, n) in enumerate(zip(rows, _own_count(origin, rows), strict=True))
    ]
    return tuple(sorted(made, key=lambda outlook: (-outlook.expected.value, outlook.state)))


_BEFORE = "mean of the last 12 known months"
_CROSSED = "share of the last 12 known months with 25 or more (all deaths)"
_LAST_YEAR = "the state's last 12 known months, each alike"


def predict(
    series: Series, target: str, known: Month, horizon: int, editions: Sequence[Edition] = ()
) -> tuple[tuple[str, ...], Draws]:
    """States with a forecast and their distributions for one month ahead, in the order of the states.

    raises  Misused for a horizon outside 1-12
    """
    if not 1 <= horizon <= HORIZONS:
        raise Misused(f"a horizon lies between 1 and {HORIZONS} months; got {horizon}")
    origin = _with_edition(_origin(series, target, known, None), series, editions)
    rows = np.flatnonzero(_base(origin).level[:, origin.last] >= 0)
    return tuple(series.states[row] for row in rows), spread.pick(_draws(origin, horizon), rows)


def _origin(series: Series, target: str, known: Month, row: int | None) -> _Origin:
    """Everything up to `known`; of one state (`row`) to the end of its own cover."""
    end = min(known, series.end("all"))
    last = series.column(end)
    every = model.panel(series.counts["all"][:, : last + 1])
    made = _Origin(target=target, last=last, every=every, kind=None, share=None, ended=last, states=series.states)
    if target == "all":
        return made
    ends = _kind_ends(series, target)
    # One state (Sudan) is covered for longer than all others, so the table's own end is the median one.
    common = int(np.median(ends[ends >= 0]))
    ended = common if row is None or ends[row] < 0 else int(ends[row])
    if series.column(known) <= ended + 1:
        column = min(last, ended)
        kind = model.panel(series.counts[target][:, : column + 1])
        return msgspec.structs.replace(made, last=column, kind=kind, ended=column)
    share = model.shares(every.counts, series.counts[target][:, : last + 1], common)
    return msgspec.structs.replace(made, share=share, ended=ended)


def _with_edition(origin: _Origin, series: Series, editions: Sequence[Edition]) -> _Origin:
    """The origin with the edition made of the same counts to the same month, if there is one."""
    target = origin.target if origin.kind is not None else "all"
    at = series.start.plus(origin.last)
    found = next((one for one in editions if one.target == target and one.known == at), None)
    return msgspec.structs.replace(origin, edition=found)


def _held(origin: _Origin, state: str) -> bool:
    return origin.edition is not None and state in origin.edition.states


def _kind_ends(series: Series, target: str) -> NDArray[np.int64]:
    """Last column in which each state's deaths of that kind are known; -1 for a state without any."""
    known = ~np.isnan(series.counts[target])
    last = known.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
    return np.where(known.any(axis=1), last, -1)


def _base(origin: _Origin) -> model.Panel:
    return origin.every if origin.kind is None else origin.kind


def _draws(origin: _Origin, horizon: int) -> Draws:
    made = model.predictive(_base(origin), origin.last, horizon)
    if origin.edition is not None:
        trees, held = origin.edition.draws(horizon, origin.states)
        # A state that the edition lacks keeps the forecast of the engine that needs no trees.
        made = grid.as_draws(np.where(held[:, None], trees.weights, grid.from_draws(made)))
    return made if origin.share is None else model.thinned_by_shares(made, origin.share)


def _month(origin: _Origin, row: int, at: Month, horizon: int) -> HorizonForecast:
    made = spread.pick(_draws(origin, horizon), np.array([row]))
    low, high = spread.bounds(made)
    worth = float(model.effective_months(_base(origin), origin.last, horizon)[row])
    n = _own_count(origin, np.array([row]))[0]
    year = _last_year(origin, row)
    state = origin.states[row]
    if origin.edition is not None and _held(origin, state):
        drivers = reasons.of_chance(
            origin.edition.drivers(horizon, state),
            float(spread.chance_from(made, 1)[0]),
            thinned=origin.share is not None,
        )
    else:
        own, pool = (float(part[row]) for part in model.expected(_base(origin), origin.last, horizon))
        drivers = reasons.of_deaths(own, pool, float(spread.mean(made)[0]), thinned=origin.share is not None)
    return HorizonForecast(
        month=str(at.plus(horizon)),
        horizon=horizon,
        drivers=drivers,
        deaths=_deaths(spread.mean(made)[0], low[0], high[0], n, _naive(year.mean())),
        chance_any=_chance(spread.chance_from(made, 1)[0], worth, n, _naive((year >= 1).mean())),
        chance_25=_chance(spread.chance_from(made, LINE)[0], worth, n, _naive((year >= LINE).mean())),
    )


def _own_count(origin: _Origin, rows: NDArray[np.intp]) -> list[int]:
    """Months of their own that the states' forecasts rest on."""
    own = _base(origin).counts[rows, max(0, origin.last - model.OWN_MONTHS + 1) : origin.last + 1]
    return [int(count) for count in (~np.isnan(own)).sum(axis=1)]


def _last_year(origin: _Origin, row: int) -> Floats:
    """The naive forecast: the last 12 known months, of civilian deaths times the mean share where those have ended."""
    months = _base(origin).counts[row, max(0, origin.last - 11) : origin.last + 1]
    known = months[~np.isnan(months)]
    if origin.share is None:
        return known
    scaled: Floats = known * model.mean_share(origin.share[[row]], known[np.newaxis])[0]
    return scaled


def _naive(value: float) -> Baseline:
    return Baseline(value=float(value), method=_LAST_YEAR)


def _deaths(mean: float, low: float, high: float, n: int, baseline: Baseline) -> Estimate:
    # Where months of many deaths are rare, the mean lies above the 95 % point; the interval is stretched to hold it.
    return Estimate(
        value=float(mean),
        low=float(min(low, mean)),
        high=float(max(high, mean)),
        covers="the deaths of that one month; stretched to the mean where that lies above it",
        method=METHOD,
        n=n,
        unit="deaths a month",
        baseline=baseline,
    )


def _chance(share: float, worth: float, n: int, baseline: Baseline) -> Estimate:
    """A chance with Wilson's interval on the months that the draws are worth."""
    share = float(share)
    centre = (share + _Z90**2 / (2 * worth)) / (1 + _Z90**2 / worth)
    half = _Z90 / (1 + _Z90**2 / worth) * math.sqrt(share * (1 - share) / worth + _Z90**2 / (4 * worth**2))
    return Estimate(
        value=share,
        low=max(0.0, min(share, centre - half)),
        high=min(1.0, max(share, centre + half)),
        covers="how few months the chance rests on",
        method=METHOD,
        n=n,
        unit="chance",
        baseline=baseline,
    )


def _too_short(series: Series, state: str, target: str, known: Month) -> NoForecast | None:
    covered = series.covered(state, "all")
    if covered is None:
        return None
    first, last = covered
    if target != "all" and (kind := series.covered(state, target)) is not None:
        fresh = known.index <= kind[1].index + 1
        first, last = (max(first, kind[0]), min(last, kind[1])) if fresh else (first, last)
    if known.index - last.index >= LARGEST_GAP_MONTHS:
        reason = f"the series of {state} ends in {last}, a year or more before {known}"
        return NoForecast(state=state, target=target, reason=reason)
    if min(known, last).index - first.index + 1 < model.LEAST_MONTHS:
        reason = f"fewer than {model.LEAST_MONTHS} months of {state} were known by {known} (the series starts {first})"
        return NoForecast(state=state, target=target, reason=reason)
    return None


def _notes(series: Series, state: str, origin: _Origin, known: Month) -> tuple[str, ...]:
    at = series.start.plus(origin.last)
    notes = [f"Counts are {VINTAGE}."]
    if at < known:
        gap = known.index - at.index
        notes.append(f"The data end in {at}, {gap} months before what could be known; month 1 is {at.plus(1)}.")
    if at >= _CANDIDATES_FROM:
        notes.append("Months from 2025-01 on are UCDP candidate events, which the yearly release revises.")
    if origin.target != "all":
        notes.append(_kind_note(series, origin))
    notes.append("Events longer than a calendar month are left out of all deaths, so long battles are too low.")
    if state == "ISR":
        notes.append("UCDP counts the deaths of Gaza and the West Bank under Israel.")
    if state == "ETH" and at >= Month(2020, 11):
        notes.append("Most deaths of the war in Tigray 2020-2022 are long events and are missing here.")
    if _base(origin).level[series.states.index(state), origin.last] == 0:
        notes.append("No death was recorded in five years: the figures are those of all such states together.")
    return tuple(notes)


_KINDS = {
    "civilian": ("one-sided killing", "civilians"),
    "state_based": ("state-based violence", "battle deaths"),
}
_MEANING = {
    "civilian": "Civilian deaths are UCDP one-sided violence: deliberate killing, not civilians hit in battle.",
    "state_based": "State-based deaths are those of battles with a state on one side, civilians hit in them included.",
}


def _kind_note(series: Series, origin: _Origin) -> str:
    if origin.share is None:
        return _MEANING[origin.target]
    words, share_of = _KINDS[origin.target]
    ended = series.start.plus(origin.ended)
    age = origin.last - origin.ended
    return (
        f"The counts of {words} end in {ended}, {age} months before the last known month: the figure is an "
        f"estimate, all deaths times the share of {share_of} in the five years to {ended}."
    )

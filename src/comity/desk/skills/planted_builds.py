"""Leaks that no date tells: columns made with a statistic of the whole panel, found by changing the future."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.desk.skills.planted_world import LAST, MONTHS, ORIGIN, SEED, STATES, Planted, counts, events, panel
from comity.warn.invariance import Build, Dated, invariant

UP_TO = LAST + 1
# numpy types its own arithmetic loosely.
Array = Any
Made = NDArray[Any] | dict[str, NDArray[Any]]


def _deaths(data: Dated) -> Array:
    return np.asarray(data.arrays["deaths"], dtype=np.float64)


def _case(name: str, words: str, says: str, build: Build, data: Callable[[], Dated] = panel) -> Planted:
    return Planted(name=name, words=words, says=says, attempt=lambda: invariant(build, data(), ORIGIN, seed=SEED),
                   by_dates=lambda: (False, False))  # fmt: skip


def _column(name: str, make: Callable[[Array], Array]) -> Build:
    """A build that makes one column from all deaths it is given and shows the months up to the origin."""
    return lambda data: {name: make(_deaths(data))[:, :UP_TO]}


def _standard(x: Array) -> Array:
    return (x - np.nanmean(x, axis=1, keepdims=True)) / np.nanstd(x, axis=1, keepdims=True)


def _ranks(x: Array) -> Array:
    return np.sort(x[~np.isnan(x)]).searchsorted(x) / x.size


def _between(x: Array) -> Array:
    made = x.copy()
    steps = np.arange(x.shape[1])
    for row in made:
        known = ~np.isnan(row)
        row[~known] = np.interp(steps[~known], steps[known], row[known])
    return made


def _backwards(x: Array) -> Array:
    made = x.copy()
    for column in range(x.shape[1] - 2, -1, -1):
        made[:, column] = np.where(np.isnan(made[:, column]), made[:, column + 1], made[:, column])
    return made


def _forwards(x: Array) -> Array:
    return _backwards(x[:, ::-1])[:, ::-1]


def _centred(x: Array) -> Array:
    padded = np.pad(np.nan_to_num(x), ((0, 0), (1, 1)), mode="edge")
    return (padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]) / 3


def _shifted(x: Array) -> Array:
    return np.concatenate([x[:, 1:], x[:, -1:]], axis=1)


def _detrended(x: Array) -> Array:
    steps = np.arange(x.shape[1], dtype=np.float64)
    slope = np.nan_to_num(x) @ (steps - steps.mean()) / ((steps - steps.mean()) ** 2).sum()
    return x - slope[:, None] * steps


def _season(x: Array) -> Array:
    usual = np.stack([np.nanmean(x[:, month::12], axis=1) for month in range(12)], axis=1)
    return x - usual[:, np.arange(x.shape[1]) % 12]


def _components(x: Array) -> Array:
    filled = np.nan_to_num(x)
    loads = np.abs(np.linalg.svd(filled, full_matrices=False)[0][:, :1])
    return (loads * filled).sum(axis=0, keepdims=True)


def _alike(x: Array) -> Array:
    near = np.corrcoef(np.nan_to_num(x))
    return near @ np.nan_to_num(x)


def _by_state(data: Dated) -> Made:
    share = data.arrays["happened"].mean(axis=1, keepdims=True)
    return {"state_risk": share * np.ones((1, UP_TO))}


def _base_rate(data: Dated) -> Made:
    return {
        "base_rate": np.full((STATES, UP_TO), data.arrays["happened"].mean())
        + 0 * np.nan_to_num(_deaths(data))[:, :UP_TO]
    }


def _ever(data: Dated) -> Any:
    return _deaths(data)[data.arrays["happened"][:, -12:].any(axis=1), :UP_TO]


def _chosen(data: Dated) -> Made:
    """The lag that goes best with outcomes over all months."""
    x, y = np.nan_to_num(_deaths(data)), data.arrays["happened"]
    skill = [np.corrcoef(x[:, 12 - lag : x.shape[1] - lag].ravel(), y[:, 12:].ravel())[0, 1] for lag in range(1, 9)]
    lag = 1 + int(np.argmax(skill))
    weights = np.array(skill) / np.sum(np.abs(skill))
    return {"best_lag": np.roll(x, lag, axis=1)[:, 12:UP_TO] * weights.max()}


def _penalty(data: Dated) -> Made:
    """A smoothing chosen by how well it foretells every month, later ones too."""
    x = np.nan_to_num(_deaths(data))
    losses = [((x[:, 1:] - _smooth(x, share)[:, :-1]) ** 2).mean() for share in np.linspace(0.05, 0.95, 19)]
    weights = np.exp(-(np.array(losses) - min(losses)) / max(float(np.std(losses)), 1e-9))
    share = float(np.linspace(0.05, 0.95, 19) @ weights / weights.sum())
    return {"smoothed": _smooth(x, share)[:, :UP_TO]}


def _smooth(x: Array, share: float) -> Array:
    made = x.copy()
    for column in range(1, x.shape[1]):
        made[:, column] = share * x[:, column] + (1 - share) * made[:, column - 1]
    return made


def _outcome_as_feature(data: Dated) -> Made:
    """Episodes under way by today's list: an outcome of the months after."""
    ahead = np.concatenate([data.arrays["happened"][:, 3:], data.arrays["happened"][:, -3:]], axis=1)
    return {"ongoing": ahead[:, :UP_TO]}


def _first_month(data: Dated) -> Made:
    """Deaths of long events booked on the month they began."""
    made = np.zeros((STATES, MONTHS))
    np.add.at(made, (data.arrays["state"], data.arrays["began"]), data.arrays["deaths"])
    return {"deaths_by_start": made[:, :UP_TO]}


def _last_month(data: Dated) -> Made:
    made = np.zeros((STATES, MONTHS))
    np.add.at(made, (data.arrays["state"], data.arrays["ended"]), data.arrays["deaths"])
    return {"deaths_by_end": made[:, :UP_TO]}


def _exits(data: Dated) -> Made:
    """Whether whoever holds office will leave by force: told when he has left."""
    made = np.zeros((STATES, MONTHS))
    for state, began, ended, kind in zip(*(data.arrays[n] for n in ("state", "began", "ended", "deaths")), strict=True):
        made[state, began : ended + 1] = kind > 10
    return {"leader_exit_eventual": made[:, :UP_TO]}


def _newest(data: Dated) -> Made:
    """The newest release of each figure, whenever it came."""
    made = np.zeros(STATES)
    order = np.argsort(data.time, kind="stable")
    made[data.arrays["state"][order]] = data.arrays["deaths"][order]
    return {"gdp_today": made}


def _runs() -> Build:
    runs = iter(range(100))
    return lambda data: {"unseeded": np.random.default_rng(next(runs)).normal(_deaths(data)[:, :UP_TO])}


def _in_place(data: Dated) -> Made:
    data.arrays["deaths"][np.isnan(data.arrays["deaths"])] = 0.0
    return {"deaths": _deaths(data)[:, :UP_TO].copy()}


def _own_table(_data: Dated) -> Made:
    return {"from_elsewhere": _standard(counts())[:, :UP_TO]}


def _width(data: Dated) -> Made:
    return {f"last_{_deaths(data).shape[1]}": _deaths(data)[:, :UP_TO]}


def _told(column: str) -> str:
    return f"column {column} is"


BUILDS = (
    _case("standard scores", "mean and width of each state over all months", _told("standard"),
          _column("standard", _standard)),
    _case("scaled to the largest", "share of each state's largest month ever", _told("peak_share"),
          _column("peak_share", lambda x: x / np.nanmax(x, axis=1, keepdims=True))),
    _case("filled with the median", "gaps filled with the median of all months", _told("median_filled"),
          _column("median_filled", lambda x: np.where(np.isnan(x), np.nanmedian(x, axis=1, keepdims=True), x))),
    _case("filled with the world's mean", "gaps filled with the mean of all states and months", _told("mean_filled"),
          _column("mean_filled", lambda x: np.where(np.isnan(x), np.nanmean(x), x))),
    _case("ranks over the panel", "percentile among all months of all states", _told("percentile"),
          _column("percentile", _ranks)),
    _case("bins over the panel", "tenths with edges from all months", _told("tenth"),
          _column("tenth", lambda x: np.digitize(np.nan_to_num(x), np.nanquantile(x, np.linspace(0.1, 0.9, 9))) * 1.0)),
    _case("threshold over the panel", "high means the top twentieth of all months", _told("high"),
          _column("high", lambda x: (np.nan_to_num(x) > np.nanquantile(x, 0.95)) * 1.0)),
    _case("interpolated", "a gap filled from both sides", _told("interpolated"), _column("interpolated", _between)),
    _case("filled backwards", "a gap filled with the next value known", _told("next_known"),
          _column("next_known", _backwards)),
    _case("centred mean", "mean of the month before, this one and the next", _told("centred"),
          _column("centred", _centred)),
    _case("shifted the wrong way", "a lag with the wrong sign", _told("lag_1"), _column("lag_1", _shifted)),
    _case("trend removed", "less a trend fitted on all months", _told("detrended"), _column("detrended", _detrended)),
    _case("season removed", "less the usual month of the year, of all years", _told("deseasoned"),
          _column("deseasoned", _season)),
    _case("components of the panel", "loads of states from all months", _told("component"),
          _column("component", _components)),
    _case("likeness over the panel", "states weighted by how alike all their months are", _told("neighbours"),
          _column("neighbours", _alike)),
    _case("reversed sums", "deaths still to come", _told("remaining"),
          _column("remaining", lambda x: np.nan_to_num(x)[:, ::-1].cumsum(axis=1)[:, ::-1])),
    _case("outcome by state", "each state's share of outcomes, later ones too", _told("state_risk"), _by_state),
    _case("base rate of all years", "share of outcomes in the whole panel", _told("base_rate"), _base_rate),
    _case("states that will matter", "only states with an outcome of late", "what is built has the shape", _ever),
    _case("lag chosen on all outcomes", "the lag that foretells best, in hindsight", _told("best_lag"), _chosen),
    _case("setting chosen on all months", "smoothing that foretells best, in hindsight", _told("smoothed"), _penalty),
    _case("episodes of today's list", "under way, as the list says today", _told("ongoing"), _outcome_as_feature),
    _case("booked on the first month", "long events in the month they began", _told("deaths_by_start"), _first_month,
          events),
    _case("how leaders will leave", "the eventual exit over the whole time in office", _told("leader_exit_eventual"),
          _exits, events),
    _case("newest release", "the last figure published, for any origin", _told("gdp_today"), _newest, events),
    _case("no seed", "another draw each time", "column unseeded is", _runs()),
    _case("changes its input", "gaps filled in the table it was lent", "the build changed its input deaths", _in_place),
    _case("reads elsewhere", "the whole table by another door", "it does not use the data it is given", _own_table),
    _case("width in the name", "columns named after the number of months", "the build gives other columns", _width),
)  # fmt: skip


def _expanding(x: Array) -> Array:
    known = ~np.isnan(x)
    return np.cumsum(np.nan_to_num(x), axis=1) / np.maximum(np.cumsum(known, axis=1), 1)


def _past_standard(data: Dated) -> Made:
    x = _deaths(data)[:, :UP_TO]
    return {"standard": _standard(x)}


def _past_rank(x: Array) -> Array:
    return np.argsort(np.argsort(np.nan_to_num(x), axis=0, kind="stable"), axis=0, kind="stable") * 1.0


HONEST_BUILDS = (
    _case("mean up to each month", "no later month in it", "", _column("expanding", _expanding)),
    _case("filled forwards", "a gap filled with the last value known", "", _column("last_known", _forwards)),
    _case("standard scores within the fold", "mean and width of the months up to the origin", "", _past_standard),
    _case("rank among states in the month", "no other month in it", "", _column("rank", _past_rank)),
    _case("smoothed backwards", "each month and those before", "",
          _column("smooth", lambda x: _smooth(np.nan_to_num(x), 0.3))),
    _case("booked on the last month", "long events in the month they ended", "", _last_month, events),
)  # fmt: skip

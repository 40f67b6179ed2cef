"""Forecasts sealed before the months they speak of, and their scores when those months are over."""

from __future__ import annotations

from datetime import date

import msgspec

from comity.records.forecast import OnsetForecast


class SealedDeaths(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """One state's deaths in one month, as forecast; written as an array to keep an edition small.

    quantiles  40 values of equal weight: the forecast as a distribution
    bins       chance of each VIEWS bin, in thousandths
    naive      the naive rule sealed beside it: deaths of the state's own last 12 known months
    """

    state: str
    mean: float
    chance_25: float
    quantiles: tuple[int, ...]
    bins: tuple[int, ...]
    naive: tuple[int, ...]


class SealedMonth(msgspec.Struct, frozen=True, kw_only=True):
    """All states' forecasts for one month, by code. `horizon` counts months from the last known one."""

    month: str
    horizon: int
    states: tuple[SealedDeaths, ...]


class SealedRisk(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """One state's chance of a new mass killing within the two years after `base_year`, and its place."""

    state: str
    risk: float
    low: float
    high: float
    rank: int


class SealedRisks(msgspec.Struct, frozen=True, kw_only=True):
    """All states' onset risks of one edition; `base_rate` is the naive figure sealed beside them."""

    base_year: int
    years: tuple[int, int]
    base_rate: float
    states: tuple[SealedRisk, ...]


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What an edition says; its digest is over exactly this.

    month     first month forecast, YYYY-MM
    known_to  last month of counts the forecasts have seen
    inputs    file -> SHA-256 of every fitted file behind it
    gaps      states or figures that are not forecast, each with the reason
    """

    month: str
    known_to: str
    version: str
    inputs: dict[str, str]
    deaths: tuple[SealedMonth, ...]
    onset: SealedRisks | None
    gaps: tuple[str, ...]


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed edition: `sha256` is the digest of the canonical JSON of `content`, 64 hexadecimal digits."""

    sha256: str
    sealed_at: str
    content: Content


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A score with that of the sealed naive rule, each the mean over `n` states; lower is better.

    low, high  90 % interval of the score less the naive one, states drawn anew
    """

    name: str
    score: float
    naive: float
    low: float
    high: float
    n: int


class EditionScore(msgspec.Struct, frozen=True, kw_only=True):
    """How a sealed edition did on one month.

    sha256    digest of the edition scored
    vintage   SHA-256 of the counts it was scored against; counts are revised, so a month may be scored again
    marks     crps, ignorance (bits) and brier (25 deaths or more)
    alerts    of `seen_25` states with 25 deaths or more, how many stood among the ten highest chances sealed
    gaps      states that were forecast but not counted, or counted but not forecast
    """

    edition: str
    month: str
    sha256: str
    vintage: str
    scored_on: date
    marks: tuple[Mark, ...]
    seen_25: int
    caught_10: int
    gaps: tuple[str, ...]


def risk_of(forecast: OnsetForecast) -> SealedRisk:
    """An onset forecast in the form an edition keeps."""
    return SealedRisk(
        state=forecast.state,
        risk=round(forecast.risk.value, 5),
        low=round(forecast.risk.low, 5),
        high=round(forecast.risk.high, 5),
        rank=forecast.rank,
    )

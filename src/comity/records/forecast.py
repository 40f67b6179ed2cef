"""Warn: what is to be expected in a state, with its drivers and its baseline."""

from __future__ import annotations

from datetime import date

import msgspec

from comity.kernel.estimate import Estimate


class Driver(msgspec.Struct, frozen=True, kw_only=True):
    """One named part of a forecast. Parts of one forecast sum to it exactly, in `unit`."""

    name: str
    words: str
    part: float
    unit: str


class HorizonForecast(msgspec.Struct, frozen=True, kw_only=True):
    """The forecast for one month ahead. `month` is written YYYY-MM; horizon 1 is the month after the last known.

    drivers  named parts that sum, in log-odds, to those of `chance_any`, or, in deaths a month, to `deaths`
    """

    month: str
    horizon: int
    deaths: Estimate
    chance_any: Estimate
    chance_25: Estimate
    drivers: tuple[Driver, ...] = ()


class DeathsForecast(msgspec.Struct, frozen=True, kw_only=True):
    """Deaths a month ahead for one state and one kind of violence ("all", "civilian" or "state_based").

    known_to  last month the forecast has seen, YYYY-MM
    notes     what a reader must know about the data before using the figures
    engine    which engine made it, in words
    """

    state: str
    target: str
    known_to: str
    months: tuple[HorizonForecast, ...]
    notes: tuple[str, ...] = ()
    engine: str = ""


class OnsetForecast(msgspec.Struct, frozen=True, kw_only=True):
    """Chance of a new mass killing in the two years after `base_year`.

    rank, of     place among the states forecast in that year, highest first
    multiple     chance over the base rate of the baseline
    drivers      log-odds parts that sum to the log-odds of the chance
    """

    state: str
    base_year: int
    risk: Estimate
    rank: int
    of: int
    multiple: float
    drivers: tuple[Driver, ...]
    known_on: date
    notes: tuple[str, ...] = ()

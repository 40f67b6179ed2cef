"""The world at a glance: one row a state, for the start page. A read model: it can be dropped and made again."""

from __future__ import annotations

from datetime import date

import msgspec

from comity.kernel.estimate import Estimate


class StateView(msgspec.Struct, frozen=True, kw_only=True):
    """One state in the ranked list.

    deaths_ahead   deaths expected in the three months after the last known month
    deaths_behind  deaths counted in the last twelve known months, all kinds of violence
    onset          chance of a new mass killing within two years
    rank, of       place by deaths ahead among the states forecast, highest first; None without a forecast
    changed        what changed since the month before, in a few words; empty for nothing
    why_none       why figures are missing, empty where none is
    """

    iso3: str
    name: str
    deaths_ahead: Estimate | None
    deaths_behind: float | None
    onset: Estimate | None
    rank: int | None
    of: int | None
    changed: str = ""
    why_none: str = ""


class WorldView(msgspec.Struct, frozen=True, kw_only=True):
    """All states, in order of rank, those without a forecast last.

    as_of     last day whose facts were used
    known_to  last month with counted deaths, YYYY-MM
    """

    as_of: date
    known_to: str
    states: tuple[StateView, ...]

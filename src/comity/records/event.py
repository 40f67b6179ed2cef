"""Warn: what providers record, one row each with its source and id: events, values of a state, votes cast."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

Violence = Literal["state_based", "non_state", "one_sided", "protest", "riot", "remote", "strategic", "other"]


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One event as its provider records it. Two vintages of one event share `source` and `id`.

    source     the provider's dataset: ucdp_ged, ucdp_candidate, acled, gdelt
    state      ISO 3166 alpha-3 of the place it happened in; empty where the provider names none
    began      first day; ended the last day (the same for events of one day)
    precision  the provider's own words for how exact day and place are; empty where it says nothing
    deaths     the provider's best estimate, low and high its bounds; None where it does not count deaths
    civilians  deaths of civilians among them; None where not told
    reports    number of sources or mentions behind it; None where not told
    """

    source: str
    id: str
    state: str
    began: date
    ended: date
    kind: Violence
    deaths: int | None = None
    low: int | None = None
    high: int | None = None
    civilians: int | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str = ""
    side_a: str = ""
    side_b: str = ""
    reports: int | None = None


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One value of one variable for a state in a period. Two vintages of one value share all but `value`.

    variable  the provider's name of it, such as v2x_polyarchy or SP.POP.TOTL
    began     first day of the period, ended its last
    value     None where the provider lists the period without a value
    """

    source: str
    state: str
    variable: str
    began: date
    ended: date
    value: float | None
    unit: str = ""


class CastVote(msgspec.Struct, frozen=True, kw_only=True):
    """One member's vote in one recorded decision.

    body      unga or unsc
    decision  the symbol of the resolution or draft, or the provider's record number where it gives none
    vote      yes, abstain, no, or absent (also "not participating")
    """

    source: str
    body: str
    decision: str
    record: str
    session: str
    on: date
    state: str
    vote: Literal["yes", "abstain", "no", "absent"]
    title: str = ""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a public sanctions list, as published.

    kind  person, organisation, vessel, aircraft, or other
    """

    source: str
    id: str
    name: str
    kind: Literal["person", "organisation", "vessel", "aircraft", "other"]
    programmes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    listed_on: date | None = None
    remarks: str = ""


class LeaderSpell(msgspec.Struct, frozen=True, kw_only=True):
    """One leader's time in office. `left` is empty while it lasts; it is a fact of the future before that day."""

    source: str
    id: str
    state: str
    name: str
    entered: date
    left: date | None = None
    entry: str = ""


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """A dated political event of a state that is no violence: an election, a coup, an attempt, a conspiracy.

    what     election_executive, election_legislative, referendum, coup_realised, coup_attempted, coup_conspiracy
    known_on first day it could be known, where that is not the day itself (an election is scheduled before)
    """

    source: str
    id: str
    state: str
    on: date
    what: str
    known_on: date | None = None
    words: str = ""


Row = Event | Reading | CastVote | Listed | LeaderSpell | Happening

"""Sentences from data for the board: what is recorded, by whom, up to when, and which indicators it speaks to.

A sentence never rates. No figure gives no sentence; "not covered" and "nothing recorded" are different sentences.
"""

from __future__ import annotations

from datetime import date

import msgspec

from comity.assess.board import DataPoint
from comity.kernel.estimate import Estimate
from comity.kernel.time import Month

# Indicators of the UN Framework of Analysis (2014), by our ids in reference/frameworks/risk_factors.
_CONFLICT, _GROWING, _CIVILIANS, _PAST = "RF01-01", "RF11-02", "RF11-01", "RF02-02"
_IRREGULAR, _SHIFT, _VOTE = "RF01-04", "RF08-04", "RF08-08"


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """What data hold on a state at a date; None where a source does not say or does not cover it.

    deaths_12m       deaths of all kinds of violence in the twelve months to `known_to`
    deaths_before    the same in the twelve months before those
    civilians_12m    killed in one-sided violence in the twelve months to `civilians_to`
    source           short name of the provider, such as UCDP
    coup_on          last coup or attempt; its provider in `coup_source`
    election_on      next national election; its provider in `election_source`
    past_killings    years in which mass killings began; their provider in `past_source`
    """

    source: str
    known_to: Month
    deaths_12m: float | None = None
    deaths_before: float | None = None
    civilians_12m: float | None = None
    civilians_to: Month | None = None
    onset: Estimate | None = None
    onset_years: str = ""
    coup_on: date | None = None
    coup_source: str = ""
    election_on: date | None = None
    election_source: str = ""
    past_killings: tuple[int, ...] = ()
    past_source: str = ""


def data_points(recorded: Recorded) -> tuple[DataPoint, ...]:
    """Sentences in the order of the factors they speak to."""
    found = [
        *_deaths(recorded),
        *_civilians(recorded),
        *_events(recorded),
        *_past(recorded),
    ]
    return tuple(sorted(found, key=lambda point: point.indicators))


def _deaths(recorded: Recorded) -> list[DataPoint]:
    until = f"({recorded.source}, to {recorded.known_to})"
    if recorded.deaths_12m is None:
        text = f"Deaths in the last 12 months are not covered {until}."
        return [DataPoint(indicators=(_CONFLICT,), text=text)]
    told = f"{recorded.deaths_12m:,.0f}" if recorded.deaths_12m else "No"
    found = [DataPoint(indicators=(_CONFLICT,), text=f"{told} deaths recorded in the last 12 months {until}.")]
    before = recorded.deaths_before
    if before is not None and recorded.deaths_12m + before > 0:
        text = f"{recorded.deaths_12m:,.0f} deaths in the last 12 months, {before:,.0f} in the 12 before {until}."
        found.append(DataPoint(indicators=(_GROWING,), text=text))
    return found


def _civilians(recorded: Recorded) -> list[DataPoint]:
    if recorded.civilians_12m is None:
        return []
    told = f"{recorded.civilians_12m:,.0f}" if recorded.civilians_12m else "No"
    until = f"({recorded.source}, to {recorded.civilians_to or recorded.known_to})"
    text = f"{told} civilians recorded as killed in one-sided violence in the last 12 months {until}."
    return [DataPoint(indicators=(_CIVILIANS,), text=text)]


def _events(recorded: Recorded) -> list[DataPoint]:
    found = []
    if recorded.coup_on is not None:
        text = f"Last coup or attempt recorded on {recorded.coup_on} ({recorded.coup_source})."
        found.append(DataPoint(indicators=(_IRREGULAR, _SHIFT), text=text))
    if recorded.election_on is not None:
        text = f"A national election is recorded for {recorded.election_on} ({recorded.election_source})."
        found.append(DataPoint(indicators=(_VOTE,), text=text))
    return found


def _past(recorded: Recorded) -> list[DataPoint]:
    found = []
    if recorded.past_killings:
        years = ", ".join(str(year) for year in sorted(recorded.past_killings))
        text = f"Mass killings recorded as begun in {years} ({recorded.past_source})."
        found.append(DataPoint(indicators=(_PAST,), text=text))
    if recorded.onset is not None:
        risk = recorded.onset
        beside = f", {100 * risk.baseline.value:.1f} % by {risk.baseline.method}" if risk.baseline else ""
        text = (
            f"Chance of a new mass killing {recorded.onset_years}: {100 * risk.value:.1f} % "
            f"({100 * risk.low:.1f}-{100 * risk.high:.1f} %{beside}); a model's estimate, no sign seen on the ground."
        )
        found.append(DataPoint(indicators=(_GROWING,), text=text))
    return found

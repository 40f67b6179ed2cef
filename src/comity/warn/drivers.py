"""The features of the onset model: what each is, and how its value reads in a sentence."""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec


class Feature(msgspec.Struct, frozen=True, kw_only=True):
    """One feature of the Early Warning Project's table; `words` turns its raw value into words with unit."""

    name: str
    label: str
    words: Callable[[float], str]


def _yes(what: str) -> Callable[[float], str]:
    return lambda value: f"{what}: {'yes' if value >= 0.5 else 'no'}"


def _population(value: float) -> str:
    people = 2.0**value
    return f"population {people / 1e6:.0f} million" if people >= 1e7 else f"population {people / 1e6:.1f} million"


def _killings(value: float) -> str:
    return f"mass killings under way: {round(2.0**value) - 1}"


# Twelve features chosen before any score was seen, for what the literature agrees on: size and poverty (infant
# mortality), history of mass killing, war, exclusion and repression, coups, age of the state, ethnic make-up
# (Harff 2003, American Political Science Review 97(1); Goldsmith et al. 2013, Journal of Peace Research 50(4)).
FEATURES = (
    Feature(name="popsize_log2", label="population", words=_population),
    Feature(
        name="un_imr_sqrt", label="infant mortality", words=lambda v: f"infant mortality {v * v:.0f} per 1,000 births"
    ),
    Feature(name="mk_ever", label="past mass killing", words=_yes("a mass killing since 1945")),
    Feature(name="mk_ongoing_count_log2", label="mass killing under way", words=_killings),
    Feature(name="mk_onset_prev_year", label="recent onset", words=_yes("a mass killing began the year before")),
    Feature(
        name="battledeaths_log2",
        label="armed conflict",
        words=lambda v: f"battle deaths in the year: {max(0, round(2.0**v) - 1):,}",
    ),
    Feature(
        name="discrimpop",
        label="discriminated groups",
        words=lambda v: f"{100 * v:.0f} % of people in groups the state discriminates against",
    ),
    Feature(
        name="freediscussion",
        label="freedom of discussion",
        words=lambda v: f"freedom of discussion {v:.2f} on a scale from 0 to 1",
    ),
    Feature(
        name="pol_killing_approved",
        label="political killings",
        words=_yes("political killings widespread and approved at the top"),
    ),
    Feature(name="coup_try_5yr", label="coup attempts", words=_yes("a coup attempt within five years")),
    Feature(name="countryage_new_log2", label="age of the state", words=lambda v: f"state for {2.0**v:.0f} years"),
    Feature(
        name="efindex",
        label="ethnic fractionalisation",
        words=lambda v: f"ethnic fractionalisation {v:.2f} on a scale from 0 to 1",
    ),
)


def sentence(feature: Feature, value: float, part: float) -> str:
    """What the feature is here and what it does to the odds, against an average country-year."""
    what = f"{feature.label} unknown, taken as the median" if math.isnan(value) else feature.words(value)
    # Two odds that differ by less than one part in a hundred read the same to people.
    if abs(part) < 0.01:
        return f"{what}; leaves the odds as they are"
    return f"{what}; odds × {math.exp(part):.2f}"

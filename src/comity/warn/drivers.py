"""The features of the onset model: what each is, and how it reads in a sentence.

A provider's values are not shipped. A reader gets a band: yes or no, none, or which fifth of all states of the year.
"""

from __future__ import annotations

import math
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray


class Feature(msgspec.Struct, frozen=True, kw_only=True):
    """One feature of the Early Warning Project's table.

    kind  yes_no; level (fifths of the year's states); from_none (a level whose least value means that there is none)
    """

    name: str
    label: str
    kind: Literal["yes_no", "level", "from_none"]


# Twelve features chosen before any score was seen, for what the literature agrees on: size and poverty (infant
# mortality), history of mass killing, war, exclusion and repression, coups, age of the state, ethnic make-up
# (Harff 2003, American Political Science Review 97(1); Goldsmith et al. 2013, Journal of Peace Research 50(4)).
FEATURES = (
    Feature(name="popsize_log2", label="population", kind="level"),
    Feature(name="un_imr_sqrt", label="infant mortality", kind="level"),
    Feature(name="mk_ever", label="a mass killing since 1945", kind="yes_no"),
    Feature(name="mk_ongoing_count_log2", label="mass killings under way", kind="from_none"),
    Feature(name="mk_onset_prev_year", label="a mass killing began the year before", kind="yes_no"),
    Feature(name="battledeaths_log2", label="battle deaths in the year", kind="from_none"),
    Feature(name="discrimpop", label="share of people in groups the state discriminates against", kind="from_none"),
    Feature(name="freediscussion", label="freedom of discussion", kind="level"),
    Feature(name="pol_killing_approved", label="political killings widespread and approved at the top", kind="yes_no"),
    Feature(name="coup_try_5yr", label="a coup attempt within five years", kind="yes_no"),
    Feature(name="countryage_new_log2", label="age of the state", kind="level"),
    Feature(name="efindex", label="ethnic fractionalisation", kind="level"),
)

_WORDS = {
    "y": "yes",
    "n": "no",
    "0": "none",
    "1": "in the lowest fifth of states",
    "2": "below the middle of states",
    "3": "about the middle of states",
    "4": "above the middle of states",
    "5": "in the highest fifth of states",
}
_MISSING = "-"


def bands(values: NDArray[np.float64]) -> tuple[str, ...]:
    """One text a state, one sign a feature: y n 0 1-5, or - where the value is missing.

    values  (states, features) of one year, in the order of FEATURES, NaN where missing
    """
    signs = [_signs(values[:, column], feature) for column, feature in enumerate(FEATURES)]
    return tuple("".join(of) for of in zip(*signs, strict=True))


def _signs(values: NDArray[np.float64], feature: Feature) -> list[str]:
    known = np.sort(values[~np.isnan(values)])
    if feature.kind == "yes_no":
        return [_MISSING if math.isnan(value) else "y" if value >= 0.5 else "n" for value in values]
    if feature.kind == "from_none" and known.size:
        least = known[0]
        above = known[known > least]
        return [_MISSING if math.isnan(v) else "0" if v == least else _fifth(v, above) for v in values]
    return [_MISSING if math.isnan(value) else _fifth(value, known) for value in values]


def _fifth(value: float, known: NDArray[np.float64]) -> str:
    """The fifth a value lies in, equal values counted half below."""
    below = np.searchsorted(known, value, side="left") + np.searchsorted(known, value, side="right")
    return str(min(5, 1 + int(5 * below / (2 * max(1, known.size)))))


def sentence(feature: Feature, band: str, part: float) -> str:
    """What the feature is here and what it does to the odds, against an average country-year."""
    known = "of states that have any" if feature.kind == "from_none" else "of states"
    what = f"{feature.label} unknown, taken as the median"
    if band != _MISSING:
        what = f"{feature.label}: {_WORDS[band].replace('of states', known)}"
    # Two odds that differ by less than one part in a hundred read the same to people.
    if abs(part) < 0.01:
        return f"{what}; leaves the odds as they are"
    return f"{what}; odds × {math.exp(part):.2f}"

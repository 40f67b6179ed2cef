"""The drivers of the onset model: which features each sums, and how it reads in a sentence.

A provider's values are not shipped. A reader gets a band: yes or no, none, or which fifth of all states of the year.
"""

from __future__ import annotations

import math
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Misused


class Theme(msgspec.Struct, frozen=True, kw_only=True):
    """One named driver: the features whose parts it sums, and the one whose band a sentence tells.

    kind      yes_no; level (fifths of the year's states); from_none (a level whose least value means none)
    lead      the feature that the label is about
    features  names or beginnings of names, ended by *; a feature belongs to the first theme that names it
    """

    name: str
    label: str
    kind: Literal["yes_no", "level", "from_none"]
    lead: str
    features: tuple[str, ...]


THEMES = (
    Theme(
        name="civilians_killed",
        label="people killed outside battle in the last years",
        kind="from_none",
        lead="not_state_based_3y",
        features=("one_sided_*", "non_state_*", "not_state_based*"),
    ),
    Theme(
        name="war",
        label="battle deaths in the last five years",
        kind="from_none",
        lead="battle_peak_5y",
        features=("battle_*", "battledeaths_log2", "change_1_battle", "change_3_battle"),
    ),
    Theme(
        name="past_killings",
        label="mass killings under way",
        kind="from_none",
        lead="mk_ongoing_count_log2",
        features=("mk_*", "mean_mk_onset_interaction", "includesnonstate"),
    ),
    Theme(
        name="coups_leaders",
        label="a coup attempt within five years",
        kind="yes_no",
        lead="coup_try_5yr",
        features=("coup_*", "coups_*", "popular_revolt_3y", "leader_*"),
    ),
    Theme(
        name="elections",
        label="an election for the executive in the year",
        kind="yes_no",
        lead="election_executive",
        features=("election_*", "months_since_election"),
    ),
    Theme(
        name="regime",
        label="freedom of discussion",
        kind="level",
        lead="freediscussion",
        features=(
            "freediscussion", "regime_*", "partyban_new_*", "minorityrule", "judicialreform", "religiousfreedom",
            "repress_civilsoc", "ios_iccpr1",
        ),
    ),
    Theme(
        name="repression",
        label="freedom from political killings",
        kind="level",
        lead="v2clkill_ord",
        features=("v2cl*", "pol_killing_approved", "v2csgender_binary", "v2mecenefm_binary"),
    ),
    Theme(
        name="exclusion",
        label="share of people in groups the state discriminates against",
        kind="from_none",
        lead="discrimpop",
        features=(
            "discrimpop", "efindex", "widetargeting", "narrowtargeting", "social_inequality", "even_civilrights",
            "social_power_dist", "ses_power_dist",
        ),
    ),
    Theme(
        name="neighbours",
        label="deaths in the worst neighbouring state",
        kind="from_none",
        lead="near_deaths",
        features=("near_*",),
    ),
    Theme(
        name="people_wealth",
        label="infant mortality",
        kind="level",
        lead="un_imr_sqrt",
        features=("un_imr_sqrt", "popsize_log2", "gdppcgrowth"),
    ),
    Theme(
        name="place_time",
        label="age of the state",
        kind="level",
        lead="countryage_new_log2",
        features=("countryage_new_log2", "newcountry", "reg_*", "year_sq"),
    ),
)  # fmt: skip


def theme_of(feature: str) -> int:
    """Place in THEMES of the driver a feature belongs to; raises Misused for one that no theme names."""
    for place, theme in enumerate(THEMES):
        if any(feature == name or (name.endswith("*") and feature.startswith(name[:-1])) for name in theme.features):
            return place
    raise Misused(f"no driver takes in the feature {feature!r}", hint="name it in a theme of warn/drivers.py")


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
    """One text a state, one sign a driver: y n 0 1-5, or - where the value is missing.

    values  (states, drivers) of one year, the lead features in the order of THEMES, NaN where missing
    """
    signs = [_signs(values[:, column], theme) for column, theme in enumerate(THEMES)]
    return tuple("".join(of) for of in zip(*signs, strict=True))


def _signs(values: NDArray[np.float64], theme: Theme) -> list[str]:
    known = np.sort(values[~np.isnan(values)])
    if theme.kind == "yes_no":
        return [_MISSING if math.isnan(value) else "y" if value >= 0.5 else "n" for value in values]
    if theme.kind == "from_none" and known.size:
        least = known[0]
        above = known[known > least]
        return [_MISSING if math.isnan(v) else "0" if v == least else _fifth(v, above) for v in values]
    return [_MISSING if math.isnan(value) else _fifth(value, known) for value in values]


def _fifth(value: float, known: NDArray[np.float64]) -> str:
    """The fifth a value lies in, equal values counted half below."""
    below = np.searchsorted(known, value, side="left") + np.searchsorted(known, value, side="right")
    return str(min(5, 1 + int(5 * below / (2 * max(1, known.size)))))


def sentence(theme: Theme, band: str, part: float) -> str:
    """What the leading feature of a driver is here, and what the whole driver does to the odds."""
    known = "of states that have any" if theme.kind == "from_none" else "of states"
    what = f"{theme.label}: not known here"
    if band != _MISSING:
        what = f"{theme.label}: {_WORDS[band].replace('of states', known)}"
    # Two odds that differ by less than one part in a hundred read the same to people.
    if abs(part) < 0.01:
        return f"{what}; leaves the odds as they are"
    return f"{what}; odds × {math.exp(part):.2f}"

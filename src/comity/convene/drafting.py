"""What kind of text a measure makes: the strength words that drafts are described by, from mild to strong."""

from __future__ import annotations

from collections.abc import Iterable

# From the mildest to the strongest thing a text does; a text has the strength of its strongest part.
STRENGTHS = ("condemn", "investigate", "mission", "sanction", "refer", "force")

STRENGTH_WORDS = {
    "condemn": "condemn, call on the parties, ask for reports",
    "investigate": "set up fact-finding or an inquiry",
    "mission": "send or keep a mission",
    "sanction": "impose or keep sanctions",
    "refer": "refer to a court or make a tribunal",
    "force": "authorise force",
}

# House reading of what a text with this measure does; measures left out have the strength of their category.
_BY_MEASURE = {
    "fact_finding": "investigate",
    "commission_of_inquiry": "investigate",
    "investigative_mechanism": "investigate",
    "human_rights_monitors": "mission",
    "ceasefire_monitors": "mission",
    "peacekeeping": "mission",
    "preventive_deployment": "mission",
    "unarmed_civilian_protection": "mission",
    "humanitarian_corridor": "mission",
    "cross_border_aid": "mission",
    "safe_zone": "force",
    "no_fly_zone": "force",
    "multinational_force": "force",
    "deterrent_deployment": "force",
    "icc_referral": "refer",
    "ad_hoc_tribunal": "refer",
    "icj_proceedings": "refer",
}
_BY_CATEGORY = {
    "persuade": "condemn",
    "incentive": "condemn",
    "coerce_diplomatic": "sanction",
    "coerce_economic": "sanction",
    "legal": "investigate",
    "protective": "mission",
    "military_support": "force",
}


def strength(measures: Iterable[tuple[str, str]]) -> str:
    """The strength of a text that holds these measures, each given as id and category; "condemn" for none."""
    found = [_BY_MEASURE.get(measure, _BY_CATEGORY.get(category, "condemn")) for measure, category in measures]
    return max(found, key=STRENGTHS.index, default="condemn")

"""What a text is about, read from its title: the state concerned, how strong it is, and whether it only prolongs."""

from __future__ import annotations

import re
from functools import cache

from comity.kernel.states import Standing, all_states

# Places and parties that stand for a state in titles of United Nations texts; the first match wins.
_PLACES = (
    (r"palestin|gaza|jerusalem|israel|golan|arab territories|west bank", "ISR"),
    (r"crimea|sevastopol|donetsk|ukraine", "UKR"),
    (r"abkhazia|south ossetia|tskhinvali", "GEO"),
    (r"darfur|report(s)? of the secretary-general on the sudan$", "SDN"),
    (r"(?<!sudan and )south sudan", "SSD"),
    (r"sudan", "SDN"),
    (r"srebrenica|sarajevo|bihac|bosnia", "BIH"),
    (r"former yugoslav republic of macedonia", "MKD"),
    (r"kosovo|yugoslav", "SRB"),
    (r"east timor|timor", "TLS"),
    (r"burma|rohingya|myanmar", "MMR"),
    (r"democratic people.s republic of korea|dprk", "PRK"),
    (r"democratic republic of the congo|zaire|monusco|monuc\b", "COD"),
    (r"western sahara", "ESH"),
    (r"syria", "SYR"),
    (r"iraq", "IRQ"),
    (r"lebanon", "LBN"),
    (r"yemen", "YEM"),
    (r"libya", "LBY"),
    (r"somalia", "SOM"),
    (r"guinea-bissau", "GNB"),
    (r"cote d.ivoire|côte d.ivoire|ivory coast", "CIV"),
    (r"azerbaijan|nagorny", "AZE"),
    (r"colombia", "COL"),
    (r"cyprus", "CYP"),
)
# Letters name the state that sent them; a text is seldom about its sender, but Council items often are.
_STRENGTHS = (
    ("refer", ("criminal court", "tribunal", "prosecut", "residual mechanism")),
    ("sanction", ("sanction", "embargo", "panel of experts", "group of experts", "monitoring group", "frozen",
                  "travel restrict", "measures imp")),
    ("investigate", ("investigat", "fact-finding", "commission of (inquiry|experts)", "chemical weapons",
                     "impartial and independent")),
    ("force", ("authoriz.*(force|states|vessel|amisom|mission)", "multinational", "all necessary", "no-fly",
               "safe area", "piracy", "vessels")),
    ("mission", ("mandate of the (un|united nations|international|african)", r"\bmission", "peacekeep",
                 "establishment of the un", "stabili[sz]ation", "observer force", "deploy")),
    ("condemn", ("condemn", "situation", "cessation", "cease-?fire", "hostilit", "human rights", "aggression",
                 "withdraw", "settlement", "humanitarian", "genocide", "crisis", "violence")),
)  # fmt: skip
STRENGTHS = ("condemn", "investigate", "sanction", "refer", "mission", "force")
_PROLONGS = re.compile(r"extension|extend|renew|terminat|lifting|adjust|drawdown|liquidat|technical rollover")


@cache
def _names() -> re.Pattern[str]:
    named: dict[str, str] = {}
    for state in all_states():
        if state.standing in (Standing.MEMBER, Standing.OBSERVER):
            for name in (state.name, state.short, *state.aliases):
                bare = name.lower().split(" (")[0]
                if len(bare) > 3:
                    named[bare] = state.iso3
    longest = sorted(named, key=lambda name: (-len(name), name))
    return re.compile("|".join(rf"(?P<{named[n]}_{i}>\b{re.escape(n)}\b)" for i, n in enumerate(longest)))


def target_of(text: str) -> str:
    """Code of the state a title is about, ISO 3166 alpha-3 (ESH for Western Sahara), or empty if none is named."""
    low = text.lower()
    for pattern, code in _PLACES:
        if re.search(pattern, low):
            return code
    found = _names().search(low)
    return found.lastgroup.split("_")[0] if found and found.lastgroup else ""


def strength_of(text: str) -> str:
    """The strongest thing a title says the text does, one of STRENGTHS, or empty if it does not say."""
    low = text.lower()
    return next((word for word, patterns in _STRENGTHS if re.search("|".join(patterns), low)), "")


def prolongs(text: str) -> bool:
    """Whether the title says that the text prolongs, ends or adjusts what exists."""
    return bool(_PROLONGS.search(text.lower()))

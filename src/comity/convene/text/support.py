"""Who can live with what: stands per paragraph and proposal, and consensus informed by groups.

Group-informed consensus is the product over groups of the smoothed share agreeing, (1 + agree) / (2 + spoken), so that
no group can be outvoted by a larger one (Polis: Small, Bjorkegren, Erkkila, Shaw, Megill, Recerca 26(2), 2021;
compdemocracy.org, "group-informed consensus"). Here the groups are blocs that are known, not clusters that are found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod
from typing import Literal

import msgspec
from scipy.special import betaincinv

from comity.convene.text.document import Paragraph, Status, Text
from comity.kernel.errors import Misused
from comity.kernel.estimate import Baseline, Estimate
from comity.records.text import TextSupported

Level = Literal["agree", "live_with", "stand_aside", "block"]
LEVELS: tuple[Level, ...] = ("agree", "live_with", "stand_aside", "block")
# Consent, not enthusiasm: who can live with it does not stand in its way.
AGREEING = ("agree", "live_with")


class Bloc(msgspec.Struct, frozen=True, kw_only=True):
    """A bloc on one question: how many of its members agree or can live with it, of those who spoke, of all."""

    name: str
    agree: int
    spoken: int
    members: int

    @property
    def share(self) -> float:
        """Smoothed share agreeing (Laplace): 0.5 where nobody spoke."""
        return (1 + self.agree) / (2 + self.spoken)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What parties say of a paragraph or open proposal.

    said       newest word of each party on the words as they are
    outdated   words on an earlier wording; shown, not counted
    blocs      the groups counted, and how each stands
    consensus  group-informed consensus, 0-1; None where nobody has spoken
    """

    on: str
    said: tuple[TextSupported, ...]
    outdated: tuple[TextSupported, ...]
    blocs: tuple[Bloc, ...]
    consensus: Estimate | None

    def counts(self) -> dict[Level, int]:
        """How many parties stand at each level."""
        return {level: sum(said.level == level for said in self.said) for level in LEVELS}


def standings(text: Text, blocs: Mapping[str, tuple[str, ...]]) -> tuple[Standing, ...]:
    """One standing for each paragraph that somebody spoke of and each open proposal, of which its proposers do.

    blocs   members of each group; a party in none counts as a group of its own
    raises  Misused for a party in two groups
    """
    seen: dict[str, str] = {}
    for name, members in blocs.items():
        for member in members:
            if member in seen:
                raise Misused(f"{member} is in {seen[member]} and in {name}", hint="put each party in one group")
            seen[member] = name
    spoken = {on for on, _ in text.stands}
    asked = [*(p.id for p in text.standing if p.id in spoken), *(t.id for t in text.open)]
    return tuple(_standing(text, on, blocs, seen) for on in asked)


def changed_at(text: Text, on: str) -> int:
    """The version in which the words of a paragraph, or of an open proposal, last changed."""
    if on in text.proposals:
        tabled = text.proposals[on]
        tokens = [token for hunk in tabled.hunks for token in hunk.tokens]
        merged = [text.accepted.index(t.origin) + 1 for t in tokens if t.origin in text.accepted]
        return max([tabled.version, *merged, *(token.gone or 0 for token in tokens)])
    paragraph: Paragraph = text.paragraph(on)
    return max([paragraph.born, *(max(token.born or 0, token.gone or 0) for token in paragraph.tokens)])


def consensus(blocs: tuple[Bloc, ...]) -> Estimate | None:
    """Group-informed consensus with a 90 % interval, beside the share of all who spoke whatever their group.

    A group of which nobody spoke counts with 0.5: its consent is not known. The interval is that of a product of
    independent Beta posteriors (uniform prior), read from the Beta distribution with the same mean and variance (Fan,
    Communications in Statistics 20(12), 1991). It is the uncertainty of few voices: those who have not spoken are taken
    to be like those of their group who have.
    """
    spoken = sum(bloc.spoken for bloc in blocs)
    if not spoken:
        return None
    mean = prod(bloc.share for bloc in blocs)
    square = prod(bloc.share * (2 + bloc.agree) / (3 + bloc.spoken) for bloc in blocs)
    size = (mean - square) / (square - mean**2)
    low, high = (float(betaincinv(mean * size, (1 - mean) * size, at)) for at in (0.05, 0.95))
    plain = (1 + sum(bloc.agree for bloc in blocs)) / (2 + spoken)
    return Estimate(
        value=mean,
        low=min(low, mean),
        high=max(high, mean),
        covers="few voices in each group; members who spoke stand for those who have not",
        method="negotiating-text",
        n=spoken,
        unit="share",
        baseline=Baseline(value=plain, method="smoothed share of all who spoke, groups left aside"),
    )


def _standing(text: Text, on: str, blocs: Mapping[str, tuple[str, ...]], of: Mapping[str, str]) -> Standing:
    changed = changed_at(text, on)
    said: list[TextSupported] = list(_proposers(text, on))
    outdated: list[TextSupported] = []
    for (what, _), stand in sorted(text.stands.items()):
        if what == on:
            (said if stand.version >= changed else outdated).append(stand.said)
    groups = {name: tuple(members) for name, members in blocs.items()}
    groups |= {one.party: (one.party,) for one in said if one.party not in of}
    counted = []
    for name, members in groups.items():
        heard = [one for one in said if one.party in members]
        agree = sum(one.level in AGREEING for one in heard)
        counted.append(Bloc(name=name, agree=agree, spoken=len(heard), members=len(members)))
    return Standing(
        on=on, said=tuple(said), outdated=tuple(outdated), blocs=tuple(counted), consensus=consensus(tuple(counted))
    )


def _proposers(text: Text, on: str) -> Iterator[TextSupported]:
    """Who proposes or sponsors a thing agrees with it, until it says otherwise."""
    if on in text.proposals:
        made = text.proposals[on].proposed
        for party in (made.by, *made.sponsors):
            if (on, party) not in text.stands:
                yield TextSupported(on=on, party=party, level="agree", at=made.at, because=made.because)


def unheard(text: Text, on: str) -> tuple[str, ...]:
    """Parties of the text that have said nothing of a paragraph or open proposal as it is worded now."""
    if on in text.proposals and text.proposals[on].status is not Status.OPEN:
        return ()
    changed = changed_at(text, on)
    heard = {party for (what, party), stand in text.stands.items() if what == on and stand.version >= changed}
    heard |= {said.party for said in _proposers(text, on)}
    return tuple(party for party in text.opened.parties if party not in heard)

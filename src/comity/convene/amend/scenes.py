"""How members would vote on every form of a text: drawn votes as distances from yes, moved by what each level adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from comity.convene.amend.clauses import Choice, Menu
from comity.convene.drafting import STRENGTHS
from comity.convene.rules.votes import Vote
from comity.kernel.errors import Misused

Floats = NDArray[np.float64]
Votes = NDArray[np.int8]
# Whether each drawn roll call adopts, from votes (draws, members).
Adopts = Callable[[Votes], NDArray[np.bool_]]

_EDGE = 1e-6


class Distances(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Each drawn vote as distances in log-odds, (draws, members): at 0 and above it is yes, or at least no no.

    yes   what is over above a yes
    mild  what is over above an abstention; never less than `yes`
    away  whether the member stays away, whatever the text
    """

    yes: Floats
    mild: Floats
    away: NDArray[np.bool_]


def distances(votes: Votes, chances: Floats, *, seed: int) -> Distances:
    """Distances behind drawn votes, so that the votes come out as drawn when nothing is changed.

    votes    (draws, members) values of Vote
    chances  (draws, members, 3) of no, abstain, yes from which each was drawn
    A vote says only in which of three stretches its draw fell; the place within is drawn anew.
    """
    if chances.shape != (*votes.shape, 3):
        raise Misused(f"chances must have shape {(*votes.shape, 3)}; got {chances.shape}")
    ladder = np.clip(np.cumsum(chances, axis=-1), _EDGE, 1 - _EDGE)
    below_mild, below_yes = ladder[..., 0], np.maximum(ladder[..., 1], ladder[..., 0])
    away = ~np.isin(votes, (Vote.NO, Vote.ABSTAIN, Vote.YES))
    low = np.where(votes == Vote.YES, below_yes, np.where(votes == Vote.ABSTAIN, below_mild, 0.0))
    high = np.where(votes == Vote.YES, 1.0, np.where(votes == Vote.ABSTAIN, below_yes, below_mild))
    # Strictly inside its stretch, so that no rounding turns the vote.
    # A stream of its own: the seed may have drawn the votes too.
    place = low + (high - low) * np.random.default_rng((seed, 1)).uniform(0.001, 0.999, votes.shape)
    at = logit(np.clip(place, _EDGE / 2, 1 - _EDGE / 2))
    return Distances(yes=at - logit(below_yes), mild=at - logit(below_mild), away=away)


def votes_on(drawn: Distances, moved: Floats) -> Votes:
    """The votes once members are moved by so many log-odds, (members,): int8 (draws, members)."""
    votes = (drawn.yes + moved >= 0).astype(np.int8) + (drawn.mild + moved >= 0).astype(np.int8)
    votes[drawn.away] = Vote.ABSENT
    return votes


class Floor:
    """A text with its levels before a body: chances of adoption of any form of it.

    drawn   distances by the strongest thing the text still does, one for each word of STRENGTHS, from the same random
            numbers; one alone where votes do not depend on it
    levels  one array (levels, members) a clause: what each level adds to log-odds beside that, first row 0
    """

    def __init__(self, menu: Menu, drawn: tuple[Distances, ...], levels: tuple[Floats, ...], adopts: Adopts) -> None:
        if len(drawn) not in (1, len(STRENGTHS)) or len(levels) != len(menu.clauses):
            raise Misused(f"a floor takes distances for 1 or {len(STRENGTHS)} strengths, and levels for each clause")
        if any(effect[0].any() for effect in levels):
            raise Misused("the first level is the text as drafted and moves nobody", hint="give it 0 for every member")
        self.menu, self._levels, self._adopts = menu, levels, adopts
        self._drawn = drawn if len(drawn) > 1 else drawn * len(STRENGTHS)
        self._over: dict[tuple[int, int], Distances] = {}
        # Whether levels do anything beside making the text stronger or milder, and whether forms differ at all.
        self.beside = any(effect.any() for effect in levels)
        self.moves = len(drawn) > 1 or self.beside

    def votes(self, choice: Choice) -> Votes:
        """The drawn votes on one form of the text, int8 (draws, members)."""
        moved = sum(effect[level] for effect, level in zip(self._levels, choice, strict=True))
        return votes_on(self._drawn[self.menu.strength(choice)], np.asarray(moved))

    def adopted(self, choice: Choice) -> NDArray[np.bool_]:
        """Whether each drawn vote adopts, (draws,)."""
        return self._adopts(self.votes(choice))

    def chances(self, choices: Sequence[Choice]) -> Floats:
        """Chance of adoption of each form, (forms,)."""
        return self._shares([self.votes(choice) for choice in choices])

    def ceilings(self, begun: Sequence[Choice]) -> Floats:
        """For each beginning of a form, a chance that no form which begins so exceeds, (beginnings,).

        Every member is given the level it likes best: no single text may do that for all at once.
        """
        return self._shares([self._best(one) for one in begun])

    def yes(self, choice: Choice) -> Floats:
        """Each member's chance of yes, (members,)."""
        share: Floats = (self.votes(choice) == Vote.YES).mean(axis=0)
        return share

    def _shares(self, votes: Sequence[Votes]) -> Floats:
        # One call of the rule for all: it costs more by call than by draw.
        shares: Floats = self._adopts(np.concatenate(votes)).reshape(len(votes), -1).mean(axis=1)
        return shares

    def _best(self, started: Choice) -> Votes:
        moved = np.zeros(self._drawn[0].yes.shape[1])
        lowest, highest = list(started), list(started)
        for at, (effect, clause) in enumerate(zip(self._levels, self.menu.clauses, strict=True)):
            if at < len(started):
                moved += effect[started[at]]
                continue
            moved += effect[: clause.open].max(axis=0)
            does = [STRENGTHS.index(lv.strength) if lv.strength else 0 for lv in clause.levels[: clause.open]]
            lowest.append(does.index(min(does)))
            highest.append(does.index(max(does)))
        return votes_on(self._between(self.menu.strength(tuple(lowest)), self.menu.strength(tuple(highest))), moved)

    def _between(self, least: int, most: int) -> Distances:
        """The best of the distances of all strengths in a range, draw by draw."""
        if (least, most) not in self._over:
            some = self._drawn[least : most + 1]
            self._over[least, most] = Distances(
                yes=np.maximum.reduce([one.yes for one in some]),
                mild=np.maximum.reduce([one.mild for one in some]),
                away=np.logical_and.reduce([one.away for one in some]),
            )
        return self._over[least, most]


def no_effect(menu: Menu, members: int) -> tuple[Floats, ...]:
    """Levels that move nobody, one array a clause."""
    return tuple(np.zeros((len(clause.levels), members)) for clause in menu.clauses)

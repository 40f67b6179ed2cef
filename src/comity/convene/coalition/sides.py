"""Who is enough and who can block: the smallest sides that decide, from the drawn votes and the rule."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene.rules import Given, Rule, Vote, adopted
from comity.kernel.errors import Misused

_NOTHING = Given()


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """A set of members that decides by itself, without one of which it would not.

    chance  that all of them vote so together, from the joint draws; votes hang together, so it is no product
    """

    states: tuple[str, ...]
    chance: float


def winning(
    rule: Rule, votes: NDArray[np.int8], members: Sequence[str], *, given: Given = _NOTHING, most: int = 5
) -> tuple[Side, ...]:
    """Minimal winning sides that the draws hold, likeliest to say yes together first.

    A side wins if its yes alone carries while every other member says no. Each side is what is left of the yes votes of
    a draw after the least likely are taken out one by one; none can lose a member and still win.
    """
    return _sides(rule, votes, members, given, most, says=Vote.YES)


def blocking(
    rule: Rule, votes: NDArray[np.int8], members: Sequence[str], *, given: Given = _NOTHING, most: int = 5
) -> tuple[Side, ...]:
    """Minimal blocking sides that the draws hold, likeliest to vote no together first.

    A side blocks if its no alone stops the draft while every other member says yes.
    """
    return _sides(rule, votes, members, given, most, says=Vote.NO)


def _sides(
    rule: Rule, votes: NDArray[np.int8], members: Sequence[str], given: Given, most: int, *, says: Vote
) -> tuple[Side, ...]:
    if most < 1:
        raise Misused(f"most counts sides; got {most}", hint="give 1 or more")
    hit = votes == says
    often = hit.mean(axis=0)
    found: dict[frozenset[int], None] = {}
    # Draws repeat one another; a few hundred different ones hold the sides that are likely at all.
    patterns, counts = np.unique(hit, axis=0, return_counts=True)
    for row in np.argsort(-counts, kind="stable")[:300]:
        side = np.flatnonzero(patterns[row])
        if len(side) and _decides(rule, members, given, side[None, :], says)[0]:
            found[frozenset(_thinned(rule, members, given, side, often, says))] = None
    sides = [(float(hit[:, sorted(side)].all(axis=1).mean()), sorted(side)) for side in found]
    sides.sort(key=lambda item: (-item[0], len(item[1]), item[1]))
    return tuple(Side(states=tuple(members[at] for at in side), chance=chance) for chance, side in sides[:most])


def _thinned(
    rule: Rule, members: Sequence[str], given: Given, side: NDArray[np.intp], often: NDArray[np.float64], says: Vote
) -> list[int]:
    """The side without those it does not need, the least likely taken out first."""
    kept = sorted((int(at) for at in side), key=lambda at: often[at])
    for member in list(kept):
        rest = [at for at in kept if at != member]
        if rest and _decides(rule, members, given, np.array([rest]), says)[0]:
            kept = rest
    return kept


def _decides(
    rule: Rule, members: Sequence[str], given: Given, sides: NDArray[np.intp], says: Vote
) -> NDArray[np.bool_]:
    """Whether each side, against everybody else, carries (yes) or stops (no) the draft."""
    others = Vote.NO if says is Vote.YES else Vote.YES
    cells = np.full((len(sides), len(members)), others, dtype=np.int8)
    cells[np.arange(len(sides))[:, None], sides] = says
    carries = adopted(rule, cells, members, given=given, missing="absent")
    result: NDArray[np.bool_] = carries if says is Vote.YES else ~carries
    return result

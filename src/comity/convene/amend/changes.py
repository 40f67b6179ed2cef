"""Who is gained and who is lost by each change of a text."""

from __future__ import annotations

import msgspec
import numpy as np

from comity.convene.amend.clauses import Choice
from comity.convene.amend.scenes import Floats, Floor

# A member whose chance of yes moves by less is not named.
NAMED_FROM = 0.02


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a clause, made alone on the text as drafted.

    lost      share of the text's substance it costs
    chance    of adoption with this change alone
    gained    members whose chance of yes rises by 0.02 or more, with the rise, largest first; fell likewise
    """

    clause: str
    words: str
    lost: float
    chance: float
    gained: tuple[tuple[str, float], ...]
    fell: tuple[tuple[str, float], ...]


def changes(floor: Floor, members: tuple[str, ...]) -> tuple[Change, ...]:
    """Every change that the menu allows, one at a time, clause by clause."""
    drafted = floor.menu.as_drafted
    before = floor.yes(drafted)
    found = []
    for at, clause in enumerate(floor.menu.clauses):
        for level in range(1, clause.open):
            choice = (*drafted[:at], level, *drafted[at + 1 :])
            gained, fell = moved(members, before, floor.yes(choice))
            found.append(
                Change(
                    clause=clause.id,
                    words=clause.levels[level].words,
                    lost=floor.menu.lost(at, level),
                    chance=float(floor.chances([choice])[0]),
                    gained=gained,
                    fell=fell,
                )
            )
    return tuple(found)


def between(floor: Floor, members: tuple[str, ...], before: Choice, after: Choice) -> Change:
    """What a whole package of changes does to members, against another form of the text."""
    gained, fell = moved(members, floor.yes(before), floor.yes(after))
    said = [f"{clause.id}: {clause.levels[new].words}"
            for clause, old, new in zip(floor.menu.clauses, before, after, strict=True) if old != new]  # fmt: skip
    lost = floor.menu.substance(before) - floor.menu.substance(after)
    return Change(
        clause="all",
        words="; ".join(said),
        lost=lost,
        chance=float(floor.chances([after])[0]),
        gained=gained,
        fell=fell,
    )


_Moved = tuple[tuple[str, float], ...]


def moved(members: tuple[str, ...], before: Floats, after: Floats) -> tuple[_Moved, _Moved]:
    """Members whose chance of yes rises, and those whose chance falls, each with by how much, largest first."""
    steps = after - before
    order = np.argsort(-np.abs(steps), kind="stable")
    named = [(members[at], round(float(steps[at]), 4)) for at in order if abs(steps[at]) >= NAMED_FROM]
    return tuple(item for item in named if item[1] > 0), tuple(item for item in named if item[1] < 0)

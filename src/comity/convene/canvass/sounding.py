"""Soundings: what was heard of a state's vote, and how much that says, by firmness and Admiralty grade."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Refused
from comity.kernel.grading import Credibility, Grade, Reliability

Floats = NDArray[np.float64]


class Says(StrEnum):
    """How a state was heard to mean to vote; open means that it has not made up its mind."""

    NO = "no"
    ABSTAIN = "abstain"
    YES = "yes"
    OPEN = "open"


class Firmness(StrEnum):
    """How it was said: as an instruction or promise, as an intention, or as a leaning."""

    FIRM = "firm"
    STATED = "stated"
    LEANING = "leaning"


class Voice(StrEnum):
    """Who spoke, as an office and never as a person: the capital, its mission at the body, or a third party."""

    CAPITAL = "capital"
    MISSION = "mission"
    THIRD = "third"


class Sounding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing heard of one state.

    state    ISO 3166 alpha-3 code
    grade    Admiralty grade of the report
    said_on  the day it was said; of one voice the newest counts
    """

    state: str
    says: Says
    said_on: date
    grade: Grade
    firmness: Firmness = Firmness.STATED
    voice: Voice = Voice.CAPITAL

    @property
    def words(self) -> str:
        """The sounding on one line, without the state."""
        return f"{self.says.value}, {self.firmness.value}, {self.grade.code}, {self.voice.value}, {self.said_on}"


# The three tables are judgements, not measurements: no record of soundings beside votes is public.
# How often a state votes as it said, when the report is confirmed and its source completely reliable.
KEPT = {Firmness.FIRM: 0.97, Firmness.STATED: 0.90, Firmness.LEANING: 0.75}
# How much of that survives the source and the information. What cannot be judged (F, 6) counts like D and 4.
RELIABILITY = {"A": 1.0, "B": 0.9, "C": 0.75, "D": 0.5, "E": 0.25, "F": 0.5}
CREDIBILITY = {"1": 1.0, "2": 0.9, "3": 0.7, "4": 0.4, "5": 0.15, "6": 0.4}
# A state heard this surely need not be called again.
SURE = 0.9
_CLASSES = (Says.NO, Says.ABSTAIN, Says.YES)


def trust(grade: Grade) -> float:
    """Share of a sounding that its grade leaves, 0-1; F6 leaves nothing, for neither source nor content is judged."""
    if grade.reliability is Reliability.F and grade.credibility is Credibility.UNJUDGED:
        return 0.0
    return RELIABILITY[grade.reliability.value] * CREDIBILITY[grade.credibility.value]


def likelihood(sounding: Sounding) -> Floats:
    """Chance that this would be heard if the true vote were no, abstain, yes: (3,); all alike where it tells nothing.

    A wrong report is more often off by one step (yes for abstain) than by two. One that is not to be trusted at all
    names each vote with chance one third. Open tells nothing of the vote.
    """
    if sounding.says is Says.OPEN:
        return np.full(3, 1 / 3)
    share = trust(sounding.grade)
    right = 1 / 3 + share * (KEPT[sounding.firmness] - 1 / 3)
    near = 1 / 2 + share / 6
    table = np.array(
        [
            [right, (1 - right) * near, (1 - right) * (1 - near)],
            [(1 - right) / 2, right, (1 - right) / 2],
            [(1 - right) * (1 - near), (1 - right) * near, right],
        ]
    )
    result: Floats = table[:, _CLASSES.index(sounding.says)]
    return result


class Evidence(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What is to be counted of all that was heard.

    likelihood    state -> (3,), the product over its voices
    counted       the soundings behind it, by state and voice
    contradicted  states whose voices name different votes; all are counted, and the reader is told
    """

    likelihood: dict[str, Floats]
    counted: tuple[Sounding, ...]
    contradicted: tuple[str, ...]

    @property
    def sure(self) -> frozenset[str]:
        """States whose soundings leave less than one in ten for any other vote, before their past is looked at."""
        return frozenset(state for state, like in self.likelihood.items() if like.max() >= SURE * like.sum())


def gathered(soundings: Sequence[Sounding]) -> Evidence:
    """Soundings joined by state, whatever their order: the newest of each voice counts, voices multiply.

    raises  Refused where one voice is heard to say two different things on one day, naming them
    """
    newest: dict[tuple[str, Voice], Sounding] = {}
    for one in soundings:
        key = (one.state, one.voice)
        before = newest.get(key)
        if before is not None and before.said_on == one.said_on and before != one:
            both = sorted((before.words, one.words))
            raise Refused(
                f"{one.state} is heard twice from one voice on one day: {both[0]}; {both[1]}",
                hint="leave out the one that was corrected, or say whose voice each is: capital, mission or third",
            )
        if before is None or before.said_on < one.said_on:
            newest[key] = one
    counted = tuple(newest[key] for key in sorted(newest))
    found: dict[str, Floats] = {}
    said: dict[str, set[Says]] = {}
    for one in counted:
        found[one.state] = found.get(one.state, np.ones(3)) * likelihood(one)
        if one.says is not Says.OPEN and trust(one.grade) > 0:
            said.setdefault(one.state, set()).add(one.says)
    contradicted = tuple(sorted(state for state, votes in said.items() if len(votes) > 1))
    return Evidence(likelihood=found, counted=counted, contradicted=contradicted)

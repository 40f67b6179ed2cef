"""The diplomatic toolbox: what can be done, by what right, how fast, at what price, and what is known of its effect.

Days run from the decision to the first observable effect. Times, cost and civilian harm are ordinal judgements.
Who can take a measure is never written here: it follows from the bodies' own lists, see `deciders`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from comity.kernel.errors import BadContent
from comity.kernel.provenance import Confidence
from comity.reference import bodies
from comity.reference.shelf import Shelf, filled

Category = Literal[
    "persuade", "incentive", "coerce_diplomatic", "coerce_economic", "legal", "protective", "military_support"
]
Strength = Literal["found", "mixed", "indirect", "absent"]


class CivilianHarm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Harm to civilians that the measure itself may do, and why."""

    level: Literal["none", "low", "medium", "high", "very_high"]
    why: str


class Evidence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known of the effect, as found.

    strength  found     a cited study estimates this very measure and finds less violence or longer peace
              mixed     cited findings on this measure disagree, or hold only under conditions
              indirect  the cited source treats a wider class, a neighbouring measure or single cases
              absent    no study with a usable effect size was found (the only source is EST)
    sources   ids in reference/evidence
    """

    finding: str
    strength: Strength
    sources: tuple[str, ...]


class Measure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One measure.

    time_to_effect_days  shortest and longest, judged unless time_basis says otherwise
    complements          measures that it strengthens; conflicts, measures it works against (ids on this shelf)
    source               the text or practice that defines it; its effect is in `evidence`
    """

    id: str
    name: str
    category: Category
    what: str
    legal_authority: str
    consent_of_state_needed: Literal["no", "yes", "usually", "tacit"]
    time_to_effect_days: tuple[int, int]
    time_basis: str
    cost: Literal["low", "medium", "high", "very_high"]
    civilian_harm: CivilianHarm
    evidence: Evidence
    preconditions: tuple[str, ...]
    risks: tuple[str, ...]
    complements: tuple[str, ...]
    conflicts: tuple[str, ...]
    source: str
    confidence: Confidence


def _check(measure: Measure) -> None:
    filled(measure.evidence.sources, field="evidence.sources")
    filled(measure.source, field="source")
    shortest, longest = measure.time_to_effect_days
    if not 0 <= shortest <= longest:
        raise BadContent(
            f"time_to_effect_days is {shortest} to {longest}", hint="write the shorter number first, none below zero"
        )
    if (measure.evidence.strength == "absent") != (measure.evidence.sources == ("EST",)):
        raise BadContent(
            f"evidence.strength is {measure.evidence.strength!r} with sources {', '.join(measure.evidence.sources)}",
            hint="absent goes with EST as the only source, and with nothing else",
        )


shelf = Shelf("comity.reference.measures", Measure, noun="measure", check=_check)
get, find, ids, all_measures = shelf.get, shelf.find, shelf.ids, shelf.all


def evidence_strength(measure: Measure) -> Strength:
    """How well the effect is known; the rule for each word is at `Evidence`."""
    return measure.evidence.strength


def deciders(measure_id: str) -> tuple[str, ...]:
    """Ids of the bodies that may take the measure, sorted; raises NotOnShelf for an unknown measure."""
    wanted = get(measure_id).id
    return tuple(body.id for body in bodies.all_bodies() if wanted in body.measures)


def conflicting(measure_id: str) -> tuple[str, ...]:
    """Ids of measures at odds with it, sorted: a conflict written in either file counts for both."""
    return _either_way(measure_id, "conflicts")


def complementing(measure_id: str) -> tuple[str, ...]:
    """Ids of measures that go well with it, sorted: a complement written in either file counts for both."""
    return _either_way(measure_id, "complements")


def _either_way(measure_id: str, field: Literal["conflicts", "complements"]) -> tuple[str, ...]:
    own = set(getattr(get(measure_id), field))
    others = {other.id for other in all_measures() if measure_id in getattr(other, field)}
    return tuple(sorted(own | others))

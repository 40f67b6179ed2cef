"""Plan to convene: measures that fit a situation, with reasons, authority, harm and evidence."""

from __future__ import annotations

import msgspec


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One measure in one situation.

    deciders   bodies that may take it and reach this state, fastest first
    days       days from decision to first effect, a judged range
    fits       why it fits; cautions what speaks against it here
    conflicts  other options on the list it works against; complements those it strengthens
    evidence   finding as found, and its sources
    """

    measure: str
    name: str
    category: str
    deciders: tuple[str, ...]
    consent: str
    days: tuple[int, int]
    cost: str
    harm: str
    harm_why: str
    fits: tuple[str, ...]
    cautions: tuple[str, ...]
    conflicts: tuple[str, ...]
    complements: tuple[str, ...]
    evidence: str
    evidence_sources: tuple[str, ...]
    evidence_strength: str
    confidence: str
    source: str


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Options in order, the rule that ordered them, and the measures left out with the reason for each."""

    state: str
    options: tuple[Option, ...]
    order: str
    left_out: tuple[tuple[str, str], ...]

"""Dates that open or close a window for consensus: rotations, presidencies, sessions, renewals, chairs, remembrance.

`legal` is text or standing practice; `pattern` is what has happened so far and must be checked against the
current text; `model` is our suggestion and no fact.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from comity.kernel.errors import BadContent
from comity.kernel.provenance import Checked, Confidence
from comity.reference.calendar import when as forms
from comity.reference.calendar.when import Occurrence, When
from comity.reference.shelf import Shelf, filled, state_codes

Section = Literal[
    "council_membership", "council_presidency", "assembly_and_human_rights_council", "secretary_general", "renewals",
    "regional_chairs", "inside_member_states", "public_attention",
]  # fmt: skip


class Holder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who holds an office from a day on (ISO 3166 alpha-3)."""

    state: str
    from_on: date


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One calendar rule.

    trigger      what sets it off, in words
    when         forms a program can compute, see comity.reference.calendar.when
    classes      legal, pattern, model; `class_note` says which part is which
    bodies       ids in reference/bodies whose decisions it touches
    states       states it is about, empty for any
    since        day from which the entry could be known as it is written; None where it is as old as the Charter
    """

    id: str
    section: Section
    name: str
    trigger: str
    when: tuple[When, ...]
    effect: str
    source: str
    classes: tuple[Literal["legal", "pattern", "model"], ...] = msgspec.field(name="class")
    confidence: Confidence
    checked: Checked
    class_note: str | None = None
    bodies: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    holders: tuple[Holder, ...] = ()
    note: str | None = None
    since: date | None = None

    @property
    def dated(self) -> bool:
        """Whether its days can be computed without an event."""
        return any(
            isinstance(form, forms.Yearly | forms.YearlySpan | forms.Monthly | forms.WeekDay) for form in self.when
        )

    def days(self, first: date, last: date) -> tuple[Occurrence, ...]:
        """All occurrences between two days, both included, in order; none for rules that hang on an event."""
        return tuple(sorted(item for form in self.when for item in forms.occurrences(form, first, last)))

    def holder(self, on: date) -> str | None:
        """Who holds the office on a day; None where it is not on the shelf."""
        begun = [item for item in self.holders if item.from_on <= on]
        return max(begun, key=lambda item: item.from_on).state if begun else None


def _check(rule: Rule) -> None:
    filled(rule.when, field="when")
    filled(rule.classes, field="class")
    filled(rule.source, field="source")
    filled(rule.effect, field="effect")
    state_codes(rule.states, field="states")
    state_codes(tuple(item.state for item in rule.holders), field="holders")
    for place, form in enumerate(rule.when):
        forms.check(form, field=f"when[{place}]")
    if "model" in rule.classes and rule.confidence == Confidence.HIGH:
        raise BadContent("confidence is high for a model", hint="a suggestion of ours is low or medium, never high")


shelf = Shelf("comity.reference.calendar", Rule, noun="calendar rule", check=_check)
get, find, ids, all_rules = shelf.get, shelf.find, shelf.ids, shelf.all

"""Past cases as dated events, votes, measures, outcomes and lessons.

In events, `unhrc` stands also for its predecessor, the Commission on Human Rights, where the text says so, and
`au_psc` also for the earlier Central Organ. Death tolls are contested: show the words with their source.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

import msgspec

from comity.kernel.errors import BadContent, Misused
from comity.kernel.provenance import Checked, Confidence
from comity.kernel.time import Month, month
from comity.reference.shelf import Shelf, filled, state_codes

EventKind = Literal["violence", "warning", "decision", "diplomacy", "agreement", "deployment", "legal", "outcome"]
Rating = Literal[
    "contested", "failure", "failure_partial_mitigation", "failure_then_settlement", "partial", "partial_mitigation",
    "partial_success", "success", "success_after_violence",
]  # fmt: skip
NamesBasis = Literal["record_seen", "vetoes_in_un_table_rest_recall", "recall"]

NAMES_BASIS_WORDS = {
    "record_seen": "names from a record or press report seen",
    "vetoes_in_un_table_rest_recall": "vetoes agree with the UN table of meetings, other names from memory",
    "recall": "names from memory: read the record before quoting",
}
_PERIOD = re.compile(r"^(\d{4}-\d{2})/(\d{4}-\d{2})$")


class Vote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Totals of a vote, and names where known (ISO 3166 alpha-3; SUN and YUG for states of their time).

    vetoes       permanent members whose negative vote blocked the text
    names_basis  how the names are known; None where no names are given
    """

    for_: int = msgspec.field(name="for")
    against: int
    abstain: int
    vetoes: tuple[str, ...]
    in_favour_list: tuple[str, ...] | None = None
    against_list: tuple[str, ...] | None = None
    abstain_list: tuple[str, ...] | None = None
    names_basis: NamesBasis | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """All states named in any list, sorted."""
        lists = (self.in_favour_list, self.against_list, self.abstain_list, self.vetoes)
        return tuple(sorted({state for names in lists for state in names or ()}))

    @property
    def totals(self) -> str:
        """As records write it: for-against-abstaining."""
        return f"{self.for_}-{self.against}-{self.abstain}"


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One dated event. `body` is an id in reference/bodies or None; `measures` are ids in reference/measures."""

    on: date = msgspec.field(name="date")
    kind: EventKind
    text: str
    source: str
    confidence: Confidence
    checked: Checked
    body: str | None = None
    measures: tuple[str, ...] = ()
    vote: Vote | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How it ended, judged by the compilers, with the harm as its sources state it."""

    rating: Rating
    text: str
    civilian_harm: str
    harm_source: str


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One past case; `countries` are the states concerned, `period` is first and last month."""

    id: str
    name: str
    period: str
    countries: tuple[str, ...]
    summary: str
    outcome: Outcome
    lessons: tuple[str, ...]
    founding_text_corrections: tuple[str, ...]
    primary_sources: tuple[str, ...]
    events: tuple[Event, ...]

    @property
    def first_month(self) -> Month:
        """The month it begins."""
        return month(self.period.split("/")[0])

    @property
    def last_month(self) -> Month:
        """The month it ends."""
        return month(self.period.split("/")[1])


def _check(case: Case) -> None:
    filled(case.primary_sources, field="primary_sources")
    filled(case.events, field="events")
    state_codes(case.countries, field="countries")
    _check_period(case.period)
    for place, event in enumerate(case.events):
        field = f"events[{place}] of {event.on}"
        filled(event.source, field=f"{field} source")
        if place and event.on < case.events[place - 1].on:
            raise BadContent(f"{field} comes before its predecessor", hint="put events in order of their dates")
        if event.vote is not None:
            _check_vote(event.vote, field=f"{field} vote")


def _check_period(period: str) -> None:
    found = _PERIOD.match(period)
    try:
        sound = found is not None and month(found[1]) <= month(found[2])
    except Misused:
        sound = False
    if not sound:
        raise BadContent(f"period is {period!r}", hint="write first and last month as YYYY-MM/YYYY-MM")


def _check_vote(vote: Vote, *, field: str) -> None:
    totals = (
        ("in_favour_list", vote.in_favour_list, vote.for_),
        ("against_list", vote.against_list, vote.against),
        ("abstain_list", vote.abstain_list, vote.abstain),
    )
    for name, listed, total in totals:
        if total < 0:
            raise BadContent(f"{field} has a total below zero", hint="write the totals as in the record")
        if listed is None:
            continue
        state_codes(listed, field=f"{field}.{name}")
        if len(set(listed)) != total:
            raise BadContent(
                f"{field}.{name} names {len(set(listed))} states but the total is {total}",
                hint="compare names and totals with the record",
            )
    state_codes(vote.vetoes, field=f"{field}.vetoes")
    if not set(vote.vetoes) <= set(vote.against_list or vote.vetoes) or len(vote.vetoes) > vote.against:
        raise BadContent(f"{field}.vetoes is not part of the votes against", hint="a veto is a negative vote: list it")
    if (vote.names_basis is None) != (not vote.named):
        raise BadContent(
            f"{field}.names_basis does not fit", hint="state names_basis where names are given, only there"
        )


shelf = Shelf("comity.reference.cases", Case, noun="case", check=_check)
get, find, ids, all_cases = shelf.get, shelf.find, shelf.ids, shelf.all

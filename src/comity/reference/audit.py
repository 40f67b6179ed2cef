"""The shelf-wide check: whether what one file says of another is true. Pure; used by tests and by `comity doctor`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec

from comity.kernel import states
from comity.kernel.errors import BadContent, ComityError, Misused, did_you_mean
from comity.kernel.time import Month
from comity.reference import bodies, calendar, cases, corrections, evidence, measures, seats
from comity.reference.calendar import council
from comity.reference.frameworks import definitions, r2p, risk_factors
from comity.reference.shelf import Shelf

SHELVES: dict[str, Shelf[Any]] = {
    "bodies": bodies.shelf,
    "measures": measures.shelf,
    "evidence": evidence.shelf,
    "cases": cases.shelf,
    "corrections": corrections.shelf,
    "factors": risk_factors.shelf,
    "texts": r2p.shelf,
    "definitions": definitions.shelf,
    "rules": calendar.shelf,
    "years": council.shelf,
    "organisations": seats.shelf,
}


# Seats are compared on the day to which the shelves were compiled.
_LATEST = date(2026, 11, 1)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong on the shelves: in which file and field, in words, and what to do."""

    file: str
    field: str
    words: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.words}; {self.remedy}"


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on the shelves, as far as its files are sound."""

    bodies: tuple[bodies.Body, ...]
    measures: tuple[measures.Measure, ...]
    evidence: tuple[evidence.Study, ...]
    cases: tuple[cases.Case, ...]
    corrections: tuple[corrections.Correction, ...]
    factors: tuple[risk_factors.RiskFactor, ...]
    texts: tuple[r2p.R2pText, ...]
    definitions: tuple[definitions.Definition, ...]
    rules: tuple[calendar.Rule, ...]
    years: tuple[council.CouncilYear, ...]
    organisations: tuple[seats.Organisation, ...]


def problems() -> tuple[Problem, ...]:
    """All that is wrong on the shelves as shipped: damaged files first, then references that lead nowhere."""
    sound: dict[str, tuple[Any, ...]] = {}
    found: list[Problem] = []
    for name, shelf in SHELVES.items():
        things, faults = shelf.sound()
        sound[name] = things
        for fault in faults:
            found.append(_damage(fault))
    try:
        found.extend(crossings(Content(**sound)))
    except BadContent as fault:
        # A damaged list of members is read only when seats are compared.
        found.append(_damage(fault))
    return tuple(found)


def _damage(fault: BadContent) -> Problem:
    file, _, words = fault.message.partition(": ")
    return Problem(file=file.split(" ")[0], field="file", words=words or fault.message, remedy=fault.hint)


def crossings(content: Content) -> tuple[Problem, ...]:
    """References between things that lead nowhere or contradict each other, in order of their files."""
    checks = (_bodies, _measures, _cases, _frameworks, _calendar)
    return tuple(problem for check in checks for problem in check(content))


def _unknown(words: Iterable[str], known: Iterable[str], where: tuple[str, str], noun: str) -> Iterator[Problem]:
    names = set(known)
    for word in words:
        if word not in names:
            remedy = did_you_mean(word, names) or f"add a file for {word}"
            yield Problem(file=where[0], field=where[1], words=f"there is no {noun} {word!r}", remedy=remedy)


def _strangers(codes: Iterable[str], where: tuple[str, str]) -> Iterator[Problem]:
    for code in codes:
        try:
            states.state(code)
        except Misused as error:
            yield Problem(file=where[0], field=where[1], words=error.message, remedy=error.hint or "correct the code")


def _bodies(content: Content) -> Iterator[Problem]:
    known = {measure.id for measure in content.measures}
    for body in content.bodies:
        file = bodies.shelf.file_of(body.id)
        yield from _unknown(body.measures, known, (file, "measures"), "measure")
        yield from _seats(body, file)
        if len(set(body.measures)) != len(body.measures):
            yield Problem(file=file, field="measures", words="an id is there twice", remedy="write each measure once")
        for rule in body.decision_rules:
            if rule.veto_holders != "all_members":
                yield from _strangers(rule.veto_holders, (file, f"decision_rules {rule.id} veto_holders"))
            if rule.threshold.kind == "count" and (rule.threshold.value or 0) > (rule.of or body.seats or 10**6):
                yield Problem(
                    file=file,
                    field=f"decision_rules {rule.id} threshold",
                    words=f"asks for {rule.threshold.value} votes of {rule.of or body.seats} seats",
                    remedy="compare threshold and seats with the treaty",
                )


def _seats(body: bodies.Body, file: str) -> Iterator[Problem]:
    if body.membership.seats is None:
        return
    where = (file, "membership.seats")
    unknown = tuple(_unknown((body.membership.seats,), seats.ids(), where, "list of members"))
    yield from unknown
    if not unknown:
        # The number of seats is the one of the day to which the list of members is known.
        listed = seats.known(body.membership.seats, _LATEST)[1]
        if listed.seats != body.seats:
            words = f"{body.seats} seats, but {listed.seats} members on {listed.on}"
            yield Problem(file=file, field="seats", words=words, remedy="bring seats and the list of members together")


def _measures(content: Content) -> Iterator[Problem]:
    known = {measure.id for measure in content.measures}
    sources = {study.id for study in content.evidence}
    taken = {measure for body in content.bodies for measure in body.measures}
    for measure in content.measures:
        file = measures.shelf.file_of(measure.id)
        yield from _unknown(measure.complements, known, (file, "complements"), "measure")
        yield from _unknown(measure.conflicts, known, (file, "conflicts"), "measure")
        yield from _unknown(measure.evidence.sources, sources, (file, "evidence.sources"), "evidence source")
        for other in sorted(set(measure.complements) & set(measure.conflicts) | {measure.id} & set(measure.conflicts)):
            words = f"{other!r} cannot be a conflict and a complement, nor the measure itself"
            yield Problem(file=file, field="conflicts", words=words, remedy="keep it in one list, or in none")
        if measure.id not in taken:
            remedy = f"add {measure.id} to the measures of a body that may take it"
            yield Problem(file=file, field="id", words="no body may take this measure", remedy=remedy)


def _cases(content: Content) -> Iterator[Problem]:
    known = {measure.id for measure in content.measures}
    organs = {body.id: body for body in content.bodies}
    for case in content.cases:
        file = cases.shelf.file_of(case.id)
        yield from _strangers(case.countries, (file, "countries"))
        for place, event in enumerate(case.events):
            field = f"events[{place}]"
            yield from _unknown(event.measures, known, (file, f"{field}.measures"), "measure")
            yield from _unknown((event.body,) if event.body else (), organs, (file, f"{field}.body"), "body")
            if event.vote is not None:
                yield from _vote(event, organs, (file, f"{field}.vote"))


def _vote(event: cases.Event, organs: dict[str, bodies.Body], where: tuple[str, str]) -> Iterator[Problem]:
    vote = event.vote
    if vote is None:
        return
    yield from _strangers(vote.named, where)
    for code in vote.named:
        if code not in {entry.iso3 for entry in states.all_states(event.on)}:
            remedy = "use the code of the state that held the seat on that day"
            yield Problem(file=where[0], field=where[1], words=f"{code} did not exist on {event.on}", remedy=remedy)
    organ = organs.get(event.body or "")
    if organ is None:
        yield Problem(file=where[0], field=where[1], words="a vote without a body", remedy="name the body that voted")
        return
    cast = vote.for_ + vote.against + vote.abstain
    # The Commission on Human Rights, which unhrc stands for before 2006, had 53 members (E/RES/1990/48).
    size = 53 if organ.id == "unhrc" and event.on.year < 2006 else organ.seats
    if size is not None and cast > size:
        words = f"{cast} votes in a body of {size}"
        yield Problem(file=where[0], field=where[1], words=words, remedy="compare the totals with the record")
    if organ.membership.seats == "unsc":
        yield from _council_vote(event.on, vote, where)


def _council_vote(on: date, vote: cases.Vote, where: tuple[str, str]) -> Iterator[Problem]:
    sitting = {seat.iso3: seat.veto for seat in seats.members("unsc", on)}
    strangers = [code for code in vote.named if code not in sitting]
    powerless = [code for code in vote.vetoes if not sitting.get(code, True)]
    for codes, lack in ((strangers, "had no seat"), (powerless, "had no veto")):
        if codes:
            words = f"{', '.join(codes)} {lack} in the Council on {on}"
            yield Problem(file=where[0], field=where[1], words=words, remedy="compare with reference/seats/unsc.csv")


def _frameworks(content: Content) -> Iterator[Problem]:
    factors = {factor.id for factor in content.factors}
    mended = {correction.id for correction in content.corrections}
    for definition in content.definitions:
        file = definitions.shelf.file_of(definition.id)
        for element in definition.elements:
            yield from _unknown(element.factors, factors, (file, f"elements {element.id} factors"), "risk factor")
    for text in content.texts:
        yield from _unknown(text.corrects, mended, (r2p.shelf.file_of(text.id), "corrects"), "correction")


def _calendar(content: Content) -> Iterator[Problem]:
    organs = {body.id for body in content.bodies}
    for rule in content.rules:
        file = calendar.shelf.file_of(rule.id)
        yield from _unknown(rule.bodies, organs, (file, "bodies"), "body")
        yield from _strangers(rule.states, (file, "states"))
        yield from _strangers((item.state for item in rule.holders), (file, "holders"))
    for year in content.years:
        yield from _council_year(year, council.shelf.file_of(year.id))


def _council_year(year: council.CouncilYear, file: str) -> Iterator[Problem]:
    remedy = "compare with reference/seats/unsc.csv"
    try:
        sitting = seats.members("unsc", date(year.year, 12, 31))
        order = {item.month: seats.presidency(Month(year.year, item.month)) for item in year.presidencies}
    except ComityError as error:
        yield Problem(file=file, field="year", words=error.message, remedy=error.hint or remedy)
        return
    for item in year.presidencies:
        if item.state != order[item.month]:
            words = f"month {item.month} has {item.state}, the order of names gives {order[item.month]}"
            yield Problem(file=file, field="presidencies", words=words, remedy="follow Rule 18 of the Council")
    leaving = {seat.iso3 for seat in sitting if seat.term_end == date(year.year, 12, 31)}
    staying = {seat.iso3 for seat in sitting if not seat.permanent} - leaving
    for field, written, true in (("terms_ending", year.terms_ending, leaving), ("staying", year.staying, staying)):
        if set(written) != true:
            words = f"has {', '.join(sorted(written))}, the seats say {', '.join(sorted(true))}"
            yield Problem(file=file, field=field, words=words, remedy=remedy)

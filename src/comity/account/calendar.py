"""Dates ahead that open or erode consensus on a situation, from the calendar's rules; and who leaves a body when.

The arithmetic of dates is in comity.reference.calendar.when; here it is what matters to one situation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from comity.kernel import states
from comity.kernel.errors import Misused
from comity.kernel.provenance import Checked, Confidence
from comity.reference.calendar import Rule
from comity.reference.calendar.council import CouncilYear
from comity.reference.calendar.when import Before, Monthly, Occurrence, from_event

# Days of remembrance draw attention everywhere, also where the rule names the state it remembers.
_FOR_ALL = "public_attention"
_WINDOW, _PRESIDENCY, _ROTATION = "renewal_window", "sc_presidency", "sc_rotation"


class Expiry(msgspec.Struct, frozen=True, kw_only=True):
    """A mandate or measure that ends on a day unless it is renewed, entered by the desk."""

    what: str
    on: date
    source: str


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """The situation whose dates are wanted.

    names     ISO 3166 alpha-3 -> name to show in place of the short name of the table of states
    bodies    ids of bodies that reach the state; None takes rules of all bodies
    councils  what is known of the Council's presidencies, by year
    expiries  mandates and measures that end, beside those on the shelf
    """

    state: str
    names: Mapping[str, str] = msgspec.field(default_factory=dict)
    bodies: frozenset[str] | None = None
    councils: tuple[CouncilYear, ...] = ()
    expiries: tuple[Expiry, ...] = ()


class DateAhead(msgspec.Struct, frozen=True, kw_only=True):
    """One date or stretch of days that opens or erodes consensus.

    on, until  first and last day; equal for a single day
    about      the days are approximate
    classes    legal, pattern, model, as the rule is classed
    """

    rule: str
    on: date
    until: date
    about: bool
    words: str
    effect: str
    classes: tuple[str, ...]
    confidence: Confidence
    checked: Checked
    source: str
    bodies: tuple[str, ...] = ()
    note: str = ""


class Rotation(msgspec.Struct, frozen=True, kw_only=True):
    """Who leaves a body and who joins. `open_seats` are seats of the next members that nobody is known for."""

    leaving: tuple[str, ...]
    joining: tuple[str, ...]
    staying: tuple[str, ...]
    open_seats: int


def rotation(members_now: Sequence[str], members_next: Sequence[str]) -> Rotation:
    """The difference between two lists of members, each in its order.

    members_next  those known for the next period; a shorter list leaves seats open, to be shown as not known
    raises        Misused for an empty list now, a member twice, or more members next than now
    """
    for members in (members_now, members_next):
        if len(set(members)) != len(members):
            raise Misused("a list of members names one of them twice", hint="list each member once")
    if not members_now or len(members_next) > len(members_now):
        raise Misused(f"{len(members_next)} members cannot follow {len(members_now)}", hint="check both lists")
    return Rotation(
        leaving=tuple(state for state in members_now if state not in members_next),
        joining=tuple(state for state in members_next if state not in members_now),
        staying=tuple(state for state in members_now if state in members_next),
        open_seats=len(members_now) - len(members_next),
    )


def dates_ahead(rules: Iterable[Rule], subject: Subject, *, first: date, last: date) -> tuple[DateAhead, ...]:
    """All dates from `first` to `last` that matter to the subject, in order of their first day.

    A monthly change of chair is listed for each month whose holder is known, and once where none is.
    raises  Misused if `last` comes before `first`
    """
    if last < first:
        raise Misused(f"{last} comes before {first}", hint="give the earlier day first")
    shelf = tuple(rules)
    found: list[DateAhead] = []
    for rule in shelf:
        if _concerns(rule, subject):
            found.extend(_of_rule(rule, subject, first, last))
    found.extend(_expiries(shelf, subject, first, last))
    found.extend(_windows(shelf, subject, first, last))
    return tuple(sorted(found, key=lambda item: (item.on, item.until, item.rule, item.words)))


def _concerns(rule: Rule, subject: Subject) -> bool:
    if rule.section != _FOR_ALL and rule.states and subject.state not in rule.states:
        return False
    return subject.bodies is None or not rule.bodies or bool(set(rule.bodies) & subject.bodies)


def _of_rule(rule: Rule, subject: Subject, first: date, last: date) -> Iterator[DateAhead]:
    # A rule on several states says in `what` which of its days is whose.
    others = {name for code in rule.states if code != subject.state for name in _names(code)}
    unknown_told = False
    monthly = any(isinstance(form, Monthly) for form in rule.when)
    for occurrence in rule.days(first, last):
        if occurrence.what in others:
            continue
        holder = _holder(rule, subject, occurrence.first)
        if monthly and not holder:
            if unknown_told:
                continue
            unknown_told = True
        yield _ahead(rule, occurrence, _said(rule.name, occurrence.what, holder))


def _said(name: str, *more: str) -> str:
    """The name with what adds to it; "term ends" adds nothing to "Secretary-General's term ends"."""
    return ": ".join([name, *(part for part in more if part and part not in name)])


def _holder(rule: Rule, subject: Subject, on: date) -> str:
    """Who takes over on that day, or who leaves, in words; empty where the shelf does not know."""
    if rule.id == _PRESIDENCY:
        for council in subject.councils:
            if council.year == on.year:
                seat = council.president(on.month)
                return _shown(seat.state, subject) + ("" if seat.confirmed else " (by the rule of order)")
        return ""
    if rule.id == _ROTATION:
        ending = [c for c in subject.councils if c.year == on.year - 1 and c.terms_ending]
        return "leaving " + ", ".join(_shown(state, subject) for state in ending[0].terms_ending) if ending else ""
    # Only a holder whose term begins on that very day: an older one says nothing of who comes next.
    state = next((item.state for item in rule.holders if item.from_on == on), None)
    return _shown(state, subject) if state else ""


def _shown(code: str, subject: Subject) -> str:
    return subject.names.get(code) or states.state(code).short


def _names(code: str) -> frozenset[str]:
    """All names a rule may write a state by."""
    found = states.state(code)
    return frozenset((found.name, found.short, *found.aliases))


def _expiries(shelf: Sequence[Rule], subject: Subject, first: date, last: date) -> Iterator[DateAhead]:
    cliff = next((rule for rule in shelf if rule.id == "renewal_cliff"), None)
    for item in subject.expiries:
        if cliff is not None and first <= item.on <= last:
            one = Occurrence(first=item.on, last=item.on, what=item.what, about=False)
            yield msgspec.structs.replace(_ahead(cliff, one, f"Ends unless renewed: {item.what}"), source=item.source)


def _windows(shelf: Sequence[Rule], subject: Subject, first: date, last: date) -> Iterator[DateAhead]:
    """The weeks before each renewal that touches the subject, counted back from its day."""
    window = next((rule for rule in shelf if rule.id == _WINDOW), None)
    form = next((form for form in window.when if isinstance(form, Before)), None) if window else None
    if window is None or form is None:
        return
    reach = last + timedelta(max(step.from_days for step in form.steps))
    ends = [(item.what, item.on) for item in subject.expiries if first <= item.on <= reach]
    for rule in shelf:
        if rule.section == "renewals" and subject.state in rule.states and _concerns(rule, subject):
            ends += [(item.words, item.on) for item in _of_rule(rule, subject, first, reach) if "unsc" in rule.bodies]
    for what, on in ends:
        for step in from_event(form, on):
            if step.last >= first and step.first <= last:
                yield _ahead(window, step, f"{what}: {step.what} (ends {on})")


def _ahead(rule: Rule, occurrence: Occurrence, words: str) -> DateAhead:
    return DateAhead(
        rule=rule.id,
        on=occurrence.first,
        until=occurrence.last,
        about=occurrence.about,
        words=words,
        effect=rule.effect,
        classes=tuple(rule.classes),
        confidence=rule.confidence,
        checked=rule.checked,
        source=rule.source,
        bodies=rule.bodies,
        note=rule.note or "",
    )

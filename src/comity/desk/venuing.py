"""Venues for measures against a state: who may take them, what is left when the Council is blocked, and the dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from comity.account.calendar import DateAhead, Rotation
from comity.convene import drafting
from comity.convene.venues.ladder import Scene, Step, ladder
from comity.convene.venues.venue import ORDER, Chance, Venue, in_order, venue
from comity.desk.asking import which_day, which_state
from comity.desk.brief.venues import MEASURED
from comity.desk.convening import Convene, default_rule
from comity.kernel.errors import ComityError, Misused, Refused
from comity.kernel.estimate import Estimate
from comity.plan.situation import Consent, Phase, Situation, reaching
from comity.records.ballot import Ballot
from comity.records.draft import Draft
from comity.reference import bodies, calendar, measures
from comity.reference.bodies import KIND_WORDS, Body
from comity.reference.measures import Measure

if TYPE_CHECKING:
    from comity.desk.opening import Desk

_NO_VOTE = ("office", "judicial", "unilateral")
_COUNCIL, _EMERGENCY, _RIGHTS = "unsc", "unga_ess", "unhrc"
_AHEAD = timedelta(days=365)
_BORROW = "no measured record of votes; with --borrowed, positions are borrowed from the General Assembly"
PROCEDURE = (
    "chances of calling a session take votes on the text for votes on procedure: some who would abstain on the text "
    "may help to call it"
)
UNLISTED = "what the shelf does not hold is not in the list: a body left out may still act"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: measures against a state, on a day.

    blocked   the day on which the Council failed or will fail
    borrowed  also simulate bodies whose votes are not on record
    """

    target: str
    measures: tuple[str, ...]
    on: date | None = None
    blocked: date | None = None
    borrowed: bool = False


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """The vote in the Security Council with the members of another day.

    now, then  chances of the same text; `then` is None where it cannot be told, and `words` says why
    """

    until: date
    now: Estimate
    then: Estimate | None
    rotation: Rotation
    words: str


class Venues(msgspec.Struct, frozen=True, kw_only=True):
    """Where measures against a state can be taken.

    steps    the ladder from the Council on, with days
    waiting  what next year's Council would change; None where no chance can be told
    dates    what the calendar holds for the bodies named, for one year
    lacking  what the shelf does not hold
    """

    target: str
    measures: tuple[str, ...]
    on: date
    order: str
    venues: tuple[Venue, ...]
    steps: tuple[Step, ...]
    waiting: Waiting | None
    dates: tuple[DateAhead, ...]
    lacking: tuple[str, ...]
    notes: tuple[str, ...]


def venues(desk: Desk, asked: Asked) -> Venues:
    """The same measures in every body that may take them, the ladder when the Council is blocked, and the dates.

    Everything is as known on the day: bodies and procedures that came later are not in it.
    raises  Misused without measures or with a Council blocked before the day, NotOnShelf for unknown ids, Refused where
            no body on the shelf may take any of them
    """
    day = which_day(asked.on, today=desk.today())
    place = which_state(asked.target).iso3
    wanted = tuple(measures.get(name) for name in dict.fromkeys(asked.measures))
    if not wanted:
        raise Misused("no measure is named", hint="for example: --measures arms_embargo; see: comity library measure")
    if asked.blocked is not None and asked.blocked < day:
        raise Misused(f"the Council is blocked on {asked.blocked}, before {day}", hint="give --on that day")
    standing = {body.id: body for body in bodies.all_bodies() if body.stands(day)}
    members = desk.plan.memberships(place, day)
    scene = Situation(
        state=place, phase=Phase.UNKNOWN, consent=Consent.UNKNOWN, member_of=members, horizon_days=_AHEAD.days
    )
    reached = [body for body in reaching(standing.values(), scene) if any(m.id in body.measures for m in wanted)]
    if not reached:
        raise Refused(
            f"no body on the shelf that reaches {place} may take {', '.join(m.id for m in wanted)}",
            hint=f"see: comity library measure {wanted[0].id}",
        )
    votes = _Votes(desk.convene, place, day, borrowed=asked.borrowed)
    found = in_order(_venue(votes, body, wanted, members, day) for body in reached)
    steps, lacking = ladder(
        Scene(
            asked=day,
            blocked=asked.blocked,
            bodies=standing,
            rules={rule.id: rule for rule in calendar.all_rules() if rule.since is None or rule.since <= day},
            chances=_chances(votes, found, wanted),
        ),
        found,
    )
    named = frozenset({item.body for item in found} | {step.body for step in steps})
    return Venues(
        target=place,
        measures=tuple(m.id for m in wanted),
        on=day,
        order=ORDER,
        venues=found,
        steps=steps,
        waiting=_waiting(desk, votes, found, day),
        dates=desk.account.dates(place, as_of=day, days=_AHEAD.days, bodies=named),
        lacking=lacking,
        notes=(UNLISTED, PROCEDURE),
    )


class _Votes:
    """Predicted votes on texts about one state on one day."""

    def __init__(self, convene: Convene, target: str, day: date, *, borrowed: bool) -> None:
        self.convene, self.target, self.day, self.borrowed = convene, target, day, borrowed

    def text(self, body: Body, rule: str, taken: tuple[str, ...], *, strength: str | None = None) -> Draft:
        return self.convene.draft(
            self.target, measures_named=taken, strength=strength, body=body.id, rule=rule, as_of=self.day
        )

    def chance(self, body: Body, rule_id: str, taken: tuple[str, ...], *, strength: str | None = None) -> Chance:
        """The chance of the text under a rule of the body, or why there is none."""
        rule = body.rule(rule_id)
        if rule.threshold.kind in _NO_VOTE:
            return Chance(adopted=None, why_none=KIND_WORDS[rule.threshold.kind])
        if body.membership.seats is None:
            return Chance(adopted=None, why_none="who sits there is not on the shelf")
        measured = body.id in MEASURED
        if not measured and not self.borrowed:
            return Chance(adopted=None, why_none=_BORROW)
        try:
            ballot: Ballot = self.convene.predict(self.text(body, rule_id, taken, strength=strength)).ballot
        except ComityError as error:
            return Chance(adopted=None, why_none=error.message)
        return Chance(adopted=ballot.adopted, breakers=ballot.breakers[:3], borrowed=not measured)


def one(convene: Convene, target: str, body: Body, rule_id: str, *, on: date, borrowed: bool = False) -> Chance:
    """The chance of a text on a state under one rule of a body, or why there is none."""
    return _Votes(convene, target, on, borrowed=borrowed).chance(body, rule_id, ())


def _venue(votes: _Votes, body: Body, wanted: tuple[Measure, ...], members: frozenset[str], day: date) -> Venue:
    rule = body.rule(default_rule(body, day))
    taken = tuple(m.id for m in wanted if m.id in body.measures)
    sits = body.id in members if body.membership.seats is not None else None
    return venue(body, rule, wanted, votes.chance(body, rule.id, taken), member=sits)


def _chances(votes: _Votes, found: tuple[Venue, ...], wanted: tuple[Measure, ...]) -> Mapping[str, Chance]:
    """Chances of the steps that are no venue of their own, beside those that are."""
    known = {item.body: item.chance for item in found}
    # A session is called over the very text that was blocked.
    blocked = drafting.strength((m.id, m.category) for m in wanted)
    emergency, council = bodies.get(_EMERGENCY), bodies.get(_COUNCIL)
    if emergency.stands(votes.day):
        known["call"] = votes.chance(council, "procedural", (), strength=blocked)
        known[_EMERGENCY] = votes.chance(emergency, "recommendation", (), strength=blocked)
    rights = bodies.get(_RIGHTS)
    if rights.stands(votes.day) and _RIGHTS not in known:
        known[_RIGHTS] = votes.chance(rights, "resolution", ())
    return known


def _waiting(desk: Desk, votes: _Votes, found: tuple[Venue, ...], day: date) -> Waiting | None:
    """The same text before next year's Council, as far as it is elected."""
    council = next((item for item in found if item.body == _COUNCIL), None)
    if council is None or council.chance.adopted is None:
        return None
    until = date(day.year + 1, 1, 1)
    draft = votes.text(bodies.get(_COUNCIL), council.rule, council.takes)
    rotation = desk.account.rotation(day)
    now, then = council.chance.adopted, None
    try:
        predicted = desk.convene.predict(draft, sitting=until)
    except ComityError as error:
        words = error.message
    else:
        then, words = predicted.ballot.adopted, predicted.coverage.words
    return Waiting(until=until, now=now, then=then, rotation=rotation, words=words)

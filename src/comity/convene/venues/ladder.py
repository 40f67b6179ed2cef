"""What is left when the Security Council is blocked: steps with days, who can take each, and by which text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import msgspec

from comity.convene.venues.venue import Chance, Venue
from comity.reference.bodies import Body
from comity.reference.calendar import Rule
from comity.reference.calendar.when import After, from_event

# Entries of reference/calendar and reference/bodies that the ladder rests on.
_DEBATE, _CALL, _SESSION = "ga_veto_debate", "ga_ess", "hrc_special"
_COUNCIL, _EMERGENCY, _RIGHTS = "unsc", "unga_ess", "unhrc"
_NOT_ON_SHELF = "no rule on the shelf was in force"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the plan.

    when         under which condition it comes up
    first, last  days on which it can be expected, reckoned from the day of the step before; None where not known
    needs        who must agree, in words
    chance       or why there is none
    limit        what it cannot do, or what the law asks beside
    """

    body: str
    what: str
    when: str
    first: date | None
    last: date | None
    needs: str
    source: str
    chance: Chance
    limit: str = ""


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What the ladder is built from, all as known on a day.

    asked    the day
    blocked  the day the Council fails; without one, the first on which it usually could have decided
    bodies   bodies that stand on the day, by id; rules of the calendar likewise
    chances  by step: "unsc", "call", "unga_ess", "unhrc"; a missing one is told as such
    """

    asked: date
    blocked: date | None
    bodies: Mapping[str, Body]
    rules: Mapping[str, Rule]
    chances: Mapping[str, Chance]


def ladder(scene: Scene, venues: Iterable[Venue]) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """Steps in order of days from the Council on, and what the shelf lacks for others."""
    found = tuple(venues)
    council = scene.bodies.get(_COUNCIL)
    if council is None:
        return (), (f"{_COUNCIL}: {_NOT_ON_SHELF}",)
    shortest, longest = council.lead_time_days.typical
    on = scene.blocked or scene.asked + timedelta(shortest)
    steps = []
    if any(venue.body == _COUNCIL for venue in found):
        steps.append(
            Step(
                body=_COUNCIL,
                what="vote in the Security Council",
                when="first",
                first=scene.blocked or scene.asked + timedelta(shortest),
                last=scene.blocked or scene.asked + timedelta(longest),
                needs=_needs(council, "substantive"),
                source=council.rule("substantive").source,
                chance=_chance(scene, _COUNCIL),
            )
        )
    made = [_debate(scene, on), *_emergency(scene, on), _rights(scene, on)]
    steps += sorted((step for step in made if isinstance(step, Step)), key=_by_day)
    lacking = tuple(step for step in made if isinstance(step, str))
    return (*steps, *sorted(_elsewhere(found, scene, on), key=_by_day)), lacking


def _by_day(step: Step) -> tuple[date, date]:
    return step.first or date.max, step.last or date.max


def _debate(scene: Scene, on: date) -> Step | str:
    rule = scene.rules.get(_DEBATE)
    span = _span(rule, on)
    if rule is None or span is None:
        return f"debate after a veto: {_NOT_ON_SHELF} on {scene.asked}"
    return Step(
        body="unga",
        what="debate of the General Assembly on the veto",
        when="a permanent member vetoes (not where nine votes are lacking)",
        first=span[0],
        last=span[1],
        needs="nobody: the President of the Assembly convenes it",
        source=rule.source,
        chance=Chance(adopted=None, why_none="no vote is needed to hold it"),
        limit="a debate decides nothing; it falls away if an emergency special session meets on the same situation",
    )


def _emergency(scene: Scene, on: date) -> list[Step | str]:
    body, rule = scene.bodies.get(_EMERGENCY), scene.rules.get(_CALL)
    span = _span(rule, on)
    if body is None or rule is None or span is None:
        return [f"emergency special session: {_NOT_ON_SHELF} on {scene.asked}"]
    note = body.legal_effect.note or ""
    call = Step(
        body=_EMERGENCY,
        what="call of an emergency special session of the General Assembly (Uniting for Peace)",
        when="a veto blocks the Council",
        first=span[0],
        last=span[1],
        needs=f"{_needs(body, 'call_by_council')}; or {_needs(body, 'call_by_members')}",
        source=body.rule("call_by_council").source,
        chance=_chance(scene, "call"),
        limit=note,
    )
    shortest, longest = body.lead_time_days.typical
    text = Step(
        body=_EMERGENCY,
        what="recommendation of the emergency special session",
        when="the session is called",
        first=span[0] + timedelta(shortest),
        last=span[1] + timedelta(longest),
        needs=_needs(body, "recommendation"),
        source=body.rule("recommendation").source,
        chance=_chance(scene, _EMERGENCY),
        limit="it recommends: states are asked to act and are not bound",
    )
    return [call, text]


def _rights(scene: Scene, on: date) -> Step | str:
    body, rule = scene.bodies.get(_RIGHTS), scene.rules.get(_SESSION)
    span = _span(rule, on)
    if body is None or rule is None or span is None:
        return f"special session of the Human Rights Council: {_NOT_ON_SHELF} on {scene.asked}"
    note = f": {body.legal_effect.note}" if body.legal_effect.note else ""
    return Step(
        body=_RIGHTS,
        what="special session of the Human Rights Council",
        when="a third of its members ask, with or without a blocked Council",
        first=span[0],
        last=span[1],
        needs=f"{_needs(body, 'call_special_session')}, then {_needs(body, 'resolution')}",
        source=rule.source,
        chance=_chance(scene, _RIGHTS),
        limit=f"{body.legal_effect.value}{note}",
    )


def _elsewhere(venues: tuple[Venue, ...], scene: Scene, on: date) -> list[Step]:
    """Every other body that may take some of the measures, from the day the Council fails."""
    found = []
    for venue in venues:
        if venue.body in (_COUNCIL, _EMERGENCY, _RIGHTS):
            continue
        found.append(
            Step(
                body=venue.body,
                what=f"{venue.name}: {', '.join(venue.takes)}",
                when="the Council is blocked, or beside it",
                first=on + timedelta(venue.days[0]),
                last=on + timedelta(venue.days[1]),
                needs=_needs(scene.bodies[venue.body], venue.rule),
                source=venue.rule_source,
                chance=venue.chance,
                limit=venue.limit,
            )
        )
    return found


def _span(rule: Rule | None, on: date) -> tuple[date, date] | None:
    """First and last day that follow from an event on a day; None where the calendar has no such rule."""
    form = next((form for form in rule.when if isinstance(form, After)), None) if rule else None
    if form is None:
        return None
    days = from_event(form, on)[0]
    return days.first, days.last


def _chance(scene: Scene, name: str) -> Chance:
    return scene.chances.get(name, Chance(adopted=None, why_none="not simulated"))


def _needs(body: Body, rule_id: str) -> str:
    """Who must agree under a rule, in a few words."""
    rule = body.rule(rule_id)
    part, base = rule.threshold, rule.base.replace("_", " ").replace("unsc", "Council")
    seats = f" of {body.seats}" if body.seats and rule.base == "members" else ""
    words = {
        "count": f"{part.value}{seats} {base}",
        "majority": f"a majority of the {base}",
        "fraction": f"{part.num}/{part.den} of the {base}",
        "consensus": "consensus",
        "unanimity": "unanimity",
        "consensus_minus": "consensus without the states concerned",
        "qmv": f"{part.states_pct} % of states with {part.population_pct} % of the population",
        "weighted": "a majority of weighted votes",
        "judicial": "judges",
        "office": "one office",
        "unilateral": "its own decision",
    }[part.kind]
    if part.fallback is not None:
        words += f", failing that {part.fallback.kind}"
        words += f" {part.fallback.num}/{part.fallback.den}" if part.fallback.num else ""
    return words + (" and no veto" if isinstance(rule.veto_holders, tuple) and rule.veto_holders else "")

"""Measures that fit a situation, in an order that anyone can redo by hand. No score, and never a proposal of force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from comity.plan.situation import Consent, Phase, Situation, reaching
from comity.records.plan import Option, Plan
from comity.reference.bodies import Body
from comity.reference.measures import Measure

# Use or threat of force against a state: UN Charter Arts. 2(4), 42 and 53.
FORCE = ("deterrent_deployment", "multinational_force", "no_fly_zone", "safe_zone")
_FORCE_WORDS = (
    "for the deciders, not recommended here: it needs force or the threat of it, which only the Security Council may "
    "authorise (UN Charter Arts. 2(4), 42, 53) unless the state itself asks for it; Comity does not propose force"
)
_QUIET_WORDS = "nothing is recorded here that calls for it; it is listed from the phase of tension on"
_UNKNOWN_WORDS = "what is going on there is not known here; find out first, or plan with what you know"

ORDER = (
    "Left out first: force, what no body reaching the state may decide, what needs a consent that is refused, what "
    "shows no effect within the horizon, and, where all is quiet or nothing is known, all but talk and slow help asked "
    "for. The rest in this order, each next rule only breaking ties: consent (not needed or given, then not known, "
    "then against the state's will); least civilian harm; all of the time to effect within the horizon before only "
    "its start; evidence (found, then mixed or indirect, then absent); how many measures on the list it goes with, "
    "less those it works against; the fastest body's lead time; cost; name. No weights and no score."
)

_HARM = ("none", "low", "medium", "high", "very_high")
_COST = ("low", "medium", "high", "very_high")
# Mixed and indirect share a place: five studies that disagree are not more than one on a wider class.
_EVIDENCE = {"found": 0, "mixed": 1, "indirect": 1, "absent": 2}
# House rule: help that takes a season to show is structural and may be offered where all is quiet.
_STRUCTURAL_DAYS = 90
# An off-ramp needs something to lift.
_LIFTS = "sanctions_relief"
_WARNS = "early_warning_alert"
_EVIDENCE_WORDS = {
    "found": "a study of this measure found less violence or longer peace",
    "mixed": "studies of this measure disagree, or it works only under conditions",
    "indirect": "evidence is from a wider class, a neighbouring measure or single cases",
    "absent": "no study with a usable effect size was found",
}


class Mix(msgspec.Struct, frozen=True, kw_only=True):
    """How many options of each category a plan holds, and whether incentives stand beside pressure, in words."""

    by_category: dict[str, int]
    words: str


def fit(
    situation: Situation,
    measures: Sequence[Measure],
    bodies: Iterable[Body],
    *,
    studies: Mapping[str, str] | None = None,
) -> Plan:
    """The plan: each measure is either an option, with reasons and cautions, or left out, with the reason.

    bodies   all bodies on the shelf; those that reach the state are picked here
    studies  id of an evidence source -> its text with its mark; ids are shown where it is missing
    """
    reached = reaching(bodies, situation)
    deciders = {m.id: tuple(body.id for body in reached if m.id in body.measures) for m in measures}
    lead = {body.id: body.lead_time_days.typical for body in reached}
    names = {body.id: body.name for body in reached}
    left_out = {m.id: _why_not(m, situation, deciders[m.id]) for m in measures}
    chosen = [m for m in measures if not left_out[m.id]]
    links = {m.id: len(_linked(m, chosen, "complements")) - len(_linked(m, chosen, "conflicts")) for m in chosen}
    soonest = {m.id: lead[deciders[m.id][0]][1] for m in chosen}
    chosen.sort(key=lambda m: (*_rank(m, situation), -links[m.id], soonest[m.id], _COST.index(m.cost), m.name))
    vetoes = frozenset(
        body.id for body in reached for rule in body.decision_rules
        if rule.veto_holders != "all_members" and rule.valid_to is None and situation.state in rule.veto_holders
    )  # fmt: skip
    desk = _Desk(situation=situation, chosen=tuple(chosen), deciders=deciders, lead=lead, vetoes=vetoes, names=names)
    return Plan(
        state=situation.state,
        options=tuple(_option(m, desk, studies or {}) for m in chosen),
        order=ORDER,
        left_out=tuple((name, why) for name, why in sorted(left_out.items()) if why),
    )


def mix(plan: Plan) -> Mix:
    """The balance of a plan by category, so that pressure without an offer is seen."""
    counts: dict[str, int] = {}
    for option in plan.options:
        counts[option.category] = counts.get(option.category, 0) + 1
    incentives = counts.get("incentive", 0)
    pressure = sum(count for name, count in counts.items() if name.startswith("coerce"))
    words = f"{incentives} incentives beside {pressure} measures of pressure"
    if pressure and not incentives:
        words += ": nothing on the list rewards a change of conduct"
    return Mix(by_category=dict(sorted(counts.items())), words=words)


class _Desk(msgspec.Struct, frozen=True, kw_only=True):
    """What one option needs to know of the whole list. `vetoes`: bodies in which the state itself holds a veto."""

    situation: Situation
    chosen: tuple[Measure, ...]
    deciders: dict[str, tuple[str, ...]]
    lead: dict[str, tuple[int, int]]
    vetoes: frozenset[str]
    names: dict[str, str]


def is_force(measure: Measure) -> bool:
    """Whether a measure uses or threatens force: those named, and any military one that harms more than a little."""
    harms = _HARM.index(measure.civilian_harm.level) > _HARM.index("low")
    return measure.id in FORCE or (measure.category == "military_support" and harms)


def _why_not(measure: Measure, situation: Situation, deciders: tuple[str, ...]) -> str:
    """The reason to leave a measure out, or nothing."""
    if is_force(measure):
        return _FORCE_WORDS
    if measure.consent_of_state_needed == "yes" and situation.consent == Consent.REFUSED:
        return "needs the consent of the state, which is refused"
    if not deciders:
        return f"no body on the shelf that may take it reaches {situation.state}"
    return _ill_timed(measure, situation)


def _ill_timed(measure: Measure, situation: Situation) -> str:
    """The reason why a lawful measure does not fit now, or nothing."""
    soonest = measure.time_to_effect_days[0]
    if soonest > situation.horizon_days:
        return f"first effect after {soonest} days at the earliest, beyond the horizon of {situation.horizon_days}"
    if measure.id == _LIFTS and not situation.in_force:
        return "nothing is entered as in force that it could lift"
    if measure.id == _WARNS and situation.phase == Phase.ONGOING:
        return "what it warns of is under way; what puts it before a body stands on the list"
    if _suits_quiet(measure):
        return ""
    return {Phase.QUIET: _QUIET_WORDS, Phase.UNKNOWN: _UNKNOWN_WORDS}.get(situation.phase, "")


def _suits_quiet(measure: Measure) -> bool:
    # Where nothing happens, only talk and help that the state itself asks for are in place (A/RES/60/1, para. 138).
    slow = measure.time_to_effect_days[0] >= _STRUCTURAL_DAYS
    offered = measure.category == "incentive" and measure.consent_of_state_needed == "yes" and slow
    return (measure.category == "persuade" or offered) and _HARM.index(measure.civilian_harm.level) <= 1


def _consent_rank(measure: Measure, situation: Situation) -> int:
    """0 not needed or given, 1 not known, 2 against the state's will."""
    if measure.consent_of_state_needed == "no" or situation.consent == Consent.GIVEN:
        return 0
    return 1 if situation.consent == Consent.UNKNOWN else 2


def _rank(measure: Measure, situation: Situation) -> tuple[int, ...]:
    return (
        _consent_rank(measure, situation),
        _HARM.index(measure.civilian_harm.level),
        int(measure.time_to_effect_days[1] > situation.horizon_days),
        _EVIDENCE[measure.evidence.strength],
    )


def _option(measure: Measure, desk: _Desk, studies: Mapping[str, str]) -> Option:
    conflicts = _linked(measure, desk.chosen, "conflicts")
    return Option(
        measure=measure.id,
        name=measure.name,
        category=measure.category,
        deciders=desk.deciders[measure.id],
        consent=measure.consent_of_state_needed,
        days=measure.time_to_effect_days,
        cost=measure.cost,
        harm=measure.civilian_harm.level,
        harm_why=measure.civilian_harm.why,
        fits=tuple(_fits(measure, desk)),
        cautions=tuple(_cautions(measure, desk)),
        conflicts=conflicts,
        complements=_linked(measure, desk.chosen, "complements"),
        evidence=measure.evidence.finding,
        evidence_sources=tuple(studies.get(source, source) for source in measure.evidence.sources),
        evidence_strength=measure.evidence.strength,
        confidence=measure.confidence.value,
        source=measure.source,
    )


def _linked(measure: Measure, others: Iterable[Measure], field: str) -> tuple[str, ...]:
    """Options on the list tied to this one, written in either measure's file."""
    own: tuple[str, ...] = getattr(measure, field)
    return tuple(
        sorted(o.id for o in others if o.id != measure.id and (o.id in own or measure.id in getattr(o, field)))
    )


def _fits(measure: Measure, desk: _Desk) -> list[str]:
    situation, deciders = desk.situation, desk.deciders[measure.id]
    first, last = measure.time_to_effect_days
    fastest = desk.lead[deciders[0]]
    many = f"{len(deciders)} bodies that may decide it reach"
    reach = "1 body that may decide it reaches" if len(deciders) == 1 else many
    words = [f"{reach} the state, fastest {desk.names[deciders[0]]} ({fastest[0]}-{fastest[1]} days to a decision)"]
    if measure.consent_of_state_needed == "no":
        words.append("needs no consent of the state")
    elif situation.consent == Consent.GIVEN:
        words.append("needs consent, which is given")
    if last <= situation.horizon_days:
        words.append(f"takes effect {first}-{last} days after the decision, within the horizon")
    if measure.id in (situation.in_force or ()):
        words.append("already in force: renew, enforce or widen it")
    if measure.evidence.strength == "found":
        words.append(_EVIDENCE_WORDS["found"])
    return words


def _cautions(measure: Measure, desk: _Desk) -> list[str]:
    situation, deciders = desk.situation, desk.deciders[measure.id]
    words = []
    if _consent_rank(measure, situation) == 1:
        words.append(f"consent needed ({measure.consent_of_state_needed}) and not known")
    elif _consent_rank(measure, situation) == 2:
        words.append(f"consent needed ({measure.consent_of_state_needed}) and refused")
    first, last = measure.time_to_effect_days
    if last > situation.horizon_days:
        words.append(f"may take {last} days, beyond the horizon of {situation.horizon_days} (from {first})")
    if _HARM.index(measure.civilian_harm.level) > 1:
        words.append(f"civilian harm {measure.civilian_harm.level.replace('_', ' ')}: {measure.civilian_harm.why}")
    if measure.evidence.strength != "found":
        words.append(_EVIDENCE_WORDS[measure.evidence.strength])
    if set(deciders) <= desk.vetoes:
        words.append(f"the state itself holds a veto in {', '.join(desk.names[one] for one in deciders)}")
    words += [f"needs: {item}" for item in measure.preconditions]
    words += [f"risk: {item}" for item in measure.risks]
    return words

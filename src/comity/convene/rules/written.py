"""From a rule as written on the shelf to one that runs, and which rule was in force on a day."""

from __future__ import annotations

from datetime import date

import msgspec

from comity.convene.rules.algebra import (
    Condition,
    Count,
    FewDeclare,
    NoBlockingMinority,
    OneDecides,
    PopulationShare,
    Present,
    PresentCount,
    Share,
    Unanimous,
    Unopposed,
)
from comity.convene.rules.rule import Rule
from comity.convene.rules.tally import ONE, WEIGHT
from comity.kernel.errors import BadContent, Refused
from comity.reference import bodies
from comity.reference.bodies import Base, Body, DecisionRule, Quorum, Threshold

# Fifteen members since 1 January 1966, eleven before (UN Charter Art. 23, amended by A/RES/1991 A (XVIII)).
_COUNCIL_SEATS, _COUNCIL_SEATS_BEFORE = 15, 11
_COUNCIL_ENLARGED = date(1966, 1, 1)
# Nine votes since then, seven before (UN Charter Art. 27; "any seven members" in A/RES/377 A (V) para. 1).
_COUNCIL_VOTES, _COUNCIL_VOTES_BEFORE = 9, 7
# The rule that stood before a rule with another id did.
_EARLIER = {("unsc", "substantive"): "pre_1966"}

# What the schema of the shelf has no words for, by (body, rule).
_ALSO_CARRIES: dict[tuple[str, str], Condition] = {
    # Abstainers who declare stop the decision if they are a third of states with a third of people (TEU 31(1)).
    ("eu_council_cfsp", "cfsp_decision"): FewDeclare(num=1, den=3),
}
_ALSO_QUORUM: dict[tuple[str, str], Condition] = {
    # A majority of directors with not less than half of the voting power (IMF Art. XII s.3(h); IBRD Art. V s.4(f)).
    ("ifi_boards", "default"): Present(num=1, den=2, by=WEIGHT),
}
# A party to a dispute must abstain only under Chapter VI and Art. 52(3), and the Council rarely asks it to.
_KEEPS_VOTE = {("unsc", "substantive")}
# Further conditions in words, as the shelf writes them in `also`.
_ALSO_IN_WORDS: dict[str, Condition] = {
    # Statute of the Council of Europe Art. 20(d).
    "majority of all entitled to sit": Share(num=1, den=2, base="members", more_than=True),
}


def rule_for(body: Body | str, rule_id: str, *, on: date | None = None, proposal: bool = True) -> Rule:
    """The rule of a body as it stood on a day, ready to run.

    body      record or id from reference/bodies
    on        day of the vote; None takes the rule as the shelf has it
    proposal  whether a qualified majority acts on a proposal of the Commission or the High Representative
    raises    NotOnShelf for unknown ids, Refused for a day on which the rule was not in force
    """
    found = bodies.get(body) if isinstance(body, str) else body
    return _rule_for(found.id, found.seats, _in_force(found, rule_id, on), on, proposal)


def _rule_for(body_id: str, seats: int | None, rule: DecisionRule, on: date | None, proposal: bool) -> Rule:
    council = body_id == "unsc" or rule.base == "unsc_members"
    if council and on is not None and on < _COUNCIL_ENLARGED:
        rule = _before_enlargement(rule)
    return written(body_id, rule, seats=_COUNCIL_SEATS if council else seats, proposal=proposal)


def _in_force(body: Body, rule_id: str, on: date | None) -> DecisionRule:
    rule = body.rule(rule_id)
    if on is None:
        return rule
    if on < _COUNCIL_ENLARGED and (body.id, rule_id) in _EARLIER:
        return body.rule(_EARLIER[body.id, rule_id])
    if rule.valid_to is not None and on > date.fromisoformat(rule.valid_to):
        later = [new for (owner, new), old in _EARLIER.items() if (owner, old) == (body.id, rule_id)]
        raise Refused(
            f"{body.id}.{rule_id} ended on {rule.valid_to}; the vote is on {on}",
            hint=f"use {body.id}.{later[0]}" if later else "choose a rule in force on that day",
        )
    if rule.valid_from is not None and on < date.fromisoformat(rule.valid_from):
        raise Refused(
            f"{body.id}.{rule_id} began on {rule.valid_from}; the vote is on {on}",
            hint="choose a rule in force on that day",
        )
    return rule


def _before_enlargement(rule: DecisionRule) -> DecisionRule:
    if rule.of is not None:
        return rule
    threshold = rule.threshold
    if threshold.kind == "count" and threshold.value == _COUNCIL_VOTES:
        threshold = msgspec.structs.replace(threshold, value=_COUNCIL_VOTES_BEFORE)
    source = f"{rule.source}; UN Charter Arts. 23 and 27 before amendment"
    return msgspec.structs.replace(rule, threshold=threshold, of=_COUNCIL_SEATS_BEFORE, source=source)


def written(body_id: str, rule: DecisionRule, *, seats: int | None, proposal: bool = True) -> Rule:
    """The rule of the shelf as conditions that run.

    seats   number of members that vote; the rule's own `of` goes first
    raises  BadContent for a rule that says two things at once or has words this algebra does not know
    """
    key = (body_id, rule.id)
    try:
        carries = _threshold(rule.threshold, rule.base, proposal)
        quorum = _quorum(rule.quorum)
        _agrees(rule)
    except BadContent as error:
        raise BadContent(f"{body_id}.{rule.id}: {error.message}", hint=error.hint) from error
    if key in _ALSO_CARRIES:
        carries = carries & _ALSO_CARRIES[key]
    if quorum is not None and key in _ALSO_QUORUM:
        quorum = quorum & _ALSO_QUORUM[key]
    alone = isinstance(carries, OneDecides)
    holders = () if rule.veto_holders == "all_members" else rule.veto_holders
    return Rule(
        body=body_id,
        id=rule.id,
        carries=carries,
        source=rule.source,
        quorum=None if alone else quorum,
        veto_holders=tuple(holders),
        seats=None if alone else rule.of or seats,
        bars=_bars(rule) and key not in _KEEPS_VOTE,
        most_barred=rule.threshold.value if rule.threshold.kind == "consensus_minus" else None,
    )


def _threshold(threshold: Threshold, base: Base, proposal: bool) -> Condition:
    base = threshold.base or base
    condition = _first(threshold, base, proposal)
    if threshold.also is not None:
        if threshold.also not in _ALSO_IN_WORDS:
            raise BadContent(
                f"threshold.also has unknown words {threshold.also!r}", hint=f"known: {', '.join(_ALSO_IN_WORDS)}"
            )
        condition = condition & _ALSO_IN_WORDS[threshold.also]
    if threshold.fallback is not None:
        condition = condition | _threshold(threshold.fallback, base, proposal)
    return condition


def _first(threshold: Threshold, base: Base, proposal: bool) -> Condition:
    match threshold.kind:
        case "count":
            return Count(value=_needed(threshold.value, "value"))
        case "majority" | "fraction" | "weighted":
            return _share(threshold, base)
        case "consensus" | "consensus_minus":
            return Unopposed()
        case "unanimity":
            return Unanimous()
        case "qmv":
            return _qualified(threshold, proposal)
        case "judicial" | "office" | "unilateral":
            return OneDecides(kind=threshold.kind)


def _share(threshold: Threshold, base: Base) -> Condition:
    if threshold.kind == "fraction":
        return Share(num=_needed(threshold.num, "num"), den=_needed(threshold.den, "den"), base=base)
    by = WEIGHT if threshold.kind == "weighted" else ONE
    return Share(num=1, den=2, base=base, more_than=True, by=by)


def _qualified(threshold: Threshold, proposal: bool) -> Condition:
    states, people = _needed(threshold.states_pct, "states_pct"), _needed(threshold.population_pct, "population_pct")
    if not proposal and threshold.otherwise_states_pct is not None:
        states = threshold.otherwise_states_pct
    double = Share(num=states, den=100, base="eligible_members") & PopulationShare(num=people, den=100)
    if states != threshold.states_pct:
        # Without a proposal the text has no blocking minority (TFEU 238(2) and (3)(b)).
        return double
    # A blocking minority takes four members at least (TEU 16(4); TFEU 238(3)(a) where not all take part).
    return double | NoBlockingMinority(num=100 - people, den=100, when_all_vote=4)


def _quorum(quorum: Quorum | str | None) -> Condition | None:
    if not isinstance(quorum, Quorum):
        return None
    match quorum.kind:
        case "majority":
            return Present(num=1, den=2, more_than=True)
        case "fraction":
            return Present(num=_needed(quorum.num, "quorum.num"), den=_needed(quorum.den, "quorum.den"))
        case "count":
            return PresentCount(value=_needed(quorum.value, "quorum.value"))


def _bars(rule: DecisionRule) -> bool:
    fallback = rule.threshold.fallback
    bases = {rule.base, rule.threshold.base, fallback.base if fallback else None}
    return rule.threshold.kind == "consensus_minus" or "eligible_members" in bases or rule.barred is not None


def _agrees(rule: DecisionRule) -> None:
    """Raise BadContent where what an abstention is said to do is not what the base of a plain share makes it do."""
    if rule.abstention is None or rule.threshold.kind not in ("majority", "fraction"):
        return
    left_out = (rule.threshold.base or rule.base) in ("present_and_voting", "votes_cast")
    if (rule.abstention.effect == "neutral") != left_out:
        raise BadContent(
            f"abstention {rule.abstention.effect} does not go with base {rule.base}",
            hint="neutral goes with present_and_voting and votes_cast, counts_as_no with the other bases",
        )


def _needed(number: int | None, field: str) -> int:
    if number is None:
        raise BadContent(f"{field} is missing", hint="write it beside kind")
    return number

"""Who can act: bodies with their rules, the predicted vote in each, weaker texts, whom to call, next year's members."""

from __future__ import annotations

from datetime import date

from comity.desk.brief import cites as say
from comity.desk.brief import wording
from comity.desk.brief.cites import Cites
from comity.desk.brief.model import Call, Statement, Variant, Venue
from comity.desk.convening import Convene, Predicted, default_rule
from comity.desk.planning import Planned
from comity.kernel import states
from comity.kernel.errors import ComityError, NotOnShelf, Refused
from comity.plan.situation import Phase
from comity.records.ballot import Ballot
from comity.records.draft import Draft
from comity.records.plan import Option
from comity.reference import bodies
from comity.reference.bodies import Body, DecisionRule

# Bodies whose recorded votes the model was measured on (skill rows ballots-unsc-temporal, ballots-unga-temporal).
# Elsewhere positions are borrowed from the Assembly and consensus is made in private: a brief gives a figure only when
# asked.
MEASURED = frozenset({"unsc", "unga", "unga_ess"})
NOTHING_CALLS = "nothing in the plan calls for a vote here"
_NO_VOTE = {
    "office": "acts on its own authority, without a vote",
    "judicial": "judges decide, without a vote of states",
    "unilateral": "each decides for itself, without a vote",
}
# A brief that lists every body is read by nobody; the rest stand in the library and in the JSON of the plan.
_MOST = 12
# The texts a desk most often weighs, strongest peaceful one first: its measure decides which text a venue votes on.
_PREFERRED = ("asset_freeze", "arms_embargo", "targeted_travel_ban", "commission_of_inquiry", "fact_finding")


def venues(convene: Convene, planned: Planned, asked: str, cites: Cites, *, named: bool) -> tuple[Venue, ...]:
    """Bodies that may take an option of the plan: the one asked for first, then those with a vote, then the fastest.

    named  whether the reader asked for that body by name; it then gets a vote whatever the phase
    """
    options = planned.options.options
    found = []
    for body in bodies.all_bodies():
        if body.type in ("national", "informal", "non_governmental") and body.id != asked:
            continue
        may_take = tuple(option.measure for option in options if body.id in option.deciders)
        if may_take or body.id == asked:
            found.append(_venue(convene, body, may_take, planned, cites, named=named and body.id == asked))
    found.sort(key=lambda v: (v.body != asked, v.ballot is None, v.days[0], v.days[1], v.name))
    return tuple(found[:_MOST])


def draft_for(convene: Convene, body: Body, planned: Planned, *, named: bool) -> Draft | None:
    """The text this body would most likely be asked to vote on, or None where nothing calls for a vote.

    named  asked for by name: then a text that condemns stands in where nothing calls for more
    """
    options = [option for option in planned.options.options if body.id in option.deciders]
    if planned.situation.phase in (Phase.QUIET, Phase.UNKNOWN) or not options:
        return convene.draft(planned.situation.state, body=body.id, as_of=planned.on) if named else None
    chosen = next((o for name in _PREFERRED for o in options if o.measure == name), options[0])
    return convene.draft(planned.situation.state, measures_named=(chosen.measure,), body=body.id, as_of=planned.on)


def variants(convene: Convene, draft: Draft | None) -> tuple[Variant, ...]:
    """Texts of each kind on the same state with their chances; `gained` names members that then likely say yes.

    Only the Council's model looks at the kind of a text; elsewhere all kinds would read the same.
    """
    if draft is None or draft.body != "unsc":
        return ()
    try:
        base = convene.predict(draft)
        found = convene.variants(draft)
    except Refused:
        return ()
    likely = {odds.state for odds in base.ballot.members if odds.yes.value > 0.5}
    return tuple(
        Variant(
            strength=other.ballot.draft.strength,
            words=other.ballot.draft.title.split(": ", 1)[-1],
            adopted=other.ballot.adopted,
            gained=tuple(o.state for o in other.ballot.members if o.yes.value > 0.5 and o.state not in likely),
        )
        for other in found
    )


def calls(convene: Convene, predicted: Predicted | None) -> tuple[Call, ...]:
    """Whom to call next, with the reason."""
    if predicted is None:
        return ()
    odds = {item.state: item for item in predicted.ballot.members}
    return tuple(
        Call(
            state=told.state,
            name=states.state(told.state).short,
            bits=told.bits,
            pivotal=told.pivotal,
            yes=told.yes,
            why=_why(odds[told.state].veto_holder, told.pivotal, told.yes),
        )
        for told in convene.calls(predicted)
    )


def rotation(
    convene: Convene, draft: Draft | None, now: Predicted | None, joining: tuple[str, ...], cites: Cites
) -> tuple[Statement, ...]:
    """What next year's Council would change; seats not known yet are said to be not known."""
    if draft is None or now is None or draft.body != "unsc":
        return ()
    first = date(draft.on.year + 1, 1, 1)
    source = cites.fitted("ballots")
    try:
        then = convene.predict(draft, sitting=first)
    except ComityError as error:
        return (say.absent(f"The vote with next year's members cannot be predicted: {error.message}.", source),)
    beside = f"; {then.coverage.words}" if then.coverage.missing else ""
    new = f"; joining: {wording.listed(joining)}" if joining else ""
    text = f"With the Council of {first.year} the chance is {wording.figure(then.ballot.adopted)}, "
    text += f"now {wording.figure(now.ballot.adopted)}{new}{beside}."
    return (say.model(text, source),)


def soundings(convene: Convene, state: str, day: date, cites: Cites) -> tuple[Statement, ...]:
    """What capitals have said of the drafts on record, and what that does to each."""
    found = []
    for heard in convene.heard_of(state, as_of=day):
        states_heard = sorted({wording.state_short(sounding.state) for sounding in heard.soundings})
        text = f"{heard.stream} ({heard.draft.title}): heard from {wording.listed(tuple(states_heard))}; chance of "
        text += f"adoption {wording.figure(heard.after.adoption)}, {wording.figure(heard.before.adoption)} before."
        found.append(say.model(text, cites.entered(), cites.fitted("ballots")))
        if heard.contradicted:
            names = wording.listed(tuple(wording.state_short(code) for code in heard.contradicted))
            found.append(say.judged(f"What was heard of {names} contradicts itself.", cites.entered()))
    return tuple(found)


def _venue(
    convene: Convene, body: Body, may_take: tuple[str, ...], planned: Planned, cites: Cites, *, named: bool
) -> Venue:
    draft = draft_for(convene, body, planned, named=named)
    rule = body.rule(draft.rule if draft else default_rule(body, planned.on))
    ballot, why = _ballot(convene, body, rule, draft, named=named)
    cites.fact(rule.source, confidence=body.confidence, checked=body.checked)
    effect = body.legal_effect.value.replace("_", " ")
    return Venue(
        body=body.id,
        name=body.name,
        legal_effect=effect + (f": {body.legal_effect.note}" if body.legal_effect.note else ""),
        convening=body.convening.who,
        days=body.lead_time_days.typical,
        measures=may_take,
        rule=rule_words(rule),
        rule_source=rule.source,
        mark=f"{body.confidence.value} confidence, {body.checked.words}",
        ballot=ballot,
        why_none=why,
    )


def _ballot(
    convene: Convene, body: Body, rule: DecisionRule, draft: Draft | None, *, named: bool
) -> tuple[Ballot | None, str]:
    if rule.threshold.kind in _NO_VOTE:
        return None, _NO_VOTE[rule.threshold.kind]
    if draft is None:
        return None, NOTHING_CALLS
    if body.membership.seats is None:
        return None, "who sits there is not on the shelf"
    if body.id not in MEASURED and not named:
        return None, f"no measured record of votes; comity brief --body {body.id} borrows positions"
    try:
        return convene.predict(draft).ballot, ""
    except (Refused, NotOnShelf) as error:
        return None, error.message


def rule_words(rule: DecisionRule) -> str:
    """A decision rule in one clause: "9 yes of 15 members; CHN, FRA, GBR, RUS, USA may veto"."""
    part = rule.threshold
    base = rule.base.replace("_", " ")
    said = {
        "count": f"{part.value} yes of the {base}",
        "majority": f"more than half of the {base}",
        "fraction": f"{part.num}/{part.den} of the {base}",
        "consensus": "consensus: nobody objects",
        "unanimity": "unanimity of votes cast",
        "consensus_minus": f"consensus, less {part.value}",
        "qmv": f"{part.states_pct} % of states with {part.population_pct} % of the population",
        "weighted": "majority of weighted votes",
        "judicial": "judges decide",
        "office": "one office decides",
        "unilateral": "each decides for itself",
    }[part.kind]
    if part.fallback is not None and part.fallback.kind == "fraction":
        said += f", failing that {part.fallback.num}/{part.fallback.den}"
    elif part.fallback is not None:
        said += f", failing that {part.fallback.kind}"
    if isinstance(rule.veto_holders, tuple) and rule.veto_holders:
        said += f"; {', '.join(rule.veto_holders)} may veto"
    return said


def _why(veto: bool, pivotal: float, yes: float) -> str:
    if veto and yes < 0.5:
        return f"its no ends the matter; chance of yes {wording.chance(yes)}"
    if pivotal >= 0.05:
        return f"the outcome turns on it in {pivotal:.0%} of draws; chance of yes {wording.chance(yes)}"
    return f"its answer tells how others like it will vote; chance of yes {wording.chance(yes)}"


def option_names(options: tuple[Option, ...], most: int) -> str:
    """Names of the first options in a list, small letters first."""
    names = [option.name[:1].lower() + option.name[1:] for option in options[:most]]
    return wording.listed(tuple(names))

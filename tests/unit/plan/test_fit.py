"""Measures fitted to a situation: every one listed or left out with a reason, and force never proposed."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.plan.fit import FORCE, ORDER, fit, is_force, mix
from comity.plan.situation import Consent, Phase, Situation
from comity.records.plan import Plan
from comity.reference import bodies, measures
from comity.reference.measures import CivilianHarm, Evidence, Measure

BODIES = bodies.all_bodies()
SUDAN = Situation(state="SDN", phase=Phase.ONGOING, member_of=frozenset({"au_psc", "igad_assembly"}), horizon_days=90)


def measure(name: str, **more: object) -> Measure:
    base = Measure(
        id=name, name=name, category="persuade", what="talk", legal_authority="inherent", consent_of_state_needed="no",
        time_to_effect_days=(1, 10), time_basis="estimate", cost="low",
        civilian_harm=CivilianHarm(level="none", why="talk"),
        evidence=Evidence(finding="none", strength="absent", sources=("EST",)), preconditions=(), risks=(),
        complements=(), conflicts=(), source="practice", confidence=measures.get("demarche").confidence,
    )  # fmt: skip
    return msgspec.structs.replace(base, **more)


def order(*content: Measure, situation: Situation = SUDAN) -> list[str]:
    # Two names that real bodies hold, so that authority reaches.
    return [option.measure for option in fit(situation, content, BODIES).options]


def left_out(plan: Plan) -> dict[str, str]:
    return dict(plan.left_out)


SITUATIONS = st.builds(
    Situation,
    state=st.sampled_from(("SDN", "FRA", "CHN", "TUV")),
    phase=st.sampled_from(tuple(Phase)),
    consent=st.sampled_from(tuple(Consent)),
    member_of=st.sampled_from((frozenset(), frozenset({"au_psc", "au_assembly"}), frozenset({"nato_nac"}))),
    horizon_days=st.sampled_from((1, 30, 90, 730)),
    in_force=st.sampled_from((None, (), ("arms_embargo",))),
)


@settings(max_examples=30, deadline=None)
@given(SITUATIONS)
def test_every_measure_is_an_option_or_left_out_with_a_reason(situation: Situation) -> None:
    plan = fit(situation, measures.all_measures(), BODIES)
    named = [option.measure for option in plan.options] + [name for name, _ in plan.left_out]
    assert sorted(named) == sorted(measures.ids())
    assert all(why for _, why in plan.left_out)
    assert all(option.fits and option.deciders and option.source for option in plan.options)


@settings(max_examples=30, deadline=None)
@given(SITUATIONS)
def test_force_is_never_proposed(situation: Situation) -> None:
    plan = fit(situation, measures.all_measures(), BODIES)
    assert not {option.measure for option in plan.options} & set(FORCE)
    assert all("only the Security Council may authorise" in left_out(plan)[name] for name in FORCE)


def test_a_military_measure_added_later_that_harms_counts_as_force() -> None:
    harms = CivilianHarm(level="high", why="bombs")
    assert is_force(measure("new_thing", category="military_support", civilian_harm=harms))
    assert not is_force(measures.get("intelligence_sharing"))
    assert not is_force(measures.get("peacekeeping"))


def test_what_needs_a_refused_consent_is_left_out() -> None:
    refused = msgspec.structs.replace(SUDAN, consent=Consent.REFUSED)
    assert left_out(fit(refused, measures.all_measures(), BODIES))["mediation"].endswith("which is refused")
    unknown = {option.measure: option for option in fit(SUDAN, measures.all_measures(), BODIES).options}
    assert "consent needed (yes) and not known" in unknown["mediation"].cautions


def test_what_nobody_may_decide_here_is_left_out() -> None:
    outside = msgspec.structs.replace(SUDAN, member_of=frozenset())
    why = left_out(fit(outside, measures.all_measures(), BODIES))["eminent_persons_panel"]
    assert why == "no body on the shelf that may take it reaches SDN"
    inside = fit(SUDAN, measures.all_measures(), BODIES)
    assert "eminent_persons_panel" in {option.measure for option in inside.options}


def test_what_comes_too_late_is_left_out() -> None:
    why = left_out(fit(SUDAN, measures.all_measures(), BODIES))["ad_hoc_tribunal"]
    assert why == "first effect after 180 days at the earliest, beyond the horizon of 90"


def test_a_quiet_state_is_not_met_with_pressure() -> None:
    quiet = Situation(state="FRA", phase=Phase.QUIET, horizon_days=730)
    plan = fit(quiet, measures.all_measures(), BODIES)
    assert {option.category for option in plan.options} == {"persuade", "incentive"}
    assert mix(plan).words.endswith("0 measures of pressure")


def test_an_off_ramp_needs_something_to_lift() -> None:
    nothing = msgspec.structs.replace(SUDAN, in_force=())
    assert "could lift" in left_out(fit(nothing, measures.all_measures(), BODIES))["sanctions_relief"]
    some = msgspec.structs.replace(SUDAN, in_force=("arms_embargo",))
    options = {option.measure: option for option in fit(some, measures.all_measures(), BODIES).options}
    assert "already in force: renew, enforce or widen it" in options["arms_embargo"].fits
    assert "sanctions_relief" in options


def test_consent_goes_before_harm_and_harm_before_evidence() -> None:
    found = Evidence(finding="less", strength="found", sources=("TAP",))
    low = CivilianHarm(level="low", why="x")
    content = (
        measure("mediation", consent_of_state_needed="yes", evidence=found),
        measure("public_statement", civilian_harm=low, evidence=found),
        measure("demarche"),
        measure("special_envoy", evidence=found),
    )
    assert order(*content) == ["special_envoy", "demarche", "public_statement", "mediation"]


def test_all_of_the_effect_within_the_horizon_goes_before_its_start() -> None:
    assert order(measure("demarche", time_to_effect_days=(1, 91)), measure("mediation")) == ["mediation", "demarche"]


def test_conflicts_and_complements_are_named_both_ways_and_only_within_the_list() -> None:
    content = (
        measure("mediation", conflicts=("public_statement", "icc_action"), complements=("special_envoy",)),
        measure("public_statement"),
        measure("special_envoy"),
    )
    options = {option.measure: option for option in fit(SUDAN, content, BODIES).options}
    assert options["public_statement"].conflicts == ("mediation",)
    assert options["special_envoy"].complements == ("mediation",)
    assert options["mediation"].conflicts == ("public_statement",)


def test_deciders_stand_in_order_of_lead_time() -> None:
    lead = {body.id: body.lead_time_days.typical for body in BODIES}
    for option in fit(SUDAN, measures.all_measures(), BODIES).options:
        assert list(option.deciders) == sorted(option.deciders, key=lambda name: (lead[name], name))


def test_a_state_with_a_veto_in_the_only_decider_is_flagged() -> None:
    china = Situation(state="CHN", phase=Phase.TENSION)
    options = {option.measure: option for option in fit(china, measures.all_measures(), BODIES).options}
    assert "the state itself holds a veto in United Nations Security Council" in options["icc_referral"].cautions
    assert not any("holds a veto" in word for word in options["asset_freeze"].cautions)


@pytest.mark.parametrize("categories", [("coerce_economic",), ("incentive", "coerce_economic")])
def test_pressure_without_an_offer_is_said(categories: tuple[str, ...]) -> None:
    names = ("demarche", "mediation")
    content = [measure(names[i], category=category) for i, category in enumerate(categories)]
    words = mix(fit(SUDAN, content, BODIES)).words
    assert ("nothing on the list rewards" in words) == (len(categories) == 1)


def test_the_order_of_the_shelf_does_not_matter_and_the_rule_is_told() -> None:
    shelf = measures.all_measures()
    assert fit(SUDAN, shelf, BODIES) == fit(SUDAN, tuple(reversed(shelf)), tuple(reversed(BODIES)))
    assert fit(SUDAN, shelf, BODIES).order == ORDER
    assert ORDER.endswith("No weights and no score.")


def test_studies_are_shown_with_their_marks_where_given() -> None:
    plan = fit(SUDAN, [measures.get("demarche")], BODIES, studies={"REGAN09": "Regan 2009 (seen)"})
    assert plan.options[0].evidence_sources == ("Regan 2009 (seen)",)

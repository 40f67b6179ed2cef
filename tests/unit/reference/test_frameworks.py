"""Risk factors, legal definitions with elements, and the responsibility to protect."""

from __future__ import annotations

import pytest

from comity.kernel.errors import NotOnShelf
from comity.kernel.provenance import Checked
from comity.reference.frameworks import definitions, factors, r2p, risk_factors, thresholds


def test_there_are_138_indicators() -> None:
    assert sum(len(factor.indicators) for factor in risk_factors.all_factors()) == 138


def test_eight_factors_are_common_and_six_specific() -> None:
    groups = [factor.group for factor in factors.all()]
    assert (groups.count("common"), groups.count("specific")) == (8, 6)


def test_an_indicator_is_found_by_its_id() -> None:
    assert "militia" in risk_factors.indicator("RF07-05").text.lower()


@pytest.mark.parametrize("wrong", ["RF07-99", "RF99-01", "militia"])
def test_an_unknown_indicator_is_refused_with_a_hint(wrong: str) -> None:
    with pytest.raises(NotOnShelf) as caught:
        risk_factors.indicator(wrong)
    assert caught.value.hint


def test_genocide_asks_for_group_act_and_intent_one_by_one() -> None:
    asked = [element.id for element in definitions.get("genocide").elements]
    assert asked[:5] == ["protected_group", "listed_act", "intent_to_destroy", "whole_or_substantial_part", "as_such"]


def test_crimes_against_humanity_ask_for_attack_scale_policy_and_knowledge() -> None:
    asked = {element.id for element in thresholds.get("crimes_against_humanity").elements}
    assert {"listed_act", "attack_on_civilians", "widespread_or_systematic", "policy", "knowledge"} <= asked


def test_only_war_crimes_need_an_armed_conflict() -> None:
    needing = [item.id for item in definitions.all_definitions() if item.armed_conflict_required]
    assert needing == ["war_crimes"]


def test_ethnic_cleansing_is_no_separate_crime() -> None:
    assert [item.id for item in definitions.all_definitions() if not item.separate_crime] == ["ethnic_cleansing"]


def test_every_element_asks_a_question_and_cites_law() -> None:
    for definition in definitions.all_definitions():
        for element in definition.elements:
            assert "?" in element.asks
            assert element.source
            assert element.checked == Checked.NOT_CHECKED_HERE


def test_an_unknown_element_is_answered_with_the_nearest() -> None:
    with pytest.raises(NotOnShelf) as caught:
        definitions.get("genocide").element("protected_groups")
    assert "protected_group" in caught.value.hint


@pytest.mark.parametrize(
    ("kind", "count"),
    [("pillar", 3), ("threshold", 3), ("criterion", 6), ("veto_restraint", 3), ("scope", 1), ("status", 2)],
)
def test_the_responsibility_to_protect_comes_in_its_parts_and_order(kind: r2p.Part, count: int) -> None:
    assert [text.number for text in r2p.of_kind(kind)] == list(range(1, count + 1))

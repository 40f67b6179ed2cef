"""What the shelf of bodies promises beyond its schema."""

from __future__ import annotations

import pytest

from comity.kernel.errors import NotOnShelf
from comity.kernel.provenance import Checked
from comity.reference import bodies


def test_there_are_sixty_eight_decision_rules() -> None:
    assert sum(len(body.decision_rules) for body in bodies.all_bodies()) == 68


def test_the_council_needs_nine_and_five_can_veto() -> None:
    rule = bodies.get("unsc").rule("substantive")
    assert rule.threshold.value == 9
    assert set(rule.veto_holders) == {"CHN", "FRA", "GBR", "RUS", "USA"}


def test_before_1966_the_council_needed_seven_of_eleven() -> None:
    rule = bodies.get("unsc").rule("pre_1966")
    assert (rule.threshold.value, rule.of, rule.valid_to) == (7, 11, "1965-12-31")


def test_an_unknown_rule_is_answered_with_the_nearest() -> None:
    with pytest.raises(NotOnShelf) as caught:
        bodies.get("unsc").rule("substantiv")
    assert "substantive" in caught.value.hint


def test_only_rules_that_were_read_are_marked_as_seen() -> None:
    seen = {body.id for body in bodies.all_bodies() if body.checked == Checked.RECORD_OR_PRESS_SEEN}
    assert seen == {
        "au_psc", "unga", "unhrc", "las_council", "ecowas_msc", "commonwealth_cmag", "igad_assembly", "unsc",
    }  # fmt: skip
    assert all(bodies.get(body).checked_note for body in seen)


def test_every_rule_cites_its_source() -> None:
    assert all(rule.source.strip() for body in bodies.all_bodies() for rule in body.decision_rules)


def test_a_rotating_council_names_no_seats_file_but_its_own() -> None:
    assert bodies.get("unsc").membership.seats == "unsc"
    assert [bodies.get(body).membership.seats for body in ("unhrc", "au_psc", "ecowas_msc", "sadc_organ")] == [None] * 4


def test_every_form_of_rule_has_its_words() -> None:
    for body in bodies.all_bodies():
        for rule in body.decision_rules:
            assert bodies.KIND_WORDS[rule.threshold.kind]
            assert bodies.BASE_WORDS[rule.base]
            assert rule.abstention is None or bodies.ABSTENTION_WORDS[rule.abstention.effect]

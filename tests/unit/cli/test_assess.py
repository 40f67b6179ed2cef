from __future__ import annotations

from tests.unit.cli.conftest import Comity

JUDGED = ("--grade", "B2", "--reason", "Reports of one pattern in several towns", "--by")


def test_an_empty_board_says_that_nobody_judged(comity: Comity) -> None:
    assert "No judgement is entered on 14 of 14 factors" in comity("assess", "board", "SDN").out


def test_judges_who_differ_are_both_shown(comity: Comity) -> None:
    assert comity("assess", "judge", "SDN", "RF11", "--rating", "present", *JUDGED, "analyst").code == 0
    assert comity("assess", "judge", "SDN", "rf11", "--rating", "absent", *JUDGED, "desk officer").code == 0
    said = comity("assess", "board", "SDN").out
    assert "judges differ" in said
    assert "analyst" in said
    assert "desk officer" in said


def test_an_element_stays_open_until_somebody_answers_it(comity: Comity) -> None:
    before = comity("assess", "test", "SDN").out
    assert "nobody has answered this" in before
    words = ("--answer", "met", "--by", "legal adviser", "--because", "reports graded B2")
    assert comity("assess", "answer", "SDN", "genocide", "protected_group", *words).code == 0
    after = comity("assess", "test", "SDN").out
    assert "met (legal adviser" in after
    assert "This is no finding" in after


def test_a_judgement_as_json_names_its_entry_and_what_comes_next(comity: Comity) -> None:
    found = comity("assess", "judge", "SDN", "RF01", "--rating", "present", *JUDGED, "analyst", "--json").json
    assert found["kind"] == "assess.judged/1"
    assert found["next"] == "comity assess board SDN"

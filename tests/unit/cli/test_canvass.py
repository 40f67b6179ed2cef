from __future__ import annotations

import pytest

from tests.unit.cli.conftest import Comity


@pytest.fixture
def draft(comity: Comity) -> str:
    comity("convene", "draft", "--target", "SDN", "--strength", "sanction", "--on", "2025-06-01")
    return "draft/1"


def test_a_board_stands_before_anything_is_heard(comity: Comity, draft: str) -> None:
    said = comity("convene", "canvass", draft)
    assert said.code == 0
    assert "Adopted" in said.out
    assert "naive" in said.out
    assert "Call next" in said.out
    assert "Nothing was put on record" in said.out


def test_a_sounding_moves_the_board_and_stays_on_record(comity: Comity, draft: str) -> None:
    said = comity("convene", "canvass", draft, "Russia", "yes", "--firm", "--grade", "A1")
    assert "Put on record" in said.out
    assert "before these soundings" in said.out
    later = comity("convene", "canvass", draft, "--json").json
    assert [one["state"] for one in later["soundings"]] == ["RUS"]
    assert later["after"]["adopted"]["value"] > later["before"]["adopted"]["value"]
    assert "RUS" not in [call["state"] for call in later["calls"]]


def test_several_soundings_are_written_in_one_line(comity: Comity, draft: str) -> None:
    found = comity("convene", "canvass", draft, "CHN leaning abstain, source B2; SOM no, firm", "--json").json
    assert [(one["state"], one["says"], one["firmness"], one["grade"]) for one in found["given"]] == [
        ("CHN", "abstain", "leaning", "B2"),
        ("SOM", "no", "firm", "C3"),
    ]


def test_a_sounding_may_be_tried_without_a_record(comity: Comity, draft: str) -> None:
    comity("convene", "canvass", draft, "CHN", "no", "--try")
    assert comity("convene", "canvass", draft, "--json").json["soundings"] == []


def test_voices_that_differ_are_shown(comity: Comity, draft: str) -> None:
    comity("convene", "canvass", draft, "CHN yes")
    assert "Contradicted: China" in comity("convene", "canvass", draft, "CHN no mission").out


def test_a_correction_on_the_same_day_replaces(comity: Comity, draft: str) -> None:
    comity("convene", "canvass", draft, "CHN yes", "--on", "2025-06-02")
    found = comity("convene", "canvass", draft, "CHN abstain", "--on", "2025-06-02", "--json").json
    assert [one["says"] for one in found["soundings"]] == ["abstain"]


def test_as_of_leaves_out_what_was_said_later(comity: Comity, draft: str) -> None:
    comity("convene", "canvass", draft, "CHN yes")
    assert comity("convene", "canvass", draft, "--as-of", "2025-12-31", "--json").json["soundings"] == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("KEN", "yes"), 1, "KEN has no vote in unsc"),
        (("CHN yes; CHN no",), 1, "heard twice from one voice"),
        (("CHN",), 2, "lacks a vote"),
        (("CHN", "yes", "--grade", "Z9"), 2, "no Admiralty grade"),
        (("CHN", "yes", "--firm", "--leaning"), 2, "either firm or a leaning"),
        (("CHN", "yes", "--as-of", "2025-06-02"), 2, "earlier board"),
        (("--cost", "CHN"), 2, "--cost takes no"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_not_recorded(
    comity: Comity, draft: str, words: tuple[str, ...], code: int, said: str
) -> None:
    found = comity("convene", "canvass", draft, *words)
    assert found.code == code
    assert said in found.err
    assert comity("convene", "canvass", draft, "--json").json["soundings"] == []


def test_a_prediction_can_be_put_on_record_beside_its_draft(comity: Comity, draft: str) -> None:
    assert comity("convene", "predict", draft, "--record").code == 0
    assert "convene.predicted/1" in comity("ledger", "show", "--stream", draft).out
    assert comity("convene", "predict", "--target", "SDN", "--record").code == 2

from __future__ import annotations

import io

import pytest

from tests.unit.cli.conftest import Comity


def test_nearest_cases_name_what_is_shared_and_how_it_ended(comity: Comity) -> None:
    said = comity("learn", "nearest", "SDN", "--most", "2")
    assert said.code == 0
    assert "Shared:" in said.out
    assert "How it ended:" in said.out


def test_a_replay_without_play_reads_as_an_exercise(comity: Comity) -> None:
    said = comity("learn", "replay", "rwanda_1994")
    assert said.code == 0
    assert "1994-01-11" in said.out
    assert "Whom would you tell" in said.out


def test_one_step_shows_nothing_later_than_its_day_before_the_answer(comity: Comity) -> None:
    asked, _, answer = comity("learn", "replay", "rwanda_1994", "--step", "3").out.partition("What was decided:")
    assert "1993-10-05" in asked
    assert "S/RES/912" not in asked
    assert answer.strip()


def test_answers_are_recorded_with_their_reason_and_the_end_of_input_ends_the_game(
    comity: Comity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("reinforce the mission because the cable was clear\n\n"))
    said = comity("learn", "replay", "rwanda_1994", "--play", "--step", "3")
    assert said.code == 0
    assert "The input ended here" in said.out
    assert "1 answer recorded as replay/rwanda_1994" in said.out
    body = comity("ledger", "show", "--stream", "replay/rwanda_1994", "--json").json[0]["body"]
    assert (body["step"], body["decided"]) == (3, "reinforce the mission")
    assert body["because"] == "the cable was clear"


def test_what_was_decided_is_shown_only_after_the_answer(comity: Comity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    said = comity("learn", "replay", "rwanda_1994", "--play")
    assert "What was decided" not in said.out
    assert "No answer was recorded" in said.out

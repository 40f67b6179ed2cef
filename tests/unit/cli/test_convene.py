from __future__ import annotations

from tests.unit.cli.conftest import Comity

SANCTION = ("--target", "SDN", "--strength", "sanction")


def test_positions_always_show_the_newest_session(comity: Comity) -> None:
    whole = comity("convene", "positions", "SDN", "FRA", "--since", "2000", "--json").json
    newest = max(row["session"] for row in whole if row["state"] == "SDN") + 1945
    said = comity("convene", "positions", "SDN", "FRA", "--since", "2000", "--every", "7")
    assert said.code == 0
    assert f"2000 to {newest}" in said.out
    assert f"\n{newest}" in said.out
    assert "no judgement of a state" in said.out


def test_a_draft_is_named_and_can_be_predicted_by_its_name(comity: Comity) -> None:
    said = comity("convene", "draft", "--target", "SDN", "--measures", "arms_embargo")
    assert "Next: comity convene predict draft/1" in said.out
    vote = comity("convene", "predict", "draft/1")
    assert vote.code == 0
    assert "Adopted" in vote.out
    assert "naive" in vote.out
    assert "Russia (veto)" in vote.out


def test_a_prediction_as_json_has_all_members_of_the_council(comity: Comity) -> None:
    assert len(comity("convene", "predict", *SANCTION, "--json").json["members"]) == 15


def test_calls_are_ordered_by_what_an_answer_would_tell(comity: Comity) -> None:
    bits = [call["bits"] for call in comity("convene", "call", *SANCTION, "--most", "3", "--json").json]
    assert 0 < len(bits) <= 3
    assert bits == sorted(bits, reverse=True)


def test_the_next_command_after_a_described_draft_describes_the_same_draft(comity: Comity) -> None:
    assert (
        "comity convene call --target SDN --strength sanction --body unsc"
        in comity("convene", "predict", *SANCTION).out
    )


def test_flags_do_not_change_a_draft_on_record_in_silence(comity: Comity) -> None:
    comity("convene", "draft", *SANCTION)
    said = comity("convene", "predict", "draft/1", "--strength", "condemn")
    assert said.code == 2
    assert "--strength cannot change them" in said.err


def test_seats_that_are_not_known_are_said_beside_the_chance(comity: Comity) -> None:
    said = comity("convene", "predict", *SANCTION, "--on", "2026-10-31", "--sitting", "2027-01-01")
    head, _, _ = said.out.partition("Member")
    assert "seats of 2027 are not known here" in head
    assert "drawn at random" in head


def test_a_body_without_a_vote_of_states_says_so(comity: Comity) -> None:
    said = comity("convene", "predict", *SANCTION, "--body", "un_sg")
    assert said.code == 1
    assert "without a vote of states" in said.err

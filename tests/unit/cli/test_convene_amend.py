from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Comity

DRAFT = ("--target", "SYR", "--measures", "icc_referral,asset_freeze", "--on", "2026-11-01")


def test_the_least_change_is_shown_with_the_frontier_and_the_weights(comity: Comity) -> None:
    said = comity("convene", "amend", *DRAFT, "--chance", "58%").out
    assert "Least change:" in said
    assert "Keeps" in said
    assert "Weights of the clauses: icc_referral 4, asset_freeze 3." in said
    assert "proved" in said


def test_the_form_found_is_predicted_as_a_draft_of_that_strength_is(comity: Comity) -> None:
    found = comity("convene", "amend", *DRAFT, "--chance", "58%", "--json").json
    drafted = comity("convene", "predict", *DRAFT, "--json").json
    milder = comity("convene", "predict", *DRAFT, "--strength", "investigate", "--json").json
    assert found["adopted"]["value"] == pytest.approx(drafted["adopted"]["value"], abs=1e-3)
    assert found["after"]["value"] == pytest.approx(milder["adopted"]["value"], abs=1e-3)
    assert found["after"]["baseline"]


def test_a_clause_that_may_not_change_is_kept(comity: Comity) -> None:
    said = comity("convene", "amend", *DRAFT, "--chance", "58%", "--keep", "icc_referral")
    assert said.code == 1
    assert "no form of the text reaches 58%; the best is" in said.err


def test_effects_given_in_a_table_count_in_any_body(comity: Comity, tmp_path: Path) -> None:
    table = tmp_path / "effects.csv"
    table.write_text("clause,level,loss,weight,strength,RUS,CHN\nA,kept,0,2,,,\nA,softer,0.5,,,4,4\nB,kept,0,1,,,\n")
    found = comity("convene", "amend", *DRAFT, "--chance", "60%", "--table", str(table), "--json").json
    assert found["found"]["form"]["choice"] == [1, 0]
    assert [state for state, _ in found["whole"]["gained"]] == ["RUS", "CHN"]


def test_where_votes_do_not_depend_on_strength_no_figure_is_made_up(comity: Comity) -> None:
    said = comity("convene", "amend", "--target", "SYR", "--strength", "investigate", "--body", "unga", *DRAFT[-2:])
    assert said.code == 1
    assert "predicted alike" in said.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--most", "0"), "1 or more"),
        (("--weights", "icc_referral"), "icc_referral=5"),
        (("--weights", "x=1"), "no clause 'x'"),
        (("--keep", "x"), "no clause 'x'"),
        (("--chance", "120%"), "up to 1"),
    ],
)
def test_what_makes_no_sense_is_misuse(comity: Comity, words: tuple[str, ...], told: str) -> None:
    said = comity("convene", "amend", *DRAFT, *words)
    assert said.code == 2
    assert told in said.err


def test_a_table_with_a_stranger_is_bad_content(comity: Comity, tmp_path: Path) -> None:
    table = tmp_path / "effects.csv"
    table.write_text("clause,level,loss,NOR\nA,kept,0,1\n")
    said = comity("convene", "amend", *DRAFT, "--table", str(table))
    assert said.code != 0
    assert "NOR" in said.err

from __future__ import annotations

from pathlib import Path

import pytest

from comity.convene.drafting import STRENGTHS
from tests.unit.cli.conftest import Comity

DRAFT = ("--target", "SYR", "--measures", "icc_referral,asset_freeze", "--on", "2026-11-01")
# A softer form of A moves Russia and China far, and nobody else.
TABLE = "clause,level,loss,weight,strength,RUS,CHN\nA,kept,0,2,,,\nA,softer,0.5,,,6,6\nB,kept,0,1,,,\n"


@pytest.fixture
def table(tmp_path: Path) -> str:
    file = tmp_path / "effects.csv"
    file.write_text(TABLE)
    return str(file)


def between(comity: Comity, *words: str) -> str:
    """A chance that the draft does not reach and its likeliest form does."""
    frontier = comity("convene", "amend", *DRAFT, "--chance", "0.01", *words, "--json").json["frontier"]
    assert len(frontier) > 1
    return f"{(frontier[0]['chance'] + frontier[-1]['chance']) / 2:.4f}"


def test_the_least_change_is_shown_with_the_frontier_and_the_weights(comity: Comity, table: str) -> None:
    said = comity("convene", "amend", *DRAFT, "--table", table, "--chance", between(comity, "--table", table)).out
    assert "Least change: A softer." in said
    assert "Keeps 67% of the substance" in said
    assert "Weights of the clauses: A 2, B 1." in said
    assert "proved" in said


def test_every_form_is_predicted_as_a_draft_of_its_strength_is(comity: Comity) -> None:
    found = comity("convene", "amend", *DRAFT, "--chance", "0.01", "--json").json
    drafted = comity("convene", "predict", *DRAFT, "--json").json
    assert found["adopted"]["value"] == pytest.approx(drafted["adopted"]["value"], abs=1e-3)
    assert found["after"]["baseline"]
    for form in found["frontier"]:
        levels = [clause["levels"][at] for clause, at in zip(found["menu"]["clauses"], form["choice"], strict=True)]
        word = max((level["strength"] or "condemn" for level in levels), key=STRENGTHS.index)
        milder = comity("convene", "predict", *DRAFT, "--strength", word, "--json").json
        assert form["chance"] == pytest.approx(milder["adopted"]["value"], abs=1e-3)


def test_the_houses_weights_are_shown_where_the_user_gives_none(comity: Comity) -> None:
    said = comity("convene", "amend", *DRAFT, "--chance", "0.01").out
    assert "Weights of the clauses: icc_referral 4, asset_freeze 3." in said
    assert "refer 4" in said


def test_what_cannot_be_reached_says_what_can(comity: Comity) -> None:
    said = comity("convene", "amend", *DRAFT, "--chance", "100%", "--keep", "icc_referral")
    assert said.code == 1
    assert "no form of the text reaches 100%; the best is" in said.err


def test_effects_given_in_a_table_name_who_is_gained(comity: Comity, table: str) -> None:
    chance = between(comity, "--table", table)
    found = comity("convene", "amend", *DRAFT, "--chance", chance, "--table", table, "--json").json
    assert found["found"]["form"]["choice"] == [1, 0]
    assert {state for state, _ in found["whole"]["gained"]} == {"RUS", "CHN"}


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

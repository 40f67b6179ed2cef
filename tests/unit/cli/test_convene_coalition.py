from __future__ import annotations

import pytest

from tests.unit.cli.conftest import Comity

DRAFT = ("--target", "SDN", "--strength", "sanction", "--on", "2026-11-01")


def test_the_cheapest_states_are_named_with_their_cost_and_a_proof(comity: Comity) -> None:
    said = comity("convene", "coalition", *DRAFT, "--chance", "97%").out
    assert "Cheapest to persuade" in said
    assert "proved" in said
    assert "Can block alone" in said


def test_a_state_that_will_not_move_is_not_asked_to(comity: Comity) -> None:
    found = comity("convene", "coalition", *DRAFT, "--chance", "0.8", "--never", "CHN", "--json").json
    assert "CHN" not in found["persuaded"]["states"]


def test_what_cannot_be_reached_says_what_can(comity: Comity) -> None:
    said = comity("convene", "coalition", *DRAFT, "--chance", "99%", "--never", "RUS,CHN")
    assert said.code == 1
    assert "with every one of them it is" in said.err


@pytest.mark.parametrize(
    ("words", "told"),
    [(("--chance", "0"), "above 0"), (("--never", "NOR"), "no vote in unsc"), (("--cost", "RUS=0"), "above 0")],
)
def test_what_makes_no_sense_is_misuse(comity: Comity, words: tuple[str, ...], told: str) -> None:
    said = comity("convene", "coalition", *DRAFT, *words)
    assert said.code == 2
    assert told in said.err


def test_power_in_the_council_is_as_published(comity: Comity) -> None:
    found = comity("convene", "power", "unsc", "--as-of", "2026-11-01", "--json").json
    assert round(found["members"][0]["shapley_shubik"], 6) == 0.196270
    assert "0.001865" in comity("convene", "power", "--top", "0", "--as-of", "2026-11-01").out


def test_a_body_decided_by_one_has_no_power_figures(comity: Comity) -> None:
    said = comity("convene", "power", "hr_council", "--top", "-1")
    assert said.code == 2

from __future__ import annotations

import math

from tests.unit.cli.conftest import Comity

DAY = ("--as-of", "2026-11-01")


def test_the_parts_of_a_risk_are_shown_with_the_sum_they_make(comity: Comity) -> None:
    said = comity("warn", "why", "Sudan", *DAY)
    assert said.code == 0
    assert "the sum, in log-odds" in said.out
    assert "not a cause" in said.out


def test_parts_add_up_to_the_chance_exactly(comity: Comity) -> None:
    found = comity("warn", "why", "SDN", *DAY, "--json").json["onset"]
    odds = math.log(found["risk"]["value"] / (1 - found["risk"]["value"]))
    assert abs(math.fsum(driver["part"] for driver in found["drivers"]) - odds) < 1e-9


def test_every_step_splits_into_three_parts_that_add_up(comity: Comity) -> None:
    found = comity("warn", "changes", "SDN", *DAY, "--since", "2018", "--json").json
    for one in found["steps"]:
        step = one["step"]
        parts = [math.fsum([part["level"], *part["drivers"].values()]) for part in
                 (step["data"], step["model"], step["vintage"])]  # fmt: skip
        assert abs(math.fsum(parts) - (step["after"] - step["before"])) < 1e-9
    assert "data" in comity("warn", "changes", "SDN", *DAY).out


def test_what_cannot_be_told_says_why(comity: Comity) -> None:
    assert "fewer than two editions" in comity("warn", "changes", "TUV", *DAY).out
    assert comity("warn", "changes", "SDN", "--since", "1800").code == 2
    assert comity("warn", "why", "SDN", "--ahead", "13").code == 2


def test_the_newest_months_stand_beside_the_yearly_edition(comity: Comity) -> None:
    said = comity("warn", "show", "SDN", *DAY).out
    assert "Within two years (" in said
    assert "Within one year (" in said

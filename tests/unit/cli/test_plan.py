from __future__ import annotations

from tests.unit.cli.conftest import Comity


def test_options_show_who_may_take_them_and_the_rule_that_orders_them(comity: Comity) -> None:
    said = comity("plan", "options", "SDN")
    assert said.code == 0
    assert "Phase ongoing" in said.out
    assert "Who may take it" in said.out
    assert "No weights and no score" in said.out


def test_all_shows_why_measures_are_left_out(comity: Comity) -> None:
    said = comity("plan", "options", "SDN", "--all", "--consent", "refused")
    assert "needs the consent of the state, which is refused" in said.out


def test_a_short_horizon_leaves_slow_measures_out(comity: Comity) -> None:
    near = comity("plan", "options", "SDN", "--horizon", "5", "--json").json
    far = comity("plan", "options", "SDN", "--horizon", "700", "--json").json
    assert len(near["options"]["options"]) < len(far["options"]["options"])


def test_a_choice_is_recorded_and_names_the_next_command(comity: Comity) -> None:
    said = comity("plan", "choose", "SDN", "--measures", "mediation,arms_embargo", "--because", "Talks with pressure")
    assert said.code == 0
    assert "comity convene draft --target SDN --measures mediation,arms_embargo" in said.out

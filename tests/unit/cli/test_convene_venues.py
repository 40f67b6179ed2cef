from __future__ import annotations

from tests.unit.cli.conftest import Comity

ASKED = ("convene", "venues", "--target", "SDN", "--measures", "arms_embargo", "--on", "2026-11-01")


def test_venues_the_ladder_and_the_wait_are_shown_with_their_sources(comity: Comity) -> None:
    said = comity(*ASKED).out
    assert "United Nations Security Council" in said
    assert "UN Charter Art. 27(3)" in said
    assert "If the Council is blocked" in said
    assert "A/RES/377 A (V)" in said
    assert "Wait until 1 January 2027" in said
    assert "who sits there is not on the shelf" in said


def test_the_json_holds_days_and_chances(comity: Comity) -> None:
    found = comity(*ASKED, "--blocked-on", "2026-11-20", "--json").json
    call = next(step for step in found["steps"] if step["what"].startswith("call"))
    assert (call["first"], call["last"]) == ("2026-11-20", "2026-11-21")
    assert call["chance"]["adopted"]["baseline"]


def test_without_a_state_or_a_measure_it_is_misuse(comity: Comity) -> None:
    assert comity("convene", "venues", "--measures", "arms_embargo").code == 2
    assert comity("convene", "venues", "--target", "SDN").code == 2

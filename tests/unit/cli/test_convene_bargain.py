from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Comity

TEXT = """actor,issue,position,salience,power,low,high
A,monitors,90,0.9,2,70,
A,sanctions,80,0.4,2,,
B,monitors,20,0.5,3,,60
B,sanctions,10,0.9,3,,
C,monitors,60,0.5,1,,
C,sanctions,40,0.6,1,,
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bargain.csv"
    path.write_text(TEXT)
    return path


def test_an_empty_zone_is_told_first_with_the_pair(comity: Comity, file: Path) -> None:
    said = comity("convene", "bargain", str(file), "--draws", "4").out
    assert "No zone of possible agreement. Monitors: A asks for at least 70, B allows at most 60." in " ".join(
        said.split()
    )
    assert "nash: none." in said
    assert "compromise is blocked by" in said
    assert "No move of this point is acceptable to all." in said


def test_with_a_zone_the_cheapest_move_is_told(comity: Comity, file: Path) -> None:
    file.write_text(TEXT.replace(",70,", ",55,"))
    said = " ".join(comity("convene", "bargain", str(file), "--draws", "4").out.split())
    assert "Red lines leave: monitors 55 to 60." in said
    assert "Cheapest move that unblocks: monitors" in said


def test_models_come_as_json(comity: Comity, file: Path) -> None:
    found = comity("convene", "bargain", str(file), "--draws", "4", "--json").json
    assert found["results"][0]["model"] == "compromise"
    assert found["zone"].startswith("monitors: A asks")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--draws", "1"), 2, "2 repetitions"),
        (("--rounds", "0"), 2, "at least one round"),
        (("--noise", "-1"), 2, "noise in position"),
        (("--form", "excel"), 2, "takes no 'excel'"),
    ],
)
def test_what_makes_no_sense_is_misuse(
    comity: Comity, file: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    said = comity("convene", "bargain", str(file), *words)
    assert said.code == code
    assert told in said.err


def test_a_bad_row_is_refused_with_its_place(comity: Comity, file: Path) -> None:
    file.write_text(TEXT + "D,monitors,120,0.5,1,,\n")
    said = comity("convene", "bargain", str(file))
    assert said.code == 1
    assert "D on monitors: position is 0 to 100; got 120" in " ".join(said.err.split())


STEPS = """step,actor,gain,cost,verified,builds,rests_on
ceasefire,A,1,0.5,,,hotline
ceasefire,B,1,0.4,,,
hotline,A,0.2,0.02,,0.3,
hotline,B,0.2,0.02,,,
withdrawal,A,0.3,0.9,,,ceasefire
"""


def test_a_ladder_is_told_in_order_with_what_is_out_of_reach(comity: Comity, tmp_path: Path) -> None:
    (tmp_path / "steps.csv").write_text(STEPS)
    said = comity("convene", "ladder", str(tmp_path / "steps.csv"), "--trust", "40%").out
    assert said.index("hotline") < said.index("ceasefire")
    assert "Out of reach: withdrawal" in said
    assert "costs somebody more than it can bring" in said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no steps"),
        (STEPS.replace("gain", "win"), "unknown column 'win'"),
        (STEPS + "hotline,A,1,1,,,\n", "A stands twice at hotline"),
        (STEPS + "hotline,C,much,1,,,\n", "'much' is no number"),
        (STEPS + ",C,1,1,,,\n", "names no step"),
        (STEPS.replace("hotline,A,0.2,0.02,,0.3,", "hotline,A,0.2,0.02,,0.3,ceasefire"), "in a circle"),
    ],
)
def test_a_broken_list_of_steps_is_refused(comity: Comity, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "steps.csv").write_text(text)
    said = comity("convene", "ladder", str(tmp_path / "steps.csv"))
    assert said.code in {1, 2}
    assert told in " ".join(said.err.split())

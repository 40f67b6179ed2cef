from __future__ import annotations

import pytest

from comity.convene.bargain.read import read
from comity.kernel.errors import Misused, Refused

PLAIN = """actor,issue,position,salience,power,low,fallback
A,monitors,90,0.9,2,40,0.3
B,monitors,20,0.5,3,,
"""
DECIDE = """'#A'	'A'	'Group A'	''
'#A'	'B'	'Group B'	''
'#P'	'toll'	'toll'	''
'#M'	'toll'	0.5
'#M'	'toll'	7
'#D'	'A'	'toll'	7.0	0.9	1.0
'#D'	'B'	'toll'	0.5	0.5	0.5
"""
BDM = """Stakeholder,Resources,Position,Salience
A,80,4,50
B,90,10,80
"""
KTAB = """Made, "a made case", 2, 2,
Actor,Description,Influence,Policy Position,Policy Salience,Trade Position,Trade Salience,
A,Group A,100.0,30,24.0,20,48.0,
B,Group B, 60.2,45,44.7,65,41.3,
"""


def test_a_plain_file_with_red_lines_and_alternatives() -> None:
    made = read(PLAIN)
    assert made.actors == ("A", "B")
    assert made.low.tolist() == [[40], [0]]
    assert made.fallback.tolist() == [0.3, 0]


def test_a_decide_file_is_scaled_by_its_ends() -> None:
    made = read(DECIDE)
    assert made.position.tolist() == [[100], [0]]
    assert made.scale == ((0.5, 7.0),)
    assert made.power.tolist() == [[1.0], [0.5]]


def test_a_bdm_file_in_hundredths_of_salience() -> None:
    made = read(BDM)
    assert made.position.tolist() == [[0], [100]]
    assert made.salience.tolist() == [[0.5], [0.8]]
    assert made.scale == ((4.0, 10.0),)


def test_a_ktab_file_names_its_dimensions() -> None:
    made = read(KTAB)
    assert made.issues == ("Policy", "Trade")
    assert made.position.tolist() == [[30, 20], [45, 65]]
    assert made.power[1].tolist() == [60.2, 60.2]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (PLAIN + "A,monitors,80,0.5,1,,\n", "A stands twice on monitors"),
        (PLAIN + "C,monitors,far,0.5,1,,\n", "row 4, C on monitors: position: 'far' is no number"),
        (PLAIN + "C,monitors,30,0.5\n", "row 4 does not fit its head"),
        (PLAIN + "C,monitors,130,0.5,1,,\n", "position is 0 to 100; got 130"),
        (PLAIN + "A,aid,30,0.5,1,,0.9\n", "another fallback"),
        (PLAIN.replace("low", "colour"), "unknown column 'colour'"),
        (PLAIN.replace("power", "high"), "column power is missing"),
        (DECIDE + "'#D'\t'C'\t'toll'\t1\t0.5\t1\n", "unknown actor 'C'"),
        (DECIDE + "'#D'\t'A'\t'tax'\t1\t0.5\t1\n", "unknown issue 'tax'"),
        (DECIDE + "'#D'\t'A'\n", "row 8 is too short"),
        (BDM.replace("10", "4"), "all stand on one position"),
        (BDM.replace("Salience", "Care"), "lacks capability, position or salience"),
        (KTAB + "C,Group C,1,50,10,50,10\n", "says 2 actors"),
        (KTAB.replace("20,48.0", "20"), "A: "),
    ],
)
def test_a_broken_file_is_refused_with_the_place(text: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text)
    assert told in refused.value.message


@pytest.mark.parametrize("text", ["", "\n\n", "name,value\nA,1\n"])
def test_what_is_in_no_known_form_is_misuse(text: str) -> None:
    with pytest.raises(Misused):
        read(text)

from __future__ import annotations

from datetime import date

import pytest

from comity.convene.canvass.sounding import Firmness, Says, Voice
from comity.convene.canvass.words import Defaults, read
from comity.kernel.errors import Misused
from comity.kernel.grading import grade

DEFAULTS = Defaults(said_on=date(2026, 5, 1), grade=grade("C3"))


def code(name: str) -> str:
    return {"Kenya": "KEN", "Côte d'Ivoire": "CIV"}.get(name, name)


def test_a_line_as_people_write_it_is_read() -> None:
    kenya, india = read("KEN yes, firm; IND leaning abstain, source B2", DEFAULTS, code)
    assert (kenya.state, kenya.says, kenya.firmness, kenya.grade.code) == ("KEN", Says.YES, Firmness.FIRM, "C3")
    assert (india.state, india.says, india.firmness, india.grade.code) == ("IND", Says.ABSTAIN, Firmness.LEANING, "B2")


def test_names_of_several_words_and_voices_are_read() -> None:
    (one,) = read("Côte d'Ivoire mission against b3", DEFAULTS, code)
    assert (one.state, one.says, one.voice, one.grade.code) == ("CIV", Says.NO, Voice.MISSION, "B3")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing was heard"),
        ("KEN firm", "lacks a vote"),
        ("yes B2", "lacks a state"),
        ("KEN yes no", "two things"),
        ("KEN yes B2 C3", "two things"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_part_that_is_wrong(text: str, said: str) -> None:
    with pytest.raises(Misused, match=said):
        read(text, DEFAULTS, code)

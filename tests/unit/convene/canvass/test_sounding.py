from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.canvass.sounding import Firmness, Says, Sounding, Voice, gathered, likelihood, trust
from comity.kernel.errors import Refused
from comity.kernel.grading import grade

DAY = date(2026, 5, 1)


def heard(says: str, code: str = "B2", firmness: str = "stated", **more: object) -> Sounding:
    settled = {"state": "KEN", "said_on": DAY, **more}
    return Sounding(says=Says(says), grade=grade(code), firmness=Firmness(firmness), **settled)  # type: ignore[arg-type]


def test_a_firm_word_of_the_best_grade_is_kept_in_97_of_100_cases() -> None:
    assert likelihood(heard("yes", "A1", "firm"))[2] == pytest.approx(0.97)


@pytest.mark.parametrize("says", ["yes", "no", "abstain"])
def test_f6_tells_nothing(says: str) -> None:
    assert np.ptp(likelihood(heard(says, "F6", "firm"))) == pytest.approx(0)


def test_open_tells_nothing_however_well_graded() -> None:
    assert np.ptp(likelihood(heard("open", "A1", "firm"))) == 0


def test_trust_falls_with_each_step_of_either_scale() -> None:
    assert all(trust(grade(f"{a}2")) > trust(grade(f"{b}2")) for a, b in pairwise("ABCDE"))
    assert all(trust(grade(f"B{a}")) > trust(grade(f"B{b}")) for a, b in pairwise("12345"))


def test_a_firmer_word_tells_more() -> None:
    told = [likelihood(heard("no", firmness=how))[0] for how in ("firm", "stated", "leaning")]
    assert told == sorted(told, reverse=True)


def test_a_wrong_yes_is_more_often_an_abstention_than_a_no() -> None:
    no, abstain, yes = likelihood(heard("yes", "B2", "firm"))
    assert no < abstain < yes


@given(st.permutations([("yes", "capital", 1), ("no", "mission", 2), ("abstain", "capital", 3), ("yes", "third", 4)]))
@settings(max_examples=24, deadline=None)
def test_order_of_soundings_is_irrelevant(order: list[tuple[str, str, int]]) -> None:
    said = [heard(s, voice=Voice(v), said_on=date(2026, 5, d)) for s, v, d in order]
    found = gathered(said)
    assert [one.words for one in found.counted] == [
        "abstain, stated, B2, capital, 2026-05-03",
        "no, stated, B2, mission, 2026-05-02",
        "yes, stated, B2, third, 2026-05-04",
    ]


def test_the_newest_of_one_voice_replaces_what_it_said_before() -> None:
    found = gathered([heard("yes"), heard("no", said_on=date(2026, 5, 9))])
    assert found.likelihood["KEN"].argmax() == 0
    assert not found.contradicted


def test_two_voices_that_differ_are_both_counted_and_named() -> None:
    found = gathered([heard("yes"), heard("no", voice=Voice.MISSION)])
    assert found.contradicted == ("KEN",)
    assert len(found.counted) == 2
    assert found.likelihood["KEN"][0] == pytest.approx(found.likelihood["KEN"][2])


def test_one_voice_saying_two_things_on_one_day_is_refused_by_name() -> None:
    with pytest.raises(Refused, match=r"KEN is heard twice.*no, stated.*yes, stated"):
        gathered([heard("yes"), heard("no")])


def test_a_state_heard_firmly_and_well_needs_no_other_call() -> None:
    assert gathered([heard("yes", "A1", "firm")]).sure == {"KEN"}
    assert not gathered([heard("yes", "C3", "firm")]).sure

"""What titles say, and which are alike."""

from __future__ import annotations

import pytest

from comity.convene.ballots import describe, texts


@pytest.mark.parametrize(
    ("title", "target", "strength", "prolongs"),
    [
        ("on referring the situation in Syria to the International Criminal Court", "SYR", "refer", 0),
        ("on extension of the mandate of the UN Mission in South Sudan", "SSD", "mission", 1),
        ("on arms embargo against South Sudan", "SSD", "sanction", 0),
        ("Situation of human rights in the Democratic People's Republic of Korea", "PRK", "condemn", 0),
        ("Reports of the Secretary-General on the Sudan and South Sudan", "SDN", "", 0),
        ("Children and armed conflict", "", "", 0),
        ("The situation in the Middle East, including the Palestinian question", "ISR", "condemn", 0),
    ],
)  # fmt: skip
def test_titles_say_whom_how_strong_and_whether_new(title, target, strength, prolongs):
    assert describe.target_of(title) == target
    assert describe.strength_of(title) == strength
    assert describe.prolongs(title) == bool(prolongs)


def test_same_words_are_alike_and_other_words_are_not():
    bags = texts.counts([texts.plain(t) for t in ("Situation in Myanmar", "situation in Myanmar :", "Law of the sea")])
    like = texts.likeness(bags[:1], bags)
    assert like[0, 1] == pytest.approx(1)
    assert like[0, 2] == pytest.approx(0)

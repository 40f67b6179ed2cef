"""Which roll calls are taken as votes on the text of the period before."""

from __future__ import annotations

import pytest

from comity.convene.positions import roll_calls
from comity.convene.positions.same_texts import same_texts, tied

MEMBERS = tuple(f"M{i:02d}" for i in range(25))
TITLE = "Question of Palestine : resolution / adopted by the General Assembly"


def _rows(call, period, against):
    return [(m, call, "no" if i < against else "yes", period) for i, m in enumerate(MEMBERS)]


@pytest.fixture
def votes():
    return roll_calls(_rows("a", 1, 3) + _rows("b", 1, 12) + _rows("c", 2, 3) + _rows("d", 2, 12) + _rows("e", 4, 3))


def test_like_titles_with_like_votes_are_tied(votes):
    assert same_texts(votes, {"a": TITLE, "c": TITLE}) == {"c": "a"}


def test_two_texts_under_one_title_are_told_apart_by_votes(votes):
    assert same_texts(votes, dict.fromkeys("abcd", TITLE)) == {"c": "a", "d": "b"}


def test_other_titles_other_votes_and_none_are_not_tied(votes):
    assert same_texts(votes, {"a": TITLE, "c": "The law of the sea"}) == {}
    assert same_texts(votes, {"b": TITLE, "c": TITLE}) == {}
    assert same_texts(votes, {}) == {}


def test_tied_roll_calls_share_a_group(votes):
    found = tied(votes, {"c": "a"})
    assert found.group[2] == found.group[0]
    assert found.group[3] != found.group[1]

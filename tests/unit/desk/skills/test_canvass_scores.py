from __future__ import annotations

import numpy as np

from comity.convene.canvass.asking import About
from comity.convene.canvass.rows import past
from comity.desk.skills.canvass_scores import RollCall, ahead, at_random, most_telling, replay

# Two blocs that vote against each other, and a member that always says yes.
VOTES = np.array([[2, 2, 2, 0, 0, 2], [0, 0, 0, 2, 2, 2]] * 10, dtype=np.int8)
NAMES = ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF")


def call() -> RollCall:
    return RollCall(
        item=7, columns=np.arange(6), choice=np.array([2, 2, 2, 0, 0, 2]), before=past(NAMES, VOTES, np.zeros(20))
    )


def test_one_answer_foretells_both_blocs() -> None:
    _, first = replay(call(), most_telling(About.BOARD), 1)
    assert (first.after.odds.argmax(axis=1) == call().choice).all()
    assert first.heard[0] != 5


def test_a_member_heard_is_never_predicted_nor_asked_again() -> None:
    *_, last = replay(call(), at_random(1), 5)
    assert len(set(last.heard)) == 5
    assert set(last.rest.tolist()) == set(range(6)) - set(last.heard)


def test_no_vote_is_seen_before_its_member_is_asked() -> None:
    other = RollCall(item=7, columns=np.arange(6), choice=np.array([0, 0, 0, 2, 2, 2]), before=call().before)
    start, mirrored = next(replay(call(), at_random(1), 1)), next(replay(other, at_random(1), 1))
    assert np.array_equal(start.after.odds, mirrored.after.odds)


def test_an_order_settled_beforehand_is_kept() -> None:
    *_, last = replay(call(), ahead({"FFF": 0, "DDD": 1}), 2)
    assert last.heard == (5, 3)

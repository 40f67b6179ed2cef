"""Roll-call tables: what is refused, naming rows, and what is left out."""

from __future__ import annotations

import numpy as np
import pytest

from comity.convene.positions import roll_calls
from comity.kernel.errors import Misused, Refused

ROWS = (("AAA", "r1", "yes", 1), ("BBB", "r1", "no", 1), ("AAA", "r2", "no", 2), ("BBB", "r2", "abstain", 2))


def test_votes_become_indices_in_order_of_period_roll_call_and_member():
    found = roll_calls(reversed(ROWS))
    assert found.members == ("AAA", "BBB")
    assert found.roll_calls == ("r1", "r2")
    assert found.periods == (1, 2)
    assert found.choice.tolist() == [2, 0, 0, 1]
    assert found.period.tolist() == [0, 1]


def test_an_unanimous_roll_call_is_left_out_and_reported():
    found = roll_calls((*ROWS, ("AAA", "r3", "abstain", 2), ("BBB", "r3", "abstain", 2)))
    assert found.left_out == ("r3",)
    assert "r3" not in found.roll_calls


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("AAA", "r1", "yes", 1), "a vote is given twice: rows 1 and 5"),
        (("AAA", "r1", "no", 1), "contradictory votes of one member in one roll call: rows 1 and 5"),
        (("AAA", "r4", "maybe", 1), r"none of no, abstain, yes: row 5 \(maybe\)"),
        (("AAA", "r1x", "", 1), "none of no, abstain, yes: row 5"),
        (("CCC", "r1", "no", 2), r"a roll call is in two periods: row 5 \(r1\)"),
    ],
)
def test_a_bad_row_is_refused_by_its_number(row, words):
    with pytest.raises(Refused, match=words):
        roll_calls((*ROWS, row))


def test_a_code_off_the_list_of_members_is_refused():
    with pytest.raises(Refused, match=r"not on the list of members: row 2 \(BBB\), row 4 \(BBB\)"):
        roll_calls(ROWS, members=("AAA", "CCC"))


def test_a_member_before_its_existence_is_refused():
    with pytest.raises(Refused, match=r"before it existed or after it ended: row 2 \(BBB\)"):
        roll_calls(ROWS, spells={"BBB": (2, 9)})


def test_nothing_one_member_and_no_division_are_refused():
    with pytest.raises(Refused, match="empty"):
        roll_calls(())
    with pytest.raises(Refused, match="only one member votes in the table: AAA"):
        roll_calls((("AAA", "r1", "yes", 1), ("AAA", "r2", "no", 1)))
    with pytest.raises(Refused, match="no roll call of 1 divides"):
        roll_calls((("AAA", "r1", "yes", 1), ("BBB", "r1", "yes", 1)))


def test_a_period_is_a_whole_number():
    with pytest.raises(Misused, match="whole number"):
        roll_calls((("AAA", "r1", "yes", "1946"), ("BBB", "r1", "no", "1946")))


def test_many_bad_rows_are_counted_not_listed():
    rows = [("AAA", f"r{i}", "aye", 1) for i in range(9)]
    with pytest.raises(Refused, match="and 4 more"):
        roll_calls(rows)


def test_the_same_text_shares_its_parameters_with_the_earliest():
    third = (("AAA", "r3", "no", 3), ("BBB", "r3", "yes", 3))
    found = roll_calls((*ROWS, *third), same={"r2": "r1", "r3": "r2"})
    assert np.array_equal(found.group, [0, 0, 0])

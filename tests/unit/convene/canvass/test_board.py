from __future__ import annotations

import numpy as np
import pytest

from comity.convene.canvass import Frame, condition, moved, standing
from comity.convene.canvass.asking import About, Asked, board_bits, calls, pairs, tally_bits
from comity.convene.canvass.board import drawn
from comity.convene.canvass.update import Heard
from comity.kernel.errors import Misused
from comity.kernel.estimate import Baseline
from tests.unit.convene.canvass.made import NAMES, ODD, like, mixture

FRAME = Frame(
    decide=lambda votes: (votes == 2).sum(axis=1) * 2 > ((votes == 2) | (votes == 0)).sum(axis=1),
    baseline=Baseline(value=1.0, method="everyone says yes"),
    usual=np.full(len(NAMES), 0.5),
    n=100,
    draws=2000,
    seed=1,
)


def heard(**said: tuple[int, float]) -> Heard:
    return condition(mixture(), {state: like(*one) for state, one in said.items()})


def test_draws_have_the_chances_of_the_board() -> None:
    votes, _ = drawn(heard(M03=(2, 0.9)), 20_000, 5)
    assert np.allclose((votes == 2).mean(axis=0), heard(M03=(2, 0.9)).odds[:, 2], atol=0.02)


def test_the_same_seed_gives_the_same_board() -> None:
    assert standing(heard(), FRAME).adoption == standing(heard(), FRAME).adoption


def test_the_chance_lies_in_its_interval_and_has_a_naive_figure() -> None:
    board = standing(heard(M00=(0, 0.9)), FRAME)
    assert board.adoption.low <= board.adoption.value <= board.adoption.high
    assert board.adoption.baseline is not None
    assert 0 <= board.tally.low <= board.tally.high <= len(NAMES)


def test_each_members_chance_lies_in_its_span_and_hearing_it_narrows_that() -> None:
    before, after = standing(heard(), FRAME), standing(heard(M11=(2, 0.97)), FRAME)
    assert (after.spans[:, 0] <= after.odds[:, 2]).all()
    assert (after.odds[:, 2] <= after.spans[:, 1]).all()
    assert np.diff(after.spans[11]) < np.diff(before.spans[11])


def test_what_moved_most_comes_first_and_says_who_was_heard() -> None:
    before, after = standing(heard(), FRAME), standing(heard(M11=(0, 0.97)), FRAME)
    found = moved(before, after, frozenset({"M11"}))
    assert found[0].state == "M11"
    assert found[0].told
    assert not any(one.told for one in found[1:])
    assert found[0].change < 0


def test_pairs_tell_as_much_one_way_as_the_other_and_nothing_without_rows_apart() -> None:
    told = pairs(mixture().odds, mixture().weight)
    assert np.allclose(told, told.T, atol=1e-5)
    flat = np.repeat(mixture().odds[:1], 5, axis=0)
    assert board_bits(flat, np.full(5, 0.2)).max() < 1e-4


def test_bits_about_the_tally_agree_with_counting_draws() -> None:
    rows = mixture()
    votes, _ = drawn(heard(), 200_000, 3)
    tally = (votes == 2).sum(axis=1)
    left = [sum(tally[votes[:, i] == v].var() * (votes[:, i] == v).mean() for v in range(3)) for i in range(len(NAMES))]
    counted = -0.5 * np.log2(np.array(left) / tally.var())
    assert np.allclose(tally_bits(rows.odds, rows.weight, rows.away), counted, atol=0.03)


def test_calls_name_the_state_that_tells_most_for_its_cost() -> None:
    board = standing(heard(), FRAME)
    dearest, *_ = calls(board.heard, board.votes, board.adopted, Asked())
    again = calls(board.heard, board.votes, board.adopted, Asked(cost={dearest.state: 100.0}))
    assert again[0].state != dearest.state
    assert dearest.about is About.ADOPTION
    assert "if it says yes" in dearest.because


def test_where_adoption_is_settled_calls_are_about_the_other_votes() -> None:
    board = standing(heard(), FRAME)
    found = calls(board.heard, board.votes, np.ones(2000, dtype=bool), Asked(most=3))
    assert {call.about for call in found} == {About.BOARD}
    assert len(found) == 3


def test_a_state_heard_for_sure_is_not_called_again() -> None:
    board = standing(heard(M00=(0, 0.97)), FRAME)
    found = calls(board.heard, board.votes, board.adopted, Asked(most=20, skip=frozenset({"M00"}), about=About.TALLY))
    assert "M00" not in {call.state for call in found}


def test_order_of_calls_is_taken_anew_after_an_answer() -> None:
    first = standing(heard(), FRAME)
    asked = calls(first.heard, first.votes, first.adopted, Asked(about=About.BOARD))[0].state
    second = standing(heard(**{asked: (2, 0.97)}), FRAME)
    bits = board_bits(second.heard.rows.odds, second.heard.rows.weight)
    assert bits[NAMES.index(asked)] < board_bits(first.heard.rows.odds, first.heard.rows.weight)[NAMES.index(asked)]


def test_few_rows_left_are_said_on_the_board() -> None:
    board = standing(condition(mixture(count=60), ODD), FRAME)
    assert "fits few of the forecast's ways" in board.notes[0]


@pytest.mark.parametrize("wrong", [{"cost": {"M00": 0.0}}, {"most": 0}])
def test_free_calls_and_lists_of_none_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Misused, match=r"cost|most"):
        Asked(**wrong)  # type: ignore[arg-type]

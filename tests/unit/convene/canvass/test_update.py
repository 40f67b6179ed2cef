from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.canvass import update
from comity.convene.canvass.rows import joined, of_votes, past, rows
from comity.kernel.errors import Misused
from tests.unit.convene.canvass.made import NAMES, ODD, like, mixture

soundings = st.dictionaries(
    st.sampled_from(NAMES), st.tuples(st.integers(0, 2), st.floats(0.34, 0.98)), min_size=1, max_size=5
)


@given(soundings)
@settings(max_examples=40, deadline=None)
def test_weighing_is_bayes_rule_for_each_row(said: dict[str, tuple[int, float]]) -> None:
    prior = mixture()
    evidence = {state: like(*one) for state, one in said.items()}
    heard = update.condition(prior, evidence)
    if heard.refined:
        return
    weight = prior.weight.copy()
    for state, table in evidence.items():
        weight = weight * (prior.odds[:, NAMES.index(state)] @ table)
    assert np.allclose(heard.rows.weight, weight / weight.sum())


@given(soundings, st.sampled_from(NAMES), st.floats(0.34, 0.98))
@settings(max_examples=50, deadline=None)
def test_hearing_yes_never_lowers_that_members_chance(
    said: dict[str, tuple[int, float]], member: str, told: float
) -> None:
    evidence = {state: like(*one) for state, one in said.items() if state != member}
    before = update.condition(mixture(), evidence)
    after = update.condition(mixture(), {**evidence, member: like(2, told)})
    column = NAMES.index(member)
    # Where rows are bent the figure is an approximation; it may then slip by a hundredth.
    room = 0.01 if after.refined or before.refined else 1e-9
    assert after.odds[column, 2] >= before.odds[column, 2] - room


@given(soundings, st.permutations(range(len(NAMES))))
@settings(max_examples=30, deadline=None)
def test_relabelling_members_permutes_the_board(said: dict[str, tuple[int, float]], order: list[int]) -> None:
    prior = mixture()
    names = tuple(NAMES[i] for i in order)
    mixed = rows(names, prior.odds[:, order], away=prior.away[order])
    evidence = {state: like(*one) for state, one in said.items()}
    left, right = update.condition(prior, evidence), update.condition(mixed, evidence)
    assert np.allclose(left.odds[order], right.odds, atol=1e-6)


def test_what_tells_nothing_changes_nothing() -> None:
    prior = mixture(away=0.2)
    heard = update.condition(prior, {"M03": np.full(3, 0.2), "XYZ": like(2, 0.9)})
    assert np.array_equal(heard.rows.weight, prior.weight)
    assert np.array_equal(heard.away, prior.away)


def test_a_firm_word_of_the_best_grade_nearly_settles_a_member() -> None:
    heard = update.condition(mixture(), {"M06": like(2, 0.97)})
    assert heard.odds[6, 2] > 0.96


def test_members_who_vote_alike_move_along() -> None:
    before, after = mixture(), update.condition(mixture(), {"M11": like(2, 0.97)})
    assert after.odds[10, 2] > np.tensordot(before.weight, before.odds, 1)[10, 2] + 0.05


def test_a_member_that_was_heard_is_likelier_to_come() -> None:
    assert update.condition(mixture(away=0.3), {"M00": like(0, 0.97)}).away[0] < 0.05


def test_rows_are_bent_where_few_are_left_and_the_reader_can_tell() -> None:
    heard = update.condition(mixture(count=60), ODD)
    assert heard.refined
    assert heard.effective < update.FEW
    assert np.allclose(heard.odds.sum(axis=-1), 1)
    assert np.all(heard.odds > 0)


def test_bending_brings_back_what_was_heard_better_than_rows_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    truth = mixture(seed=9, count=1).odds[0].argmax(axis=-1)
    evidence = {name: like(int(truth[i]), 0.97) for i, name in enumerate(NAMES) if i % 2}
    bent = update.condition(mixture(seed=3, count=40), evidence)
    monkeypatch.setattr(update, "FEW", 0.0)
    plain = update.condition(mixture(seed=3, count=40), evidence)
    rest = [i for i in range(len(NAMES)) if not i % 2]
    loss = [-np.log(board.odds[rest, truth[rest]]).mean() for board in (bent, plain)]
    assert loss[0] <= loss[1] + 0.02


def test_past_roll_calls_fill_a_missing_vote_from_the_states_habit() -> None:
    votes = np.array([[2, 2], [2, -1], [0, 2]], dtype=np.int8)
    found = past(("AAA", "BBB"), votes, np.array([0.0, 1.0, 2.0]))
    assert found.odds[1, 1, 2] > found.odds[1, 1, 0]
    assert found.weight[0] > found.weight[2]


def test_draws_alone_can_be_conditioned_too() -> None:
    rng = np.random.default_rng(4)
    bloc = rng.random(500) < 0.5
    votes = np.stack([np.where(bloc, 2, 0), np.where(bloc, 2, 0), np.full(500, 3)], axis=-1).astype(np.int8)
    heard = update.condition(of_votes(("AAA", "BBB", "CCC"), votes), {"AAA": like(2, 0.97)})
    assert heard.odds[1, 2] > 0.85
    assert heard.away[2] == 1


def test_two_forecasts_are_joined_by_share() -> None:
    both = joined(mixture(), mixture(seed=1), 0.25)
    assert both.weight[:300].sum() == pytest.approx(0.75)
    with pytest.raises(Misused, match="other members"):
        joined(mixture(), rows(("A",), np.full((1, 1, 3), 1 / 3)), 0.5)


def test_rows_that_do_not_fit_are_refused() -> None:
    with pytest.raises(Misused, match="do not belong together"):
        rows(("A", "B"), np.full((4, 3, 3), 1 / 3))

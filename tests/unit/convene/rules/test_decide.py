"""The Council's rule as arithmetic: vetoes, abstentions, seats, and whose vote it turned on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.rules import Given, Outcome, Vote, adopted, decide, pivotal
from comity.kernel.errors import Misused

few = settings(max_examples=50, deadline=None)
council_votes = st.lists(
    st.lists(st.sampled_from([Vote.NO, Vote.ABSTAIN, Vote.YES, Vote.ABSENT]), min_size=15, max_size=15),
    min_size=1,
    max_size=8,
).map(lambda rows: np.array(rows, dtype=np.int8))


def ruled(rule, members, row):
    return Outcome(int(decide(rule, np.array([row], dtype=np.int8), members)[0]))


def test_a_veto_beats_fourteen_yes(charter, fifteen):
    for column in range(5):
        row = [Vote.YES] * 15
        row[column] = Vote.NO
        assert ruled(charter, fifteen, row) is Outcome.VETOED


def test_an_elected_member_against_is_no_veto(charter, fifteen):
    assert ruled(charter, fifteen, [Vote.YES] * 14 + [Vote.NO]) is Outcome.ADOPTED


def test_five_abstentions_two_of_them_permanent_leave_resolution_1973_adopted(charter, fifteen):
    # S/RES/1973 (2011): 10-0-5, with China and the Russian Federation abstaining.
    row = [Vote.YES] * 15
    for column in (0, 2, 5, 6, 7):
        row[column] = Vote.ABSTAIN
    assert ruled(charter, fifteen, row) is Outcome.ADOPTED


def test_nine_yes_are_enough_and_eight_are_not(charter, fifteen):
    assert ruled(charter, fifteen, [Vote.YES] * 9 + [Vote.ABSTAIN] * 6) is Outcome.ADOPTED
    assert ruled(charter, fifteen, [Vote.YES] * 8 + [Vote.ABSTAIN] * 7) is Outcome.NOT_ADOPTED


def test_a_permanent_no_on_a_draft_that_falls_short_anyway_is_no_veto(charter, fifteen):
    assert ruled(charter, fifteen, [Vote.NO] + [Vote.YES] * 8 + [Vote.ABSTAIN] * 6) is Outcome.NOT_ADOPTED


@few
@given(votes=council_votes, column=st.integers(0, 4), kind=st.sampled_from([Vote.ABSTAIN, Vote.ABSENT]))
def test_abstention_or_absence_of_a_permanent_member_is_no_veto(charter, fifteen, votes, column, kind):
    votes[:, :5] = Vote.YES
    votes[:, column] = kind
    expected = np.where((votes == Vote.YES).sum(axis=1) >= 9, Outcome.ADOPTED, Outcome.NOT_ADOPTED)
    assert (decide(charter, votes, fifteen) == expected).all()


@few
@given(votes=council_votes)
def test_arrays_decide_as_the_charter_read_aloud_does(charter, fifteen, votes):
    def aloud(row):
        if sum(vote == Vote.YES for vote in row) < 9:
            return Outcome.NOT_ADOPTED
        return Outcome.VETOED if any(vote == Vote.NO for vote in row[:5]) else Outcome.ADOPTED

    assert decide(charter, votes, fifteen).tolist() == [aloud(row) for row in votes]
    assert (adopted(charter, votes, fifteen) == (decide(charter, votes, fifteen) == Outcome.ADOPTED)).all()


@few
@given(votes=council_votes)
def test_pivotal_is_what_trying_each_vote_finds(charter, fifteen, votes):
    turns = pivotal(charter, votes, fifteen)
    for column in range(15):
        tried = []
        for ballot in (Vote.YES, Vote.NO):
            changed = votes.copy()
            changed[:, column] = ballot
            tried.append(adopted(charter, changed, fifteen))
        assert (turns[:, column] == (tried[0] & ~tried[1])).all()


def test_with_nine_yes_each_of_the_nine_and_each_permanent_member_is_pivotal(charter, fifteen):
    row = np.array([[Vote.ABSTAIN] * 2 + [Vote.YES] * 9 + [Vote.NO] * 4])
    assert pivotal(charter, row, fifteen)[0].tolist() == [True] * 11 + [False] * 4


def test_a_barred_member_is_never_pivotal(charter, fifteen):
    row = np.array([[Vote.YES] * 14 + [Vote.BARRED]])
    assert not pivotal(charter, row, fifteen)[0, 14]
    short = np.array([[Vote.YES] * 8 + [Vote.ABSTAIN] * 6 + [Vote.BARRED]])
    assert pivotal(charter, short, fifteen)[0].tolist() == [False] * 8 + [True] * 6 + [False]


def test_no_draws_give_no_outcomes(charter, fifteen):
    assert decide(charter, np.empty((0, 15), dtype=np.int8), fifteen).shape == (0,)


def test_the_votes_given_are_never_changed(charter, fifteen):
    votes = np.full((3, 15), Vote.YES, dtype=np.int8)
    votes.setflags(write=False)
    decide(charter, votes, fifteen)
    pivotal(charter, votes, fifteen)


@pytest.mark.parametrize(
    ("votes", "words"),
    [
        (np.zeros((2, 14), dtype=int), r"shape \(draws, 15 members\); got \(2, 14\)"),
        (np.zeros(15, dtype=int), "shape"),
        (np.zeros((2, 15)), "whole numbers"),
        (np.full((2, 15), 7), "between 0 and 6; got 7 to 7"),
        (np.full((2, 15), -1), "got -1 to -1"),
        (np.full((2, 15), 258), "got 258"),
    ],
)
def test_arrays_that_do_not_fit_are_misuse(charter, fifteen, votes, words):
    with pytest.raises(Misused, match=words):
        decide(charter, votes, fifteen)


def test_a_state_concerned_keeps_its_vote_and_its_veto_in_the_council(charter, fifteen):
    row = np.array([[Vote.NO] + [Vote.YES] * 14], dtype=np.int8)
    assert decide(charter, row, fifteen, given=Given(concerned=("CHN",)))[0] == Outcome.VETOED

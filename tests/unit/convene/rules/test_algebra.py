"""Conditions compose, count in whole numbers, and refuse what is trivially true."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.rules.algebra import (
    AllOf,
    AnyOf,
    Condition,
    Count,
    FewDeclare,
    OneDecides,
    PopulationShare,
    Present,
    PresentCount,
    Share,
    Unanimous,
    Unopposed,
)
from comity.convene.rules.tally import Tally
from comity.convene.rules.votes import Vote
from comity.kernel.errors import Misused, Refused

few = settings(max_examples=50, deadline=None)


def holds(condition, row, **sizes):
    members = [f"M{number}" for number in range(len(row))]
    known = {name: dict(zip(members, values, strict=True)) for name, values in sizes.items()}
    return bool(condition.holds(Tally(np.array([row], dtype=np.int8), members, known))[0])


def test_and_or_compose():
    row = [Vote.YES, Vote.YES, Vote.NO]
    assert holds(Count(value=2) & Count(value=1), row)
    assert not holds(Count(value=2) & Unopposed(), row)
    assert holds(Unopposed() | Share(num=2, den=3, base="members"), row)
    assert not holds(Unopposed() | Count(value=3), row)


@pytest.mark.parametrize("kind", [AllOf, AnyOf])
def test_no_conditions_at_all_are_refused(kind):
    with pytest.raises(Misused, match="at least one condition"):
        kind(parts=())


def test_counts_and_shares_that_nobody_could_miss_are_refused():
    for made in (
        lambda: Count(value=0),
        lambda: Share(num=0, den=3, base="members"),
        lambda: Share(num=4, den=3, base="members"),
        lambda: Present(num=0, den=2),
        lambda: PopulationShare(num=0, den=100),
        lambda: FewDeclare(num=2, den=1),
    ):
        with pytest.raises(Misused):
            made()


@few
@given(yes=st.integers(0, 200), no=st.integers(0, 200), num=st.integers(1, 9), den=st.integers(1, 9))
def test_a_share_is_met_exactly_where_whole_numbers_say_so(yes, no, num, den):
    if num > den or yes + no == 0:
        return
    row = [Vote.YES] * yes + [Vote.NO] * no + [Vote.ABSTAIN]
    needed = -(-num * (yes + no) // den)
    assert holds(Share(num=num, den=den, base="present_and_voting"), row) == (yes >= needed)


def test_a_share_of_nobody_is_not_met():
    assert not holds(Share(num=2, den=3, base="present_and_voting"), [Vote.ABSTAIN, Vote.ABSENT])


@pytest.mark.parametrize(
    ("base", "size"),
    [("members", 7), ("unsc_members", 7), ("eligible_members", 6), ("members_present", 5), ("present_and_voting", 3),
     ("votes_cast", 3)],
)  # fmt: skip
def test_each_base_counts_whom_it_names(base, size):
    row = [Vote.YES, Vote.YES, Vote.NO, Vote.ABSTAIN, Vote.NOT_PARTICIPATING, Vote.ABSENT, Vote.BARRED]
    assert holds(Share(num=2, den=size, base=base), row)
    if size > 2:
        assert not holds(Share(num=2, den=size, base=base, more_than=True), row)


def test_unanimity_may_ask_for_the_vote_of_all():
    row = [Vote.YES, Vote.ABSTAIN]
    assert holds(Unanimous(), row)
    assert not holds(Unanimous(abstention_blocks=True), row)
    assert holds(Unanimous(abstention_blocks=True), [Vote.YES, Vote.YES, Vote.BARRED])
    assert not holds(Unanimous(), [Vote.ABSTAIN, Vote.ABSTAIN])


def test_consensus_needs_somebody_in_the_room():
    assert holds(Unopposed(), [Vote.ABSTAIN, Vote.ABSENT])
    assert not holds(Unopposed(), [Vote.ABSENT, Vote.NOT_PARTICIPATING])


def test_quorum_counts_the_room_and_not_the_votes():
    row = [Vote.ABSTAIN, Vote.NOT_PARTICIPATING, Vote.ABSENT, Vote.BARRED]
    assert holds(PresentCount(value=2), row)
    assert not holds(PresentCount(value=3), row)
    assert holds(Present(num=1, den=2), row)
    assert not holds(Present(num=1, den=2, more_than=True), row)


def test_large_populations_are_exact():
    # One person in a billion tips it, far below what a 32-bit float could tell apart.
    people = [650_000_001, 349_999_999]
    row = [Vote.YES, Vote.NO]
    assert holds(PopulationShare(num=65, den=100), row, populations=people)
    assert not holds(PopulationShare(num=65, den=100), row, populations=[649_999_999, 350_000_001])


def test_populations_beyond_what_is_exact_are_refused():
    for people in ([2**53, 1], [-1, 5]):
        with pytest.raises(Refused, match="whole numbers from 0"):
            holds(PopulationShare(num=1, den=2), [Vote.YES, Vote.NO], populations=people)


def test_many_members_without_a_population_are_counted_not_listed():
    with pytest.raises(Refused, match="M5 and 4 more have none"):
        holds(PopulationShare(num=1, den=2), [Vote.YES] * 10)


def test_an_office_decides_by_its_one_column():
    assert holds(OneDecides(kind="office"), [Vote.YES])
    assert not holds(OneDecides(kind="office"), [Vote.ABSTAIN])


def test_a_bare_condition_is_no_condition():
    with pytest.raises(NotImplementedError):
        holds(Condition(), [Vote.YES])

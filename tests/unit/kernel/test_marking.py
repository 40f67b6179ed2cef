"""Markings: a lattice. What is derived is never more open than what it came from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel import marking
from comity.kernel.errors import Misused
from comity.kernel.marking import CLEAR, Marking, Tlp

MARKINGS = st.builds(
    Marking, tlp=st.sampled_from(Tlp), compartments=st.frozensets(st.sampled_from(["sources", "talks", "field_team"]))
)
laws = settings(max_examples=50, deadline=None)


@laws
@given(MARKINGS, MARKINGS, MARKINGS)
def test_join_is_commutative_associative_and_idempotent(one, two, three):
    assert one.join(two) == two.join(one)
    assert one.join(two).join(three) == one.join(two.join(three))
    assert one.join(one) == one
    assert one.join(CLEAR) == one


@laws
@given(MARKINGS, MARKINGS, MARKINGS)
def test_join_is_the_least_marking_that_covers_both(one, two, bound):
    joined = one.join(two)
    assert joined.covers(one)
    assert joined.covers(two)
    assert bound.covers(joined) == (bound.covers(one) and bound.covers(two))


@laws
@given(MARKINGS, MARKINGS, MARKINGS)
def test_covers_is_a_partial_order(one, two, three):
    assert one.covers(one)
    assert one == two or not (one.covers(two) and two.covers(one))
    assert one.covers(three) or not (one.covers(two) and two.covers(three))


@laws
@given(MARKINGS)
def test_a_marking_survives_its_label(one):
    assert marking.marking(one.label) == one


def test_a_thing_without_a_marking_is_closed_not_open():
    assert Marking().tlp is Tlp.AMBER_STRICT


@pytest.mark.parametrize(
    "text",
    ["", "  ", "WHITE", "TLP:WHITE", "TLP:PURPLE", "TLP:RED sources", "TLP:RED []", "TLP:RED [a", "TLP:RED [a b]"],
)
def test_what_is_no_marking_is_refused(text):
    with pytest.raises(Misused):
        marking.marking(text)


def test_a_derived_thing_needs_the_markings_it_was_made_from():
    with pytest.raises(Misused, match="nothing to join"):
        marking.join_all([])
    assert marking.join_all(Marking(tlp=level) for level in Tlp).tlp is Tlp.RED

"""Grading: Admiralty grades and the words of likelihood, each way."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel import grading
from comity.kernel.errors import Misused


@pytest.mark.parametrize("code", ["".join(pair) for pair in itertools.product("ABCDEF", "123456")])
def test_every_grade_survives_writing_and_reading(code):
    assert grading.grade(code).code == code
    assert grading.grade(f" {code.lower()} ") == grading.grade(code)


@pytest.mark.parametrize("code", ["", "B", "G2", "B7", "B0", "2B", "B22", "ß2"])
def test_what_is_no_grade_is_refused(code):
    with pytest.raises(Misused, match="Admiralty"):
        grading.grade(code)


def test_a_grade_in_words_names_the_source_first():
    assert grading.grade("B2").words == "usually reliable, probably true"
    assert grading.grade("F6").words == "reliability cannot be judged, truth cannot be judged"


@settings(max_examples=50, deadline=None)
@given(st.floats(0.01, 0.99))
def test_the_words_for_a_chance_stand_for_a_range_that_holds_it(chance):
    low, high = grading.chance_of(grading.likelihood(chance).words)
    assert low <= chance <= high


@pytest.mark.parametrize("band", grading.LIKELIHOODS)
def test_the_middle_of_a_range_is_said_in_its_own_words(band):
    assert grading.likelihood((band.low + band.high) / 2) == band
    assert grading.chance_of(band.words.upper()) == grading.chance_of(band.synonym) == (band.low, band.high)


def test_the_bands_meet_without_gap_from_one_to_ninety_nine_per_cent():
    bands = grading.LIKELIHOODS
    assert (bands[0].low, bands[-1].high) == (0.01, 0.99)
    assert all(one.high == two.low for one, two in itertools.pairwise(bands))


def test_certainty_and_impossibility_get_the_outer_words():
    assert grading.likelihood(0.0).words == "almost no chance"
    assert grading.likelihood(1.0).words == "almost certain"


@pytest.mark.parametrize("chance", [-0.1, 1.1, float("nan")])
def test_what_is_no_chance_is_refused(chance):
    with pytest.raises(Misused):
        grading.likelihood(chance)


def test_words_off_the_scale_are_refused_with_the_scale():
    with pytest.raises(Misused) as caught:
        grading.chance_of("maybe")
    assert "roughly even chance" in caught.value.hint

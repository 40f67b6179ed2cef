from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.amend import search
from comity.convene.amend.changes import between, changes
from comity.kernel.errors import Misused, Refused
from tests.unit.convene.amend.made import MEMBERS, floor


def every(made):
    choices = [choice for choice in product(range(3), repeat=4) if not made.menu.empty(choice)]
    return [search.form_of(made, choice) for choice in choices]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.3, 0.5, 0.7]))
def test_no_form_that_reaches_the_chance_keeps_more(seed: int, target: float):
    made = floor(seed)
    reaching = [form.substance for form in every(made) if form.chance >= target - 1e-9]
    if not reaching:
        with pytest.raises(Refused, match="the best is"):
            search.least(made, target)
        return
    found = search.least(made, target)
    assert found.proved
    assert found.form.substance == pytest.approx(max(reaching))
    assert found.form.chance >= target - 1e-9


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_along_the_frontier_less_substance_always_buys_chance(seed: int):
    made = floor(seed)
    forms, exact = search.frontier(made)
    assert exact
    assert [form.substance for form in forms] == sorted((form.substance for form in forms), reverse=True)
    assert all(later.chance > earlier.chance for earlier, later in pairwise(forms))
    for other in every(made):
        assert any(form.substance >= other.substance - 1e-9 and form.chance >= other.chance - 1e-9 for form in forms)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.2, 0.4, 0.6]))
def test_where_only_strength_counts_the_answer_is_still_the_best_of_all(seed: int, share: float):
    made = floor(seed, effects=False)
    forms = every(made)
    target = max(0.05, share * 2 * search.form_of(made, made.menu.as_drafted).chance)
    reaching = [form.substance for form in forms if form.chance >= target - 1e-9]
    if not reaching:
        with pytest.raises(Refused, match="the best is"):
            search.least(made, target)
        return
    assert search.least(made, target).form.substance == pytest.approx(max(reaching))
    assert search.best(made).chance == pytest.approx(max(form.chance for form in forms))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_a_higher_chance_never_keeps_more(seed: int):
    made = floor(seed)
    top = search.best(made).chance
    kept = [search.least(made, top * share).form.substance for share in (0.5, 0.8, 1.0) if top > 0]
    assert kept == sorted(kept, reverse=True)


def test_alternatives_reach_the_chance_and_none_is_another_weakened():
    made = floor(2)
    target = search.best(made).chance * 0.7
    found = search.alternatives(made, target)
    assert 2 <= len(found) <= 10
    assert all(form.chance >= target - 1e-9 for form in found)
    for one, other in ((a, b) for a in found for b in found if a is not b):
        lost = [(made.menu.lost(at, x), made.menu.lost(at, y))
                for at, (x, y) in enumerate(zip(one.choice, other.choice, strict=True))]  # fmt: skip
        assert any(mine < theirs for mine, theirs in lost) or one.chance > other.chance


def test_a_search_cut_short_tells_the_gap():
    made = floor(7, clauses=9)
    target = 0.9 * search.best(made).chance
    found = search.least(made, target, steps=20)
    assert not found.proved
    assert found.form.chance >= target - 1e-9
    assert found.most >= search.least(made, target).form.substance - 1e-9
    assert found.gap > 0


def test_a_frontier_of_many_forms_says_that_it_is_not_whole():
    forms, exact = search.frontier(floor(7, clauses=8), points=4, steps=400)
    assert not exact
    assert all(later.chance > earlier.chance for earlier, later in pairwise(forms))


def test_many_clauses_of_one_strength_are_weakened_together():
    # Dropping one of them moves nobody, so no single change shows the way.
    made = floor(3, clauses=9, effects=False)
    forms, exact = search.frontier(made)
    assert exact
    assert forms[-1].chance == search.best(made).chance


def test_a_change_names_who_is_gained_and_who_is_lost():
    made = floor(11, strengths=False)
    alone = changes(made, MEMBERS)
    assert len(alone) == 8
    for change in alone:
        assert all(step > 0 for _, step in change.gained)
        assert all(step < 0 for _, step in change.fell)
    both = between(made, MEMBERS, made.menu.as_drafted, (1, 0, 0, 0))
    assert both.gained == alone[0].gained
    assert both.words == "clause 0: form 1"


@pytest.mark.parametrize("target", [0.0, 1.2])
def test_a_target_out_of_range_is_misuse(target: float):
    with pytest.raises(Misused):
        search.least(floor(1), target)

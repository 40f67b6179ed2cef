import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import Misused
from comity.warn.editions import ONE_VINTAGE, Split, step, summed

figure = st.floats(-9, 9)
splits = st.builds(
    Split, level=figure, drivers=st.fixed_dictionaries({"war": figure, "regime": figure, "neighbours": figure})
)


@settings(max_examples=50, deadline=None)
@given(splits, splits, splits, splits)
def test_three_parts_sum_to_the_change(before: Split, revised: Split, carried: Split, after: Split) -> None:
    made = step(before, after, carried=carried, revised=revised)
    assert abs(made.change - (after.total - before.total)) < 1e-9
    assert abs(made.vintage.total - (revised.total - before.total)) < 1e-9


def test_one_vintage_gives_a_zero_with_its_reason() -> None:
    one = Split(level=-4.0, drivers={"war": 1.0})
    made = step(one, Split(level=-4.5, drivers={"war": 2.0}), carried=Split(level=-4.0, drivers={"war": 1.5}))
    assert made.vintage.total == 0
    assert made.vintage.reason == ONE_VINTAGE
    assert made.data.drivers == {"war": 0.5}
    assert made.model.drivers == {"war": 0.5}
    assert made.model.level == -0.5


def test_the_same_model_on_new_data_is_data_alone() -> None:
    one, two = Split(level=-4.0, drivers={"war": 1.0}), Split(level=-4.0, drivers={"war": 3.0})
    made = step(one, two, carried=two)
    assert made.model.total == 0
    assert made.data.total == 2.0


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(splits, splits), min_size=1, max_size=6), splits)
def test_steps_in_a_row_add_up(pairs: list[tuple[Split, Split]], last: Split) -> None:
    chain = [edition for edition, _ in pairs] + [last]
    steps = [step(old, new, carried=pairs[place][1]) for place, (old, new) in enumerate(pairwise(chain))]
    whole = summed(steps)
    assert abs(whole.change - (last.total - chain[0].total)) < 1e-9
    assert abs(whole.data.total - math.fsum(one.data.total for one in steps)) < 1e-9


def test_forecasts_with_other_drivers_cannot_be_compared() -> None:
    one, two = Split(level=0.0, drivers={"war": 1.0}), Split(level=0.0, drivers={"peace": 1.0})
    with pytest.raises(Misused, match="peace, war"):
        step(one, two, carried=one)
    with pytest.raises(Misused):
        summed(())

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.bargain.compare import Asked, blocks, compare
from comity.convene.bargain.noise import Noise, drawn
from comity.convene.bargain.points import compromise
from comity.convene.bargain.table import Table, replaced, table
from comity.kernel.errors import Misused
from tests.unit.convene.bargain.tables import THREE, tables

FEW = Asked(draws=4)


def test_the_compromise_comes_first_and_all_models_hold_their_interval() -> None:
    found = compare(table(THREE), FEW)
    assert [ending.model for ending in found.endings] == [
        "compromise", "median", "nash", "egalitarian", "equal gain", "challenge", "spatial",
    ]  # fmt: skip
    for ending in found.endings:
        assert (ending.low <= ending.point).all()
        assert (ending.point <= ending.high).all()
    assert found.absent == ()


def test_a_model_that_the_table_does_not_allow_says_why() -> None:
    rows = [msgspec.structs.replace(row, low=70.0) if row.actor == "A" else row for row in THREE]
    rows[2] = msgspec.structs.replace(rows[2], high=30.0)
    found = compare(table(rows), FEW)
    absent = {item.model: item.why for item in found.absent}
    assert set(absent) == {"nash", "egalitarian"}
    assert "A asks for at least 70, B allows at most 30" in absent["nash"]


def test_one_issue_leaves_nothing_to_exchange() -> None:
    found = compare(table(row for row in THREE if row.issue == "monitors"), FEW)
    assert [item.model for item in found.absent] == ["equal gain"]


def test_who_blocks_is_named_with_the_line_and_the_move_that_unblocks() -> None:
    rows = [msgspec.structs.replace(row, high=30.0) if row.actor == "B" else row for row in THREE]
    found = compare(table(rows), FEW).endings[0]
    assert [block.actor for block in found.blocks] == ["B"]
    assert "above 30, its red line" in found.blocks[0].why
    assert found.move is not None
    assert blocks(table(rows), found.point + found.move) == ()


def test_an_alternative_that_is_better_blocks() -> None:
    made = msgspec.structs.replace(table(THREE), fallback=np.array([0.0, 0.0, 0.99]))
    assert [block.actor for block in blocks(made, compromise(made))] == ["C"]


@settings(max_examples=20, deadline=None)
@given(tables(lines=True), st.integers(0, 1000))
def test_noise_keeps_red_lines_bounds_and_does_not_see_the_order_of_rows(made: Table, seed: int) -> None:
    many = drawn(made, Noise(position=20), draws=5, seed=seed)
    assert ((many.position >= made.low) & (many.position <= made.high)).all()
    assert ((many.salience > 0) & (many.salience <= 1)).all()
    order = np.random.default_rng(seed).permutation(len(made.actors)).tolist()
    turned = drawn(replaced(made, order=order), Noise(position=20), draws=5, seed=seed)
    assert np.allclose(many.position[:, order], turned.position)


def test_no_noise_changes_nothing() -> None:
    made = table(THREE)
    many = drawn(made, Noise(position=0, salience=0, power=0), draws=2, seed=0)
    assert np.allclose(many.position, made.position)
    assert np.allclose(many.power, made.power)


def test_senseless_asking_is_misuse() -> None:
    with pytest.raises(Misused, match="noise in position"):
        Noise(position=-1)
    with pytest.raises(Misused, match="2 repetitions"):
        Asked(draws=1)
    with pytest.raises(Misused, match="counted from 1"):
        drawn(table(THREE), Noise(), draws=0, seed=0)

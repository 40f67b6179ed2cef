from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.bargain.read import read
from comity.convene.bargain.spatial import spatial
from comity.convene.bargain.table import Table, replaced, table
from comity.kernel.errors import Misused, OutsideFailed, Refused
from comity.store.raw import RawData, raw_data
from tests.unit.convene.bargain.tables import THREE, tables


@pytest.fixture
def raw() -> RawData:
    try:
        return raw_data()
    except OutsideFailed as error:
        pytest.skip(f"no raw data: {error.message}")


@settings(max_examples=15, deadline=None)
@given(tables())
def test_nobody_leaves_the_hull_of_positions(made: Table) -> None:
    found = spatial(made)
    # Terms are rounded to a hundredth of a point.
    assert (found.position >= made.position.min(axis=0) - 0.011).all()
    assert (found.position <= made.position.max(axis=0) + 0.011).all()
    assert len(found.position) == found.turns + 1


@settings(max_examples=10, deadline=None)
@given(tables(), st.integers(0, 1000))
def test_the_order_of_actors_changes_nothing(made: Table, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(made.actors)).tolist()
    first, turned = spatial(made, most_turns=1), spatial(replaced(made, order=order), most_turns=1)
    assert np.allclose(first.position[1][order], turned.position[1], atol=0.011)


def test_a_missing_stance_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="A: spatial bargaining needs a stance"):
        spatial(table(THREE[1:]))


def test_two_actors_are_misuse() -> None:
    with pytest.raises(Misused, match="three actors"):
        spatial(table(THREE[:4]))


@pytest.mark.data
@pytest.mark.parametrize("name", ["SOE-Pol-Comp", "dummyData_3Dim", "dummyData_6Dim"])
def test_every_actor_ends_where_ktab_puts_it(raw: RawData, name: str) -> None:
    """Positions and turns; the reference is rounded to a tenth."""
    made = read(raw.path(f"bargaining/ktab_{name}.csv").read_text())
    rows = list(
        csv.DictReader(raw.path(f"bargaining/reference_outputs/ktab_smp_{name}_seed1.csv").read_text().splitlines())
    )
    found = spatial(made)
    ends = np.array([float(row["final"]) for row in rows]).reshape(made.position.shape)
    assert found.turns == int(rows[0]["turns"])
    assert np.abs(found.position[-1] - ends).max() < 0.051

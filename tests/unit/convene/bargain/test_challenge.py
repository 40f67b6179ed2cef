from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.bargain.challenge import challenge
from comity.convene.bargain.read import read
from comity.convene.bargain.table import Stance, Table, replaced, table
from comity.kernel.errors import Misused, NotOnShelf, OutsideFailed, Refused
from comity.store.raw import RawData, raw_data
from tests.unit.convene.bargain.tables import THREE, tables


@pytest.fixture
def raw() -> RawData:
    try:
        return raw_data()
    except OutsideFailed as error:
        pytest.skip(f"no raw data: {error.message}")


@settings(max_examples=30, deadline=None)
@given(tables())
def test_a_course_says_how_it_ended_and_the_words_are_true(made: Table) -> None:
    found = challenge(made, "i0")
    last = found.position[-1]
    if found.end == "unsettled":
        assert len(found.position) == 51
    else:
        assert np.abs(last - found.position[-1 - found.period]).max() < 0.1
        assert (found.period == 1) == (found.end == "settled")
    assert found.low <= found.outcome + 1e-9
    assert found.outcome <= found.high + 1e-9
    assert (found.position >= made.position[:, 0].min() - 1e-9).all()
    assert (found.position <= made.position[:, 0].max() + 1e-9).all()


@settings(max_examples=20, deadline=None)
@given(tables(), st.integers(0, 1000))
def test_the_order_of_actors_changes_nothing(made: Table, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(made.actors)).tolist()
    assert challenge(made, "i0").outcome == pytest.approx(challenge(replaced(made, order=order), "i0").outcome)


def test_one_strong_actor_draws_the_others_to_it() -> None:
    made = table(
        Stance(actor=name, issue="x", position=place, salience=0.9, power=power)
        for name, place, power in (("A", 80, 50), ("B", 20, 1), ("C", 0, 1))
    )
    found = challenge(made, "x")
    assert found.outcome > 70
    assert (found.position[-1, 1:] > found.position[0, 1:]).all()


def test_what_has_no_answer_is_refused() -> None:
    made = table(THREE)
    with pytest.raises(NotOnShelf, match="no issue 'monitor'"):
        challenge(made, "monitor")
    with pytest.raises(Misused, match="at least one round"):
        challenge(made, "monitors", rounds=0)
    with pytest.raises(Refused, match="one position"):
        challenge(replaced(made, position=np.full((3, 2), 50.0)), "monitors")


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "file"), [("ExampleActors", "ec_car_emissions_bdm.csv"), ("Sultan", "sultan_oil_price_bdm.csv")]
)
def test_the_replication_is_met_round_by_round(raw: RawData, name: str, file: str) -> None:
    made = read(raw.path(f"bargaining/{file}").read_text())
    rows = csv.DictReader(raw.path("bargaining/reference_outputs/bdm_scholz_10_rounds.csv").read_text().splitlines())
    wanted = [row for row in rows if row["dataset"] == name]
    found = challenge(made, "position", rounds=10, reading="replication")
    low, high = made.scale[0]
    for ours, column in ((found.mean, "mean_position"), (found.median, "median_position")):
        theirs = [float(row[column]) for row in wanted][: len(ours)]
        assert np.allclose(low + ours * (high - low) / 100, theirs, atol=1e-9)


@pytest.mark.data
def test_as_published_it_comes_to_rest_in_ten_rounds_where_the_replication_does_not(raw: RawData) -> None:
    made = read(raw.path("bargaining/ec_car_emissions_bdm.csv").read_text())
    assert challenge(made, "position", rounds=10, reading="replication").end == "unsettled"
    assert challenge(made, "position", rounds=10).end == "settled"

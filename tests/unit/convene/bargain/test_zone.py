from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings

from comity.convene.bargain.nash import nash
from comity.convene.bargain.points import compromise, worth
from comity.convene.bargain.table import Stance, Table, table
from comity.convene.bargain.zone import open_zone, unblocked, zone
from comity.kernel.errors import Refused
from tests.unit.convene.bargain.tables import THREE, tables


def with_lines(**lines: dict[str, float]) -> Table:
    """The three groups with red lines on monitors."""
    return table(
        msgspec.structs.replace(row, **lines.get(row.actor, {})) if row.issue == "monitors" else row for row in THREE
    )


def test_an_empty_zone_names_the_pair_of_red_lines() -> None:
    made = with_lines(A={"low": 70}, B={"high": 30})
    found = zone(made)
    assert found.empty
    assert found.why == "monitors: A asks for at least 70, B allows at most 30"
    with pytest.raises(Refused, match="A asks for at least 70, B allows at most 30"):
        open_zone(made)
    with pytest.raises(Refused, match="A asks for at least 70"):
        nash(made)
    assert unblocked(made, compromise(made)) is None


def test_alternatives_that_exclude_one_another_are_named() -> None:
    made = msgspec.structs.replace(table(THREE), fallback=np.array([0.9, 0.9, 0.0]))
    found = zone(made)
    assert found.empty
    assert found.binding == ("A", "B")
    with pytest.raises(Refused, match="A and B"):
        open_zone(made)


def test_the_egalitarian_point_of_two_gives_both_the_same() -> None:
    found = zone(table(THREE[:4]))
    assert found.fairest is not None
    gains = worth(table(THREE[:4]), found.fairest)
    assert gains[0] == pytest.approx(gains[1])
    assert gains[0] == pytest.approx(found.least)


@settings(max_examples=30, deadline=None)
@given(tables(lines=True))
def test_no_other_point_in_the_zone_is_fairer(made: Table) -> None:
    found = zone(made)
    assert found.fairest is not None
    assert worth(made, found.fairest).min() == pytest.approx(found.least, abs=1e-6)
    tries = np.random.default_rng(0).uniform(found.low, found.high, (300, len(made.issues)))
    assert worth(made, tries).min(axis=1).max() <= found.least + 1e-4


@settings(max_examples=30, deadline=None)
@given(tables(lines=True))
def test_the_nash_point_keeps_all_red_lines_and_no_try_beats_it(made: Table) -> None:
    found = nash(made)
    room = zone(made)
    assert ((found.point >= room.low) & (found.point <= room.high)).all()
    voice = made.power.sum(axis=1) / made.power.sum()
    tries = np.random.default_rng(1).uniform(room.low, room.high, (300, len(made.issues)))
    best = (np.log(worth(made, tries)) @ voice).max()
    assert best <= np.log(worth(made, found.point)) @ voice + found.gap + 1e-9
    assert found.gap < 0.01


@settings(max_examples=20, deadline=None)
@given(tables())
def test_the_nash_point_does_not_depend_on_the_scale_of_salience(made: Table) -> None:
    scaled = msgspec.structs.replace(made, salience=made.salience / 2)
    one, other = nash(made).point, nash(scaled).point
    voice = made.power.sum(axis=1) / made.power.sum()
    assert np.log(worth(made, one)) @ voice == pytest.approx(np.log(worth(made, other)) @ voice, abs=1e-3)


def test_who_cannot_gain_has_no_nash_point() -> None:
    made = msgspec.structs.replace(table(THREE), fallback=np.array([1.0, 0.0, 0.0]))
    with pytest.raises(Refused, match="A cannot gain"):
        nash(made)


def test_the_cheapest_move_ends_where_nobody_blocks() -> None:
    made = with_lines(A={"low": 60})
    made = msgspec.structs.replace(made, fallback=np.array([0.0, 0.5, 0.0]))
    near = unblocked(made, compromise(made))
    assert near is not None
    assert near[0] == pytest.approx(60)
    assert worth(made, near)[1] >= 0.5 - 1e-9


def test_who_cares_for_nothing_does_not_move_the_nash_point() -> None:
    idle = [Stance(actor="D", issue=issue, position=0, salience=0, power=9) for issue in ("monitors", "sanctions")]
    made = table((*THREE, *idle), fallback={"D": 1.0})
    assert np.allclose(nash(made).point, nash(table(THREE)).point)

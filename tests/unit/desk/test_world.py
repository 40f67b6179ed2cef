from __future__ import annotations

import pytest

from comity.kernel.states import un_members
from comity.kernel.time import as_of
from tests.unit.desk.composed import desk


@pytest.fixture(scope="module")
def world():
    return desk().world("2026-05")


def test_every_member_of_the_united_nations_is_listed_once(world):
    codes = [view.iso3 for view in world.states]

    assert len(codes) == len(set(codes))
    assert {place.iso3 for place in un_members(as_of("2026-05"))} <= set(codes)


def test_states_are_ranked_by_deaths_ahead_and_those_without_a_figure_come_last_with_the_reason(world):
    ranked = [view for view in world.states if view.rank is not None]

    assert [view.rank for view in ranked] == sorted(view.rank for view in ranked)
    assert list(world.states[: len(ranked)]) == ranked
    assert all(view.deaths_ahead is not None and view.of == len(ranked) for view in ranked)
    assert all(view.why_none and view.deaths_ahead is None for view in world.states[len(ranked) :])


def test_deaths_in_three_months_keep_interval_and_naive_figure(world):
    ahead = next(view.deaths_ahead for view in world.states if view.iso3 == "SDN")

    assert ahead.low <= ahead.value <= ahead.high
    assert ahead.unit == "deaths in three months"
    assert ahead.baseline is not None

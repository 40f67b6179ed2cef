from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import Misused, Refused
from comity.records.alert import Level
from comity.warn import false_alarms, replay, triggers
from comity.warn.triggers import Past
from tests.unit.warn.test_triggers import past

MONTHS = 132
GRID = np.geomspace(0.01, 0.9, 12)


def world(seed: int, states: int = 6) -> Past:
    """Figures that know a little, events that come now and then, and quiet years in between."""
    draw = np.random.default_rng(seed)
    came = (draw.random((states, MONTHS)) < 0.02).astype(np.float64)
    figures = draw.random((states, MONTHS)) * 0.3
    for row, column in zip(*np.nonzero(came), strict=True):
        figures[row, max(0, column - 5) : column] += 0.3
    return past(figures, came=came)


def played(given: Past, budget: float) -> replay.Replay:
    return replay.replay(given, false_alarms.ladder(given, grid=GRID), budget)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.05, 5), st.floats(1.0, 4.0))
def test_a_larger_budget_never_warns_of_fewer_events(seed: int, budget: float, times: float):
    table = world(seed)
    small, large = played(table, budget), played(table, budget * times)
    assert (large.stands | ~small.stands).all()
    first, last = 0, MONTHS - 1
    less, more = (replay.tally(one, first=first, last=last) for one in (small, large))
    assert less.hits <= more.hits
    assert less.hits + less.misses == more.hits + more.misses


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.2, 4), st.integers(90, MONTHS - 2))
def test_what_came_later_changes_nothing_that_stood_before(seed: int, budget: float, last: int):
    table = world(seed)
    whole, cut = played(table, budget), played(triggers.until(table, last), budget)
    assert (whole.stands[:, :, : last + 1] == cut.stands).all()
    assert (whole.raise_at[:, : last + 1] == cut.raise_at).all()


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.2, 4))
def test_the_line_keeps_past_false_alarms_within_the_budget(seed: int, budget: float):
    table = world(seed)
    ladder = false_alarms.ladder(table, grid=GRID)
    at = false_alarms.line(ladder, budget, MONTHS - 1)
    row = int(np.searchsorted(GRID, at))
    part = false_alarms.fitted_on(ladder, MONTHS - 1)
    false = ladder.false[:, part]
    worse = np.maximum(false.mean(axis=1), false[:, -60:].mean(axis=1))
    assert worse[row] <= budget or row == len(GRID) - 1
    assert row == 0 or worse[row - 1] > budget


def test_a_state_at_a_higher_level_stands_at_the_lower_ones_too():
    stands = played(world(3), 2.0).stands
    assert (stands[0] | ~stands[1]).all()
    assert (stands[1] | ~stands[2]).all()


def test_no_alert_stands_before_five_years_of_outcomes_were_known():
    made = played(world(1), 2.0)
    assert made.begin == 72
    assert not made.stands[:, :, :72].any()
    with pytest.raises(Refused, match="no line was in force"):
        replay.lines_at(made, 71)
    assert [line.level for line in replay.lines_at(made, 72)] == list(Level)


def test_too_short_a_past_is_refused():
    with pytest.raises(Refused, match="five years"):
        played(triggers.until(world(1), 50), 2.0)


@pytest.mark.parametrize("budget", [0.0, -1.0, float("nan"), float("inf")])
def test_a_budget_is_a_number_above_zero(budget: float):
    with pytest.raises(Misused, match="above 0"):
        false_alarms.checked_budget(budget)


def one_alert(came_at: int | None) -> replay.Replay:
    """One state whose figure is high from column 80 to 89; something comes at a column, or nothing."""
    figures, came = np.full((1, MONTHS), 0.01), np.zeros((1, MONTHS))
    figures[0, 80:90] = 0.9
    if came_at is not None:
        came[0, came_at] = 1
    table = past(figures, came=came)
    made = played(table, 1.0)
    flat = np.full((3, MONTHS), 0.5)
    stands = triggers.standing(table, flat, flat * 0.75, months=3)
    return msgspec.structs.replace(made, stands=stands, raise_at=flat)


@pytest.mark.parametrize(
    ("came_at", "outcome", "lead"), [(84, "came", 3), (95, "came", 6), (81, "late", 0), (110, "false", 0)]
)
def test_an_alert_is_judged_by_what_came_in_the_half_year_after_its_issue(came_at: int, outcome: str, lead: int):
    made = one_alert(came_at)
    episodes = replay.episodes(made, first=72, last=MONTHS - 1)
    cases = replay.cases(made, np.full((1, MONTHS), 40.0), first=72, last=MONTHS - 1)
    assert [episode.outcome for episode in episodes] == [outcome]
    assert [case.lead_months for case in cases] == [lead]
    assert (cases[0].level is None) == (lead == 0)


def test_an_alert_that_nothing_followed_is_false_and_says_when_it_stood():
    episode = replay.episodes(one_alert(None), first=72, last=MONTHS - 1)[0]
    assert (episode.outcome, episode.opened, episode.ended) == ("false", "2006-10", "2007-09")


def test_states_alone_add_up_to_all_states():
    made = played(world(5), 1.0)
    span = {"first": 72, "last": MONTHS - 1}
    every, each = replay.tally(made, **span), replay.by_state(made, **span)
    assert each.sum(axis=0).tolist() == [every.hits, every.misses, every.right, every.wrong]
    ends = replay.intervals(each, len(every.false_months), seed=1)
    assert ends["recall"][0] <= every.recall <= ends["recall"][1]
    assert ends == replay.intervals(each, len(every.false_months), seed=1)


def test_costs_say_what_each_budget_would_have_missed():
    table = world(7)
    ladder = false_alarms.ladder(table, grid=GRID)
    small, large = false_alarms.costs(ladder, table, (4.0, 0.5), MONTHS - 1)
    assert (small.budget, large.budget) == (0.5, 4.0)
    assert small.missed >= large.missed
    assert small.caught + small.missed == large.caught + large.missed


def test_how_often_such_alerts_were_followed_stands_beside_all_states_watched():
    table = world(7)
    ladder = false_alarms.ladder(table, grid=GRID)
    share = false_alarms.followed_share(ladder, table, 0.3, MONTHS - 1)
    assert share is not None
    assert share.low <= share.value <= share.high
    assert share.baseline is not None
    assert share.value > share.baseline.value
    assert false_alarms.followed_share(ladder, table, 0.99, MONTHS - 1) is None
    assert false_alarms.base_rate(ladder, table, MONTHS - 1).value == share.baseline.value

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.records.alert import Level
from comity.warn import expected_alarms
from tests.unit.warn.test_triggers import past

RISKS = st.lists(st.floats(0.001, 0.6), min_size=1, max_size=40)


@settings(max_examples=50, deadline=None)
@given(RISKS, st.floats(0.1, 20))
def test_states_at_the_lower_line_are_expected_to_keep_the_budget(risks: list[float], budget: float):
    table = np.array(risks)
    line = expected_alarms.lower_line(table, budget)
    assert (1 - table[table >= line]).sum() <= budget + 1e-9


@settings(max_examples=50, deadline=None)
@given(RISKS, st.floats(0.1, 20), st.floats(1, 4))
def test_a_larger_budget_never_raises_the_line(risks: list[float], budget: float, times: float):
    table = np.array(risks)
    assert expected_alarms.lower_line(table, budget * times) <= expected_alarms.lower_line(table, budget)


def test_states_of_equal_risk_are_named_together_or_not_at_all():
    assert (np.array([0.2, 0.1, 0.1]) >= expected_alarms.lower_line(np.array([0.2, 0.1, 0.1]), 2.0)).sum() == 1


def test_no_risk_at_all_names_nobody():
    assert expected_alarms.lower_line(np.array([float("nan")]), 10.0) == 1.0


def test_a_risk_that_sinks_a_little_keeps_its_alert_for_a_year():
    figures = np.full((3, 20), 0.01)
    figures[0], figures[1, :5], figures[1, 5:] = 0.3, 0.28, 0.2
    figures[2] = 0.1
    stands, raise_at = expected_alarms.standing(past(figures), 3.0)
    assert stands.shape == (3, 3, 20)
    assert raise_at.shape == (3, 20)
    assert stands[0, 0].all()
    assert expected_alarms.level_of(stands[:, 0, -1]) in Level
    assert expected_alarms.level_of(np.array([False, False, False])) is None
    assert expected_alarms.expected_false(figures[:, -1], stands[0, :, -1]) <= 3.0

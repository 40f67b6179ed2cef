"""Scores of predicted votes: what they are on cases small enough to work out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from comity.desk.skills import vote_scores as scores
from comity.reference import skill

CHANCE = np.array([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8], [0.1, 0.1, 0.8]])
CHOICE = np.array([0, 1, 2, 0])


def test_accuracy_macro_f1_and_log_loss_are_as_by_hand():
    assert scores.accuracy(CHANCE, CHOICE) == 0.75
    assert scores.macro_f1(CHANCE, CHOICE) == pytest.approx((2 / 3 + 1 + 2 / 3) / 3)
    assert scores.log_loss(CHANCE, CHOICE) == pytest.approx(-(3 * np.log(0.8) + np.log(0.1)) / 4)


def test_auc_counts_ties_as_half():
    assert scores.auc(np.array([0.1, 0.5, 0.5, 0.9]), np.array([False, True, False, True])) == pytest.approx(0.875)
    assert np.isnan(scores.auc(np.array([0.1, 0.2]), np.array([True, True])))


def test_intervals_hold_their_value_and_repeat():
    text = np.array([0, 0, 1, 1])
    first = scores.with_intervals(CHANCE, CHOICE, text)
    assert first == scores.with_intervals(CHANCE, CHOICE, text)
    assert all(m.low <= m.value <= m.high for m in first.values())


@pytest.mark.parametrize("name", ["positions-fit", "ballots-unga-temporal", "ballots-unsc-temporal"])
def test_shipped_rows_carry_baselines_in_the_same_row(name):
    row = skill.get(name)
    assert row.baselines
    assert any("yes" in label for label in row.baselines)
    assert all(m.low <= m.value <= m.high for m in row.metrics.values())


def test_calibration_error_is_the_distance_of_stated_from_observed():
    sure = np.tile([0.0, 0.0, 1.0], (4, 1))
    assert scores.calibration_error(sure, np.array([2, 2, 2, 2])) == 0
    assert scores.calibration_error(sure, np.array([2, 2, 0, 0])) == pytest.approx(1 / 3, abs=1e-4)

"""The drawn scale of a position."""

from __future__ import annotations

from comity.cli.show.positions import drawn
from comity.kernel.estimate import Baseline, Estimate


def _estimate(value: float, *, half: float = 0.5, naive: float | None = None) -> Estimate:
    baseline = None if naive is None else Baseline(value=naive, method="the session before")
    return Estimate(
        value=value, low=value - half, high=value + half, covers="c", method="m", n=1, unit="u", baseline=baseline
    )


def test_value_interval_naive_figure_and_nought_have_their_letters():
    assert drawn(_estimate(0.5, half=0.25, naive=-0.5), (-1.0, 1.0), width=9) == "··◆·│├●┤·"


def test_a_scale_without_nought_has_no_mark_of_it():
    assert drawn(_estimate(2.0, half=1.0), (1.0, 3.0), width=5) == "├─●─┤"


def test_one_estimate_without_width_still_draws():
    assert "●" in drawn(_estimate(1.0, half=0.0), (1.0, 1.0), width=5)

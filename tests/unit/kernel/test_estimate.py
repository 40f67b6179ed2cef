"""Estimates: a figure lies in its interval, and is a number."""

import math

import pytest

from comity.kernel.errors import Misused
from comity.kernel.estimate import Baseline, Estimate

GOOD = {
    "value": 0.3, "low": 0.2, "high": 0.4, "covers": "positions", "method": "vote-prediction", "n": 10,
    "unit": "chance",
}  # fmt: skip


def test_the_ends_of_an_interval_belong_to_it():
    assert Estimate(**GOOD | {"value": 0.2}).low == 0.2
    assert Estimate(**GOOD | {"low": 0.3, "high": 0.3}).high == 0.3


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": 0.5}, {"low": 0.35}, {"value": math.nan}, {"high": math.inf}, {"low": -math.inf},
        {"level": 0.0}, {"level": 1.0}, {"n": -1},
    ],
)  # fmt: skip
def test_an_estimate_that_contradicts_itself_is_refused(wrong):
    with pytest.raises(Misused):
        Estimate(**GOOD | wrong)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_baseline_is_a_number(value):
    with pytest.raises(Misused, match="finite"):
        Baseline(value=value, method="everyone says yes")


def test_an_estimate_cannot_be_changed():
    with pytest.raises(AttributeError):
        Estimate(**GOOD).value = 0.9

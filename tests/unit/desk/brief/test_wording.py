"""Figures in words: the same everywhere, never without what belongs to them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.desk.brief import wording
from comity.kernel.estimate import Baseline, Estimate
from comity.records.forecast import OnsetForecast
from comity.records.pledge import Pledge


def estimate(value: float, low: float, high: float, unit: str = "chance", naive: float | None = 0.81) -> Estimate:
    baseline = None if naive is None else Baseline(value=naive, method="everyone says yes")
    return Estimate(value=value, low=low, high=high, covers="texts", method="m", n=1200, unit=unit, baseline=baseline)


def test_a_figure_has_interval_and_naive_figure() -> None:
    assert wording.figure(estimate(0.31, 0.22, 0.41)) == "0.31 (90 %: 0.22-0.41; naive 0.81)"


def test_a_figure_without_naive_rule_says_so() -> None:
    assert wording.figure(estimate(3, 1, 5, "votes", None)) == "3 (90 %: 1-5; no naive figure)"


def test_an_interval_below_nought_is_written_with_to() -> None:
    assert wording.interval(estimate(0.1, -0.4, 0.6, "standard deviations")) == "-0.4 to 0.6"


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "0.00"), (0.0001, "<0.001"), (0.004, "0.004"), (0.04, "0.04"), (0.083, "0.083"), (0.31, "0.31"),
     (0.991, "0.99"), (0.9999, ">0.99"), (1.0, "1.00")],
)  # fmt: skip
def test_small_chances_never_read_as_never_nor_great_ones_as_always(value: float, words: str) -> None:
    assert wording.chance(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (0.04, "0"),
        (-0.01, "0"),
        (0.44, "0.4"),
        (7, "7"),
        (431.4, "431"),
        (999.6, "1,000"),
        (12_345, "12,300"),
        (999_999, "1,000,000"),
    ],
)
def test_amounts_keep_three_figures(value: float, words: str) -> None:
    assert wording.amount(value) == words


@settings(max_examples=50, deadline=None)
@given(st.floats(min_value=0, max_value=1))
def test_a_chance_in_words_never_leaves_nought_to_one(value: float) -> None:
    assert 0 <= float(wording.chance(value).strip("<>")) <= 1


def test_the_risk_of_onset_has_word_figure_multiple_and_rank_together() -> None:
    forecast = OnsetForecast(
        state="XAA", base_year=2025, risk=estimate(0.083, 0.041, 0.16, naive=0.013), rank=4, of=168, multiple=6.4,
        drivers=(), known_on=date(2026, 1, 1),
    )  # fmt: skip
    assert wording.onset(forecast) == (
        "6.4 times the base rate, rank 4 of 168: 0.083 (90 %: 0.041-0.16; naive 0.013); "
        "on the scale of words, very unlikely"
    )
    # Likelihood and confidence are never said in one sentence (ICD 203).
    assert "confidence" not in wording.onset(forecast)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ((0, 0), "at once"),
        ((3, 30), "3-30 days"),
        ((7, 120), "<1-4 months"),
        ((365, 1825), "1.0-5.0 years"),
        ((5, 5), "5 days"),
    ],
)
def test_spans_are_said_in_the_unit_one_plans_in(span: tuple[int, int], words: str) -> None:
    assert wording.days(span) == words


def test_names_of_things_not_on_a_shelf_are_their_ids() -> None:
    assert wording.state_name("XQQ") == "XQQ"
    assert wording.state_short("XQQ") == "XQQ"
    assert wording.body_name("no_such_body") == "no such body"
    assert wording.measure_name("no_such_measure") == "no such measure"
    assert wording.state_name("SDN") == "Sudan"


def test_a_promise_is_said_with_amount_and_condition() -> None:
    pledge = Pledge(
        id="pledge/1", by="XAA", what="monitors", due_on=date(2026, 1, 1), made_on=date(2025, 1, 1), amount=120,
        unit="people", condition="if asked",
    )  # fmt: skip
    assert wording.promise(pledge) == "120 people, monitors (if asked)"


def test_lists_read_as_sentences() -> None:
    assert wording.listed(()) == "none"
    assert wording.listed(("a", "b", "c")) == "a, b and c"

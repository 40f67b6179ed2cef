"""Sentences from data: figures with source and date, no rating, absence told as absence."""

from __future__ import annotations

from datetime import date

from comity.assess.points import Recorded, data_points
from comity.kernel.estimate import Baseline, Estimate
from comity.kernel.time import Month
from comity.reference.frameworks import risk_factors

TO = Month(2026, 5)


def texts(**more: object) -> list[str]:
    return [point.text for point in data_points(Recorded(source="UCDP", known_to=TO, **more))]


def test_deaths_are_told_with_source_and_month() -> None:
    assert texts(deaths_12m=1240.0) == ["1,240 deaths recorded in the last 12 months (UCDP, to 2026-05)."]


def test_nothing_recorded_and_not_covered_are_different_sentences() -> None:
    assert texts(deaths_12m=0.0) == ["No deaths recorded in the last 12 months (UCDP, to 2026-05)."]
    assert texts() == ["Deaths in the last 12 months are not covered (UCDP, to 2026-05)."]


def test_two_years_of_quiet_give_no_sentence_on_growth() -> None:
    assert len(texts(deaths_12m=0.0, deaths_before=0.0)) == 1
    assert any("900 in the 12 before" in text for text in texts(deaths_12m=1240.0, deaths_before=900.0))


def test_an_older_civilian_series_keeps_its_own_date() -> None:
    found = texts(deaths_12m=1.0, civilians_12m=40.0, civilians_to=Month(2021, 6))
    assert any(text.endswith("one-sided violence in the last 12 months (UCDP, to 2021-06).") for text in found)


def test_a_models_chance_is_called_a_models_estimate() -> None:
    onset = Estimate(
        value=0.031, low=0.01, high=0.06, covers="years", method="onset", n=100, unit="chance",
        baseline=Baseline(value=0.012, method="the base rate"),
    )  # fmt: skip
    (text,) = [t for t in texts(onset=onset, onset_years="in 2026-2027") if "mass killing" in t]
    assert "3.1 % (1.0-6.0 %, 1.2 % by the base rate)" in text
    assert "a model's estimate" in text


def test_every_sentence_speaks_to_indicators_that_exist() -> None:
    full = Recorded(
        source="UCDP", known_to=TO, deaths_12m=5.0, deaths_before=1.0, civilians_12m=2.0, coup_on=date(2021, 10, 25),
        coup_source="Cline Center", election_on=date(2026, 12, 1), election_source="REIGN", past_killings=(2003, 1956),
        past_source="TMK",
    )  # fmt: skip
    points = data_points(full)
    assert len(points) == 6
    for point in points:
        for name in point.indicators:
            assert risk_factors.indicator(name).id == name
    assert any("1956, 2003" in point.text for point in points)

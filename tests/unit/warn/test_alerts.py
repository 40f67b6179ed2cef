from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import Misused
from comity.kernel.estimate import Baseline, Estimate
from comity.records.forecast import OnsetForecast
from comity.warn import alerts
from comity.warn.deaths import Outlook

ON = date(2024, 5, 31)


def figure(value: float, unit: str) -> Estimate:
    base = Baseline(value=0.0, method="none")
    return Estimate(
        value=value, low=0, high=max(value, 1), covers="test", method="test", n=60, unit=unit, baseline=base
    )


def outlook(state: str, chance: float, peak: float) -> Outlook:
    return Outlook(
        state=state,
        expected=figure(3.0, "deaths a month"),
        chance_25=figure(chance, "chance"),
        before=peak / 2,
        peak=peak,
    )


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60)), max_size=40), st.integers(1, 12))
def test_the_budget_is_never_exceeded(cases: list[tuple[float, int]], budget: int) -> None:
    table = [outlook(f"S{place:02d}", chance, peak) for place, (chance, peak) in enumerate(cases)]
    made = alerts.surges(table, on=ON, budget=budget)
    assert len(made) <= budget
    assert all(alert.figure.value >= alert.threshold for alert in made)
    assert all(alert.figure.value >= alerts.FLOOR for alert in made)
    quiet = {o.state for o in table if o.peak < 25}
    assert {alert.state for alert in made} <= quiet


def test_a_war_that_everyone_knows_is_no_warning() -> None:
    made = alerts.surges([outlook("WAR", 0.99, 400), outlook("NEW", 0.2, 10)], on=ON)
    assert [alert.state for alert in made] == ["NEW"]
    assert made[0].measure == "deaths"
    assert len(made[0].reasons) == 3


def test_onset_alerts_are_the_highest_ranks() -> None:
    table = [
        OnsetForecast(
            state=state,
            base_year=2023,
            risk=figure(risk, "chance"),
            rank=rank,
            of=3,
            multiple=risk / 0.02,
            drivers=(),
            known_on=ON,
        )
        for state, risk, rank in (("LOW", 0.01, 3), ("TOP", 0.1, 1), ("MID", 0.05, 2))
    ]
    made = alerts.onsets(table, on=ON, budget=2)
    assert [alert.state for alert in made] == ["TOP", "MID"]
    assert made[0].threshold == 0.01


def test_a_budget_of_nothing_is_misuse() -> None:
    with pytest.raises(Misused):
        alerts.surges([], on=ON, budget=0)

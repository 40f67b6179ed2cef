from __future__ import annotations

from comity.desk.skills import leaks
from comity.kernel.progress import silent
from comity.reference import skill


def test_the_row_that_ships_is_what_the_cases_give_now():
    row, kept = leaks.run(None, silent), skill.get(leaks.NAME)  # type: ignore[arg-type]

    assert {n: m.value for n, m in row.metrics.items()} == {n: m.value for n, m in kept.metrics.items()}
    assert row.baselines == kept.baselines
    assert row.details == kept.details


def test_every_leak_is_refused_and_every_honest_case_accepted():
    row = skill.get(leaks.NAME)

    assert row.metrics["leaks_refused"].value == row.metrics["leaks"].value >= 40
    assert row.metrics["honest_accepted"].value == row.metrics["honest"].value


def test_checks_of_dates_alone_miss_most():
    row = skill.get(leaks.NAME)

    assert max(found["leaks_refused"] for found in row.baselines.values()) < 0.2 * row.metrics["leaks"].value

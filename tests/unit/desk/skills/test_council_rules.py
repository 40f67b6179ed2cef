"""The Council's own record, decided by our rule: the row that ships is what the data give."""

from __future__ import annotations

from datetime import date

import pytest

from comity.convene.rules import Outcome, Vote, rule_for
from comity.desk.skills import council_rules
from comity.desk.skills.council_rules import Decision, decided, wilson
from comity.kernel.errors import OutsideFailed
from comity.kernel.progress import silent
from comity.reference import skill
from comity.store.raw import raw_data

# Decisions that the substantive rule would have stopped and that were not taken under it.
PROCEDURAL = {
    "S/RES/34(1947)", "S/RES/87(1950)", "S/RES/88(1950)", "S/RES/110(1955)", "S/RES/119(1956)", "S/RES/120(1956)",
    "S/RES/132(1959)", "S/RES/157(1960)", "S/RES/462(1980)", "S/RES/2623(2022)",
}  # fmt: skip


def test_the_row_that_ships_names_and_explains_every_disagreement():
    row = skill.get("council-rules")
    assert {line.split(" of ")[0] for line in row.details} == PROCEDURAL
    assert all("not explained" not in line for line in row.details)
    assert row.metrics["disagreements"].value == len(row.details)
    assert row.metrics["unexplained"].value == 0
    assert row.metrics["n"].value == row.n
    assert all(row.metrics["agreement"].low > baseline["agreement"] for baseline in row.baselines.values())


@pytest.mark.data
def test_history_decides_as_the_charter_does_but_for_the_ten_named():
    try:
        raw = raw_data()
    except OutsideFailed as error:
        pytest.skip(error.message)
    made, ships = council_rules.run(raw, silent), skill.get("council-rules")
    assert made.n > 2900
    assert {line.split(" of ")[0] for line in made.details} == PROCEDURAL
    assert made.metrics["agreement_vetoed"].value == 1
    assert made.metrics["agreement_by_rule_used"].value == 1
    # Wall time is the only figure that may differ from run to run.
    assert (made.metrics, made.baselines, made.details) == (ships.metrics, ships.baselines, ships.details)


def test_decisions_with_other_members_or_rules_keep_their_order():
    def decision(symbol, on, votes):
        members = ("CHN", "FRA", "RUS", "GBR", "USA", *(f"E{number}" for number in range(len(votes) - 5)))
        return Decision(
            symbol=symbol, on=on, members=members, votes=tuple(votes), outcome=Outcome.ADOPTED, recorded=True
        )

    record = [
        decision("a", date(1960, 1, 1), [Vote.YES] * 7 + [Vote.NO] * 4),
        decision("b", date(2000, 1, 1), [Vote.YES] * 8 + [Vote.NO] * 7),
        decision("c", date(1960, 1, 1), [Vote.NO] + [Vote.YES] * 10),
        decision("d", date(2000, 1, 1), [Vote.YES] * 9 + [Vote.NO] * 6),
    ]
    rules = [rule_for("unsc", "substantive", on=each.on) for each in record]
    assert [outcome.name for outcome in decided(record, rules)] == ["ADOPTED", "NOT_ADOPTED", "VETOED", "ADOPTED"]


def test_the_score_interval_stays_within_zero_and_one_and_holds_its_value():
    for hits, n in ((0, 5), (5, 5), (2, 3), (2908, 2918)):
        figure = wilson(hits, n)
        assert 0 <= figure.low <= figure.value <= figure.high <= 1
    assert wilson(5, 5).low < 1
    # Hand-checked: 8 of 10 at 90 per cent.
    assert (wilson(8, 10).low, wilson(8, 10).high) == pytest.approx((0.541, 0.931), abs=5e-4)
    assert wilson(0, 0).value == 0

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from comity.desk import stating
from comity.desk.alerting import Alerting
from comity.kernel.errors import Misused, NotOnShelf, Refused
from comity.kernel.grading import likelihood

DAY = "2026-06-30"


@pytest.fixture(scope="module")
def alerts() -> Alerting:
    return Alerting(lambda: date(2026, 6, 30))


def test_every_alert_carries_a_whole_statement(alerts: Alerting):
    board = alerts.board()
    assert board.deaths
    assert board.onset
    for one in board.standing:
        said = one.statement
        assert said.words == likelihood(said.estimate.value).words
        assert said.estimate.value >= one.lines.clear_at or said.estimate.value >= 0
        assert said.data_to <= "2026-06"
    assert msgspec.json.decode(msgspec.json.encode(board))["budget"] == 10


def test_the_whole_sentence_holds_every_part(alerts: Alerting):
    said = alerts.board(kind="deaths").deaths[0].statement
    text = stating.whole(said)
    age = "Data to May 2026, 1 month old"
    for part in (said.words, "90 %:", "times the base rate", f"rank {said.rank} of {said.of}", age, ", n "):
        assert part in text


def test_the_budget_is_shared_by_both_kinds(alerts: Alerting):
    both, alone = alerts.board(budget=10), alerts.board(budget=5, kind="deaths")
    assert both.deaths == alone.deaths
    assert alone.onset == ()


def test_a_larger_budget_keeps_every_alert(alerts: Alerting):
    small, large = alerts.board(budget=4), alerts.board(budget=20)
    assert {(o.state, o.measure) for o in small.standing} <= {(o.state, o.measure) for o in large.standing}
    assert [cost.missed for cost in large.costs] == sorted((c.missed for c in large.costs), reverse=True)


def test_the_board_of_a_day_is_the_same_whenever_it_is_asked_for(alerts: Alerting):
    later = Alerting(lambda: date(2026, 11, 21))
    assert later.board(as_of="2024-03-31") == alerts.board(as_of=date(2024, 3, 31))


def test_a_warning_whose_half_year_is_over_stands_no_more():
    board = Alerting(lambda: date(2027, 3, 1)).board(kind="deaths")
    assert board.deaths == ()
    assert any("what they could warn of is over" in gap for gap in board.gaps)


def test_history_tells_hits_and_misses_with_all_states_beside_them(alerts: Alerting):
    found = alerts.history("Myanmar")
    assert found.tally is not None
    assert found.of_all is not None
    assert found.tally.hits + found.tally.misses == len(found.cases)
    assert found.of_all.hits > found.tally.hits
    assert all(0 <= case.lead_months <= 6 for case in found.cases)


def test_a_state_always_at_war_says_why_it_has_no_history(alerts: Alerting):
    found = alerts.history("SDN")
    assert "could never be warned of" in found.why_none
    assert [one.measure for one in found.now] == ["onset"]


def test_a_state_without_counts_says_so(alerts: Alerting):
    assert "no series" in alerts.history("PRK").why_none


def test_the_backtest_puts_naive_rules_under_the_same_budget(alerts: Alerting):
    found = alerts.backtest(since="2018-01", until="2023-12", budgets=(5.0,))
    assert [row.rule for row in found.rows] == ["comity", "deaths of the last 12 months", "own last 36 months"]
    events = {row.tally.hits + row.tally.misses for row in found.rows}
    assert len(events) == 1
    assert (found.first, found.last) == ("2018-01", "2023-12")
    for row in found.rows:
        assert row.recall[1] <= row.recall[0] <= row.recall[2]


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"budget": 0}, Misused, "above 0"),
        ({"kind": "coups"}, Misused, "no alerts are called"),
        ({"as_of": "2004-05"}, Refused, "five years"),
        ({"as_of": "2030"}, Misused, "still to come"),
    ],
)
def test_what_cannot_be_asked_is_refused(alerts: Alerting, given: dict[str, object], error: type, words: str):
    with pytest.raises(error, match=words):
        alerts.board(**given)


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"since": "2020-01", "until": "2019-01"}, Misused, "comes after"),
        ({"until": "2026-05"}, Misused, "cannot be judged yet"),
        ({"since": "2001-01"}, Refused, "no line was in force"),
        ({"budgets": (float("nan"),)}, Misused, "above 0"),
    ],
)
def test_a_span_that_cannot_be_judged_is_refused(alerts: Alerting, given: dict[str, object], error: type, words: str):
    with pytest.raises(error, match=words):
        alerts.backtest(**given)


def test_an_unknown_state_is_an_error_and_no_empty_answer(alerts: Alerting):
    with pytest.raises(NotOnShelf):
        alerts.history("Atlantis")

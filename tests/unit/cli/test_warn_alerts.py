from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from comity.desk import opening
from comity.desk.record import open_record
from tests.unit.cli.conftest import Comity


class Hands:
    """The hands of a clock that only moves when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 30, 9, tzinfo=UTC)

    def read(self) -> datetime:
        return self.now


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    made = Hands()
    monkeypatch.setattr("comity.store.clock.now", made.read)
    monkeypatch.setattr(opening, "open_record", partial(open_record, clock=made.read))
    return made


def test_alerts_say_what_they_cost_and_what_is_next(comity: Comity, hands: Hands) -> None:
    said = comity("warn", "alerts", "--budget", "10")
    assert said.code == 0
    assert "Budget: 10 false alarms a month, half for each kind." in said.out
    assert "× base rate" in said.out
    assert "without foresight" in said.out
    assert "Next: comity warn notify" in said.out


def test_costs_are_shown_for_several_budgets(comity: Comity, hands: Hands) -> None:
    assert "What a budget of false alarms costs" in comity("warn", "alerts", "--costs").out


def test_alerts_as_json_hold_every_part_of_a_statement(comity: Comity, hands: Hands) -> None:
    found = comity("warn", "alerts", "--kind", "deaths", "--json").json
    for one in found["deaths"]:
        said = one["statement"]
        assert {"words", "estimate", "multiple", "rank", "of", "data_to", "said_on", "followed"} <= set(said)
        assert said["estimate"]["low"] < said["estimate"]["high"]


def test_recording_writes_once(comity: Comity, hands: Hands) -> None:
    assert "changes." in comity("warn", "alerts", "--record").out
    assert "Nothing changed" in comity("warn", "alerts", "--record").out
    refused = comity("warn", "alerts", "--record", "--as-of", "2025")
    assert refused.code == 2
    assert "leave --as-of out" in refused.err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("alerts", "--budget", "0"), 2, "above 0"),
        (("alerts", "--budget", "nan"), 2, "above 0"),
        (("alerts", "--kind", "coup"), 2, "no alerts are called"),
        (("alerts", "history", "Atlantis"), 2, "no state is known"),
        (("backtest", "--budget", "many"), 2, "takes numbers"),
        (("backtest", "--since", "soon"), 2, "is no month"),
        (("escalate",), 2, "name one notification"),
        (("escalate", "1", "--due"), 2, "name one notification"),
        (("acknowledge", "9", "--office", "x"), 2, "no notice/9"),
        (("close", "9", "--outcome", "won", "--because", "x"), 2, "takes no 'won'"),
        (("notify", "BGD", "--to", "a@b.org"), 2, "a person or an address"),
        (("notify", "FRA"), 1, "no alert on France stands"),
        (("score", "2026-02"), 2, "nothing was sealed"),
        (("verify", "2026-02"), 3, "no ledger"),
        (("seal", "--month", "2026-06"), 1, "has begun"),
    ],
)
def test_bad_input_is_told_with_a_remedy(
    words: tuple[str, ...], code: int, told: str, comity: Comity, hands: Hands
) -> None:
    said = comity("warn", *words)
    assert said.code == code
    assert told in said.err


def test_history_names_hits_and_misses(comity: Comity, hands: Hands) -> None:
    said = comity("warn", "alerts", "history", "Myanmar").out
    assert "Hits 2, misses 0" in said
    assert "all states together" in said


def test_the_backtest_shows_naive_rules_beside_ours(comity: Comity, hands: Hands) -> None:
    said = comity("warn", "backtest", "--budget", "5", "--since", "2020-01", "--until", "2022-12").out
    assert "naive: 12 months" in said
    assert "Warned of (90 %)" in said


def test_from_warning_to_clock(comity: Comity, hands: Hands) -> None:
    sent = comity("warn", "notify", "BGD", "--to", "focal point", "--then", "director", "--hours", "24")
    assert sent.code == 0
    assert "Options, in the order of the plan's written rule" in sent.out
    assert "evidence" in sent.out
    assert "Next: comity warn acknowledge notice/1" in sent.out
    hands.now = hands.now.replace(day=30, hour=23)
    assert "waiting; the time to answer runs" in comity("warn", "notices").out
    hands.now = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert "silence is not agreement" in comity("warn", "notices", "BGD").out
    assert "director" in comity("warn", "escalate", "--due", "--draft").out
    assert comity("warn", "escalate", "--due", "--json").json[0]["rung"] == 2
    assert "Nobody is due" in comity("warn", "escalate", "--due").out
    late = comity("warn", "acknowledge", "1", "--office", "focal point", "--answer", "we meet today")
    assert "acknowledged late" in late.out
    assert comity("warn", "acknowledge", "1", "--office", "focal point").code == 1
    clock = comity("warn", "clock", "BGD").out
    assert "27 hours" in clock
    assert "not yet" in clock
    assert comity("warn", "close", "1", "--outcome", "acted", "--because", "the council met").code == 0
    assert "closed: it was acted on" in comity("warn", "notices").out


def test_a_draft_is_shown_and_not_recorded(comity: Comity, desk: Path, hands: Hands) -> None:
    assert comity("warn", "notify", "BGD", "--draft", "--json").json["state"] == "BGD"
    assert not desk.exists()
    assert "No warning on Bangladesh" in comity("warn", "clock", "BGD").out


def test_sealing_scoring_and_verifying(comity: Comity, hands: Hands, tmp_path: Path) -> None:
    hands.now = datetime(2026, 1, 20, tzinfo=UTC)
    file = tmp_path / "edition.json"
    sealed = comity("warn", "seal", "--months", "1", "--out", str(file))
    assert sealed.code == 0
    assert "SHA-256" in sealed.out
    assert comity("warn", "seal").code == 1
    assert "is the one kept elsewhere" in comity("warn", "verify", "2026-02", "--file", str(file)).out
    assert comity("warn", "verify", "2026-02", "--sha256", "0" * 64).code == 1
    hands.now = datetime(2026, 3, 31, tzinfo=UTC)
    assert "CRPS (deaths)" in comity("warn", "score", "2026-02").out
    assert "nothing recorded" in comity("warn", "score", "2026-02").out
    assert "CRPS" in comity("warn", "register").out
    assert comity("warn", "register", "--json").json[0]["edition"] == "2026-02"

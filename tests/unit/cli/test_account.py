from __future__ import annotations

import pytest

from tests.unit.cli.conftest import Comity

REPORT = ("--grade", "B2", "--text", "observers are in place", "--seen-on", "2026-05-20", "--known-on", "2026-05-21")


@pytest.fixture
def pledged(comity: Comity) -> Comity:
    words = ("--by", "KEN", "--what", "ceasefire_monitors", "--amount", "120", "--unit", "observers")
    assert comity("commit", "pledge", *words, "--made-on", "2026-04-15", "--due", "2026-06-30").code == 0
    return comity


def test_a_promisers_own_word_does_not_make_a_pledge_kept(pledged: Comity) -> None:
    pledged("account", "report", "pledge/1", "--voice", "self_report", "--delivered", "120", *REPORT)
    assert pledged("account", "check", "--json").json[0]["finding"]["standing"] != "kept"


def test_evidence_makes_a_pledge_kept(pledged: Comity) -> None:
    said = pledged("account", "report", "1", "--voice", "evidence", "--delivered", "120", *REPORT)
    assert "Next: comity account check" in said.out
    assert pledged("account", "check", "--json").json[0]["finding"]["standing"] == "kept"


def test_silence_is_shown_as_silence(pledged: Comity) -> None:
    assert "silent" in pledged("account", "check").out


def test_recorded_standings_are_entries(pledged: Comity) -> None:
    assert "Recorded 1 standings" in pledged("account", "check", "--record").out
    kinds = [entry["kind"] for entry in pledged("ledger", "show", "--stream", "pledge/1", "--json").json]
    assert kinds == ["commit.pledged/1", "account.found/1"]


def test_a_standing_on_an_earlier_day_does_not_know_later_entries(pledged: Comity) -> None:
    # The entry was written today, so on any earlier day the desk knew of no pledge.
    assert "No pledge stands on record by then" in pledged("account", "check", "--on", "2026-05-01").out


def test_dates_ahead_show_source_and_mark(comity: Comity) -> None:
    said = comity("account", "dates", "SDN", "--as-of", "2026-10-31", "--days", "90")
    assert said.code == 0
    assert "Security Council members rotate" in said.out
    assert "confidence" in said.out

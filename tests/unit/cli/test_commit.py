from __future__ import annotations

from tests.unit.cli.conftest import Comity

AID = (
    "commit", "pledge", "--by", "France", "--what", "humanitarian_assistance", "--amount", "30000000", "--unit", "EUR",
    "--due", "2027-03-31", "--made-on", "2026-04-15",
)  # fmt: skip


def test_a_pledge_is_named_and_the_promiser_is_kept_as_a_code(comity: Comity) -> None:
    found = comity(*AID, "--json").json
    assert found["stream"] == "pledge/1"
    assert found["body"]["by"] == "FRA"


def test_a_body_may_promise_too(comity: Comity) -> None:
    words = ("commit", "pledge", "--by", "au_psc", "--what", "mediation", "--due", "2027-03-31")
    assert comity(*words).code == 0
    assert "African Union" in comity("commit", "list").out


def test_the_list_shows_what_a_change_took_away(comity: Comity) -> None:
    comity(*AID)
    assert comity("commit", "amend", "1", "--because", "budget", "--amount", "20000000").code == 0
    assert "cut from 30,000,000 to 20,000,000 EUR" in comity("commit", "list").out


def test_a_withdrawn_pledge_stays_listed_and_counts_no_more(comity: Comity) -> None:
    comity(*AID)
    assert comity("commit", "withdraw", "pledge/1", "--because", "new government").code == 0
    said = comity("commit", "list").out
    assert "withdrawn on" in said
    assert "Nothing is pledged." in said


def test_the_list_balances_pressure_and_incentives(comity: Comity) -> None:
    comity(*AID)
    comity("commit", "pledge", "--by", "FRA", "--what", "asset_freeze", "--due", "2027-03-31")
    assert comity("commit", "list", "--json").json["balance"]["pressure"] == 1


def test_a_promise_in_words_needs_more_than_one_word(comity: Comity) -> None:
    words = ("commit", "pledge", "--by", "FRA", "--due", "2027-03-31", "--what")
    assert comity(*words, "mediatoin").code == 2
    assert comity(*words, "open a field hospital").code == 0

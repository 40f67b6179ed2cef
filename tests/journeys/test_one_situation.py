"""One situation through all seven stages on one desk; what each stage wrote is what the next one reads."""

from __future__ import annotations

import json
import shlex

from tests.journeys.blocks import Line
from tests.journeys.conftest import Walk

JOURNEY = (
    "warn report SDN --text 'Shelling of a displacement camp' --grade B2 --seen-on 2026-05-02 --indicators RF11-01",
    "assess judge SDN RF11 --rating present --trend rising --grade B2 --by analyst --reason 'One pattern'",
    "assess answer SDN crimes_against_humanity attack_on_civilians --answer met --by adviser --because 'graded B2'",
    "plan options SDN --consent refused --json",
    "plan choose SDN --measures arms_embargo,asset_freeze --because 'Pressure on suppliers'",
    "convene draft --target SDN --measures arms_embargo,asset_freeze",
    "convene predict draft/1 --json",
    "convene call draft/1 --json",
    "commit pledge --by KEN --what ceasefire_monitors --amount 120 --unit observers --made-on 2026-04-15 "
    "--due 2026-06-30",
    "account report pledge/1 --voice evidence --grade B2 --text 'roll call of the mission' --delivered 84 "
    "--seen-on 2026-07-01",
    "account check --record --json",
    "learn replay darfur_2003 --play --step 2",
    "ledger verify --json",
)


def test_one_situation_walks_through_all_stages_and_the_record_verifies(walk: Walk) -> None:
    said = {}
    for text in JOURNEY:
        typed = "call the regional organisation because it has access\n" if "--play" in text else None
        code, out, error = walk(Line(0, tuple(shlex.split(text)), typed, None))
        assert code == 0, f"{text}: {error}"
        said[" ".join(text.split()[:2])] = out
    assert len(json.loads(said["convene predict"])["members"]) == 15
    finding = json.loads(said["account check"])[0]["finding"]
    assert finding["standing"] == "partly"
    assert "84 of 120 observers" in finding["because"]
    # The opening and nine writes, the standing among them.
    assert json.loads(said["ledger verify"])["entries"] == 1 + 9
    _, shown, _ = walk(Line(0, ("ledger", "show", "--json"), None, None))
    assert [entry["kind"] for entry in json.loads(shown)] == [
        "desk.opened/1",
        "warn.signalled/2",
        "assess.judged/1",
        "assess.tested/1",
        "plan.chosen/1",
        "convene.drafted/1",
        "commit.pledged/1",
        "account.reported/1",
        "account.found/1",
        "learn.replayed/1",
    ]

"""Bad input of every kind: one sentence, a hint, the right exit code, and never a traceback or a written entry."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Comity

_SIGNAL = "warn report SDN --text seen --grade B2 --seen-on 2026-05-02"
_JUDGE = "assess judge SDN RF01 --rating present --grade B2 --reason seen --by analyst"
_ANSWER = "assess answer SDN genocide protected_group --answer met --because seen --by adviser"
_PLEDGE = "commit pledge --by FRA --what mediation --due 2027-01-31"
_REPORT = "account report pledge/1 --voice evidence --grade B2 --text seen --seen-on 2026-05-02"

# Command line, exit code, words in the message, words in the hint.
BAD = (
    ("warn show Sudann", 2, "no state is known as 'Sudann'", "did you mean SDN"),
    ("warn show Korea", 2, "fits several states", "KOR"),
    ("warn show SDN --as-of 2023-13", 2, "no day of the calendar", "YYYY-MM-DD"),
    ("warn show SDN --as-of 2050-01-01", 2, "still to come", "give a day up to"),
    ("warn show SDN --as-of 1900", 2, "before anything on record", "1946"),
    ("warn map --top -1", 2, "--top counts states", "0 for all"),
    ("warn alerts --budget 0", 2, "a number above 0", "10 a month"),
    ("warn reports Atlantis", 2, "no state is known", "alpha-3"),
    (f"{_SIGNAL} --grade Z9", 2, "no Admiralty grade", "such as B2"),
    (f"{_SIGNAL} --seen-on 02/05/2026", 2, "--seen-on takes a day", "YYYY-MM-DD"),
    (f"{_SIGNAL} --seen-on 2050-01-01 --known-on 2050-01-02", 2, "still to come", ""),
    (f"{_SIGNAL} --known-on 2026-05-01", 2, "before it happened", ""),
    (f"{_SIGNAL} --indicators RF99-01", 2, "no risk factor", "did you mean"),
    (f"{_SIGNAL} --marking TLP:WHITE", 2, "no TLP 2.0 label", "TLP:CLEAR"),
    (f"{_SIGNAL} --text ' '", 2, "--text says nothing", ""),
    (f"{_SIGNAL} --by ''", 1, "no author", "write a name"),
    ("assess judge SDN RF99 --rating present --grade B2 --reason x --by a", 2, "RF99", "did you mean"),
    (f"{_JUDGE} --rating presnt", 2, "--rating takes no", "did you mean present"),
    (f"{_JUDGE} --trend up", 2, "--trend takes no", "rising"),
    (f"{_JUDGE} --confidence sure", 2, "--confidence takes no", "medium"),
    (f"{_JUDGE} --reason ' '", 1, "gives no reason", "evidence"),
    (f"{_JUDGE} --on 2050-01-01", 2, "still to come", ""),
    ("assess answer SDN genocid x --answer met --because x --by a", 2, "no threshold", "did you mean genocide"),
    ("assess answer SDN genocide x --answer met --because x --by a", 2, "no element", "protected_group"),
    (f"{_ANSWER} --answer perhaps", 2, "--answer takes no", "cannot_say"),
    (f"{_ANSWER} --because ''", 1, "names no evidence", "cannot be said"),
    ("plan options SDN --consent maybe", 2, "--consent takes no", "refused"),
    ("plan options SDN --horizon 0", 2, "at least one day", "--horizon"),
    ("plan choose SDN --measures mediatoin --because x", 2, "no measure", "did you mean mediation"),
    ("plan choose SDN --measures , --because x", 2, "--measures names none", "comity plan options"),
    ("plan choose SDN --measures mediation --because x --on 2050-01-01", 2, "still to come", ""),
    ("convene positions", 2, "no state is named", "comity convene positions"),
    ("convene positions Sudann", 2, "no state is known", "did you mean SDN"),
    ("convene positions SDN --every 0", 2, "--every counts sessions", ""),
    ("convene predict", 2, "no draft is named", "--target"),
    ("convene predict draft/9", 2, "no draft/9 on record", ""),
    ("convene predict --target SDN --body unscc", 2, "no body 'unscc'", "did you mean unsc"),
    ("convene predict --target SDN --rule foo", 2, "no rule 'foo'", "substantive"),
    ("convene predict --target SDN --strength boom", 2, "no strength", "sanction"),
    ("convene predict --target SDN --measures embargo", 2, "no measure", ""),
    ("convene predict --target SDN --body unsc --measures debt_relief", 1, "may not take", "library measure"),
    ("convene call --target SDN --most 0", 2, "--most counts states", ""),
    (f"{_PLEDGE} --amount -5 --unit EUR", 1, "promises -5", "above 0"),
    (f"{_PLEDGE} --amount nan --unit EUR", 1, "promises nan", "above 0"),
    (f"{_PLEDGE} --amount many --unit EUR", 2, "many", "--help"),
    (f"{_PLEDGE} --amount 5", 1, "without a unit", "USD"),
    (f"{_PLEDGE} --due 2020-01-31", 1, "not after the day it was made", "by which"),
    (f"{_PLEDGE} --due soon", 2, "--due takes a day", "YYYY-MM-DD"),
    (f"{_PLEDGE} --by Atlantis", 2, "no state is known", "alpha-3"),
    (f"{_PLEDGE} --what mediatoin", 2, "no measure", "did you mean mediation"),
    (f"{_PLEDGE} --made-on 2050-01-01 --due 2051-01-01", 2, "still to come", ""),
    ("commit amend pledge/9 --because x --amount 5", 2, "there is no pledge/9", ""),
    ("commit withdraw pledge/9 --because x", 2, "there is no pledge/9", ""),
    ("commit list --as-of never", 2, "no date", "YYYY"),
    (_REPORT, 2, "no pledge/1 on record", ""),
    (f"{_REPORT} --voice rumour", 2, "--voice takes no", "evidence"),
    (f"{_REPORT} --delivered -4", 2, "total so far", "0 or more"),
    ("account dates SDN --days 0", 2, "--days lies between", ""),
    ("account dates SDN --days many", 2, "many", "--help"),
    ("account check --as-of 2050-01-01", 2, "still to come", ""),
    ("learn nearest SDN --most 0", 2, "--most counts cases", ""),
    ("learn replay rwnda", 2, "no case 'rwnda'", "did you mean rwanda_1994"),
    ("learn replay rwanda_1994 --step 99", 2, "has steps 1 to", "--step"),
    ("ledger show --limit -1", 2, "--limit counts entries", "0 for all"),
    ("ledger show --stream pledge", 2, "no stream", "pledge/7"),
    ("ledger show --kind commit.pledgd/1", 2, "commit.pledgd/1", "did you mean commit.pledged/1"),
    ("warn forecats SDN", 2, "forecats", "--help"),
    ("warn show SDN --asof 2023", 2, "--asof", "--help"),
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bad_input") / "desk.db"


@pytest.fixture
def desk(shared: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One desk for all bad input: whatever is written to it by mistake is found by the last test."""
    monkeypatch.setenv("COMITY_DESK", str(shared))
    monkeypatch.setenv("COLUMNS", "400")
    return shared


def words_of(line: str) -> list[str]:
    """The words of a line; of a flag written twice the last value counts, so that a good line can be spoilt."""
    parts = shlex.split(line)
    flags = {part: parts[place + 1] for place, part in enumerate(parts[:-1]) if part.startswith("--")}
    first = next((place for place, part in enumerate(parts) if part.startswith("--")), len(parts))
    return [*parts[:first], *(word for pair in flags.items() for word in pair)]


@pytest.mark.parametrize(("line", "code", "message", "hint"), BAD, ids=[bad[0] for bad in BAD])
def test_bad_input_gets_one_sentence_and_a_hint(comity: Comity, line: str, code: int, message: str, hint: str) -> None:
    said = comity(*words_of(line))
    told, _, hinted = said.err.partition("hint: ")
    assert told.startswith("comity: ")
    assert message in told
    assert hint in hinted
    assert said.code == code
    assert "Traceback" not in said.err


def test_bad_input_leaves_nothing_on_record(comity: Comity, tmp_path: Path) -> None:
    desk = tmp_path / "desk.db"
    for line in (_PLEDGE + " --amount -5", _REPORT, _JUDGE + " --trend up", _SIGNAL + " --grade Z9"):
        comity(*words_of(line), "--desk", str(desk))
    assert not desk.exists()


@pytest.mark.parametrize("command", ["commit list", _PLEDGE, "ledger verify", "warn reports SDN", "learn nearest SDN"])
@pytest.mark.parametrize("place", ["directory", "text", "below a file"])
def test_a_desk_that_is_none_is_said_to_be_none(comity: Comity, tmp_path: Path, command: str, place: str) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("These are notes and no database, long enough to be read as a header of one. " * 4)
    desk = {"directory": tmp_path, "text": text, "below a file": text / "desk.db"}[place]
    said = comity(*shlex.split(command), "--desk", str(desk))
    assert said.code == 3
    assert said.err.startswith("comity: ")
    assert "hint: " in said.err
    assert text.read_text().startswith("These are notes")


def test_a_missing_checkpoint_file_is_an_outside_failure(comity: Comity, tmp_path: Path) -> None:
    own = ("--desk", str(tmp_path / "own.db"))
    assert comity(*shlex.split(_PLEDGE), *own).code == 0
    assert comity("ledger", "verify", "--against", str(tmp_path / "none"), *own).code == 3


def test_a_checkpoint_file_of_bytes_is_refused(comity: Comity, tmp_path: Path) -> None:
    note = tmp_path / "note"
    note.write_bytes(b"\xff\xfe\x00\x01")
    own = ("--desk", str(tmp_path / "own.db"))
    assert comity(*shlex.split(_PLEDGE), *own).code == 0
    said = comity("ledger", "verify", "--against", str(note), *own)
    assert said.code == 1
    assert "no checkpoint" in said.err

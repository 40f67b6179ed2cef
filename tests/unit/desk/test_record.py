from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from comity.desk.record import Item, open_record
from comity.kernel.errors import BrokenChain, Conflict, NotOnShelf, OutsideFailed, Refused
from comity.kernel.grading import grade
from comity.kernel.marking import CLEAR
from comity.records.finding import Report, Voice
from comity.records.pledge import Pledge

START = datetime(2026, 5, 1, 9, tzinfo=UTC)


class Days:
    """A clock that moves a day at each look."""

    def __init__(self) -> None:
        self.at = START - timedelta(days=1)

    def __call__(self) -> datetime:
        self.at += timedelta(days=1)
        return self.at


def pledge(id: str, by: str = "NOR") -> Pledge:
    return Pledge(id=id, by=by, what="relief", due_on=date(2026, 6, 1), made_on=date(2026, 1, 1))


def report(stream: str) -> Report:
    day = date(2026, 5, 20)
    return Report(pledge=stream, voice=Voice.SELF, seen_on=day, known_on=day, grade=grade("B2"), text="Half is paid.")


@pytest.fixture
def record(tmp_path):
    with open_record(tmp_path / "ledger.db", author="desk", clock=Days()) as opened:
        yield opened


def test_what_is_recorded_is_read_back_as_its_record(record):
    entry = record.append("commit.pledged/1", "pledge/1", pledge("pledge/1"), CLEAR)
    assert (entry.author, entry.instant) == ("desk", "2026-05-01T09:00:00.000000Z")
    assert list(record.values("commit.pledged/1", Pledge)) == [(entry, pledge("pledge/1"))]


def test_a_new_thing_gets_the_next_number_and_knows_it(record):
    for by in ("NOR", "KEN"):
        record.append_new("commit.pledged/1", lambda stream, by=by: pledge(stream, by), CLEAR)
    assert [(entry.stream, entry.body["id"]) for entry in record.entries()] == [
        ("pledge/1", "pledge/1"),
        ("pledge/2", "pledge/2"),
    ]
    assert record.next_stream("pledge") == "pledge/3"
    assert record.next_stream("draft") == "draft/1"


def test_a_number_somebody_took_meanwhile_is_passed(record, tmp_path):
    def late(stream):
        if stream == "pledge/1":
            record.append("commit.pledged/1", "pledge/1", pledge("pledge/1", "KEN"), CLEAR)
        return pledge(stream)

    assert record.append_new("commit.pledged/1", late, CLEAR).stream == "pledge/2"


def test_a_number_that_is_always_taken_is_a_conflict_in_the_end(record):
    def rival(stream):
        record.append("commit.pledged/1", stream, pledge(stream, "KEN"), CLEAR)
        return pledge(stream)

    with pytest.raises(Conflict):
        record.append_new("commit.pledged/1", rival, CLEAR)


def test_several_entries_are_all_recorded_or_none(record):
    good = Item(kind="commit.pledged/1", stream="pledge/1", body=pledge("pledge/1"), marking=CLEAR)
    bad = Item(kind="account.reported/1", stream="pledge/1", body={"pledge": "pledge/1"}, marking=CLEAR)
    with pytest.raises(Refused, match=r"account\.reported/1 does not fit Report"):
        record.append_many([good, bad])
    assert record.entries() == ()
    right = Item(kind="account.reported/1", stream="pledge/1", body=report("pledge/1"), marking=CLEAR)
    record.append_many([good, right], expected={"pledge/1": 0})
    assert [entry.kind for entry in record.entries("pledge/1")] == ["commit.pledged/1", "account.reported/1"]


def test_what_was_known_on_a_day_is_what_had_been_recorded_by_then(record):
    for number in range(1, 5):
        record.append("commit.pledged/1", f"pledge/{number}", pledge(f"pledge/{number}"), CLEAR)
    assert [entry.stream for entry in record.as_of(date(2026, 5, 2))] == ["pledge/1", "pledge/2"]
    assert record.entries(as_of=date(2026, 5, 2)) == record.as_of(date(2026, 5, 2))
    assert record.entries("pledge/4", as_of=date(2026, 5, 2)) == ()


def test_an_unknown_kind_gets_a_suggestion(record):
    with pytest.raises(NotOnShelf) as caught:
        record.append("commit.pledge/1", "pledge/1", pledge("pledge/1"), CLEAR)
    assert "commit.pledged/1" in caught.value.hint


def test_a_checkpoint_kept_elsewhere_proves_the_record_later(record):
    record.append("commit.pledged/1", "pledge/1", pledge("pledge/1"), CLEAR)
    kept = record.checkpoint()
    record.append("commit.pledged/1", "pledge/2", pledge("pledge/2"), CLEAR)
    assert (record.verify(kept).entries, record.verify(kept).outside) == (2, 1)


def test_a_checkpoint_that_does_not_fit_breaks_the_chain(record):
    record.append("commit.pledged/1", "pledge/1", pledge("pledge/1"), CLEAR)
    longer = record.checkpoint().replace("\n1\n", "\n9\n")
    with pytest.raises(BrokenChain, match="covers 9 entries; entry 1 and later ones are missing"):
        record.verify(longer)
    with pytest.raises(Refused, match="no checkpoint"):
        record.verify("something else")


def test_threads_may_share_a_record(tmp_path):
    with open_record(tmp_path / "ledger.db", author="desk") as record:

        def write():
            for _ in range(10):
                record.append_new("commit.pledged/1", pledge, CLEAR)

        threads = [threading.Thread(target=write) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(record.store.streams("pledge")) == 40
        assert record.verify().entries == 40


def test_a_record_without_a_path_is_told():
    with pytest.raises(OutsideFailed, match="no ledger is named"):
        open_record(" ", author="desk")

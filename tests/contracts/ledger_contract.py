"""What every ledger store must do. Each engine's test module subclasses this and says how it opens a store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from comity.kernel.errors import ComityError, Conflict, Misused, Refused
from comity.kernel.marking import CLEAR
from comity.ledger.entry import Line, Proposal, header
from comity.ledger.fold import known
from comity.ledger.merkle import EMPTY_ROOT, consistent, includes, leaf_hash, root
from comity.records.pledge import Pledge
from comity.store.ledger import LedgerStore

START = datetime(2026, 1, 1, tzinfo=UTC)


class Clock:
    """A clock that moves a minute at each look."""

    def __init__(self, at: datetime = START, step: timedelta = timedelta(minutes=1)) -> None:
        self.at, self.step = at, step

    def __call__(self) -> datetime:
        self.at += self.step
        return self.at


class Salt:
    """Salts that are told apart and come again in the same order."""

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self) -> bytes:
        self.drawn += 1
        return self.drawn.to_bytes(32)


def pledged(number: int, **changes: object) -> Proposal:
    body = Pledge(
        id=f"pledge/{number}", by="NOR", what="relief", due_on=date(2026, 6, 1), made_on=date(2026, 1, 1), unit="USD"
    )
    fields = {"stream": f"pledge/{number}", "kind": "commit.pledged/1", "author": "desk", "marking": CLEAR}
    return Proposal(**(fields | {"body": body} | changes))


class LedgerContract:
    """Subclasses define `open`."""

    def open(self, place: Path, **options: object) -> LedgerStore:
        """The store kept at `place`; options are origin, clock, salt, read_only."""
        raise NotImplementedError

    @pytest.fixture
    def store(self, tmp_path):
        opened = self.open(tmp_path, origin="mfa.example/desk", clock=Clock(), salt=Salt())
        yield opened
        opened.close()

    @pytest.fixture
    def again(self, tmp_path) -> Callable[[], LedgerStore]:
        return lambda: self.open(tmp_path)

    def test_a_new_ledger_is_empty_and_whole(self, store):
        assert store.read() == ()
        assert store.head().size == 0
        assert store.checkpoint().root == EMPTY_ROOT
        assert store.verify().entries == 0

    def test_entries_are_numbered_in_the_ledger_and_in_their_stream(self, store):
        store.append_many([pledged(1), pledged(2), pledged(1)])
        store.append(pledged(2))
        places = [(entry.sequence, entry.stream, entry.version) for entry in store.read()]
        assert places == [(0, "pledge/1", 0), (1, "pledge/2", 0), (2, "pledge/1", 1), (3, "pledge/2", 1)]

    def test_what_append_gives_is_what_is_read_after_reopening(self, store, again):
        written = store.append_many([pledged(1), pledged(2)])
        store.close()
        reopened = again()
        assert reopened.read() == written
        assert reopened.origin == "mfa.example/desk"
        reopened.close()

    def test_the_same_entries_give_the_same_root_whatever_the_grouping(self, store, tmp_path):
        (tmp_path / "other").mkdir()
        still = {"clock": Clock(step=timedelta(0)), "salt": Salt(), "origin": "mfa.example/desk"}
        other = self.open(tmp_path / "other", **still)
        (tmp_path / "third").mkdir()
        third = self.open(tmp_path / "third", **(still | {"salt": Salt()}))
        for number in range(1, 8):
            other.append(pledged(number))
        third.append_many([pledged(number) for number in range(1, 8)])
        assert other.checkpoint() == third.checkpoint()
        other.close()
        third.close()

    def test_the_root_is_that_of_the_entries_read(self, store):
        for group in (1, 3, 2, 5):
            store.append_many([pledged(number + 1) for number in range(group)])
            assert store.head().root == root(entry.leaf for entry in store.read())

    def test_the_leaf_of_an_entry_is_the_hash_of_its_header(self, store):
        entry = store.append(pledged(1))
        line = Line(
            sequence=0,
            stream="pledge/1",
            version=0,
            kind="commit.pledged/1",
            author="desk",
            instant="2026-01-01T00:01:00.000000Z",
            marking="TLP:CLEAR",
            salt=entry.salt,
            body=b"",
            commitment=entry.commitment,
            leaf=b"",
        )
        assert leaf_hash(header(line)) == entry.leaf

    def test_reading_can_be_narrowed_and_continued(self, store):
        store.append_many([pledged(1), pledged(2), pledged(1), pledged(3)])
        assert [entry.sequence for entry in store.read("pledge/1")] == [0, 2]
        assert [entry.sequence for entry in store.read(after=1)] == [2, 3]
        assert [entry.sequence for entry in store.read(after=0, most=2)] == [1, 2]
        assert store.read(kind="account.found/1") == ()
        assert len(store.read(kind="commit.pledged/1")) == 4

    def test_reading_as_of_an_instant_is_the_fold_of_the_prefix(self, store):
        for number in range(1, 6):
            store.append(pledged(number))
        for minutes in range(7):
            moment = START + timedelta(minutes=minutes)
            assert store.read(as_of=moment) == store.read()[: min(minutes, 5)] == tuple(known(store.read(), moment))
        assert len(store.read(as_of=date(2026, 1, 1))) == 5
        assert store.read(as_of=date(2025, 12, 31)) == ()

    def test_an_expected_version_that_is_past_is_a_conflict_and_writes_nothing(self, store):
        store.append(pledged(1), expected=0)
        store.append(pledged(1), expected=1)
        with pytest.raises(Conflict, match="pledge/1 has 2 entries, not the 1"):
            store.append_many([pledged(2), pledged(1)], expected={"pledge/1": 1})
        assert store.head().size == 2

    @pytest.mark.parametrize(
        "bad",
        [{"kind": "commit.promised/1"}, {"body": {"id": "pledge/2"}}, {"stream": "pledge"}, {"author": ""}],
    )
    def test_one_bad_entry_keeps_the_whole_group_out(self, store, bad):
        with pytest.raises(ComityError):
            store.append_many([pledged(1), pledged(2, **bad)])
        assert store.read() == ()
        store.append(pledged(1))
        assert store.verify().entries == 1

    def test_a_failure_while_writing_leaves_nothing(self, tmp_path):
        salts = iter([bytes(32), b"too short"])
        opened = self.open(tmp_path, clock=Clock(), salt=lambda: next(salts))
        with pytest.raises(Misused, match="32 bytes"):
            opened.append_many([pledged(1), pledged(2)])
        assert opened.verify().entries == 0
        opened.close()

    def test_an_empty_group_writes_nothing(self, store):
        assert store.append_many([]) == ()
        assert store.head().size == 0

    def test_a_clock_set_far_back_is_refused_and_writes_nothing(self, tmp_path):
        clock = Clock()
        opened = self.open(tmp_path, clock=clock)
        opened.append(pledged(1))
        clock.at -= timedelta(hours=2)
        with pytest.raises(Refused, match="the clock says"):
            opened.append(pledged(2))
        assert opened.verify().entries == 1
        opened.close()

    def test_streams_are_numbered_on_from_the_highest(self, store):
        assert store.next_number("pledge") == 1
        store.append_many([pledged(2), pledged(11), pledged(1, stream="pledge/NOR-3")])
        assert store.next_number("pledge") == 12
        assert store.next_number("draft") == 1
        assert store.streams("pledge") == ("pledge/2", "pledge/11", "pledge/NOR-3")

    def test_every_entry_can_be_proved_in_every_later_size(self, store):
        for _ in range(9):
            store.append(pledged(1))
        entries = store.read()
        for size in range(1, 10):
            whole = store.checkpoint(size).root
            for entry in entries[:size]:
                assert includes(entry.leaf, entry.sequence, size, store.inclusion(entry.sequence, size), whole)

    def test_every_checkpoint_can_be_proved_to_begin_every_later_one(self, store):
        for _ in range(9):
            store.append(pledged(1))
        roots = [store.checkpoint(size).root for size in range(10)]
        for new in range(10):
            for old in range(new + 1):
                assert consistent(old, roots[old], new, roots[new], store.consistency(old, new))

    def test_a_size_the_ledger_does_not_have_is_misuse(self, store):
        store.append(pledged(1))
        for ask in (store.checkpoint, lambda size: store.consistency(0, size), lambda size: store.inclusion(0, size)):
            with pytest.raises(Misused):
                ask(2)

    def test_a_checkpoint_kept_outside_proves_the_ledger_later(self, store):
        points = []
        for number in range(1, 8):
            store.append(pledged(number))
            points.append(store.checkpoint())
        report = store.verify(points)
        assert (report.entries, report.outside, report.root) == (7, 7, points[-1].root)

    def test_two_open_stores_see_each_other_and_stay_whole(self, store, tmp_path):
        other = self.open(tmp_path, clock=Clock())
        other.append(pledged(1))
        store.append(pledged(2))
        with pytest.raises(Conflict):
            other.append(pledged(2), expected=0)
        assert store.read() == other.read()
        assert store.verify().entries == 2
        other.close()

from __future__ import annotations

import os
import random
import resource
import select
import signal
import stat
import time

import pytest

from comity.kernel.errors import Conflict, OutsideFailed
from comity.store.ledger_sqlite import open_ledger
from tests.unit.store.pledges import made, pledged
from tests.unit.store.unprivileged import own_directory, unprivileged

# Later Pythons warn of forks beside threads, of which a test runner may have some; the child here touches none.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")


def child(work):
    """Run `work(pipe)` in a process of its own; gives its id and the reading end of the pipe."""
    out, into = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.close(out)
            work(into)
            status = 0
        finally:
            os._exit(status)
    os.close(into)
    return pid, out


def test_a_directory_is_told_apart_from_a_file(tmp_path):
    for read_only in (False, True):
        with pytest.raises(OutsideFailed, match="is a directory"):
            open_ledger(tmp_path, read_only=read_only)


def test_another_kind_of_file_is_told_apart_and_left_alone(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a database\n" * 100)
    for read_only in (False, True):
        with pytest.raises(OutsideFailed, match="is no ledger"):
            open_ledger(path, read_only=read_only)
    assert path.read_text() == "not a database\n" * 100


def test_a_missing_ledger_is_not_made_by_reading(tmp_path):
    with pytest.raises(OutsideFailed, match="there is no ledger at"):
        open_ledger(tmp_path / "ledger.db", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_file_below_a_file_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutsideFailed):
        open_ledger(tmp_path / "file" / "ledger.db")


def test_an_empty_file_becomes_a_ledger_but_is_none_to_read(tmp_path):
    path = tmp_path / "ledger.db"
    path.touch()
    with pytest.raises(OutsideFailed, match=r"no ledger in .* yet"):
        open_ledger(path, read_only=True)
    with open_ledger(path) as ledger:
        assert ledger.verify().entries == 0


def test_a_new_ledger_is_for_its_owner_alone(tmp_path):
    open_ledger(tmp_path / "ledger.db").close()
    assert stat.S_IMODE((tmp_path / "ledger.db").stat().st_mode) == 0o600


def test_a_mistyped_directory_is_refused_and_not_made(tmp_path):
    with pytest.raises(OutsideFailed, match="there is no directory"):
        open_ledger(tmp_path / "dsek" / "ledger.db")
    assert list(tmp_path.iterdir()) == []


def test_a_name_with_odd_characters_is_opened_as_it_is(tmp_path):
    path = tmp_path / "a b?mode=ro#%41é.db"
    assert made(path, 1).exists()
    with open_ledger(path) as ledger:
        assert ledger.verify().entries == 1


def test_a_ledger_in_a_read_only_directory_is_read_and_takes_nothing_in():
    with own_directory() as directory, unprivileged():
        path = made(directory / "ledger.db", 3)
        path.chmod(0o444)
        directory.chmod(0o555)
        with open_ledger(path) as ledger:
            assert not ledger.writable
            assert ledger.verify().entries == 3
            with pytest.raises(OutsideFailed, match="for reading only"):
                ledger.append(pledged(9))
        directory.chmod(0o700)


def test_a_new_ledger_in_a_read_only_directory_is_told():
    with own_directory() as directory, unprivileged():
        directory.chmod(0o555)
        with pytest.raises(OutsideFailed, match="read-only"):
            open_ledger(directory / "ledger.db")
        assert list(directory.iterdir()) == []
        directory.chmod(0o700)


def test_a_full_database_takes_in_nothing_of_the_group_and_goes_on_when_there_is_room(tmp_path):
    with open_ledger(made(tmp_path / "ledger.db", 1)) as ledger:
        pages = ledger._connection.execute("PRAGMA page_count").fetchone()[0]
        ledger._connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(OutsideFailed, match="no room left"):
            ledger.append_many([pledged(number) for number in range(2, 200)])
        assert ledger.verify().entries == 1
        ledger._connection.execute("PRAGMA max_page_count = 100000")
        ledger.append(pledged(2))
        assert ledger.verify().entries == 2


def test_a_full_disk_takes_in_nothing_of_the_group(tmp_path):
    path = made(tmp_path / "ledger.db", 1)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_ledger(path) as ledger:
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, hard))
        try:
            with pytest.raises(OutsideFailed):
                ledger.append_many([pledged(number) for number in range(2, 400)])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert ledger.verify().entries == 1
    with open_ledger(path) as ledger:
        ledger.append(pledged(2))
        assert ledger.verify().entries == 2


def test_a_writer_who_holds_on_too_long_is_a_conflict(tmp_path):
    with open_ledger(tmp_path / "ledger.db") as holder, open_ledger(tmp_path / "ledger.db", patience_s=0.05) as other:
        holder._connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(Conflict, match="another process is writing"):
            other.append(pledged(1))
        holder._connection.execute("ROLLBACK")
        assert other.append(pledged(1)).sequence == 0


def test_two_processes_may_make_and_write_one_ledger_at_once(tmp_path):
    each = 25

    def write(_):
        with open_ledger(tmp_path / "ledger.db") as ledger:
            for number in range(each):
                ledger.append(pledged(number + 1))

    writers = [child(write) for _ in range(2)]
    for pid, out in writers:
        assert os.waitpid(pid, 0)[1] == 0
        os.close(out)
    with open_ledger(tmp_path / "ledger.db") as ledger:
        assert ledger.verify().entries == 2 * each


def test_of_two_processes_that_expect_the_same_version_one_gets_a_conflict(tmp_path):
    path = made(tmp_path / "ledger.db", 1)

    def write(pipe):
        with open_ledger(path) as ledger:
            for seen in range(1, 20):
                try:
                    ledger.append(pledged(1), expected=seen)
                    os.write(pipe, b"w")
                except Conflict:
                    os.write(pipe, b"c")

    writers = [child(write) for _ in range(2)]
    said = b""
    for pid, out in writers:
        assert os.waitpid(pid, 0)[1] == 0
        said += os.read(out, 1000)
        os.close(out)
    with open_ledger(path) as ledger:
        assert ledger.verify().entries == 20
    assert (said.count(b"w"), said.count(b"c")) == (19, 19)


def kill_while_writing(path, chance):
    """Sequence numbers a writer was told are safe before it was killed at a moment it could not know."""

    def write(pipe):
        with open_ledger(path) as ledger:
            while True:
                group = [pledged(number + 1) for number in range(chance.randint(1, 4))]
                last = ledger.append_many(group)[-1].sequence
                os.write(pipe, b"%d\n" % last)

    pid, out = child(write)
    select.select([out], [], [], 10)
    time.sleep(chance.uniform(0, 0.03))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    said = b""
    while part := os.read(out, 65536):
        said += part
    os.close(out)
    return [int(line) for line in said.split(b"\n")[:-1]]


def lost_after_kills(path, kills):
    """Acknowledged entries that were not there after a kill, over that many kills, and how many were acknowledged."""
    chance, acknowledged, lost = random.Random(6962), 0, []
    for _ in range(kills):
        safe = kill_while_writing(path, chance)
        with open_ledger(path) as ledger:
            size = ledger.verify().entries
        acknowledged = max([acknowledged, *safe])
        if size <= acknowledged:
            lost.append((size, acknowledged))
    return lost, acknowledged


def test_a_killed_writer_loses_no_acknowledged_entry_and_leaves_the_chain_whole(tmp_path):
    lost, acknowledged = lost_after_kills(tmp_path / "ledger.db", 20)
    assert lost == []
    assert acknowledged > 20


@pytest.mark.slow
def test_two_hundred_kills_lose_no_acknowledged_entry(tmp_path):
    lost, acknowledged = lost_after_kills(tmp_path / "ledger.db", 200)
    assert lost == []
    assert acknowledged > 200

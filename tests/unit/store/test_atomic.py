from __future__ import annotations

import os
import resource
import stat

import pytest

from comity.kernel.errors import OutsideFailed
from comity.store import atomic
from tests.unit.store.unprivileged import own_directory, unprivileged


def names(directory):
    return sorted(path.name for path in directory.iterdir())


def test_a_file_is_written_whole_and_alone(tmp_path):
    atomic.write(tmp_path / "brief.html", "naïve")
    assert (tmp_path / "brief.html").read_bytes() == "naïve".encode()
    assert names(tmp_path) == ["brief.html"]


def test_an_old_file_is_replaced(tmp_path):
    atomic.write(tmp_path / "a", b"old")
    atomic.write(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


def test_a_private_file_is_readable_by_its_owner_only(tmp_path):
    atomic.write(tmp_path / "a", b"", private=True)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_a_link_stays_and_the_file_it_names_is_replaced(tmp_path):
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    atomic.write(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_missing_directory_is_told(tmp_path):
    with pytest.raises(OutsideFailed, match="there is no directory") as caught:
        atomic.write(tmp_path / "absent" / "a", b"")
    assert caught.value.hint


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_what_is_no_file_is_not_replaced(tmp_path, make):
    make(tmp_path / "a")
    with pytest.raises(OutsideFailed, match="not a regular file"):
        atomic.write(tmp_path / "a", b"")


def test_a_read_only_directory_is_told_and_left_alone():
    with own_directory() as directory:
        (directory / "a").write_text("old")
        directory.chmod(0o555)
        with unprivileged(), pytest.raises(OutsideFailed, match="read-only"):
            atomic.write(directory / "a", b"new")
        assert (directory / "a").read_text() == "old"
        assert names(directory) == ["a"]


def test_a_full_disk_keeps_the_old_file_and_leaves_no_half_one(tmp_path):
    atomic.write(tmp_path / "a", b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(OutsideFailed, match="no room left"):
            atomic.write(tmp_path / "a", b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_a_failure_in_between_leaves_no_trace(tmp_path, monkeypatch):
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(KeyboardInterrupt):
        atomic.write(tmp_path / "a", b"new")
    assert names(tmp_path) == []

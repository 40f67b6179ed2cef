from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from comity.desk.record import Record, open_record
from comity.desk.registering import Registering, content_bytes
from comity.kernel.errors import NotOnShelf, Refused


class Register:
    """A register with a clock that only moves when told."""

    def __init__(self, folder: Path) -> None:
        self.now = datetime(2026, 1, 20, tzinfo=UTC)
        self.record: Record = open_record(folder / "desk.db", author="desk", clock=lambda: self.now)
        self.desk = Registering(self.record, now=lambda: self.now)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    made = Register(tmp_path)
    yield made
    made.record.close()


def test_an_edition_holds_all_states_and_names_those_it_lacks(register: Register):
    made = register.desk.prepare(months=1)
    assert made.content.month == "2026-02"
    assert made.content.known_to == "2025-11"
    assert len(made.content.deaths[0].states) > 150
    assert made.content.onset is not None
    assert any("PRK" in gap for gap in made.content.gaps)
    assert register.record.size() == 0


def test_the_digest_is_that_of_the_published_file_and_the_same_each_time(register: Register):
    made = register.desk.prepare(months=1)
    assert hashlib.sha256(content_bytes(made)).hexdigest() == made.sha256
    assert register.desk.prepare(months=1).sha256 == made.sha256


def test_a_month_is_sealed_once_and_not_after_it_began(register: Register):
    made = register.desk.prepare(months=1)
    assert register.desk.seal(made).stream == "edition/2026-02"
    with pytest.raises(Refused, match="2026-02 was sealed at 2026-01-20"):
        register.desk.seal(register.desk.prepare(months=1))
    register.now = datetime(2026, 2, 1, tzinfo=UTC)
    with pytest.raises(Refused, match="has begun"):
        register.desk.prepare("2026-02")
    with pytest.raises(Refused, match="has begun"):
        register.desk.seal(made)


def test_what_was_sealed_is_scored_when_its_month_is_known(register: Register):
    register.desk.seal(register.desk.prepare(months=1))
    register.now = datetime(2026, 3, 15, tzinfo=UTC)
    with pytest.raises(Refused, match="no state of the edition is counted"):
        register.desk.score("2026-02")
    register.now = datetime(2026, 3, 31, tzinfo=UTC)
    found, entry = register.desk.score("2026-02")
    assert entry is not None
    assert {mark.name for mark in found.marks} == {"crps", "ignorance", "brier"}
    assert all(mark.low <= mark.score - mark.naive <= mark.high for mark in found.marks)
    again, none = register.desk.score("2026-02")
    assert (again, none) == (found, None)
    (line,) = register.desk.lines()
    assert (line.scores, line.waits) == ((found,), ())


def test_a_month_nobody_sealed_cannot_be_scored(register: Register):
    with pytest.raises(NotOnShelf, match="nothing was sealed for 2026-02"):
        register.desk.score("2026-02")
    with pytest.raises(NotOnShelf, match="no edition was sealed"):
        register.desk.verify("2026-02")


def test_an_edition_is_verified_against_the_file_that_was_published(register: Register):
    made = register.desk.prepare(months=1)
    register.desk.seal(made)
    assert register.desk.verify("2026-02", raw=content_bytes(made)) == made.sha256
    other = register.desk.prepare(months=2)
    with pytest.raises(Refused, match="has the digest"):
        register.desk.verify("2026-02", raw=content_bytes(other))


def test_counts_too_old_for_the_month_are_a_named_gap(register: Register):
    register.now = datetime(2027, 11, 2, tzinfo=UTC)
    with pytest.raises(Refused, match="counts end in 2026-05"):
        register.desk.prepare()

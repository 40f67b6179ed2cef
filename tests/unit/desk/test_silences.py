from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comity.convene.procedures.silence import Standing
from comity.desk.record import open_record
from comity.desk.silences import Silences, Terms
from comity.kernel.errors import NotOnShelf, Refused
from comity.kernel.marking import marking

AMBER = marking("TLP:AMBER [envoys]")
TEXT = Terms(text_sha256="a" * 64, title="A text", hours=48, body="unsc", by="penholder")


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def silences(tmp_path: Path, clock: Clock):
    with open_record(tmp_path / "desk.db", author="desk", clock=clock) as record:
        yield Silences(record, clock)


def test_the_members_of_that_day_take_part_and_the_marking_follows_every_step(silences: Silences):
    entry = silences.begin(TEXT, AMBER)
    assert len(silences.standing(entry.stream).opened.participants) == 15
    assert silences.object(entry.stream, "Russia", "paragraph 3").marking == AMBER


def test_nobody_objects_and_silence_is_kept_when_its_time_is_over(silences: Silences, clock: Clock):
    stream = silences.begin(TEXT, AMBER).stream
    clock.now += timedelta(hours=47)
    assert silences.standing(stream).standing is Standing.RUNNING
    clock.now += timedelta(hours=1)
    assert silences.standing(stream).standing is Standing.KEPT
    with pytest.raises(Refused, match="silence ended"):
        silences.object(stream, "RUS", "too late")


def test_an_extension_counts_from_the_present_end(silences: Silences, clock: Clock):
    stream = silences.begin(TEXT, AMBER).stream
    silences.extend(stream, 24, "capitals asked")
    clock.now += timedelta(hours=60)
    assert silences.standing(stream).standing is Standing.RUNNING
    silences.withdraw(stream, "talks go on")
    assert silences.standing(stream).standing is Standing.WITHDRAWN


def test_a_refused_step_leaves_no_trace(silences: Silences):
    stream = silences.begin(TEXT, AMBER).stream
    before = silences.standing(stream)
    with pytest.raises(Refused, match="takes no part"):
        silences.object(stream, "NOR", "we object")
    assert silences.standing(stream).broken == before.broken


def test_an_unknown_silence_and_an_unknown_membership_say_so(silences: Silences):
    with pytest.raises(NotOnShelf, match="silence/9"):
        silences.standing("silence/9")
    with pytest.raises(Refused, match="shelf"):
        silences.begin(Terms(text_sha256="a" * 64, title="t", hours=4, body="unhrc", by="chair"), AMBER)


def test_a_group_of_friends_can_keep_silence_too(silences: Silences):
    terms = Terms(text_sha256="a" * 64, title="t", hours=4, body="unsc", by="chair", participants=("Norway", "KEN"))
    assert silences.standing(silences.begin(terms, AMBER).stream).opened.participants == ("KEN", "NOR")
    assert len(silences.all()) == 1

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import Misused
from comity.ledger.entry import Entry, entry
from comity.ledger.fold import by_stream, fold, known, latest, of_kind, until
from tests.unit.ledger.ledger_samples import START, stored

ENTRIES = tuple(entry(stored(number)) for number in range(12))


def total(sum_so_far: float, item: Entry) -> float:
    return sum_so_far + item.body["amount"]


@settings(max_examples=50, deadline=None)
@given(st.integers(-90, 900))
def test_an_as_of_fold_is_the_fold_of_the_prefix(seconds):
    moment = START + timedelta(seconds=seconds)
    prefix = [item for item in ENTRIES if datetime.fromisoformat(item.instant) <= moment]
    assert list(ENTRIES[: len(prefix)]) == prefix
    assert fold(ENTRIES, total, 0.0, as_of=moment) == fold(prefix, total, 0.0)


def test_a_fold_without_instant_takes_all():
    assert fold(ENTRIES, total, 0.0) == sum(range(1, 13))


def test_a_day_counts_to_its_end_in_utc():
    assert until(date(2026, 1, 1)) == "2026-01-01T23:59:59.999999Z"
    assert len(list(known(ENTRIES, date(2026, 1, 1)))) == 12
    assert not list(known(ENTRIES, date(2025, 12, 31)))


def test_an_instant_in_another_zone_is_compared_in_utc():
    oslo = timezone(timedelta(hours=1))
    assert until(datetime(2026, 1, 1, 1, 3, tzinfo=oslo)) == until(datetime(2026, 1, 1, 0, 3, tzinfo=UTC))


def test_an_instant_without_zone_is_misuse():
    with pytest.raises(Misused, match="no time zone"):
        list(known(ENTRIES, datetime(2026, 1, 1)))  # noqa: DTZ001 - the misuse under test


def test_the_latest_of_a_stream_is_the_one_known_then():
    changed = entry(stored(12, stream="pledge/1"))
    assert latest((*ENTRIES, changed))["pledge/1"] == changed
    assert latest((*ENTRIES, changed), START)["pledge/1"] == ENTRIES[0]
    assert by_stream((*ENTRIES, changed))["pledge/1"] == (ENTRIES[0], changed)


def test_entries_of_a_kind_come_in_any_version():
    newer = entry(stored(12, kind="commit.pledged/2"))
    other = entry(stored(13, kind="commit.pledged_more/1"))
    assert list(of_kind((ENTRIES[0], newer, other), "commit.pledged")) == [ENTRIES[0], newer]

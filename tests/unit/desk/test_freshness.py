"""How old data are, and since when that is too old."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from comity.desk.freshness import standing
from comity.sources import ucdp_candidate
from comity.store import clock
from comity.store.vintages import Sheet, Stopped, Tried, Vintages

SOURCE = ucdp_candidate.SOURCE


@pytest.fixture
def vintages(tmp_path: Path) -> Vintages:
    return Vintages(tmp_path)


def keep(vintages: Vintages, days_ago: float) -> None:
    known = clock.now() - timedelta(days=days_ago)
    with vintages.draft(SOURCE.name) as draft:
        draft.keep(
            Sheet(
                source=SOURCE.name, name=draft.name, dataset="", version="26.0.8", how="fetched", known_at=known,
                came_at=known, stated=False, licence="", shareable=True, files=(),
            )
        )  # fmt: skip


def test_a_source_never_used_has_nothing(vintages: Vintages) -> None:
    found = standing(SOURCE, vintages)
    assert (found.verdict, found.age_days, found.known_at) == ("none", None, None)


@pytest.mark.parametrize(("days", "verdict"), [(61, "fresh"), (64, "stale")])
def test_data_are_stale_after_twice_the_time_between_releases(days: int, verdict: str, vintages: Vintages) -> None:
    keep(vintages, days)
    found = standing(SOURCE, vintages)
    assert (found.verdict, found.age_days) == (verdict, days)
    assert (found.stale_since is not None) == (verdict == "stale")


def test_finding_the_same_bytes_makes_data_fresh_again(vintages: Vintages) -> None:
    keep(vintages, 100)
    vintages.note(SOURCE.name, Tried(at=clock.now(), how="same"))
    assert (standing(SOURCE, vintages).verdict, standing(SOURCE, vintages).age_days) == ("fresh", 0)


def test_a_source_that_stopped_keeps_its_age_and_says_since_when(vintages: Vintages) -> None:
    keep(vintages, 100)
    first = clock.now() - timedelta(days=3)
    for at in (first, clock.now()):
        with vintages.draft(SOURCE.name) as draft:
            draft.set_aside(Stopped(at=at, words="lacks id", hint="", version="", files=()))
    vintages.note(SOURCE.name, Tried(at=clock.now(), how="stopped", words="lacks id"))
    found = standing(SOURCE, vintages)
    assert (found.verdict, found.age_days, found.stopped_since, found.quarantined) == ("stopped", 100, first, 2)
    assert found.stale_since is not None
    assert found.why == "lacks id"

"""Releases: only days stand in addresses, and vintages say what they are complete for."""

from __future__ import annotations

from datetime import date

import pytest

from comity.kernel.errors import Misused
from comity.sources.contract import Wish
from comity.sources.forms.release import dated, whole, years


def test_a_release_is_named_by_a_day() -> None:
    assert dated("2025_9_19") == "2025_9_19"
    for version in ("", "newest", "2025-09-19", "2025_09_19/../x"):
        with pytest.raises(Misused):
            dated(version)


def test_a_whole_file_covers_all_days_and_states() -> None:
    assert whole(Wish(version="3", since=date(2020, 1, 1), states=("SDN",))) == Wish(version="3")


def test_years_are_whole() -> None:
    assert years(Wish(since=date(2020, 5, 3))) == Wish(since=date(2020, 1, 1))
    assert years(Wish(until=date(2020, 5, 3))) == Wish(until=date(2020, 12, 31))

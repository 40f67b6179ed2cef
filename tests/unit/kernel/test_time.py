"""Time: UTC only, months as numbers, and as-of dates that never reach into the future."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel import time
from comity.kernel.errors import Misused
from comity.kernel.time import Month

MONTHS = st.builds(Month, st.integers(1, 9999), st.integers(1, 12))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023", date(2023, 12, 31)), ("2023-03", date(2023, 3, 31)), ("2024-02", date(2024, 2, 29)),
        ("2023-04-15", date(2023, 4, 15)), (" 2023-04 ", date(2023, 4, 30)),
    ],
)  # fmt: skip
def test_as_of_means_to_the_end_of_what_is_written(text, day):
    assert time.as_of(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "23",
        "2023-13",
        "2023-00",
        "2023-02-00",
        "2023-02-30",
        "2023-2",
        "0000",
        "2023-03-01T00:00",
        "yesterday",
        "２０２３",
    ],
)
def test_what_is_no_day_of_the_calendar_is_refused(text):
    with pytest.raises(Misused, match=r"is no (date|day of the calendar)"):
        time.as_of(text)


@pytest.mark.parametrize("text", ["2023", "2023-13", "2023-00", "2023-02-31", "2023-02-00", "March"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(Misused):
        time.month(text)


@settings(max_examples=50, deadline=None)
@given(MONTHS)
def test_a_month_survives_writing_reading_and_counting(one):
    assert time.month(str(one)) == one == time.month_at(one.index)
    assert time.month_of(one.first) == time.month_of(one.last) == one
    assert time.as_of(str(one)) == one.last


@settings(max_examples=50, deadline=None)
@given(st.builds(Month, st.integers(1000, 3000), st.integers(1, 12)), st.integers(-500, 500), st.integers(-500, 500))
def test_adding_months_adds_up_and_keeps_order(one, first, second):
    assert one.plus(first).plus(second) == one.plus(first + second)
    assert (one.plus(first) < one.plus(second)) == (first < second)


@settings(max_examples=50, deadline=None)
@given(st.integers(-62_000_000_000, 250_000_000_000), st.integers(0, 999_999), st.integers(-14, 14))
def test_an_instant_survives_writing_in_any_zone(seconds, micros, hours):
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds, microseconds=micros)
    aware = moment.astimezone(timezone(timedelta(hours=hours)))
    assert time.instant(time.written(aware)) == aware
    assert time.written(aware) == time.written(aware.astimezone(UTC))
    assert len(time.written(aware)) == len("2026-11-21T09:00:00.000000Z")


@pytest.mark.parametrize("text", ["2026-11-21T09:00:00", "2026-11-21", "nine o'clock", "0001-01-01T00:00:00+14:00", ""])
def test_an_instant_without_zone_or_outside_the_calendar_is_refused(text):
    with pytest.raises(Misused):
        time.instant(text)


def test_a_naive_instant_is_never_written():
    with pytest.raises(Misused, match="no time zone"):
        time.written(datetime(2026, 11, 21))  # noqa: DTZ001

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import Misused, Refused
from comity.warn.vintage import Observed, as_times, days_end, end_of, instants, seen, shown


def table(*rows: tuple[str, str, str, float]) -> Observed:
    """Rows of (unit, event day, day known, value) of one variable."""
    unit, event, known, value = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Observed(
        unit=np.array(unit, dtype="U3"),
        event_time=np.array(event, dtype="datetime64[D]"),
        known_at=np.array(known, dtype="datetime64[D]"),
        variable=np.array(["deaths"] * len(unit), dtype="U9"),
        value=np.array(value, dtype=np.float64),
    )


RELEASES = table(
    ("SDN", "2020-01-31", "2020-02-20", 4.0), ("SDN", "2020-01-31", "2021-06-01", 9.0),
    ("SDN", "2020-02-29", "2020-03-20", 2.0), ("SDN", "2020-02-29", "2021-06-01", np.nan),
    ("TCD", "2020-01-31", "2021-06-01", 1.0),
)  # fmt: skip


@pytest.mark.parametrize(
    ("origin", "values"),
    [
        (date(2020, 2, 19), []),
        (date(2020, 2, 20), [4.0]),
        (date(2020, 3, 20), [4.0, 2.0]),
        (date(2021, 5, 31), [4.0, 2.0]),
        (date(2021, 6, 1), [9.0, 1.0]),
    ],
)
def test_an_origin_sees_the_newest_vintage_known_and_no_value_that_was_withdrawn(origin: date, values: list[float]):
    assert seen(RELEASES, origin).value.tolist() == values


def test_an_empty_table_shows_nothing():
    assert len(seen(table(), date(2020, 1, 1)).value) == 0


def test_a_day_as_origin_is_all_of_it_in_utc():
    assert shown(end_of(date(2020, 2, 29))) == "2020-02-29"
    assert end_of(date(2020, 2, 29)) == np.datetime64("2020-02-29T23:59:59.999999")


def test_an_instant_is_shifted_to_utc():
    assert end_of(datetime(2020, 3, 1, 1, tzinfo=timezone(timedelta(hours=3)))) == np.datetime64(
        "2020-02-29T22:00", "us"
    )


def test_an_instant_without_zone_is_refused():
    with pytest.raises(Misused, match="names no time zone"):
        instants([datetime(2020, 1, 1)])  # noqa: DTZ001 - the fault under test


def test_instants_keep_their_order():
    made = instants([datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)])
    assert made.dtype == np.dtype("datetime64[us]")
    assert made[0] < made[1]


@pytest.mark.parametrize("step", ["Y", "M", "W"])
def test_times_without_a_last_day_are_refused(step: str):
    with pytest.raises(Misused, match="whose end is not told"):
        as_times(np.array(["2020-01-01"], dtype=f"datetime64[{step}]"), "known_at")


def test_what_is_dated_by_the_day_counts_to_its_end():
    assert as_times(np.array(["2020-01-01"], dtype="datetime64[D]"), "x")[0] == days_end([date(2020, 1, 1)])[0]


def test_columns_of_several_lengths_are_refused():
    base = {name: getattr(RELEASES, name) for name in Observed.__struct_fields__}
    with pytest.raises(Misused, match="differ in length"):
        seen(Observed(**(base | {"value": np.zeros(2)})), date(2022, 1, 1))


def test_a_row_known_before_it_was_over_is_refused_by_name():
    with pytest.raises(
        Refused, match=r"deaths of SDN \(row 0\) was known at 2020-01-30, before it was over at 2020-01-31"
    ):
        seen(table(("SDN", "2020-01-31", "2020-01-30", 1.0)), date(2022, 1, 1))


def day(number: int) -> str:
    return str(np.datetime64("2020-01-01") + number)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["SDN", "TCD"]), st.integers(0, 30), st.integers(0, 60)), unique=True))
def test_whatever_is_seen_was_over_and_known_and_a_later_origin_forgets_no_cell(rows: list[tuple[str, int, int]]):
    made = table(*((unit, day(event), day(event + lag), float(lag)) for unit, event, lag in rows))
    early, late = date(2020, 1, 20), date(2020, 2, 10)
    first, second = seen(made, early), seen(made, late)

    assert (days_end(first.known_at) <= end_of(early)).all()
    assert (days_end(first.event_time) <= end_of(early)).all()
    cells = [set(zip(view.unit.tolist(), view.event_time.tolist(), strict=True)) for view in (first, second)]
    assert cells[0] <= cells[1]
    assert len(cells[0]) == len(first.value)

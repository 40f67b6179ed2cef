from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import Misused
from comity.warn.reports.blur import apart_km, blurred, place, span
from tests.unit.warn.reports.report_samples import at, signal

LATS = st.floats(-89.9, 89.9)
LONS = st.floats(-180, 180)
CELLS = st.sampled_from([1.0, 5.0, 25.0, 100.0, 500.0])


@settings(max_examples=50, deadline=None)
@given(LATS, LONS, CELLS)
def test_the_true_place_lies_within_the_distance_that_is_told(lat: float, lon: float, km: float):
    exact = at(lat, lon)
    moved = place(exact, km)
    away = apart_km(exact, moved)
    assert away is not None
    assert away <= moved.within_km


@settings(max_examples=50, deadline=None)
@given(st.floats(-60, 60), LONS, CELLS, st.lists(st.tuples(st.floats(-0.4, 0.4), st.floats(-0.4, 0.4)), min_size=2))
def test_reports_from_one_cell_get_one_point_so_that_no_mean_leads_back(lat, lon, km, moves):
    middle = place(at(lat, lon), km)
    step = km / 111.195
    across = step / max(0.5, __import__("math").cos(__import__("math").radians(middle.lat)))
    points = set()
    for north, east in moves:
        near = at(middle.lat + north * step, min(180.0, max(-180.0, middle.lon + east * across * 0.5)))
        moved = place(near, km)
        points.add((moved.lat, moved.lon))
    assert len(points) == 1


def test_a_place_with_only_a_name_stays():
    from comity.records.signal import Place

    assert place(Place(name="North Darfur"), 25).name == "North Darfur"


@pytest.mark.parametrize("km", [0, -1, 501, float("nan")])
def test_a_cell_out_of_range_is_misuse(km: float):
    with pytest.raises(Misused, match="1 to 500 km"):
        place(at(13.6, 25.3), km)


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.sampled_from(["day", "week", "month"]))
def test_the_day_lies_within_its_span(day: date, how):
    first, last = span(day, how)
    assert first <= day <= last


def test_a_week_begins_on_monday_and_the_day_itself_is_gone():
    kept = blurred(signal(seen_on=date(2026, 5, 6)), km=None, time="week")
    assert (kept.seen_on, kept.seen_to) == (date(2026, 5, 4), date(2026, 5, 10))


def test_a_span_never_ends_after_the_day_the_report_was_known():
    kept = blurred(signal(seen_on=date(2026, 5, 2), known_on=date(2026, 5, 5)), km=None, time="month")
    assert kept.seen_to == date(2026, 5, 5)


def test_a_report_of_several_days_keeps_its_end_when_blurred():
    kept = blurred(signal(seen_to=date(2026, 5, 12)), km=None, time="week")
    assert kept.seen_on <= date(2026, 5, 2)
    assert kept.last_seen >= date(2026, 5, 12)


def test_darfur_is_where_it_is():
    found = place(at(13.6289, 25.3493, "El Fasher"), 25)
    assert (round(found.lat, 1), round(found.lon, 1)) == (13.6, 25.3)
    assert found.name == "El Fasher"
    assert apart_km(at(13.6289, 25.3493), at(13.45, 22.44)) == pytest.approx(314.9, abs=1)  # To El Geneina.

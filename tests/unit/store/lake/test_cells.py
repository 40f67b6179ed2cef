from __future__ import annotations

import pytest

from comity.kernel.errors import Misused
from comity.kernel.states import state
from comity.kernel.time import Month
from comity.store.lake.cells import Cells, Span, first_days, spans, spine


def test_rows_come_by_state_and_month_each_once_with_gaps_marked():
    made = [Span(state="TCD", first=Month(2020, 1), last=Month(2020, 2)),
            Span(state="ETH", first=Month(2020, 12), last=Month(2021, 1)),
            Span(state="TCD", first=Month(2020, 2), last=Month(2020, 2)),
            Span(state="TCD", first=Month(2020, 4), last=Month(2020, 4))]  # fmt: skip
    state, at, inside = spine(made)

    assert state.tolist() == ["ETH", "ETH", "TCD", "TCD", "TCD", "TCD"]
    assert first_days(at).astype(str).tolist() == [
        "2020-12-01", "2021-01-01", "2020-01-01", "2020-02-01", "2020-03-01", "2020-04-01",
    ]  # fmt: skip
    assert inside.tolist() == [True, True, True, True, False, True]


def test_no_span_gives_no_row():
    assert [len(part) for part in spine(())] == [0, 0, 0]


def test_a_span_that_ends_before_it_begins_is_refused():
    with pytest.raises(Misused, match="is empty"):
        spine([Span(state="TCD", first=Month(2020, 2), last=Month(2020, 1))])


def test_a_state_has_rows_from_the_month_it_came_to_be():
    found = spans([state("SSD")], Month(2010, 1), Month(2012, 12))

    assert found == (Span(state="SSD", first=Month(2011, 7), last=Month(2012, 12)),)


def test_a_state_that_was_no_more_has_none():
    assert spans([state("CSK")], Month(1995, 1), Month(1996, 1)) == ()


def test_the_day_a_state_was_over_is_not_its_own():
    last = spans([state("CSK")], Month(1990, 1), Month(1996, 1))[0].last

    assert last == Month(1992, 12)


@pytest.mark.parametrize(
    "cells",
    [Cells(kinds=()), Cells(kinds=("riot", "riot")), Cells(windows=(0,)), Cells(lags=(1, 1)), Cells(measures=())],
)
def test_nothing_asked_or_asked_twice_is_refused(cells: Cells):
    with pytest.raises(Misused):
        cells.checked()

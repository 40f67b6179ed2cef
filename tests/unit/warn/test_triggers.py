from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from comity.kernel.errors import Misused
from comity.kernel.time import Month
from comity.warn import triggers
from comity.warn.triggers import Past

FIGURES = arrays(np.float64, (3, 30), elements=st.one_of(st.floats(0, 1), st.just(float("nan"))))


def past(figures: object, came: object = None, quiet: object = None) -> Past:
    table = np.atleast_2d(np.array(figures, dtype=np.float64))
    return Past(
        states=tuple(f"S{row:02d}" for row in range(len(table))),
        start=Month(2000, 1),
        figures=table,
        quiet=np.ones(table.shape, dtype=bool) if quiet is None else np.atleast_2d(np.array(quiet, dtype=bool)),
        came=np.zeros(table.shape) if came is None else np.atleast_2d(np.array(came, dtype=np.float64)),
    )


def stood(given: Past, raise_at: float, clear_at: float, months: int = 3) -> np.ndarray:
    width = (1, given.months)
    return triggers.standing(given, np.full(width, raise_at), np.full(width, clear_at), months=months)[0]


def test_an_alert_opens_at_the_line_and_ends_after_three_low_months():
    made = stood(past([0.1, 0.5, 0.2, 0.2, 0.2, 0.2]), 0.5, 0.3)
    assert made[0].tolist() == [False, True, True, True, False, False]


def test_one_month_above_the_lower_line_starts_the_wait_again():
    made = stood(past([0.5, 0.2, 0.2, 0.3, 0.2, 0.2, 0.2]), 0.5, 0.3)
    assert made[0].tolist() == [True] * 6 + [False]


def test_a_month_without_figure_neither_raises_nor_clears():
    nan = float("nan")
    made = stood(past([nan, 0.5, nan, nan, nan, nan, 0.2, 0.2, nan, 0.2]), 0.5, 0.3)
    assert made[0].tolist() == [False] + [True] * 8 + [False]


def test_an_alert_ends_when_what_it_warned_of_came():
    made = stood(past([0.5, 0.6, 0.7], quiet=[True, True, False]), 0.5, 0.3)
    assert made[0].tolist() == [True, True, False]


@settings(max_examples=50, deadline=None)
@given(FIGURES, st.floats(0.1, 0.9), st.floats(0.1, 1.0), st.integers(1, 5))
def test_an_alert_never_flaps_faster_than_its_months(figures: np.ndarray, line: float, share: float, months: int):
    made = stood(past(figures), line, line * share, months)
    for row in made:
        changes = np.flatnonzero(np.diff(row.astype(int)))
        ended = [c for c in changes if row[c] and not row[c + 1]]
        opened = [-1] * int(row[0]) + [c for c in changes if not row[c]]
        for end in ended:
            begin = max(c for c in opened if c < end)
            assert end - begin >= months


@settings(max_examples=50, deadline=None)
@given(FIGURES, st.floats(0.05, 0.9), st.floats(0.1, 1.0), st.floats(0.3, 1.0))
def test_lower_lines_never_give_fewer_alerts(figures: np.ndarray, line: float, lower: float, share: float):
    high, low = stood(past(figures), line, line * share), stood(past(figures), line * lower, line * lower * share)
    assert (low | ~high).all()


def test_lines_that_cross_are_refused():
    with pytest.raises(Misused, match="flap"):
        stood(past([0.5]), 0.2, 0.3)
    with pytest.raises(Misused, match="flap"):
        stood(past([0.5]), 0.3, 0.2, months=0)


def test_what_came_in_the_month_of_issue_was_too_late_and_in_the_half_year_after_it_was_not():
    came = np.zeros(12)
    came[3] = 1
    after = triggers.followed(past(np.full(12, 0.1), came=came))[0]
    # Column 2 is issued in month 3, in which it came; columns 0 and 1 were in time.
    assert after[:4].tolist()[:2] == [1.0, 1.0]
    assert np.isnan(after[2])
    assert after[3] == 0.0


def test_a_month_whose_half_year_is_not_over_is_open():
    after = triggers.followed(past(np.full(12, 0.1)))[0]
    assert after[4] == 0.0
    assert np.isnan(after[5:]).all()


def test_a_surge_needs_a_whole_quiet_year_before_it():
    counts = np.zeros((2, 16))
    counts[:, 13], counts[1, 2] = 30, np.nan
    quiet, came = triggers.surges(counts, 25)
    assert quiet[0, 12]
    assert not quiet[0, 13:].any()
    assert came[0].tolist() == [0.0] * 13 + [1.0, 0.0, 0.0]
    assert not quiet[1, :14].any()
    assert np.nansum(came[1]) == 0


def test_events_without_a_figure_in_time_could_not_be_warned_of():
    came = np.zeros(8)
    came[1] = came[6] = 1
    assert triggers.events(past(np.full(8, 0.1), came=came)) == ((0, 6),)


def test_spells_are_unbroken_alerts():
    found = triggers.spells(np.array([[True, True, False, True], [False] * 4]))
    assert [(one.row, one.first, one.last, one.stands) for one in found] == [(0, 0, 1, False), (0, 3, 3, True)]


def test_what_is_cut_is_what_could_be_seen():
    cut = triggers.until(past(np.arange(6) / 10), 2)
    assert cut.months == 3
    assert cut.figures[0].tolist() == [0.0, 0.1, 0.2]

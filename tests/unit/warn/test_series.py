from datetime import date

import numpy as np
import pytest

from comity.kernel.errors import BadContent, Misused
from comity.kernel.time import month
from comity.warn import series

CELLS = b"state,month,all,civilian,state_based\nAAA,2000-02,7,3,\nAAA,2000-04,1,,\n"
COVERED = b"state,target,first,last\nAAA,all,2000-01,2000-05\nAAA,civilian,2000-01,2000-03\nBBB,all,2000-03,2000-05\n"


def test_covered_months_without_a_row_are_zero_and_the_rest_is_missing() -> None:
    read = series.read(CELLS, COVERED)
    assert read.states == ("AAA", "BBB")
    assert read.counts["all"][0].tolist() == [0, 7, 0, 1, 0]
    assert np.isnan(read.counts["civilian"][0, 3:]).all()
    assert np.isnan(read.counts["all"][1, :2]).all()
    assert np.isnan(read.counts["civilian"][1]).all()


def test_the_end_is_the_last_month_of_the_target() -> None:
    read = series.read(CELLS, COVERED)
    assert (read.end("all"), read.end("civilian")) == (month("2000-05"), month("2000-03"))
    with pytest.raises(Misused):
        read.end("battle")


@pytest.mark.parametrize(
    ("on", "known"), [(date(2023, 3, 31), "2023-02"), (date(2023, 3, 30), "2023-01"), (date(2024, 1, 31), "2023-12")]
)
def test_a_month_is_known_when_the_next_one_is_over(on: date, known: str) -> None:
    assert series.known_to(on) == month(known)


@pytest.mark.parametrize(
    "cells",
    [
        b"state,month,all\n",
        b"state,month,all,civilian,state_based\nAAA,2000-02,7\n",
        b"state,month,all,civilian,state_based\nAAA,2000-06,7,,\n",
        b"state,month,all,civilian,state_based\nAAA,2000-04,7,2,\n",
        b"state,month,all,civilian,state_based\nCCC,2000-02,7,,\n",
        b"state,month,all,civilian,state_based\nAAA,2000-02,-7,,\n",
    ],
)
def test_a_damaged_file_is_named_with_its_remedy(cells: bytes) -> None:
    with pytest.raises(BadContent) as error:
        series.read(cells, COVERED)
    assert "comity fit country_months" in error.value.hint


def test_history_stops_at_what_was_known() -> None:
    shown = series.history(series.read(CELLS, COVERED), "AAA", "civilian", month("2000-04"))
    assert isinstance(shown, series.History)
    assert shown.months == ("2000-01", "2000-02", "2000-03", "2000-04")
    assert shown.deaths == (0, 3, 0, None)


def test_palestine_is_sent_to_israel_and_strangers_are_missing_not_zero() -> None:
    read = series.read(CELLS, COVERED)
    palestine, stranger = series.absence(read, "PSE", "all"), series.absence(read, "TUV", "all")
    assert palestine is not None
    assert "ISR" in palestine.reason
    assert stranger is not None
    assert "not a count of zero" in stranger.reason
    early = series.history(read, "BBB", "all", month("2000-01"))
    assert isinstance(early, series.NoForecast)

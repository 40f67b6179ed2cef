from __future__ import annotations

from datetime import date, timedelta

from comity.kernel.grading import grade
from comity.warn.reports.corroboration import events
from comity.warn.reports.indicators import rows
from tests.unit.warn.reports.report_samples import link, signal

ON = date(2026, 6, 1)


def test_one_event_told_five_times_is_one_event():
    reports = {f"signal/{n}": signal(indicators=("RF11-01",)) for n in range(1, 6)}
    links = [link("signal/1", name) for name in list(reports)[1:]]
    row = rows(reports, events(reports, links), on=ON)[0]
    assert row.events == 1
    assert len(row.reports) == 5
    assert "none corroborated independently" in row.words


def test_more_events_than_the_quarter_before_are_called_more():
    days = [ON - timedelta(days=n) for n in (1, 10, 100)]
    reports = {
        f"signal/{n}": signal(indicators=("RF07-05",), seen_on=day, known_on=ON) for n, day in enumerate(days, 1)
    }
    row = rows(reports, events(reports, []), on=ON)[0]
    assert (row.events, row.events_before) == (2, 1)
    assert "more than in the 90 before (1)" in row.words


def test_the_best_grade_is_the_most_reliable_source_first():
    reports = {
        "signal/1": signal(indicators=("RF01-01",), grade=grade("C1")),
        "signal/2": signal(indicators=("RF01-01",), grade=grade("B3")),
    }
    assert rows(reports, events(reports, []), on=ON)[0].best == "B3"


def test_what_was_seen_later_is_not_on_the_board():
    reports = {"signal/1": signal(indicators=("RF01-01",), seen_on=ON + timedelta(days=1), known_on=ON)}
    assert not rows(reports, events(reports, []), on=ON)

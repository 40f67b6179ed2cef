"""Alerts as of a day never use a later fact: they are the same when the future is cut from every file."""

from __future__ import annotations

from datetime import date

from comity.desk.alerting import Alerting
from comity.kernel import canon
from tests.journeys.cuts import history_ends

DAY = date(2023, 3, 31)


def test_the_alerts_of_a_day_and_their_history_are_the_same_when_the_future_is_cut():
    desk = Alerting(lambda: date(2026, 11, 1))
    board, history = desk.board(as_of=DAY), desk.history("MMR", as_of=DAY)

    with history_ends(DAY):
        cut_board, cut_history = desk.board(as_of=DAY), desk.history("MMR", as_of=DAY)

    assert canon.canonical(board) == canon.canonical(cut_board)
    assert canon.canonical(history) == canon.canonical(cut_history)

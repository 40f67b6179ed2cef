from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from comity.desk.notifying import Notifying, Order
from comity.desk.opening import Desk
from comity.desk.option_set import rungs
from comity.desk.record import open_record
from comity.kernel.errors import Misused, NotOnShelf, Refused
from comity.kernel.marking import CLEAR, Marking
from comity.ledger.bodies import Choice
from comity.records.alert import Level
from comity.records.notification import Notification, Outcome
from comity.warn.notices import Reply
from comity.warn.response_clock import Stage

START = datetime(2026, 6, 30, 9, tzinfo=UTC)
AMBER = Marking()
_DRAFTS: dict[int, Notification] = {}


class Office:
    """A desk with a clock that only moves when told."""

    def __init__(self, folder: Path) -> None:
        self.now = START
        record = open_record(folder / "desk.db", author="desk", clock=lambda: self.now)
        self.desk = Desk(record, today=self.today)
        self.notify = Notifying(
            record, alerting=self.desk.alerting, plan=self.desk.plan, account=self.desk.account, now=lambda: self.now
        )

    def today(self) -> date:
        return self.now.date()

    def wait(self, hours: float) -> None:
        self.now += timedelta(hours=hours)

    def sent(self, hours: int = 72) -> str:
        order = Order(offices=(("focal point",), ("director",)), hours=hours)
        # Drafted once for each of the two times, all at the same instant.
        if hours not in _DRAFTS:
            _DRAFTS[hours] = self.notify.draft("BGD", order)
        return self.notify.notify(_DRAFTS[hours], AMBER).stream


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.desk.close()


def test_a_draft_carries_three_options_or_more_with_bodies_and_dates(office: Office):
    draft = office.notify.draft("BGD")
    assert 3 <= len(draft.options) <= 5
    assert {option.basis for option in draft.options} <= {"direct", "indirect", "none"}
    for option in draft.options:
        assert option.forums
        assert all(START.date() <= forum.meets_from <= forum.decides[1] for forum in option.forums)
        assert all(date.on > START.date() for forum in option.forums for date in forum.dates)
    assert any(forum.dates for option in draft.options for forum in option.forums)
    assert draft.statements
    assert "since" in draft.situation
    assert office.desk.record.size() == 0


def test_sending_puts_the_alert_on_record_first_and_only_once(office: Office):
    assert office.sent() == "notice/1"
    office.notify.close("notice/1", Outcome.ACTED, because="a meeting was held", marking=CLEAR)
    office.sent()
    kinds = [entry.kind for entry in office.desk.record.entries()]
    assert kinds.count("warn.raised/1") == 1
    assert kinds.index("warn.raised/1") < kinds.index("warn.notified/1")
    assert {entry.marking for entry in office.desk.record.entries("notice/1", kind="warn.notified/1")} == {AMBER}


def test_a_second_notification_is_refused_while_the_first_waits(office: Office):
    office.sent()
    with pytest.raises(Refused, match="notice/1 on BGD at the same level still waits"):
        office.sent()


def test_without_an_alert_the_desk_must_say_why(office: Office):
    with pytest.raises(Refused, match="no alert on France stands"):
        office.notify.draft("FRA")
    draft = office.notify.draft("FRA", Order(because="threats against a minority", level=Level.URGENT))
    assert draft.level is Level.URGENT
    assert "the desk's own reason: threats against a minority; no alert stands" in draft.because


def test_a_state_of_which_nothing_can_be_stated_is_refused(office: Office):
    with pytest.raises(Refused, match="nothing can be stated of Monaco"):
        office.notify.draft("Monaco", Order(because="rumours"))


def test_silence_escalates_rung_by_rung_and_stops_at_an_answer(office: Office):
    stream = office.sent(hours=24)
    assert office.notify.escalate(marking=CLEAR) == ()
    office.wait(25)
    assert office.notify.notice(stream).reply is Reply.SILENT
    assert [one.rung for one in office.notify.escalate(stream, marking=CLEAR, act=False)] == [2]
    assert [one.rung for one in office.notify.escalate(marking=CLEAR)] == [2]
    assert office.notify.escalate(marking=CLEAR) == ()
    office.wait(2)
    office.notify.acknowledge(stream, "director", answer="a meeting tomorrow", at=None, marking=CLEAR)
    assert office.notify.notice(stream).reply is Reply.ANSWERED
    with pytest.raises(Refused, match="already acknowledged"):
        office.notify.acknowledge(stream, "Director", answer="", at=None, marking=CLEAR)


def test_a_late_answer_stays_late(office: Office):
    stream = office.sent(hours=24)
    office.wait(30)
    office.notify.acknowledge(stream, "focal point", answer="", at=None, marking=CLEAR)
    found = office.notify.notice(stream)
    assert (found.reply, found.late) == (Reply.LATE, 6)


def test_an_answer_may_be_recorded_after_it_came_but_not_before_it_was_asked(office: Office):
    stream = office.sent(hours=24)
    office.wait(30)
    office.notify.acknowledge(stream, "focal point", answer="", at="2026-06-30T11:00:00+02:00", marking=CLEAR)
    assert office.notify.notice(stream).reply is Reply.ANSWERED


def test_a_closed_notification_stays_closed(office: Office):
    stream = office.sent()
    with pytest.raises(Refused, match="without a reason"):
        office.notify.close(stream, Outcome.DECLINED, because=" ", marking=CLEAR)
    office.notify.close(stream, Outcome.DECLINED, because="the minister chose to wait", marking=CLEAR)
    with pytest.raises(Refused, match="was closed"):
        office.notify.close(stream, Outcome.ACTED, because="again", marking=CLEAR)
    with pytest.raises(Refused, match="was closed"):
        office.notify.acknowledge(stream, "focal point", answer="", at=None, marking=CLEAR)


def test_an_unknown_notification_gets_a_suggestion(office: Office):
    office.sent()
    with pytest.raises(NotOnShelf) as caught:
        office.notify.notice("notice/11")
    assert "notice/1" in caught.value.hint


def test_the_clock_runs_from_warning_to_action(office: Office):
    stream = office.sent()
    office.wait(5)
    office.notify.acknowledge(stream, "focal point", answer="", at=None, marking=CLEAR)
    office.wait(43)
    choice = Choice(state="BGD", measures=("mediation",), because="fits", chosen_on=office.now.date())
    office.desk.plan.choose(choice, CLEAR)
    (clock,) = office.notify.clocks("Bangladesh")
    hours = {step.stage: step.hours for step in clock.steps if step.at}
    assert hours == {Stage.WARNED: 0, Stage.NOTIFIED: 0, Stage.ACKNOWLEDGED: 5, Stage.DECIDED: 48}
    assert clock.waits is Stage.ACTED
    assert office.notify.clocks("FRA") == ()


def test_what_changed_is_recorded_once_and_what_ended_is_cleared(office: Office):
    board = office.desk.alerting.board(as_of=office.now.date(), budget=20)
    first = office.notify.keep(board, CLEAR)
    assert [entry.kind for entry in first] == ["warn.raised/1"] * len(board.standing)
    assert office.notify.keep(board, CLEAR) == ()
    smaller = office.desk.alerting.board(as_of=office.now.date(), budget=2)
    ended = [entry for entry in office.notify.keep(smaller, CLEAR) if entry.kind == "warn.cleared/1"]
    assert len(ended) == len(board.standing) - len(smaller.standing)
    assert {(entry.body["measure"], entry.body["came"]) for entry in ended} <= {
        ("deaths", "no"),
        ("onset", "not_known"),
    }


def test_a_board_of_one_kind_leaves_the_other_kind_as_it_is(office: Office):
    office.notify.keep(office.desk.alerting.board(as_of=office.now.date(), budget=10), CLEAR)
    deaths = office.desk.alerting.board(as_of=office.now.date(), budget=5, kind="deaths")
    assert office.notify.keep(deaths, CLEAR) == ()


def test_an_alert_whose_data_grew_too_old_is_not_said_to_have_been_false(office: Office):
    office.notify.keep(office.desk.alerting.board(as_of=office.now.date(), budget=5, kind="deaths"), CLEAR)
    office.wait(24 * 300)
    stale = office.desk.alerting.board(as_of=office.now.date(), budget=5, kind="deaths")
    ended = office.notify.keep(stale, CLEAR)
    assert ended
    assert {entry.body["came"] for entry in ended} == {"not_known"}
    assert "counts end in 2026-05" in ended[0].body["because"]


def test_rungs_are_read_from_offices_with_semicolons():
    assert rungs(("a; b", "c"), ("d;e",)) == (("a", "b", "c"), ("d", "e"))
    assert rungs((), ()) == ()
    with pytest.raises(Misused, match="begins with nobody"):
        rungs((), ("a",))

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import Misused, Refused
from comity.kernel.time import written
from comity.records.alert import Level
from comity.records.notification import Acknowledgement, Closing, Escalation, Notification, Outcome
from comity.warn import notices
from comity.warn.notices import Reply
from tests.unit.records.test_alert import statement

SENT = datetime(2026, 6, 1, 9, tzinfo=UTC)
FOCAL, HEAD, OFFICE = "focal point", "head of department", "office of the minister"


def after(hours: float) -> datetime:
    return SENT + timedelta(hours=hours)


def notification(hours: int = 24) -> Notification:
    return Notification(
        id="notice/1",
        state="TGO",
        level=Level.URGENT,
        subject="Urgent: Togo",
        statements=(statement(),),
        because="an alert stands",
        ladder=notices.ladder(Level.URGENT, [[FOCAL], [HEAD], [OFFICE]], hours),
        channel="by hand",
        sent_at=written(SENT),
        answer_by=written(after(hours)),
        options=(),
    )


def answer(office: str = FOCAL, hours: float = 3) -> Acknowledgement:
    return Acknowledgement(notice="notice/1", office=office, at=written(after(hours)))


def at(hours: float, *answers: Acknowledgement, told: tuple[Escalation, ...] = (), closing: Closing | None = None):
    return notices.notice(notification(), answers, told, closing, after(hours))


def test_silence_is_shown_and_is_not_agreement():
    assert at(23).reply is Reply.WAITING
    silent = at(30)
    assert silent.reply is Reply.SILENT
    assert silent.overdue == 6
    assert "not agreement" in silent.reply.words


def test_a_late_answer_is_shown_as_late():
    found = at(40, answer(hours=29))
    assert found.reply is Reply.LATE
    assert found.late == 5
    assert at(40, answer(hours=24)).reply is Reply.ANSWERED


def test_what_lies_after_the_instant_is_not_used():
    assert at(2, answer(hours=3)).reply is Reply.WAITING


def test_each_rung_is_due_when_the_time_of_those_before_it_is_over():
    assert [step.due_at for step in notices.steps(notification())] == [written(after(h)) for h in (0, 24, 48)]
    assert [step.rung for step in at(23.9).due] == []
    assert [step.rung for step in at(24).due] == [2]
    assert [step.rung for step in at(100).due] == [2, 3]


def test_an_answer_stops_the_ladder():
    assert at(100, answer(hours=20)).due == ()
    assert at(100, answer(hours=30)).due == ()


def test_a_rung_that_was_told_is_not_due_again_and_has_its_own_time():
    told = notices.escalations(at(25), after(25))
    assert [one.rung for one in told] == [2]
    assert (told[0].due_at, told[0].answer_by) == (written(after(24)), written(after(49)))
    later = at(47, told=told)
    assert later.due == ()
    assert later.reply is Reply.WAITING
    assert at(47, answer(HEAD, 46), told=told).reply is Reply.ANSWERED


def test_a_rung_told_late_has_its_whole_time_before_the_next_is_due():
    told = notices.escalations(at(40), after(40))
    assert at(50, told=told).due == ()
    assert [step.rung for step in at(64, told=told).due] == [3]


@settings(max_examples=50, deadline=None)
@given(st.floats(0, 200), st.floats(0, 200), st.none() | st.floats(0, 200), st.integers(1, 60))
def test_escalation_only_grows_with_time(first: float, more: float, answered: float | None, hours: int):
    answers = () if answered is None else (answer(hours=answered),)
    early, late = (
        {step.rung for step in notices.owed(notification(hours), answers, after(moment))}
        for moment in (first, first + more)
    )
    assert early <= late


def test_the_same_office_cannot_acknowledge_twice():
    with pytest.raises(Refused, match="already acknowledged"):
        notices.checked_acknowledgement(answer(FOCAL.upper(), 5), at(6, answer()), after(6))


def test_two_offices_of_a_rung_may_both_acknowledge():
    checked = notices.checked_acknowledgement(answer(f" {FOCAL.title()} "), at(6), after(6))
    assert checked.office == FOCAL


@pytest.mark.parametrize(
    ("given_answer", "words"),
    [
        (answer(HEAD), "was not told"),
        (answer("embassy in Lomé"), "was not told"),
        (answer(hours=7), "still to come"),
        (answer(hours=-1), "it was told at"),
    ],
)
def test_an_answer_that_cannot_have_come_is_refused(given_answer: Acknowledgement, words: str):
    with pytest.raises(Refused, match=words):
        notices.checked_acknowledgement(given_answer, at(6), after(6))


def test_a_closed_notification_takes_no_answer_and_tells_nobody_more():
    closing = Closing(notice="notice/1", at=written(after(25)), outcome=Outcome.OVERTAKEN, because="a coup")
    found = at(60, closing=closing)
    assert found.reply is Reply.CLOSED
    assert found.due == ()
    with pytest.raises(Refused, match="was closed"):
        notices.checked_acknowledgement(answer(), found, after(60))


@pytest.mark.parametrize(
    "name", ["Mr Smith", "dr. jones", "a.b@example.org", "+22 8901 234 56", "", "x" * 121, "two\nlines\x00"]
)
def test_a_person_or_an_address_is_no_office(name: str):
    with pytest.raises(Misused):
        notices.office(name)


def test_offices_that_only_look_like_persons_are_taken():
    assert notices.office("  Permanent  Mission to the UN, New York ") == "Permanent Mission to the UN, New York"
    assert notices.office("African Union Commission, room 12") == "African Union Commission, room 12"


@pytest.mark.parametrize(
    ("offices", "hours", "words"),
    [([["a"], []], None, "no office"), ([["a"], ["A"]], None, "twice"), ([], 0, "0 hours"), ([], 10_000, "hours")],
)
def test_a_ladder_that_cannot_work_is_refused(offices: list[list[str]], hours: int | None, words: str):
    with pytest.raises(Misused, match=words):
        notices.ladder(Level.WATCH, offices, hours)


def test_the_house_ladder_gives_less_time_to_higher_levels():
    hours = [notices.ladder(level)[0].hours for level in Level]
    assert hours == sorted(hours, reverse=True)
    assert all(len(notices.ladder(level)) >= 3 for level in Level)

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.time import written
from comity.warn import response_clock
from comity.warn.response_clock import KINDS, Happening, Stage

START = datetime(2026, 1, 1, tzinfo=UTC)
LATER = START + timedelta(days=400)


def happening(kind: str, hours: float, sequence: int, measure: str = "") -> Happening:
    moment = written(START + timedelta(hours=hours))
    return Happening(
        kind=kind, instant=moment, stream=kind.split(".", maxsplit=1)[0] + "/1", sequence=sequence, measure=measure
    )


def folded(*given_kinds: tuple[str, float], now: datetime = LATER):
    listed = [
        happening(kind, hours, place, "deaths" if kind in ("warn.raised/1", "warn.cleared/1") else "")
        for place, (kind, hours) in enumerate(given_kinds)
    ]
    return response_clock.clocks("TGO", listed, now)


def test_each_step_has_its_time_since_the_warning_and_since_the_step_before():
    (clock,) = folded(
        ("warn.raised/1", 0), ("warn.notified/1", 1), ("warn.acknowledged/1", 25), ("desk.brief_issued/1", 30),
        ("plan.chosen/1", 48), ("commit.pledged/1", 240),
    )  # fmt: skip
    assert [step.hours for step in clock.steps] == [0, 1, 25, 30, 48, 240]
    assert [step.since_previous for step in clock.steps] == [None, 1, 24, 5, 18, 192]
    assert clock.waits is None


def test_a_step_not_reached_counts_on_and_is_what_is_waited_for():
    (clock,) = folded(("warn.raised/1", 0), ("warn.notified/1", 2), now=START + timedelta(hours=50))
    assert clock.waits is Stage.ACKNOWLEDGED
    waited = clock.steps[2]
    assert (waited.at, waited.hours, waited.since_previous) == (None, 50, 48)


def test_a_step_passed_over_is_not_waited_for():
    (clock,) = folded(("warn.raised/1", 0), ("plan.chosen/1", 3))
    assert clock.waits is Stage.ACTED


def test_what_came_before_the_warning_belongs_to_no_clock():
    assert folded(("plan.chosen/1", 0), ("commit.pledged/1", 1)) == ()
    (clock,) = folded(("plan.chosen/1", 0), ("warn.raised/1", 1))
    assert clock.steps[4].at is None


def test_a_cleared_alert_ends_its_clock_and_the_next_begins_another():
    first, second = folded(
        ("warn.raised/1", 0), ("warn.notified/1", 1), ("warn.cleared/1", 100), ("warn.raised/1", 200)
    )
    assert first.ended == written(START + timedelta(hours=100))
    assert second.began == written(START + timedelta(hours=200))
    assert second.ended is None


def test_a_second_alert_on_the_state_keeps_the_clock_running():
    listed = [
        happening("warn.raised/1", 0, 0, "deaths"),
        happening("warn.raised/1", 1, 1, "onset"),
        happening("warn.cleared/1", 2, 2, "deaths"),
    ]
    (clock,) = response_clock.clocks("TGO", listed, LATER)
    assert clock.ended is None


def test_a_notification_without_alert_begins_a_clock_and_its_closing_ends_it():
    (clock,) = folded(("warn.notified/1", 0), ("warn.closed/1", 9))
    assert clock.steps[0].at is None
    assert clock.ended is not None


def test_an_alert_in_the_first_form_begins_a_clock_too():
    (clock,) = folded(("warn.alerted/1", 0))
    assert clock.steps[0].at is not None


def test_nothing_after_now_is_used():
    (clock,) = folded(("warn.raised/1", 0), ("warn.notified/1", 10), now=START + timedelta(hours=5))
    assert clock.waits is Stage.NOTIFIED


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([*KINDS, "warn.cleared/1", "warn.closed/1"]), st.floats(0, 500)), max_size=20)
)
def test_later_nothing_is_unreached(listed: list[tuple[str, float]]):
    ordered = sorted(listed, key=lambda item: item[1])
    early, late = folded(*ordered, now=START + timedelta(hours=250)), folded(*ordered)
    assert len(early) <= len(late)
    for before, since in zip(early, late, strict=False):
        assert all(now.at == then.at for then, now in zip(before.steps, since.steps, strict=True) if then.at)

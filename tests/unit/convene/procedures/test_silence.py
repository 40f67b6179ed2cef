from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from comity.convene.procedures.silence import Standing, admitted, at, checked, same_text
from comity.kernel.errors import ComityError, Conflict, Misused, Refused
from comity.records.silence import SilenceBroken, SilenceExtended, SilenceOpened, SilenceWithdrawn

BEGAN = datetime(2026, 11, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
WHO = ("FRA", "KEN", "NOR")


def opened(hours: float = 72, **more) -> SilenceOpened:
    given_ = {"text_sha256": "a" * 64, "title": "A text", "opened_at": BEGAN, "ends_at": BEGAN + hours * HOUR,
              "participants": WHO, "by": "presidency"}  # fmt: skip
    return SilenceOpened(**{**given_, **more})


def broken(state: str = "KEN", hours: float = 1, through: str = "", reason: str = "paragraph 3") -> SilenceBroken:
    return SilenceBroken(state=state, reason=reason, at=BEGAN + hours * HOUR, through=through)


def test_silence_that_nobody_breaks_is_kept_at_its_very_end_and_not_before():
    assert at(opened(), [], BEGAN + 72 * HOUR - timedelta(seconds=1)).standing is Standing.RUNNING
    assert at(opened(), [], BEGAN + 72 * HOUR).standing is Standing.KEPT


def test_one_objection_in_time_breaks_it_for_good():
    step = admitted(opened(), [], broken(hours=71.9))
    assert at(opened(), [step], BEGAN + 100 * HOUR).standing is Standing.BROKEN
    assert "broken by KEN" in at(opened(), [step], BEGAN + 100 * HOUR).words


def test_an_objection_that_comes_at_the_end_or_later_is_refused():
    for hours in (72, 80):
        with pytest.raises(Refused, match="silence ended"):
            admitted(opened(), [], broken(hours=hours))


def test_an_objection_on_instruction_names_both():
    step = admitted(opened(), [], broken("KEN", through="NOR"))
    assert "KEN (conveyed by NOR)" in at(opened(), [step], BEGAN + 2 * HOUR).words


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (broken("USA"), "takes no part"),
        (broken("KEN", through="USA"), "takes no part"),
        (broken("KEN", through="KEN"), "nobody to speak for it"),
        (broken("KEN", reason=" "), "no reason"),
        (SilenceExtended(ends_at=BEGAN + 71 * HOUR, reason="more time", at=BEGAN + HOUR), "take time away"),
    ],
)
def test_a_step_that_may_not_be_taken_says_why(step, told: str):
    with pytest.raises(Refused, match=told):
        admitted(opened(), [], step)


def test_nobody_breaks_silence_twice_and_a_broken_one_is_not_extended():
    first = broken()
    with pytest.raises(Refused, match="already"):
        admitted(opened(), [first], broken(hours=2))
    with pytest.raises(Refused, match="circulate the text anew"):
        admitted(opened(), [first], SilenceExtended(ends_at=BEGAN + 90 * HOUR, reason="time", at=BEGAN + 2 * HOUR))
    assert admitted(opened(), [first], broken("FRA", hours=2))


def test_an_extension_moves_the_end_only_from_when_it_was_given():
    more = SilenceExtended(ends_at=BEGAN + 96 * HOUR, reason="capitals asked", at=BEGAN + 10 * HOUR)
    assert at(opened(), [more], BEGAN + 5 * HOUR).ends_at == BEGAN + 72 * HOUR
    assert at(opened(), [more], BEGAN + 80 * HOUR).standing is Standing.RUNNING


def test_a_withdrawn_text_cannot_be_kept_or_broken():
    gone = SilenceWithdrawn(reason="talks go on", at=BEGAN + HOUR)
    assert at(opened(), [gone], BEGAN + 99 * HOUR).standing is Standing.WITHDRAWN
    with pytest.raises(Refused, match="withdrawn"):
        admitted(opened(), [gone], broken(hours=2))


def test_a_step_out_of_order_is_a_conflict():
    with pytest.raises(Conflict):
        admitted(opened(), [broken(hours=5)], broken("FRA", hours=4))


def test_a_changed_word_is_another_text():
    same_text(opened(), "a" * 64)
    with pytest.raises(Refused, match="the one under silence"):
        same_text(opened(), "b" * 64)


def test_the_assembly_asks_for_seventy_two_hours():
    assert checked(opened(72), "unga")
    with pytest.raises(Refused, match="72 h"):
        checked(opened(71), "unga")
    assert checked(opened(4), "nato_nac")


@pytest.mark.parametrize(
    "more",
    [{"text_sha256": "xyz"}, {"ends_at": BEGAN}, {"participants": ()}, {"participants": ("KEN", "KEN")},
     {"opened_at": BEGAN.replace(tzinfo=None)}],
)  # fmt: skip
def test_a_silence_that_cannot_be_is_misuse(more):
    with pytest.raises(Misused):
        opened(**more)


class Schedules(RuleBasedStateMachine):
    """Whatever is tried in whatever order, only legal steps are recorded and the outcome follows from them alone."""

    @initialize()
    def begin(self):
        self.opened, self.steps, self.now = opened(), [], BEGAN

    @rule(hours=st.floats(0, 30))
    def wait(self, hours):
        self.now += hours * HOUR

    @rule(
        state=st.sampled_from([*WHO, "USA"]),
        through=st.sampled_from(["", *WHO, "USA"]),
        reason=st.sampled_from(["", "x"]),
    )
    def object(self, state, through, reason):
        self.attempt(SilenceBroken(state=state, reason=reason, at=self.now, through=through))

    @rule(hours=st.floats(-5, 60))
    def extend(self, hours):
        self.attempt(SilenceExtended(ends_at=self.ends() + hours * HOUR, reason="x", at=self.now))

    @precondition(lambda self: self.now > BEGAN + HOUR)
    @rule()
    def withdraw(self):
        self.attempt(SilenceWithdrawn(reason="x", at=self.now))

    def ends(self):
        return at(self.opened, self.steps, self.now).ends_at

    def attempt(self, step):
        before = list(self.steps)
        was = at(self.opened, before, self.now)
        try:
            self.steps.append(admitted(self.opened, before, step))
        except ComityError:
            assert self.steps == before
        else:
            assert was.standing in (Standing.RUNNING, Standing.BROKEN)

    @invariant()
    def outcome_is_legal(self):
        if not hasattr(self, "opened"):
            return
        found = at(self.opened, self.steps, self.now)
        objectors = [step.state for step in self.steps if isinstance(step, SilenceBroken)]
        assert (found.standing is Standing.BROKEN) == bool(objectors)
        assert len(objectors) == len(set(objectors))
        assert found.ends_at >= self.opened.ends_at
        if found.standing is Standing.KEPT:
            assert self.now >= found.ends_at


TestSchedules = Schedules.TestCase
TestSchedules.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)


@settings(max_examples=50, deadline=None)
@given(st.floats(0, 200), st.floats(0, 200))
def test_what_was_kept_stays_kept(first: float, later: float):
    one, other = sorted((first, later))
    if at(opened(), [], BEGAN + one * HOUR).standing is Standing.KEPT:
        assert at(opened(), [], BEGAN + other * HOUR).standing is Standing.KEPT

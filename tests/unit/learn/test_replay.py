"""A case as an exercise: nothing later than the step's own event shows before the answer."""

from __future__ import annotations

import pytest

from comity.learn.replay import replay
from comity.reference import cases

ALL = cases.all_cases()
NAMES = [case.id for case in ALL]


@pytest.mark.parametrize("case", ALL, ids=NAMES)
def test_nothing_later_leaks_into_a_step(case: cases.Case) -> None:
    for step in replay(case):
        shown = " ".join((*step.known, step.happened, step.asked))
        seen = {event.text for event in case.events[: step.number]}
        for later in case.events[step.number :]:
            assert later.text in seen or later.text not in shown


@pytest.mark.parametrize("case", ALL, ids=NAMES)
def test_how_it_ended_comes_with_the_last_answer_only(case: cases.Case) -> None:
    *before, last = replay(case)
    assert last.decided == f"How it ended: {case.outcome.text}"
    for step in before:
        every = " ".join((*step.known, step.happened, step.asked, step.decided, step.mark))
        assert case.outcome.text not in every
        assert case.outcome.rating not in (step.asked, step.decided)
        assert case.summary not in every
        assert case.name not in step.asked


@pytest.mark.parametrize("case", ALL, ids=NAMES)
def test_each_step_knows_all_earlier_events_and_shows_its_source_and_mark(case: cases.Case) -> None:
    steps = replay(case)
    assert [step.number for step in steps] == list(range(1, len(case.events) + 1))
    for step, event in zip(steps, case.events, strict=True):
        assert (step.of, step.on, step.source) == (len(steps), event.on, event.source)
        assert len(step.known) == step.number - 1
        assert event.checked.words in step.mark


def test_a_warning_asks_whom_you_would_tell() -> None:
    (step,) = [step for step in replay(cases.get("rwanda_1994")) if "cables New York" in step.happened]
    assert step.asked == "Whom would you tell, and what would you ask of them?"
    assert step.decided.startswith("84 days later: UNAMIR mandate renewed")


def test_a_veto_asks_where_to_go_next_and_a_lost_vote_whom_to_win() -> None:
    asked = {step.asked.split(".")[0] for step in replay(cases.get("syria_2011"))}
    assert "The text was blocked" in asked
    (lost,) = [step for step in replay(cases.get("bosnia_1992_95")) if "lack of nine votes" in step.happened]
    assert lost.asked.startswith("The text failed without a veto.")


def test_names_from_memory_are_marked_where_they_are_shown() -> None:
    told = " ".join(step.happened for step in replay(cases.get("rwanda_1994")))
    assert "names from memory: read the record before quoting" in told

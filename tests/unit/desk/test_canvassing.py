from __future__ import annotations

from datetime import date

import pytest

from comity.desk import canvassing
from comity.desk.canvassing import folded
from comity.kernel.errors import Misused
from comity.ledger.bodies import Canvassed


def said(says: str, day: int, voice: str = "capital") -> Canvassed:
    return Canvassed(draft="draft/1", state="KEN", says=says, said_on=date(2026, 5, day), voice=voice)  # type: ignore[arg-type]


def test_the_last_entry_of_a_voice_and_day_is_a_correction() -> None:
    found = folded([said("yes", 1), said("no", 1), said("open", 1, "mission")], until=None)
    assert [(one.says.value, one.voice.value) for one in found] == [("no", "capital"), ("open", "mission")]


def test_what_was_said_after_the_day_is_left_out() -> None:
    assert [one.says.value for one in folded([said("yes", 1), said("no", 9)], until=date(2026, 5, 5))] == ["yes"]


def test_an_entry_keeps_what_was_heard_and_nothing_of_who_told() -> None:
    (one,) = folded([said("yes", 1)], until=None)
    kept = canvassing.body_of("draft/1", one)
    assert kept == said("yes", 1)
    assert kept.words == ""


def test_an_entry_without_an_admiralty_grade_is_refused() -> None:
    with pytest.raises(Misused, match="Admiralty"):
        Canvassed(draft="draft/1", state="KEN", says="yes", said_on=date(2026, 5, 1), grade="good")

from __future__ import annotations

from datetime import date

import pytest

from comity.cli import given
from comity.kernel.errors import Misused
from comity.records.assessment import Rating


def test_a_day_is_a_whole_day() -> None:
    assert given.day("2026-03-31", "--on") == date(2026, 3, 31)


@pytest.mark.parametrize("text", ["2026", "2026-03", "31.03.2026", "2026-02-30", "yesterday", ""])
def test_anything_but_a_day_is_refused(text: str) -> None:
    with pytest.raises(Misused) as caught:
        given.day(text, "--on")
    assert "YYYY-MM-DD" in caught.value.hint


def test_a_word_may_be_written_with_dashes_or_blanks() -> None:
    assert given.word("Partly-present", Rating, "--rating") == given.word("partly present", Rating, "--rating")


def test_an_unknown_word_gets_a_suggestion_and_the_whole_list() -> None:
    with pytest.raises(Misused) as caught:
        given.word("presnt", Rating, "--rating")
    assert "did you mean present" in caught.value.hint
    assert "cannot_say" in caught.value.hint


def test_names_are_split_at_commas_and_none_is_taken_twice() -> None:
    assert given.names(" mediation, arms_embargo,,mediation ") == ("mediation", "arms_embargo")
    assert given.names(None) == ()


def test_a_bare_number_names_a_stream_of_the_family() -> None:
    assert given.stream("7", "pledge") == "pledge/7" == given.stream("pledge/7", "pledge")

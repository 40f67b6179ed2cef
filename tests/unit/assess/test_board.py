"""The board: newest word of each judge, dissent kept, no score anywhere."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.assess.board import NOBODY, DataPoint, board, checked, words
from comity.kernel.errors import NotOnShelf, Refused
from comity.kernel.grading import grade
from comity.kernel.provenance import Confidence
from comity.records.assessment import FactorRow, Judgement, Rating, Trend
from comity.reference.frameworks import risk_factors

FACTORS = risk_factors.all_factors()
ON = date(2026, 6, 1)


def judgement(factor: str = "RF01", by: str = "analyst", day: int = 1, **more: object) -> Judgement:
    base = Judgement(
        state="SDN", factor=factor, rating=Rating.PRESENT, trend=Trend.STEADY, confidence=Confidence.MEDIUM,
        grade=grade("B2"), judged_on=date(2026, 5, day), by=by, reason="reports of shelling",
    )  # fmt: skip
    return msgspec.structs.replace(base, **more)


def row(found: tuple[FactorRow, ...], factor: str) -> FactorRow:
    return next(item for item in found if item.factor == factor)


def test_all_fourteen_factors_are_on_the_board_and_say_when_nobody_judged() -> None:
    found = board("SDN", FACTORS, [], on=ON)
    assert [item.factor for item in found] == [f"RF{n:02d}" for n in range(1, 15)]
    assert {words(item) for item in found} == {NOBODY}


def test_the_newest_word_of_each_judge_stands() -> None:
    found = board("SDN", FACTORS, [judgement(day=9, rating=Rating.ABSENT), judgement(day=2)], on=ON)
    assert [item.rating for item in row(found, "RF01").judgements] == [Rating.ABSENT]


def test_of_two_words_on_one_day_the_last_recorded_stands() -> None:
    found = board("SDN", FACTORS, [judgement(), judgement(rating=Rating.PARTLY)], on=ON)
    assert [item.rating for item in row(found, "RF01").judgements] == [Rating.PARTLY]


def test_dissent_is_kept_and_flagged_not_settled() -> None:
    found = row(board("SDN", FACTORS, [judgement(), judgement(by="lawyer", rating=Rating.ABSENT)], on=ON), "RF01")
    assert found.dissent
    assert len(found.judgements) == 2
    assert words(found).endswith("judges differ")


def test_not_being_able_to_say_is_no_dissent() -> None:
    found = board("SDN", FACTORS, [judgement(), judgement(by="lawyer", rating=Rating.CANNOT_SAY)], on=ON)
    assert not row(found, "RF01").dissent


def test_opposite_trends_are_dissent() -> None:
    pair = [judgement(trend=Trend.RISING), judgement(by="lawyer", trend=Trend.FALLING)]
    assert row(board("SDN", FACTORS, pair, on=ON), "RF01").dissent


def test_an_indicator_is_judged_in_the_row_of_its_factor_and_differs_only_from_itself() -> None:
    pair = [judgement("RF01-03"), judgement("RF01-04", by="lawyer", rating=Rating.ABSENT)]
    found = row(board("SDN", FACTORS, pair, on=ON), "RF01")
    assert {item.factor for item in found.judgements} == {"RF01-03", "RF01-04"}
    assert not found.dissent


def test_later_words_and_other_states_are_not_used() -> None:
    found = board("SDN", FACTORS, [judgement(state="SSD"), judgement(judged_on=date(2026, 6, 2))], on=ON)
    assert not any(item.judgements for item in found)


def test_an_unknown_factor_is_named_with_what_was_meant() -> None:
    with pytest.raises(NotOnShelf, match="'RF1'") as caught:
        board("SDN", FACTORS, [judgement("RF1")], on=ON)
    assert caught.value.hint.startswith("did you mean RF1")
    with pytest.raises(NotOnShelf, match="RF01-99"):
        checked(judgement("RF01-99"), FACTORS)


def test_a_judgement_without_reason_or_role_is_refused() -> None:
    assert checked(judgement("RF01-03"), FACTORS).factor == "RF01-03"
    with pytest.raises(Refused, match="gives no reason"):
        checked(judgement(reason=" "), FACTORS)
    with pytest.raises(Refused, match="names no judge"):
        checked(judgement(by=""), FACTORS)


def test_data_stand_in_each_row_they_speak_to_and_rate_nothing() -> None:
    point = DataPoint(indicators=("RF01-04", "RF01-05", "RF08-04"), text="A coup is recorded.")
    found = board("SDN", FACTORS, [], on=ON, points=[point])
    assert row(found, "RF01").data_points == ("A coup is recorded. [RF01-04, RF01-05]",)
    assert row(found, "RF08").data_points == ("A coup is recorded. [RF08-04]",)
    assert words(row(found, "RF01")) == NOBODY


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(("RF01", "RF02", "RF02-01")), st.sampled_from("abc"), st.integers(1, 28)),
        unique=True,
        max_size=8,
    )
)
def test_no_judge_is_lost_and_none_speaks_twice(rows: list[tuple[str, str, int]]) -> None:
    found = board("SDN", FACTORS, [judgement(*item) for item in rows], on=ON)
    standing = [(item.factor, item.by) for line in found for item in line.judgements]
    assert sorted(standing) == sorted({(factor, by) for factor, by, _ in rows})


def test_no_row_has_a_place_for_a_score() -> None:
    fields = {item.name for item in msgspec.structs.fields(FactorRow)}
    assert not fields & {"score", "rating", "level", "weight"}

"""Pictures of a brief: well-formed, scaled to their data, with words for those who do not see them."""

from __future__ import annotations

from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.desk.brief.model import CaseEvent, History
from comity.web.pictures import bars, fan, svg, timeline, votes
from comity.web.pictures.strip import strip
from tests.unit.web import sample_brief


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def test_every_picture_is_well_formed() -> None:
    brief = sample_brief.sample()
    assert brief.venues[0].ballot
    assert brief.risk.onset
    for drawn in (
        fan.fan(brief.risk.history, brief.risk.deaths),
        votes.board(brief.venues[0].ballot),
        bars.drivers(brief.risk.onset.drivers),
        timeline.ahead(brief.watch, today=brief.as_of),
        timeline.case(brief.cases[0].events, name="<&>", id_="c"),
        strip(sample_brief.chance(0.5), id_="s"),
    ):
        assert parsed(drawn).attrib["role"] == "img"


def test_no_data_gives_no_picture() -> None:
    assert fan.fan(None, None) == ""
    assert bars.drivers(()) == ""
    assert timeline.ahead((), today=sample_brief.AS_OF) == ""
    assert timeline.case((), name="x", id_="x") == ""


def test_one_old_spike_turns_the_scale_to_tens_and_says_so() -> None:
    months = tuple(f"{year}-{m:02d}" for year in (2023, 2024) for m in range(1, 13))
    spiked = History(months=months, deaths=(40_000.0, *(2.0,) * 23), civilians=(None,) * 24, source="s")
    assert fan.steep(spiked, None)
    assert "ten times" in fan.words(spiked, None)
    level = History(months=months, deaths=(3.0,) * 24, civilians=(None,) * 24, source="s")
    assert not fan.steep(level, None)


def test_a_month_that_the_source_does_not_cover_is_no_nought() -> None:
    gap = History(months=("2024-01", "2024-02"), deaths=(None, 5.0), civilians=(None, None), source="s")
    assert ">?</text>" in fan.fan(gap, None)


figures = st.floats(min_value=0, max_value=1e6, allow_nan=False)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.none() | figures, min_size=1, max_size=90))
def test_any_history_can_be_drawn_inside_its_frame(deaths: list[float | None]) -> None:
    months = tuple(f"{2000 + i // 12}-{i % 12 + 1:02d}" for i in range(len(deaths)))
    drawn = fan.fan(History(months=months, deaths=tuple(deaths), civilians=(None,) * len(deaths), source="s"), None)
    for rect in parsed(drawn).iter("{http://www.w3.org/2000/svg}rect"):
        assert float(rect.attrib["y"]) >= 0


@settings(max_examples=40, deadline=None)
@given(figures)
def test_ticks_begin_at_nought_and_reach_the_top(top: float) -> None:
    marks = svg.ticks(top)
    assert marks[0] == 0
    assert marks[-1] >= top * (1 - 1e-9)
    assert len(marks) <= 12


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1994", "1994-01-01"),
        ("1994-04", "1994-04-01"),
        ("1994-04-07", "1994-04-07"),
        ("1994-04/1994-07", "1994-04-01"),
    ],
)
def test_dates_of_any_precision_find_their_place(text: str, day: str) -> None:
    assert timeline.day_of(text).isoformat() == day


def test_events_on_one_day_do_not_hide_each_other() -> None:
    same = tuple(CaseEvent(date="1994-04-07", kind="violence", text="t", source="s", mark="m") for _ in range(3))
    circles = list(parsed(timeline.case(same, name="n", id_="i")).iter("{http://www.w3.org/2000/svg}circle"))
    assert len({circle.attrib["cx"] for circle in circles}) == 3


def test_a_text_in_a_picture_is_escaped() -> None:
    assert "<b>" not in svg.text(0, 0, "<b>")
    assert parsed(svg.element("g", id="\"'<x>")).attrib["id"] == "\"'<x>"


def test_members_stand_by_chance_of_yes() -> None:
    ballot = sample_brief.ballot()
    shuffled = msgspec.structs.replace(ballot, members=ballot.members[::-1])
    assert votes.board(ballot) == votes.board(shuffled)
    assert votes.ordered(ballot)[-1].state == "RUS"

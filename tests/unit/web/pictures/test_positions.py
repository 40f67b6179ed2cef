"""Pictures of positions: well formed, with the figures in words, the same each time."""

from __future__ import annotations

from xml.etree import ElementTree

from comity.kernel.estimate import Estimate
from comity.records.position import Position
from comity.web.pictures import positions


def _estimate(value: float) -> Estimate:
    return Estimate(
        value=value, low=value - 0.2, high=value + 0.3, covers="positions", method="positions", n=80, unit="spreads"
    )


LINE = tuple((name, _estimate(value)) for name, value in (("FRA", 1.7), ("CHN", -1.2), ("IND", 0.0)))
YEARS = tuple(
    Position(state=name, session=session, ideal=_estimate(value + session / 100))
    for name, value in (("FRA", 1.7), ("CHN", -1.2))
    for session in range(45, 78)
)


def _all() -> tuple[str, ...]:
    plane = tuple((name, first, _estimate(-first.value)) for name, first in LINE)
    return (
        positions.over_time(YEARS), positions.on_a_line(LINE), positions.on_a_plane(plane), positions.pairs(LINE),
    )  # fmt: skip


def test_every_picture_is_well_formed_and_described():
    for text in _all():
        root = ElementTree.fromstring(text)
        assert root.tag.endswith("svg")
        words = root.find("{http://www.w3.org/2000/svg}desc")
        assert words is not None
        assert "FRA" in (words.text or "")


def test_the_same_positions_give_the_same_picture():
    assert _all() == _all()


def test_nothing_to_show_is_no_picture():
    assert positions.over_time(()) == ""
    assert positions.on_a_line(()) == ""
    assert positions.on_a_plane(()) == ""
    assert positions.pairs(LINE[:1]) == ""


def test_the_line_is_in_order_of_position():
    text = positions.on_a_line(LINE)
    assert text.index(">FRA<") < text.index(">IND<") < text.index(">CHN<")


def test_pairs_say_how_far_apart_two_members_are():
    assert "FRA and CHN 2.90" in positions.pairs(LINE)


def test_one_session_alone_can_be_drawn():
    assert "2022" in positions.over_time(YEARS[-1:])

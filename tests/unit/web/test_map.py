"""Maps: every state is drawn, classes mean what the legend says, nothing reaches outside."""

import xml.etree.ElementTree as ET
from datetime import date

import pytest

from comity.kernel import states
from comity.kernel.errors import Misused, NotOnShelf
from comity.reference import fitted
from comity.reference.fitted import outlines
from comity.web.pictures import land
from comity.web.pictures.map import Labels, Scale, locator_map, world_map

SVG = "{http://www.w3.org/2000/svg}"
SCALE = Scale(title="Chance", breaks=(0.02, 0.1), labels=("under 2 %", "2-10 %", "over 10 %"))
MEMBERS = states.un_members(date(2026, 1, 1))


def drawn(values, labels=None):
    return ET.fromstring(world_map(values, scale=SCALE, description="A test map.", labels=labels))


def shape_of(root, words):
    return next(e for e in root.iter() if (t := e.find(f"{SVG}title")) is not None and t.text == words)


def test_every_un_member_is_on_the_map():
    root = drawn({entry.iso3: 0.05 for entry in MEMBERS})
    said = {title.text for title in root.iter(f"{SVG}title")}
    assert {f"{entry.short}: 2-10 %" for entry in MEMBERS} <= said


def test_small_states_get_a_circle():
    root = drawn({})
    for words in ("Tuvalu: no data", "Nauru: no data", "Monaco: no data"):
        assert any(
            circle.findtext(f"{SVG}title") == words for circle in root.iter(f"{SVG}circle")
        )  # fmt: skip


def test_south_sudan_is_drawn_apart_from_sudan():
    assert outlines.outline("SSD").path
    assert "SSD" in outlines.neighbours("SDN")


def test_a_value_on_a_break_belongs_to_the_class_above():
    assert [SCALE.of(value) for value in (0.0, 0.0199, 0.02, 0.1, 1.0)] == [0, 0, 1, 2, 2]


def test_the_colour_is_that_of_the_class_in_the_legend():
    root = drawn({"SDN": 0.5, "FRA": 0.0})
    assert shape_of(root, "Sudan: over 10 %").get("fill") == land.ink("4")
    assert shape_of(root, "France: under 2 %").get("fill") == land.ink("0")


def test_a_state_without_a_value_is_hatched_whether_none_or_left_out():
    root = drawn({"SDN": None})
    for words in ("Sudan: no data", "France: no data"):
        assert shape_of(root, words).get("fill") == "url(#world-hatch)"


def test_links_and_words_go_with_the_state():
    root = drawn({"SDN": 0.5}, Labels(links={"SDN": "/brief/SDN"}, words={"SDN": "Sudan: <12 %>"}))
    link = next(root.iter(f"{SVG}a"))
    assert link.get("href") == "/brief/SDN"
    assert link.find(f"{SVG}path/{SVG}title").text == "Sudan: <12 %>"


def test_a_marked_state_is_outlined_and_a_small_one_ringed():
    plain, marked = drawn({}), drawn({}, Labels(marked=("SDN", "TUV")))
    assert len(list(marked.iter(f"{SVG}path"))) == len(list(plain.iter(f"{SVG}path"))) + 1
    assert len(list(marked.iter(f"{SVG}circle"))) == len(list(plain.iter(f"{SVG}circle"))) + 1


def test_the_picture_is_described_and_carries_its_disclaimer():
    root = drawn({})
    assert root.findtext(f"{SVG}title") == "Chance"
    assert root.findtext(f"{SVG}desc") == "A test map."
    assert outlines.DISCLAIMER in {text.text for text in root.iter(f"{SVG}text")}


@pytest.mark.parametrize("picture", [world_map({}, scale=SCALE, description=""), locator_map("SDN")])
def test_a_map_asks_nothing_from_outside(picture):
    assert "<script" not in picture
    assert "http" not in picture.replace("http://www.w3.org/2000/svg", "")
    assert len(picture) < 200_000


def test_the_same_values_give_the_same_text():
    assert world_map({"SDN": 1.0}, scale=SCALE, description="") == world_map({"SDN": 1.0}, scale=SCALE, description="")


def test_an_unknown_code_is_refused():
    with pytest.raises(NotOnShelf, match="XQZ"):
        drawn({"XQZ": 1.0})


@pytest.mark.parametrize(
    ("breaks", "labels"),
    [((0.1, 0.02), ("a", "b", "c")), ((0.1,), ("a",)), ((1, 2, 3, 4, 5), ("a", "b", "c", "d", "e", "f"))],
)
def test_a_scale_that_does_not_hang_together_is_refused(breaks, labels):
    with pytest.raises(Misused):
        Scale(title="x", breaks=breaks, labels=labels)


@pytest.mark.parametrize("code", ["SDN", "TUV", "RUS", "VAT", "CHL", "FJI"])
def test_a_locator_map_names_the_state_inside_its_frame(code):
    root = ET.fromstring(locator_map(code))
    name = next(text for text in root.iter(f"{SVG}text") if text.text == states.state(code).short)
    assert 0 < float(name.get("x")) < 480
    assert 0 < float(name.get("y")) < 360


def test_a_state_that_ended_has_no_locator_map():
    with pytest.raises(NotOnShelf, match="Czechoslovakia has no outline"):
        locator_map("CSK")


def test_land_borders_are_mutual_and_known_ones_hold():
    near = outlines.sheet().neighbours
    assert all(code in near[other] for code, others in near.items() for other in others)
    assert outlines.neighbours("SDN") == ("CAF", "EGY", "ERI", "ETH", "LBY", "SSD", "TCD")
    assert outlines.neighbours("LSO") == ("ZAF",)
    assert outlines.neighbours("TUV") == ()


def test_areas_agree_with_the_world_we_know():
    # Square kilometres, about, from general knowledge; the shapes leave out lakes here and there.
    for code, area in {"SDN": 1_880_000, "RUS": 17_000_000, "FRA": 640_000, "RWA": 26_000}.items():
        assert outlines.outline(code).area_km2 == pytest.approx(area, rel=0.06)


def test_every_outline_lies_on_the_sheet():
    sheet = outlines.sheet()
    for shape in sheet.states.values():
        left, top, right, bottom = shape.box
        assert 0 <= left <= shape.label[0] <= right <= sheet.width
        assert 0 <= top <= shape.label[1] <= bottom <= sheet.height


def test_the_outlines_are_small_and_whole():
    assert len(fitted.read("outlines", "outlines.json")) < 300_000
    assert fitted.about("outlines").made_from[0].licence == "Public domain"


def test_rings_survive_writing_and_reading():
    ring = [(0, 0), (10, 0), (10, -10), (-3, 7)]
    assert land.rings_of(land.written([ring])) == [ring]

"""The brief as a page: complete, self-contained, escaped, readable by machine and ear."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import msgspec
import pytest

from comity.desk.brief.model import Brief, Source, Statement
from comity.web.brief_page import page
from tests.unit.web import sample_brief

VOID = {"meta", "link", "input", "br", "img", "hr"}


class Outline(HTMLParser):
    """Headings, ids, links and whether every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if found.get("href"):
            self.links.append(str(found["href"]))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def outline(text: str) -> Outline:
    read = Outline()
    read.feed(text)
    return read


@pytest.fixture(scope="module", params=["full", "bare"])
def html(request: pytest.FixtureRequest) -> str:
    return page(sample_brief.sample() if request.param == "full" else sample_brief.bare())


def test_elements_close_ids_are_unique_and_headings_stand_in_order(html: str) -> None:
    read = outline(html)
    assert read.faults == []
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    assert read.headings[0] == 1
    assert read.headings.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in zip(read.headings, read.headings[1:], strict=False))


def test_every_link_inside_the_page_leads_somewhere(html: str) -> None:
    read = outline(html)
    assert {link[1:] for link in read.links if link.startswith("#")} <= set(read.ids)


def test_nothing_is_asked_from_outside(html: str) -> None:
    assert "<script" not in html
    assert "<link" not in html
    assert "@import" not in html
    assert not re.search(r"url\((?!#)", html)
    assert not re.search(r'\ssrc="', html)


def test_the_policy_in_the_page_allows_its_own_style_only(html: str) -> None:
    assert "default-src 'none'" in html.replace("&#39;", "'")
    assert "unsafe" not in html
    assert not re.search(r"<[a-z][^>]* style=", html)


def test_every_picture_has_a_title_and_a_description(html: str) -> None:
    drawn = html.count('<svg class="picture"')
    assert html.count("<desc id=") >= drawn
    assert len(re.findall(r"<title id=", html)) >= drawn


def test_every_statement_shows_how_it_is_known_and_its_sources() -> None:
    html = page(sample_brief.sample())
    for word in ("counted", "estimated", "cited", "not known"):
        assert f">{word}</span>" in html
    assert 'href="#source-1"' in html
    assert 'id="source-4"' in html


def test_no_estimate_stands_without_interval_and_naive_figure() -> None:
    html = page(sample_brief.sample())
    assert "0.31 (90 %: 0.22-0.41; naive 0.81)" in html
    assert (
        "6.4 times the base rate, rank 4 of 168: 0.083 (90 %: 0.041-0.16; naive 0.013); "
        "on the scale of words, very unlikely" in html
    )


def test_a_brief_on_a_state_without_data_says_so_and_leaves_empty_sections_out() -> None:
    html = page(sample_brief.bare())
    assert "No source covers this state." in html
    assert "Whom to call" not in html
    assert "Comparable cases" not in html


HOSTILE = "</style><script>alert(1)</script>\"'&\u202e مرحبا"


def hostile() -> Brief:
    """The sample with every text replaced by one that would break out of its place."""
    ids = ("state", "id", "basis", "month", "known_to", "iso3", "date", "on", "as_of", "made_on", "due_on", "body")

    def spoilt(value: object, key: str = "") -> object:
        if isinstance(value, str) and key not in (*ids, "months", "cites", "grade", "kind", "standing", "answer"):
            return value if key in ("rating", "trend", "confidence", "url", "level", "reliability") else HOSTILE
        if isinstance(value, list):
            return [spoilt(item, key) for item in value]
        if isinstance(value, dict):
            keep = {"grade", "judged_on", "known_on", "last_heard_on", "seen_on", "credibility"}
            return {name: item if name in keep else spoilt(item, name) for name, item in value.items()}
        return value

    return msgspec.convert(spoilt(msgspec.to_builtins(sample_brief.sample())), Brief)


def test_no_text_of_a_brief_breaks_out_of_its_place() -> None:
    html = page(hostile())
    assert "<script" not in html
    assert html.count("</style>") == 1
    assert outline(html).faults == []


def test_a_source_cannot_bring_script_in_its_address() -> None:
    bad = Source(id="x", text="t", mark="m", url="javascript:alert(1)")
    html = page(msgspec.structs.replace(sample_brief.bare(), sources=(bad,)))
    assert 'href="javascript' not in html


def test_a_citation_that_has_no_source_is_left_out_rather_than_dead() -> None:
    stray = Statement(text="A.", basis="fact", cites=("nowhere",))
    html = page(msgspec.structs.replace(sample_brief.bare(), headline=(stray,)))
    assert 'href="#source' not in html


def test_texts_may_run_from_right_to_left() -> None:
    assert 'dir="auto"' in page(sample_brief.sample())


def test_a_large_body_fits_on_the_board() -> None:
    brief = sample_brief.sample()
    venue = brief.venues[0]
    assert venue.ballot
    many = tuple(
        msgspec.structs.replace(venue.ballot.members[i % 15], state=f"X{i:03d}", veto_holder=False) for i in range(193)
    )
    large = msgspec.structs.replace(venue, ballot=msgspec.structs.replace(venue.ballot, members=many))
    html = page(msgspec.structs.replace(brief, venues=(large,)))
    assert "193 members, by chance of yes" in html

"""One negotiated text in every form it is handed out in."""

from __future__ import annotations

from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from comity.convene.text.brackets import clean, marked
from comity.convene.text.document import Text, sha256
from comity.exchange import akoma_ntoso, hypertext, markdown, wordprocessing
from comity.records.text import Change
from tests.unit.convene.text.acts import accept, deleted, inserted, propose, replaced, start

AKN = f"{{{akoma_ntoso.NAMESPACE}}}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def text() -> Text:
    made = start("Recalling <its> & other decisions,", "Urges all parties to stop;", "Decides to remain seized.")
    made = propose(made, replaced(made, "p2", "Urges", "Demands that"), "A")
    made = propose(made, replaced(made, "p2", "Urges", "Calls upon"), "B")
    made = propose(made, deleted(made, "p2", "all"), "C", because='"<script>" & more')
    made = propose(made, Change(op="add", after="p2", new="Requests a report;"), "D")
    return accept(made, "a1")


def test_the_clean_text_holds_no_bracket(text: Text):
    assert markdown.plain(text, clean(text)) == (
        "Draft on relief\n\nRecalling <its> & other decisions,\n\n1. Demands that all parties to stop;\n\n"
        "2. Decides to remain seized.\n"
    )


def test_the_marked_text_names_who_wants_what(text: Text):
    written = markdown.plain(text, marked(text), "TLP:GREEN")
    assert written.startswith("TLP:GREEN\n\n")
    assert "1. Demands that [all (out: C)] parties to stop;" in written
    assert "[Requests a report; (in: D)]" in written


def test_markdown_escapes_what_would_be_markup_and_keeps_conflicts(text: Text):
    written = markdown.write(text, marked(text))
    assert r"Recalling \<its\> \& other decisions, `p1`" in written
    assert r"~~all~~ (out: C)\]" in written
    assert "a1 already changed “Urges”" in written
    assert sha256(text) in written


def test_html_is_one_file_with_every_word_escaped(text: Text):
    page = hypertext.write(text, marked(text), "TLP:AMBER [x]")
    assert "&lt;its&gt; &amp; other" in page
    assert "<script" not in page
    assert "http" not in page
    assert '<p class="stamp">TLP:AMBER [x]</p>' in page
    ids: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            ids.extend(value or "" for name, value in attrs if name == "id")

    Reader().feed(page)
    assert ids == ["p1", "p2", "a4", "p3"]


def test_akoma_ntoso_keeps_its_ids_when_paragraphs_come_and_go(text: Text):
    def eids(of: Text) -> list[str]:
        root = ElementTree.fromstring(akoma_ntoso.write(of, clean(of)))
        return [e.get("eId", "") for e in root.iter() if e.tag in (f"{AKN}paragraph", f"{AKN}recital")]

    assert eids(text) == ["recital_p1", "para_p2", "para_p3"]
    assert eids(accept(text, "a4")) == ["recital_p1", "para_p2", "para_p4", "para_p3"]


def test_akoma_ntoso_marks_changes_with_those_who_ask_for_them(text: Text):
    root = ElementTree.fromstring(akoma_ntoso.write(text, marked(text), "TLP:CLEAR"))
    assert [(e.text, e.get("refersTo")) for e in root.iter(f"{AKN}del")] == [("all", "#c")]
    assert [e.text for e in root.iter(f"{AKN}ins")] == ["Requests a report;"]
    refers = {e.get("refersTo", "")[1:] for tag in ("ins", "del") for e in root.iter(f"{AKN}{tag}")}
    ids = [e.get("eId") for e in root.iter() if e.get("eId")]
    assert refers <= set(ids)
    assert len(ids) == len(set(ids))
    assert "".join(root.find(f".//{AKN}paragraph").itertext()).startswith("1.Demands that [all (out: C)] parties")


def test_a_word_document_holds_the_words_and_is_the_same_twice(text: Text):
    made = wordprocessing.write(text, marked(text))
    assert made == wordprocessing.write(text, marked(text))
    with ZipFile(BytesIO(made)) as archive:
        assert archive.namelist() == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
        assert all(ElementTree.fromstring(archive.read(name)) is not None for name in archive.namelist())
        body = ElementTree.fromstring(archive.read("word/document.xml"))
    lines = ["".join(piece.text or "" for piece in p.iter(f"{W}t")) for p in body.iter(f"{W}p")]
    assert "1. Demands that [all (out: C)] parties to stop;" in lines
    struck = [r.find(f"{W}t").text for r in body.iter(f"{W}r") if r.find(f"{W}rPr/{W}strike") is not None]
    assert struck == ["all"]


def test_signs_that_xml_cannot_hold_are_left_out():
    text = propose(start("Notes\x00 it;"), Change(op="insert", on="p1", first=1, last=1, new="\x0b all"))
    for made in (akoma_ntoso.write(text, marked(text)), akoma_ntoso.write(text, clean(text))):
        ElementTree.fromstring(made)
    assert inserted(text, "p1", "", "x").op == "insert"

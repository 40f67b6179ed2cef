from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Comity, Said

DRAFT = "# Relief\n\nRecalling its decisions,\n\n1. Urges all parties to allow relief;\n\n2. Decides to remain seized."


@pytest.fixture
def text(comity: Comity, tmp_path: Path):
    file = tmp_path / "draft.txt"
    file.write_text(DRAFT, encoding="utf-8")
    assert comity("convene", "text", "new", str(file), "--parties", "FRA,KEN").code == 0

    def call(verb: str, *words: str) -> Said:
        return comity("convene", "text", verb, "1", *words)

    return call


def test_a_text_is_tabled_amended_and_settled(text):
    made = text("propose", "p2", "--by", "FRA", "--replace", "Urges", "--with", "Demands that", "--json").json
    assert made["body"]["id"] == "a1"
    text("propose", "p2", "--by", "KEN", "--replace", "Urges", "--with", "Calls upon")
    assert "[Alt 1: Urges / Alt 2 (in: FRA): Demands that / Alt 3 (in: KEN): Calls upon]" in text("show").out
    said = text("accept", "a1").out
    assert "a1 went in; the text is at version 1." in said
    assert "conflict  a2 (KEN): a1 already changed “Urges”" in said
    assert "Beside the text" in text("show").out
    assert "a1 already changed" in text("accept", "a2").err
    assert "a2 is withdrawn." in text("withdraw", "a2", "--by", "KEN").out
    assert "Demands that all parties" in text("show", "--clean").out
    assert "Urges all parties" in text("show", "--version", "0", "--clean").out
    assert text("show", "--version", "0", "--as-of", "2026-01-01").code == 2
    assert "Urges all parties" in text("export", "--version", "0").out


def test_show_tells_support_and_odd_verbs_and_the_same_in_json(text):
    text("support", "p2", "agree", "--by", "FRA")
    assert text("support", "p2", "block", "--by", "KEN").code == 1
    assert "KEN on p2: block." in text("support", "p2", "block", "--by", "KEN", "--because", "no mandate").out
    shown = text("show", "--blocs", "North=FRA;South=KEN").out
    assert "KEN blocks p2: no mandate" in shown
    found = text("show", "--blocs", "North=FRA;South=KEN", "--json").json
    assert found["support"][0]["consensus"]["value"] == pytest.approx(2 / 9)
    assert found["settled"]["share"] == 1.0
    assert text("show", "--blocs", "North").code == 2


def test_a_difference_and_the_origin_of_words_are_told(text):
    text("propose", "p2", "--by", "FRA", "--insert", "urgent", "--before", "relief", "--because", "winter")
    text("accept", "a1")
    assert "allow {+urgent+} relief" in text("diff").out
    assert text("diff", "0..1", "--json").json["to"] == 1
    assert text("diff", "3").code == 2
    assert "FRA: winter" in text("who", "p2").out
    assert [one["by"] for one in text("who", "p2", "--json").json] == ["chair", "FRA", "chair"]


def test_a_rejection_takes_along_what_amended_the_proposal(text):
    text("propose", "p3", "--by", "FRA", "--add", "Requests a report;")
    text("propose", "a1", "--by", "KEN", "--insert", "public", "--before", "report")
    assert "fallen  a2 (KEN): fell with a1" in text("reject", "a1", "--because", "too costly").out


def test_exports_are_printed_or_written(text, tmp_path: Path):
    assert text("export").out.startswith("TLP:AMBER+STRICT\n\nRelief\n\nRecalling")
    assert text("export", "--as", "docx").code == 2
    file = tmp_path / "text.docx"
    told = text("export", "--as", "docx", "--out", str(file), "--json").json
    assert told["bytes"] == len(file.read_bytes())
    assert "<recital" in text("export", "--as", "akoma-ntoso").out
    assert text("export", "--as", "pdf").code == 2


def test_precedents_come_from_files_at_hand(text, tmp_path: Path):
    file = tmp_path / "X_RES_1.txt"
    file.write_text("Calls upon all parties to allow relief;", encoding="utf-8")
    assert "X/RES/1 ¶1" in text("precedents", "p2", str(file)).out
    assert text("precedents", "p2", str(tmp_path / "none.txt")).code == 3


def test_mistakes_are_named_with_what_to_do(text, comity: Comity, tmp_path: Path):
    assert "no change is named" in text("propose", "p2", "--by", "FRA").err
    assert "RUS takes no part" in text("propose", "p2", "--by", "RUS", "--drop").err
    assert "no paragraph or open proposal 'p9'" in text("propose", "p9", "--by", "FRA", "--delete", "x").err
    assert "no text 'text/2'" in comity("convene", "text", "show", "2").err
    assert comity("convene", "text", "new", str(tmp_path / "none.txt")).code == 3

from __future__ import annotations

from pathlib import Path

from tests.unit.cli.conftest import Comity


def test_a_text_goes_under_silence_is_broken_once_and_is_compared_to_the_last_byte(comity: Comity, tmp_path: Path):
    text = tmp_path / "text.txt"
    text.write_text("The Council demands access.", encoding="utf-8")
    begun = comity("convene", "silence", "open", str(text), "--title", "Access", "--hours", "24")
    assert begun.code == 0
    assert "silence/1" in begun.out
    assert comity("convene", "silence", "break", "1", "RUS", "--because", "paragraph 1", "--through", "CHN").code == 0
    assert "broken silence already" in comity("convene", "silence", "break", "1", "RUS", "--because", "x").err
    said = comity("convene", "silence", "show", "1", "--text", str(text)).out
    assert "broken by RUS (conveyed by CHN)" in said
    assert "to the last byte" in said
    text.write_text("The Council urges access.", encoding="utf-8")
    assert comity("convene", "silence", "show", "1", "--text", str(text)).code == 1


def test_less_time_than_the_assembly_asks_is_refused_with_the_time_that_would_do(comity: Comity, tmp_path: Path):
    text = tmp_path / "text.txt"
    text.write_text("x", encoding="utf-8")
    said = comity("convene", "silence", "open", str(text), "--title", "t", "--hours", "24", "--body", "unga")
    assert said.code == 1
    assert "at least 72 h" in said.err


def test_no_silence_says_how_to_begin_one(comity: Comity):
    assert "comity convene silence open" in comity("convene", "silence", "show").out
    assert comity("convene", "silence", "show", "--text", "x").code == 2

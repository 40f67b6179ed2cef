"""The brief as Markdown: complete, and nothing in it turns into markup."""

from __future__ import annotations

import msgspec

from comity.desk.brief.model import Statement
from comity.web.markdown import escaped, markdown, table
from tests.unit.web import sample_brief


def test_it_has_every_section_of_a_full_brief() -> None:
    text = markdown(sample_brief.sample())
    for name in (
        "In short", "Risk", "What can be done", "Who would vote for it", "Whom to call", "What to watch",
        "What was promised", "Comparable cases", "What we do not know", "How the figures were made", "Sources",
    ):  # fmt: skip
        assert f"\n## {name}\n" in text
    assert "0.31 (90 %: 0.22-0.41; naive 0.81)" in text


def test_empty_sections_are_left_out() -> None:
    assert "## Whom to call" not in markdown(sample_brief.bare())


def test_every_row_of_a_table_has_the_cells_of_its_head() -> None:
    for block in markdown(sample_brief.sample()).split("\n\n"):
        rows = [line.replace("\\|", "") for line in block.splitlines() if line.startswith("|")]
        assert len({row.count("|") for row in rows}) <= 1


def test_a_text_cannot_become_markup_or_leave_its_cell() -> None:
    assert escaped("a|b\n# c <i>*d*") == "a\\|b \\# c \\<i\\>\\*d\\*"
    assert table(("A",), [("x|y\nz",)])[3] == "| x\\|y z |"
    hostile = Statement(text="[x](javascript:alert(1)) <script>", basis="fact")
    text = markdown(msgspec.structs.replace(sample_brief.bare(), headline=(hostile,)))
    assert "<script" not in text.replace("\\<", "")
    assert "[x](" not in text.replace("\\[", "")

from __future__ import annotations

import ast
from pathlib import Path

import msgspec
import pytest

from comity.desk import stating
from comity.kernel.errors import Misused
from tests.unit.records.test_alert import chance, statement

SOURCE = Path(__file__).parents[3] / "src" / "comity"
# What shows alerts may hand a whole statement to stating, and may not reach into it.
FACES = ("cli/show/alerts.py", "cli/show/notices.py", "cli/warn_alerts.py", "cli/warn_notices.py")
PARTS = {"estimate", "multiple", "rank", "followed", "words_of"}


@pytest.mark.parametrize("bare", [0.3, "0.3", chance(), None])
def test_a_bare_number_is_not_rendered(bare: object):
    with pytest.raises(Misused, match="never a bare"):
        stating.parts(bare)  # type: ignore[arg-type]
    with pytest.raises(Misused, match="never a bare"):
        stating.whole(bare)  # type: ignore[arg-type]


def test_word_and_number_stand_in_one_cell_and_the_multiple_beside_its_base_rate():
    told = stating.parts(statement())
    assert told.chance == "unlikely, 0.30 (0.15-0.45)"
    assert told.base == "15 × 0.02"
    assert told.followed == "not scored here"
    assert told.age == "Apr 2026, 2 months old"


def test_the_past_stands_with_its_interval_and_n():
    past = chance(0.2, unit="share")
    text = stating.whole(msgspec.structs.replace(statement(), followed=past))
    assert "followed in a share of 0.20 (0.10-0.30), n 9." in text


def reached_into(text: str) -> list[str]:
    """Parts of a statement that a module reads by itself."""
    return [
        node.attr
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and node.attr in PARTS and isinstance(node.value, ast.Attribute | ast.Name)
        and (getattr(node.value, "attr", "") == "statement" or getattr(node.value, "id", "") in ("statement", "said"))
    ]  # fmt: skip


@pytest.mark.parametrize("face", FACES)
def test_no_face_reaches_into_a_statement(face: str):
    assert reached_into((SOURCE / face).read_text(encoding="utf-8")) == []


def test_the_lint_itself_sees_a_bare_number():
    assert reached_into("Text(f'{one.statement.estimate.value:.2f}')") == ["estimate"]

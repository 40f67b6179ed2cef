"""A mapping of columns from the command line, from a file, or both."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.desk.columns import pairs
from comity.kernel.errors import Misused, OutsideFailed


def test_the_command_line_goes_before_the_file(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(
        'gives: Event\ndates: "%d/%m/%Y"\ncolumns: {began: Day, state: Where}\n'
        "values: {kind: riot}\nkinds: {killing: one_sided}\n"
    )
    assert dict(pairs(("state=Country", "source==x"), path)) == {
        "gives": "=Event", "dates": "=%d/%m/%Y", "began": "Day", "state": "Country", "kind": "=riot",
        "kind:killing": "=one_sided", "source": "=x",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["began", "=Day", "began=", ""])
def test_a_pair_that_is_none_is_misused(text: str) -> None:
    with pytest.raises(Misused, match="field=column"):
        pairs((text,))


@pytest.mark.parametrize(
    "body", ["- a list", "column: {a: b}", "columns: [a]", "columns: {a: }", "a: [", "columns: {a: {b: c}}"]
)
def test_a_file_that_is_no_mapping_is_misused(body: str, tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(body)
    with pytest.raises(Misused):
        pairs((), path)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutsideFailed, match="cannot be read"):
        pairs((), tmp_path / "none.yaml")

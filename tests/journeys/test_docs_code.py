"""Every Python block of the README and the documentation runs as written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


def blocks() -> list[tuple[Path, int, str]]:
    """Page, line of its first statement, and text of each block."""
    found = []
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))):
        text = page.read_text()
        found += [(page, text.count("\n", 0, block.start(1)) + 1, block[1]) for block in _BLOCK.finditer(text)]
    return found


def test_there_are_blocks_to_run():
    assert {page.name for page, _, _ in blocks()} >= {"README.md"}


@pytest.mark.parametrize("block", blocks(), ids=lambda block: f"{block[0].name}:{block[1]}")
def test_the_block_runs(block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    page, line, text = block
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMITY_DESK", str(tmp_path / "desk.db"))
    # Blank lines in front, so that a failure names the line of the page.
    code = compile("\n" * (line - 1) + text, str(page), "exec")
    names = {"__name__": "__main__"}

    exec(code, names)

    for value in names.values():
        if callable(close := getattr(value, "close", None)):
            close()
    assert all(path.name in text for path in tmp_path.iterdir()), "a file that the page does not name is left behind"

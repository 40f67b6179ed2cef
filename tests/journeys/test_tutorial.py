"""Every command of the tutorial runs as written, in order, on one desk, and its record verifies at the end."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.blocks import Line, commands
from tests.journeys.conftest import Walk

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial" / "one-situation.md"
STAGES = ("warn", "assess", "plan", "convene", "commit", "account", "learn", "ledger")


def test_every_command_of_the_tutorial_is_done(walk: Walk) -> None:
    for line in commands(TUTORIAL):
        code, _, error = walk(line)
        assert code == 0, f"{TUTORIAL.name}:{line.number}: comity {' '.join(line.words)}: {error}"


def test_the_tutorial_walks_through_every_stage() -> None:
    assert {line.words[0] for line in commands(TUTORIAL)} >= set(STAGES)


def test_blocks_know_continued_lines_pipes_and_files(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```console\n$ comity warn show \\\n    SDN\nsome output\n$ ls\n"
        "$ printf 'wait\\n' | comity learn replay x --play\n$ comity ledger checkpoint > note\n```\n"
        "```python\n$ comity never\n```\n"
    )
    assert commands(page) == (
        Line(3, ("warn", "show", "SDN"), None, None),
        Line(6, ("learn", "replay", "x", "--play"), "wait\n", None),
        Line(7, ("ledger", "checkpoint"), None, "note"),
    )

"""The README as written: its make targets exist, its commands and how-to commands run, its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from comity.cli.app import app
from tests.journeys.blocks import commands, files
from tests.journeys.conftest import Walk

ROOT = Path(__file__).parents[2]
# The tutorial has a test of its own; reference pages are made from the code and hold no blocks to type.
PAGES = tuple(
    page
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
    if "reference" not in page.parts
)
WITH_COMMANDS = tuple(page for page in PAGES if commands(page) and "tutorial" not in page.parts)

# Documented commands that are not run here, each with the reason.
NOT_RUN = {
    "serve": "starts a server that runs until it is stopped; tests/unit/cli/test_serve.py runs it",
    "fit": "needs raw data; tests/unit/reference/test_fitted.py runs it where they are",
    "skill run": "needs raw data; tests/unit/reference/test_skill.py runs it where they are",
}


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name)
def test_every_command_of_the_page_is_done_in_order(page: Path, walk: Walk):
    for given, text in files(page).items():
        # The walk goes through an empty folder, which is the present one.
        Path(given).write_text(text, encoding="utf-8")
    for line in commands(page):
        if line.words[0] in NOT_RUN or " ".join(line.words[:2]) in NOT_RUN:
            continue
        code, out, error = walk(line)
        assert code == 0, f"{page.name}:{line.number}: comity {' '.join(line.words)}: {error}"
        assert out.strip()


def test_the_readme_walks_through_every_stage():
    said = {line.words[0] for line in commands(ROOT / "README.md")}

    assert said >= {"warn", "assess", "plan", "convene", "commit", "account", "learn", "ledger", "skill"}


def make_targets() -> set[str]:
    lines = (ROOT / "Makefile").read_text().splitlines()
    return {found[1] for line in lines if (found := re.match(r"([a-z-]+):(?!=)", line))}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_make_verb_that_is_named_exists(page: Path):
    text = page.read_text()
    named = re.findall(r"^\$ make ([a-z-]+)", text, re.MULTILINE) + re.findall(r"`make ([a-z-]+)", text)

    assert set(named) <= make_targets()


def test_the_two_commands_of_the_readme_are_make_brief_and_make_test():
    blocks = re.findall(r"^\$ make (.+)$", (ROOT / "README.md").read_text(), re.MULTILINE)

    assert blocks == ["brief", "test"]


def test_make_brief_runs_the_command_that_the_tests_run():
    recipe = (ROOT / "Makefile").read_text()

    assert "$(BIN)/comity brief $(STATE) --html brief-$(STATE).html" in recipe
    assert re.search(r"^STATE \?= SDN$", recipe, re.MULTILINE)


def test_the_command_behind_make_brief_writes_the_page_it_promises(walk: Walk, tmp_path: Path):
    from tests.journeys.blocks import Line

    code, out, error = walk(Line(0, ("brief", "SDN", "--html", "brief-SDN.html"), None, None))

    assert (code, error) == (0, "")
    assert "Issued as brief/1" in out
    page = (tmp_path / "brief-SDN.html").read_text()
    assert "Sudan" in page
    assert not re.search(r"<script|src=[\"']https?:|@import|url\([\"']?https?:", page)


def subcommands() -> set[str]:
    """All commands as "stage verb", and stages alone."""
    stages = {name for name in app if not name.startswith("-")}
    both = {f"{stage} {verb}" for stage in stages for verb in app[stage] if not verb.startswith("-")}
    return stages | both


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_named_in_prose_exist(page: Path):
    known = subcommands()
    grouped = {both.split()[0] for both in known if " " in both}
    for said in re.findall(r"`comity ([a-z][^`\n]*)`", page.read_text()):
        words = said.split()
        assert words[0] in known, said
        if words[0] in grouped and len(words) > 1 and re.fullmatch(r"[a-z]+", words[1]):
            # `comity skill NAME` and `comity library KIND` take a word of their own.
            assert " ".join(words[:2]) in known or words[0] in ("skill", "library"), said


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_relative_links_lead_to_a_file(page: Path):
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    inside = [link.partition("#")[0] for link in links if not re.match(r"[a-z]+:", link)]

    assert [link for link in inside if link and not (page.parent / link).exists()] == []

"""What can be typed, raised, recorded or looked up stands in docs/reference, and those pages are not stale."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from comity.cli.app import app
from comity.desk.library import SHELVES
from comity.kernel import errors
from comity.kernel.errors import ComityError
from comity.ledger.kinds import KINDS
from comity.reference import fitted, skill
from scripts import reference_pages

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
EXPLANATION = ROOT / "docs" / "explanation"


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return reference_pages.pages()


def words(text: str) -> set[str]:
    return set(re.findall(r"[\w/.-]+", text))


def test_the_pages_are_those_that_the_code_gives_now(made: dict[str, str]):
    stored = {page.stem: page.read_text(encoding="utf-8") for page in REFERENCE.glob("*.md")}

    assert [name for name in sorted(made.keys() | stored.keys()) if made.get(name) != stored.get(name)] == [], (
        "run `make docs` and commit docs/reference"
    )


@pytest.mark.slow
def test_the_pages_can_be_written_elsewhere(made: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    reference_pages.main(tmp_path)

    assert {page.stem: page.read_text(encoding="utf-8") for page in tmp_path.iterdir()} == made
    assert "wrote" in capsys.readouterr().out


def test_every_command_is_documented(made: dict[str, str]):
    stages = [name for name in app if not name.startswith("-")]
    verbs = [f"{stage} {verb}" for stage in stages for verb in app[stage] if not verb.startswith("-")]

    assert [name for name in (*stages, *verbs) if f"## comity {name}\n" not in made["commands"]] == []


def test_every_option_says_what_it_does(made: dict[str, str]):
    # An option line of the help holds the name and, after two blanks, its words.
    bare = re.findall(r"^│\s+(--[a-z-]+)\s*│$", made["commands"], re.MULTILINE)

    assert bare == []


def test_every_error_is_documented_with_its_exit_code(made: dict[str, str]):
    found = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, ComityError)]

    assert [c.__name__ for c in found if f"| {c.__name__} | {c.exit_code} |" not in made["words"]] == []


def test_every_kind_of_entry_is_documented(made: dict[str, str]):
    assert [kind for kind in KINDS if f"| {kind} |" not in made["words"]] == []
    assert "<class" not in made["words"]


def test_every_environment_variable_that_is_read_is_documented():
    read = set()
    for path in (ROOT / "src" / "comity").rglob("*.py"):
        read |= set(re.findall(r"\"((?:COMITY|XDG)_[A-Z_]+)\"", path.read_text(encoding="utf-8")))

    assert read == set(reference_pages.SETTINGS)


@pytest.mark.parametrize("kind", sorted(SHELVES))
def test_every_thing_on_a_shelf_is_documented(kind: str, made: dict[str, str]):
    assert [name for name in SHELVES[kind].ids() if name not in words(made["content"])] == []


@pytest.mark.parametrize(("page", "kind"), [("bodies", "body"), ("measures", "measure"), ("cases", "case")])
def test_what_is_looked_up_most_has_a_page_of_its_own(page: str, kind: str, made: dict[str, str]):
    assert [name for name in SHELVES[kind].ids() if name not in words(made[page])] == []


def test_every_fitted_artefact_and_skill_row_is_documented(made: dict[str, str]):
    assert [name for name in fitted.names() if f"| {name} |" not in made["figures"]] == []
    assert [name for name in skill.names() if f"### {name}\n" not in made["figures"]] == []


def test_the_explanation_that_a_fitted_artefact_names_exists():
    for name in fitted.names():
        pages = re.findall(r"docs/explanation/([a-z-]+)", fitted.about(name).method)
        assert [page for page in pages if not (EXPLANATION / f"{page}.md").is_file()] == []


def test_every_explanation_of_a_model_states_its_limits():
    for page in ("deaths-forecast", "onset-risk", "positions", "vote-prediction", "case-likeness", "decision-rules"):
        assert re.search(
            r"^#+ .*(limit|cannot|not tell|not say)", (EXPLANATION / f"{page}.md").read_text(), re.M | re.I
        )


def test_no_page_names_a_path_of_a_machine():
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")):
        assert not re.search(r"/(?:work|home|root|Users)/", page.read_text(encoding="utf-8")), page.name

"""The fitted files that ship: each whole, named with its sources and terms, and remade bit for bit from raw data."""

from __future__ import annotations

import hashlib
import re
import subprocess
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

from comity.cli.app import run
from comity.desk import fitting
from comity.desk.fits import Fitted, sealed
from comity.kernel.errors import BadContent, NotOnShelf, OutsideFailed
from comity.reference import fitted
from comity.reference.fitted import About
from comity.store.raw import raw_data

ROOT = Path(__file__).parents[3]
# House rule: what is tracked stays below a mebibyte a file.
MOST_BYTES = 1 << 20


@pytest.mark.parametrize("name", fitted.names())
def test_every_file_of_an_artefact_is_there_with_the_digest_of_its_sheet(name: str):
    for file, digest in fitted.about(name).files.items():
        content = fitted.read(name, file)
        assert hashlib.sha256(content).hexdigest() == digest
        assert 0 < len(content) < MOST_BYTES


@pytest.mark.parametrize("name", fitted.names())
def test_a_sheet_says_who_made_what_from_what_and_under_which_terms(name: str):
    sheet = fitted.about(name)

    assert sheet.name == name
    assert sheet.licence
    assert sheet.limits
    assert sheet.made_from
    assert re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", sheet.vintage)
    for made in sheet.made_from:
        assert made.provider
        assert made.licence
        assert re.fullmatch(r"[0-9a-f]{64}", made.sha256)
        assert not made.file.startswith(("/", "~"))


def test_nothing_ships_that_no_sheet_names():
    named = {file for name in fitted.names() for file in fitted.about(name).files}
    there = {entry.name for entry in files(fitted.__name__).iterdir() if entry.is_file()}

    assert {name for name in there if not name.endswith((".py", ".about.json"))} == named


def test_every_fit_ships_what_it_makes_and_names_its_command():
    for name in fitting.fit_modules():
        assert fitted.about(name).command == f"comity fit {name}"


def test_providers_are_named_in_the_notice():
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for word in ("UCDP", "Early Warning Project", "Natural Earth", "United Nations voting records"):
        assert word in notice, word


def test_an_unknown_artefact_or_file_is_refused_with_a_hint():
    with pytest.raises(NotOnShelf) as unknown:
        fitted.about("onsets")
    with pytest.raises(BadContent) as missing:
        fitted.read("onset", "onset.txt")

    assert "onset" in unknown.value.hint
    assert "comity fit onset" in missing.value.hint


def artefact(content: bytes) -> Fitted:
    about = About(
        name="sample", words="a sample", command="comity fit sample", method="none", vintage="2026-01",
        made_from=(), licence="CC0-1.0", files={},
    )  # fmt: skip
    return sealed(about, {"sample.csv": content})


def test_an_artefact_is_kept_and_compared_file_by_file(tmp_path: Path):
    made = artefact(b"a,b\n1,2\n")
    assert fitting.differences(made, tmp_path) == ("sample.about.json", "sample.csv")

    written = fitting.keep(made, tmp_path)

    assert [path.name for path in written] == ["sample.csv", "sample.about.json"]
    assert fitting.differences(made, tmp_path) == ()
    assert fitting.differences(artefact(b"a,b\n1,3\n"), tmp_path) == ("sample.about.json", "sample.csv")
    assert msgspec.json.decode((tmp_path / "sample.about.json").read_bytes(), type=About) == made.about


def test_an_artefact_is_not_written_into_a_folder_that_is_missing(tmp_path: Path):
    with pytest.raises(OutsideFailed, match="there is no folder"):
        fitting.keep(artefact(b"x"), tmp_path / "missing")


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(fitting.fit_modules()))
def test_a_remake_equals_what_ships_bit_for_bit(name: str, capsys: pytest.CaptureFixture[str]):
    try:
        raw_data()
    except OutsideFailed as error:
        pytest.skip(error.message)
    code = run(["fit", name, "--check"])

    assert code == 0, capsys.readouterr().out


def test_no_file_that_ships_names_a_path_of_a_machine():
    for entry in files(fitted.__name__).iterdir():
        if entry.name.endswith(".about.json"):
            assert not re.search(rb"/(?:work|home|root|tmp)/", entry.read_bytes()), entry.name


def test_fitted_files_are_text_that_git_keeps():
    tracked = subprocess.run(
        ["git", "ls-files", "src/comity/reference/fitted"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    if not tracked:
        pytest.skip("this is no git checkout")
    names = {Path(path).name for path in tracked}

    assert {file for name in fitted.names() for file in fitted.about(name).files} <= names

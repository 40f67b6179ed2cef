"""The fitted files that ship: each whole, named with its sources and terms, and remade bit for bit from raw
data (onset and deaths in part, since all of it takes minutes)."""

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
from comity.desk.fits import Fitted, deaths_ahead, onset, onset_editions, onset_panel, sealed
from comity.kernel.errors import BadContent, NotOnShelf, OutsideFailed
from comity.reference import fitted
from comity.reference.fitted import About
from comity.store.raw import RawData, raw_data

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


def part_of_onset(raw: RawData) -> dict[str, bytes]:
    """Both horizons of the base year with the fewest training rows and of the newest, with the months after it."""
    panel = onset_panel.load(raw)
    asked = [task for task in onset.planned(panel, resamples=onset.RESAMPLES) if task.base_year in ONSET_YEARS]
    return onset.written(panel, list(onset_editions.made(panel, asked)))


def part_of_deaths(raw: RawData) -> dict[str, bytes]:
    """All deaths from the newest month known, every horizon that is fitted."""
    return {"deaths-all.csv": deaths_ahead.written(raw, "all", deaths_ahead.EDITIONS["all"][-1:])}


ONSET_YEARS = (onset.FIRST, onset.LAST)
# Whole, these two take minutes of processor time; `comity fit NAME --check` compares them whole.
PARTS = {"onset": part_of_onset, "deaths": part_of_deaths}


def raw_or_skip() -> RawData:
    try:
        return raw_data()
    except OutsideFailed as error:
        pytest.skip(error.message)


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(fitting.fit_modules()) - set(PARTS)))
def test_a_whole_remake_equals_what_ships_bit_for_bit(name: str, capsys: pytest.CaptureFixture[str]):
    raw_or_skip()
    code = run(["fit", name, "--check"])

    assert code == 0, capsys.readouterr().out


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PARTS))
def test_a_remake_of_a_part_equals_the_same_rows_of_what_ships_bit_for_bit(name: str):
    """Rows belong together by their first cell, the edition; the remade editions must be whole, and in order."""
    for file, content in PARTS[name](raw_or_skip()).items():
        header, *made = content.decode().splitlines()
        told, *shipped = fitted.read(name, file).decode().splitlines()
        editions = {row.split(",", 1)[0] for row in made}

        assert header == told, file
        assert made, file
        assert [row for row in shipped if row.split(",", 1)[0] in editions] == made, file


@pytest.mark.data
@pytest.mark.parametrize("name", sorted(PARTS))
def test_what_is_remade_in_part_was_made_from_the_raw_files_at_hand(name: str):
    raw = raw_or_skip()

    assert {made.file: made.sha256 for made in fitted.about(name).made_from} == {
        made.file: raw.sha256(made.file) for made in fitted.about(name).made_from
    }


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

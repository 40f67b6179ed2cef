"""Everything that can be wrong outside: one sentence with a hint, the right exit code, and nothing half-written."""

from __future__ import annotations

import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from comity.desk.opening import open_desk
from comity.desk.record import open_record
from comity.reference import fitted
from tests.journeys.cuts import forget
from tests.unit.cli.conftest import Comity, comity, desk
from tests.unit.store.unprivileged import own_directory, unprivileged

__all__ = ["comity", "desk"]

# What follows `comity`, the exit code, words in the message, words in the hint.
MISUSED = (
    ("brief Sudn", 2, "no state is known as 'Sudn'", "SDN"),
    ("brief XQZ", 2, "no state is known as 'XQZ'", ""),
    ("brief Congo", 2, "fits several states", "COD"),
    ("brief SDN --body unscc", 2, "no body 'unscc'", "did you mean unsc"),
    ("brief SDN --as-of 1938-11", 2, "before anything on record", "1946-01-17"),
    ("brief SDN --as-of 2099", 2, "still to come", "give a day up to"),
    ("brief SDN --as-of 2023-02-30", 2, "no day of the calendar", "YYYY-MM-DD"),
    ("brief SDN --as-of yesterday", 2, "yesterday", "YYYY-MM-DD"),
    ("brief", 2, "", "--help"),
    ("brief SDN --colour", 2, "--colour", "--help"),
    ("breif SDN", 2, "breif", "--help"),
    ("library measure arms_embrago", 2, "arms_embrago", "did you mean arms_embargo"),
    ("library nonsense", 2, "nonsense", ""),
    ("skill deaths", 2, "deaths", "deaths-all"),
    ("skill run nonsense", 2, "nonsense", ""),
    ("fit nonsense --check", 2, "nonsense", ""),
)


def sentence(err: str) -> tuple[str, str]:
    """Message and hint on standard error; there is nothing else."""
    assert err.startswith("comity: ")
    assert "Traceback" not in err
    message, _, hint = err.removeprefix("comity: ").partition(" hint: ")
    return message, hint


@pytest.mark.parametrize("case", MISUSED, ids=lambda case: case[0])
def test_what_is_misused_is_said_in_a_sentence_and_writes_nothing(case, comity: Comity, desk: Path, tmp_path: Path):
    words, code, message, hint = case
    page = tmp_path / "page.html"
    said = comity(*words.split(), *(["--html", str(page)] if words.startswith("brief S") else []))
    told, advice = sentence(said.err)

    assert (said.code, said.out) == (code, "")
    assert message in told
    assert hint in advice
    assert not page.exists()
    assert issued(desk) == 0


def issued(file: Path) -> int:
    """Briefs on the record of a desk file; none where there is no file."""
    if not file.is_file():
        return 0
    with open_record(file, author="test", read_only=True) as record:
        return len(record.entries(kind="desk.brief_issued/1"))


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the folder of fitted files, read in place of the package's own."""
    folder = tmp_path / "fitted"
    folder.mkdir()
    for entry in files(fitted.__name__).iterdir():
        if entry.is_file() and not entry.name.endswith(".py"):
            shutil.copyfile(str(entry), folder / entry.name)
    forget()
    monkeypatch.setattr(fitted, "files", lambda _name: folder)
    yield folder
    monkeypatch.undo()
    forget()


@pytest.mark.parametrize(
    ("file", "harm"),
    [
        ("country_months.csv", "flipped"),
        ("country_months.csv", "empty"),
        ("country_months_covered.csv", "cut short"),
        ("onset.csv", "missing"),
        ("positions.csv", "flipped"),
        ("ballots.json", "missing"),
    ],
)
def test_a_damaged_fitted_file_is_named_with_its_remedy(harm, file, shipped: Path, comity: Comity, desk: Path):
    path = shipped / file
    content = bytearray(path.read_bytes())
    if harm == "flipped":
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    elif harm == "missing":
        path.unlink()
    else:
        path.write_bytes(content[: len(content) // 2] if harm == "cut short" else b"")
    said = comity("brief", "SDN", "--as-of", "2023-03")
    told, advice = sentence(said.err)

    assert (said.code, said.out) == (1, "")
    assert file in told
    assert "comity fit" in advice
    assert issued(desk) == 0


@pytest.mark.parametrize("harm", [b"{", b'{"name": "onset"}'])
def test_a_damaged_sheet_of_a_fitted_artefact_is_named(harm: bytes, shipped: Path, comity: Comity, desk: Path):
    (shipped / "onset.about.json").write_bytes(harm)
    said = comity("brief", "SDN", "--as-of", "2023-03")
    told, advice = sentence(said.err)

    assert said.code == 1
    assert "onset.about.json" in told
    assert "comity fit onset" in advice
    assert issued(desk) == 0


def test_doctor_names_the_damaged_file_and_its_remedy(shipped: Path, comity: Comity):
    (shipped / "onset.csv").write_bytes(b"")
    said = comity("doctor")

    assert said.code == 1
    assert "onset.csv" in said.out
    assert "comity fit onset" in said.out


@pytest.mark.parametrize("place", ["missing/page.html", "", "desk.db/page.html"])
def test_a_page_that_cannot_be_written_is_not_issued(place: str, comity: Comity, desk: Path, tmp_path: Path):
    comity("brief", "TUV")
    before = issued(desk)
    said = comity("brief", "TUV", "--html", str(tmp_path / place))
    _, advice = sentence(said.err)

    assert (said.code, said.out) == (3, "")
    assert advice
    assert issued(desk) == before == 1
    assert not [path.name for path in tmp_path.iterdir() if not path.name.startswith("desk.db")]


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, 3), (b"This is a letter and no database." * 40, 3), (b"SQLite format 3\0" + bytes(64), 3)],
)
def test_a_desk_file_that_is_none_is_refused_and_left_as_it_is(content, code, comity: Comity, tmp_path: Path):
    file = tmp_path / "other"
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    said = comity("brief", "TUV", "--desk", str(file))
    told, advice = sentence(said.err)

    assert (said.code, said.out) == (3, "")
    assert "other" in told
    assert advice
    assert list(file.iterdir()) == [] if content is None else file.read_bytes() == content


def test_a_desk_in_a_read_only_folder_still_gives_a_brief_that_is_not_recorded(comity: Comity):
    with own_directory() as folder, unprivileged():
        file = folder / "desk.db"
        comity("brief", "TUV", "--desk", str(file))
        before = file.read_bytes()
        file.chmod(0o400)
        folder.chmod(0o500)
        refused = comity("brief", "TUV", "--desk", str(file))
        shown = comity("brief", "TUV", "--desk", str(file), "--no-record")
        told, advice = sentence(refused.err)
        folder.chmod(0o700)

        assert (refused.code, refused.out) == (3, "")
        assert "reading only" in told
        assert advice
        assert shown.code == 0
        assert "Tuvalu" in shown.out
        assert file.read_bytes() == before


_START = [sys.executable, "-c", "import sys; from comity.cli.app import run; sys.exit(run(sys.argv[1:]))"]


def test_a_full_disk_leaves_no_page_and_no_entry(tmp_path: Path):
    desk, page = tmp_path / "desk.db", tmp_path / "page.html"
    with open_desk(desk) as office:
        office.issue(office.brief("TUV"), formats=("json",))
    page.write_text("the page of yesterday")

    def little_room() -> None:
        # A page of about a hundred kilobytes does not fit; the record of the desk does.
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    words = ["brief", "TUV", "--as-of", "2023-03", "--desk", str(desk), "--html", str(page)]
    done = subprocess.run(
        [*_START, *words], capture_output=True, text=True, preexec_fn=little_room, timeout=60, check=False
    )
    told, advice = sentence(" ".join(done.stderr.split()))

    assert (done.returncode, done.stdout) == (3, "")
    assert "no room" in told
    assert "free space" in advice
    assert page.read_text() == "the page of yesterday"
    assert issued(desk) == 1
    assert [path.name for path in tmp_path.iterdir() if path.suffix not in (".db", ".html", ".db-shm", ".db-wal")] == []


# Writes the same two pages in turn until it is killed.
_WRITER = """
import sys
from pathlib import Path
from comity.store.atomic import write
page, one, other = Path(sys.argv[1]), "1" * 400_000, "2" * 400_000
write(page, one)
print("begun", flush=True)
while True:
    write(page, other)
    write(page, one)
"""


def test_a_page_whose_writer_is_killed_is_the_old_one_or_the_new_one(tmp_path: Path):
    page = tmp_path / "page.html"
    for attempt in range(5):
        with subprocess.Popen([sys.executable, "-c", _WRITER, str(page)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.01 + 0.013 * attempt)
            writer.send_signal(signal.SIGKILL)
        assert page.read_text() in ("1" * 400_000, "2" * 400_000)


@pytest.mark.slow
def test_a_brief_that_is_killed_leaves_a_whole_page_and_a_whole_record(tmp_path: Path):
    desk, page = tmp_path / "desk.db", tmp_path / "page.html"
    words = ["brief", "SDN", "--as-of", "2023-03", "--desk", str(desk), "--html", str(page)]
    subprocess.run([*_START, *words], capture_output=True, timeout=60, check=True)
    whole = page.read_bytes()
    for attempt in range(5):
        with subprocess.Popen([*_START, *words], stdout=subprocess.DEVNULL) as brief:
            time.sleep(0.5 + 0.35 * attempt)
            brief.send_signal(signal.SIGKILL)
        assert page.read_bytes() == whole
        with open_record(desk, author="test", read_only=True) as record:
            assert record.verify().entries >= 2

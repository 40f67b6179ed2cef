from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.cli.app import run
from tests.journeys.blocks import Line
from tests.journeys.provider_desk import good, provider, setting  # noqa: F401 - fixtures of the tests of fetching

# Gives exit code, standard output and standard error of a documented command.
Walk = Callable[[Line], tuple[int, str, str]]


@pytest.fixture
def walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Walk:
    """Runs commands in an empty folder against a desk of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMITY_DESK", str(tmp_path / "desk.db"))

    def call(line: Line) -> tuple[int, str, str]:
        capsys.readouterr()
        monkeypatch.setattr("sys.stdin", io.StringIO(line.typed or ""))
        code = run(line.words)
        captured = capsys.readouterr()
        if line.to:
            Path(line.to).write_text(captured.out, encoding="utf-8")
        return code, captured.out, captured.err

    return call

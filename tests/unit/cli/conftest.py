from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from comity.cli.app import run


class Said(NamedTuple):
    """What a command line gave: exit code, standard output, and standard error on one line."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Comity = Callable[..., Said]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "desk.db"
    monkeypatch.setenv("COMITY_DESK", str(file))
    # So wide that no sentence is broken where a test looks for it.
    monkeypatch.setattr("comity.cli.say.WIDTH", 400)
    monkeypatch.setenv("COLUMNS", "400")
    return file


@pytest.fixture
def comity(desk: Path, capsys: pytest.CaptureFixture[str]) -> Comity:
    def call(*words: str) -> Said:
        capsys.readouterr()
        code = run(words)
        captured = capsys.readouterr()
        return Said(code, captured.out, " ".join(captured.err.split()))

    return call

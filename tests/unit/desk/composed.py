"""Briefs composed once a process, for all tests that read them."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from comity.desk.brief.model import Brief
from comity.desk.opening import Desk, open_desk

# One with a war, one with a coup and a mission, one after a war, one with no violence, one too small for most data, and
# one that the onset table and the series of deaths treat apart.
SAMPLE = ("SDN", "MMR", "ETH", "FRA", "TUV", "ISR")


@cache
def desk() -> Desk:
    """An empty desk in a folder that goes away with the process."""
    folder = tempfile.mkdtemp()
    opened = open_desk(Path(folder) / "desk.db")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(opened.close)
    return opened


@cache
def brief(state: str, *, as_of: str | None = "2026-05", body: str | None = None) -> Brief:
    """The brief on a state, on an empty desk."""
    return desk().brief(state, as_of=as_of, body=body)

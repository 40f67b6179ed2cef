"""Importing the package is cheap, and importing it reaches nothing heavy."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("numpy", "scipy", "duckdb", "yaml", "starlette", "rich", "jinja2", "sqlite3")


def test_importing_comity_loads_no_heavy_package() -> None:
    code = f"import sys, comity; print([m for m in {HEAVY!r} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"

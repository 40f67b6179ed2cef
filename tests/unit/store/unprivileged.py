"""Tests of read-only places must not run as root, whom no permission stops."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

# The user "nobody" of Linux.
_NOBODY = 65534


@contextlib.contextmanager
def unprivileged() -> Iterator[None]:
    """Act as an ordinary user inside."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextlib.contextmanager
def own_directory() -> Iterator[Path]:
    """A directory the ordinary user owns, below one that everybody may enter."""
    directory = Path(tempfile.mkdtemp())
    try:
        if os.geteuid() == 0:
            os.chown(directory, _NOBODY, _NOBODY)
        yield directory
    finally:
        directory.chmod(0o700)
        shutil.rmtree(directory)

"""Comity: from early warning of mass atrocities to collective action that holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from comity.desk.opening import Desk

__version__ = "0.1.0"


def open(path: str | Path | None = None, *, author: str = "desk") -> Desk:
    """The desk in that file, made if there is none; without a path the desk of this user.

    raises  OutsideFailed for a file that cannot be read or made
    """
    # Imported at use: importing the package alone stays cheap.
    from comity.desk.opening import open_desk

    return open_desk(path, author=author)

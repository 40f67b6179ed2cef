"""Releases that providers name after a day, and nothing else may stand in an address."""

from __future__ import annotations

import re

from comity.kernel.errors import Misused


def dated(version: str) -> str:
    """The version, if it is a day written as the UN Digital Library writes it (2026_02_06 or 2025_9_19)."""
    if not re.fullmatch(r"[0-9]{4}_[0-9]{1,2}_[0-9]{1,2}", version):
        raise Misused(
            f"releases are named by their day, such as 2026_02_06, not {version!r}",
            hint="see the files on the dataset's page, or leave the version out for the newest known",
        )
    return version

"""Releases: versions that providers name after a day, and what a vintage of a whole or of a span is complete for."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from comity.kernel.errors import Misused
from comity.sources.contract import Wish


def dated(version: str) -> str:
    """The version, if it is a day written as the UN Digital Library writes it (2026_02_06 or 2025_9_19)."""
    if not re.fullmatch(r"[0-9]{4}_[0-9]{1,2}_[0-9]{1,2}", version):
        raise Misused(
            f"releases are named by their day, such as 2026_02_06, not {version!r}",
            hint="see the files on the dataset's page, or leave the version out for the newest known",
        )
    return version


def whole(wish: Wish) -> Wish:
    """The wish without days and states: what a file that is always given whole is complete for."""
    return msgspec.structs.replace(wish, since=None, until=None, states=())


def years(wish: Wish) -> Wish:
    """The wish with its days widened to whole years, for providers that are asked by the year."""
    return msgspec.structs.replace(
        wish,
        since=date(wish.since.year, 1, 1) if wish.since else None,
        until=date(wish.until.year, 12, 31) if wish.until else None,
    )

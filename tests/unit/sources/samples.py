"""Raw samples in the providers' own formats; the test is skipped where there is no raw data directory."""

from __future__ import annotations

import pytest

from comity.kernel.errors import OutsideFailed
from comity.sources.contract import File, Media
from comity.store.raw import raw_data


def sample(path: str, media: Media) -> File:
    """The sample below the raw data directory as a file for a reader."""
    try:
        found = raw_data().path(path)
    except OutsideFailed as error:
        pytest.skip(error.message)
    return File(name=found.name, body=found.read_bytes(), media=media)

"""Files that came with a report: their digest, taken the moment they are received."""

from __future__ import annotations

import hashlib
from pathlib import Path

from comity.kernel.errors import OutsideFailed


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes as 64 hexadecimal digits; raises OutsideFailed for one that cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise OutsideFailed(f"{path} cannot be read: {error.strerror}", hint="check the path") from error

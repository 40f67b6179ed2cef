"""One file a fitted artefact. Each module has NAME, WORDS and run(raw, progress) -> Fitted, and is found by lookup."""

from __future__ import annotations

import msgspec

from comity.reference.fitted import About


class Fitted(msgspec.Struct, frozen=True, kw_only=True):
    """What a fit gives back: files by name, and the sheet that says how they were made (digests filled by `sealed`)."""

    about: About
    files: dict[str, bytes]


def sealed(about: About, files: dict[str, bytes]) -> Fitted:
    """The artefact with the digest of every file in its sheet."""
    import hashlib

    digests = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    return Fitted(about=msgspec.structs.replace(about, files=digests), files=files)

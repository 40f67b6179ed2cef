"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from comity.kernel.errors import OutsideFailed
from comity.store.clock import token
from comity.store.faults import disk_failed

# Who else may read a new file is the user's umask; what must stay private is readable by its owner alone.
_OPEN_TO_UMASK = 0o666
_OWNER_ONLY = 0o600


def write(path: Path, content: bytes | str, *, private: bool = False) -> None:
    """Write the file so that readers see the old content or the new, also after a crash.

    content  text is written as UTF-8
    private  readable by the owner only
    raises   OutsideFailed for a missing or read-only directory, a full disk, or a path that is not a regular file;
             the old content is then untouched
    """
    with staged(path, content, private=private):
        pass


@contextlib.contextmanager
def staged(path: Path, content: bytes | str, *, private: bool = False) -> Iterator[None]:
    """Write the content beside the file, and put it in the file's place when the block ends without an error.

    What must happen before readers may see the file, such as putting it on record, stands in the block. Arguments and
    errors as for `write`; if the block fails, the old content is untouched.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        # A link is followed, so that the file it names is replaced and the link stays.
        target = path.resolve()
        if target.exists() and not target.is_file():
            raise OutsideFailed(f"{path} is not a regular file", hint="give the name of a file")
        temporary = target.with_name(f".{target.name[:100]}.{token()}")
        try:
            _write_through(temporary, data, _OWNER_ONLY if private else _OPEN_TO_UMASK)
            yield
            os.replace(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        _sync_directory(target.parent)
    except OSError as error:
        raise disk_failed(path, error) from error


def _write_through(path: Path, data: bytes, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_directory(directory: Path) -> None:
    """Make the new name itself survive a power cut (POSIX keeps names in the directory, not in the file)."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""An answer that is still coming in: its bytes so far and what the server called it, kept through cuts and crashes."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import IO

import msgspec

from comity.kernel.errors import OutsideFailed
from comity.store.atomic import write
from comity.store.faults import disk_failed

_STEP = 1024 * 1024


class Called(msgspec.Struct, frozen=True, kw_only=True):
    """What the server said of the answer as a whole.

    request    digest of the request without its key, so that bytes of another request are never continued
    validator  a strong ETag, else the Last-Modified; empty where neither was given: such an answer starts again
    total      bytes in all, None where it was not said
    encoding   gzip, or empty
    """

    request: str
    validator: str
    total: int | None
    encoding: str = ""


class Part:
    """The bytes so far of one answer, as a file beside a sheet of what the server called it."""

    def __init__(self, folder: Path, request: str) -> None:
        self.path = folder / f"{request[:32]}.part"
        self._sheet = folder / f"{request[:32]}.json"
        self.request = request
        self.called = self._read_sheet()

    @property
    def size(self) -> int:
        """Bytes held so far that can be continued; 0 where the answer must start again."""
        if self.called is None or not self.called.validator:
            return 0
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    @property
    def whole(self) -> bool:
        """Whether all of it came in an earlier run: then it is only asked whether it is still the same."""
        return self.called is not None and 0 < self.size == self.called.total and not self.called.encoding

    def close(self) -> None:
        """Note that all has come, where the server did not say how much there is or packed it for the way."""
        if self.called is not None and (self.called.total is None or self.called.encoding):
            self.called = msgspec.structs.replace(self.called, total=self.path.stat().st_size, encoding="")
            write(self._sheet, msgspec.json.encode(self.called), private=True)

    def start(self, called: Called) -> IO[bytes]:
        """A stream for the first byte on; what was held is dropped."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path.unlink(missing_ok=True)
            write(self._sheet, msgspec.json.encode(called), private=True)
            self.called = called
            return self.path.open("xb")
        except OSError as error:
            raise disk_failed(self.path, error) from error

    def go_on(self) -> IO[bytes]:
        """A stream that continues what is held."""
        try:
            return self.path.open("ab")
        except OSError as error:
            raise disk_failed(self.path, error) from error

    def begin(self, length: int) -> bytes:
        """The first bytes of what is held."""
        with self.path.open("rb") as stream:
            return stream.read(length)

    def digest(self) -> str:
        """SHA-256 of what is held, hex."""
        try:
            with self.path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise disk_failed(self.path, error) from error

    def holds(self, secret: bytes) -> bool:
        """Whether those bytes stand in what is held."""
        last = b""
        try:
            with self.path.open("rb") as stream:
                while piece := stream.read(_STEP):
                    if secret in last + piece:
                        return True
                    last = piece[-len(secret) :]
        except OSError as error:
            raise disk_failed(self.path, error) from error
        return False

    def drop(self) -> None:
        """Forget what is held."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
            self._sheet.unlink(missing_ok=True)
        self.called = None

    def asked(self) -> dict[str, str]:
        """Headers that ask for what is still missing of the same version, and for all of it if there is a newer one."""
        if self.called is None or not self.size:
            return {}
        named = self.called.validator
        if self.whole:
            # An answer 304 then says that it has not changed (RFC 9110, 13.1.2 and 13.1.3).
            return {"If-None-Match" if named.startswith('"') else "If-Modified-Since": named}
        # With If-Range a changed file comes whole from its first byte (RFC 9110, 13.1.5).
        return {"Range": f"bytes={self.size}-", "If-Range": named}

    def _read_sheet(self) -> Called | None:
        try:
            called = msgspec.json.decode(self._sheet.read_bytes(), type=Called)
        except (OSError, msgspec.MsgspecError):
            return None
        return called if called.request == self.request else None


def moved(path: Path, to: Path) -> None:
    """Move a whole answer to where it is kept, and forget what was called what."""
    try:
        path.rename(to)
        path.with_suffix(".json").unlink(missing_ok=True)
    except OSError as error:
        raise disk_failed(to, error) from error


def too_large(where: str, largest: int) -> OutsideFailed:
    """The error for an answer with more bytes than it may have."""
    return OutsideFailed(
        f"{where} is larger than the {largest:,} bytes it may have; nothing was kept",
        hint="if the provider's file has really grown so much, report it",
    )

"""The only clock, and the only source of chance that must not be repeatable."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime


def now() -> datetime:
    """The present instant in UTC."""
    return datetime.now(UTC)


def salt() -> bytes:
    """32 bytes nobody can guess, fresh on each call."""
    return secrets.token_bytes(32)


def token() -> str:
    """16 hexadecimal digits nobody has drawn before, for names that must be unique."""
    return secrets.token_hex(8)


def steady() -> float:
    """Seconds on a clock that never goes back, for measuring how long something takes."""
    return time.monotonic()


def wait(seconds: float) -> None:
    """Wait that long."""
    time.sleep(seconds)


def uneven(seconds: float) -> float:
    """Between half of it and all of it, so that many who failed together do not all come back together."""
    return seconds * (500 + secrets.randbelow(501)) / 1000


def pause(attempt: int) -> None:
    """Wait a little before the next try, longer and less evenly the more tries failed, at most a fifth of a second."""
    time.sleep(min(0.2, 0.002 * attempt * (1 + secrets.randbelow(1000) / 1000)))

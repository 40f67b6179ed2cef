"""The only clock, and the only source of chance that must not be repeatable."""

from __future__ import annotations

import secrets
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

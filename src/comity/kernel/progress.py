"""How long work reports how far it is. A face draws the bar; the work only calls."""

from __future__ import annotations

from collections.abc import Callable

# Called with what is being done, in a few words, and the share done so far, 0-1.
Progress = Callable[[str, float], None]


def silent(words: str, share: float) -> None:
    """Report nothing."""

from __future__ import annotations

from datetime import UTC

from comity.store.clock import now, salt, token


def test_the_clock_says_utc():
    assert now().tzinfo is UTC


def test_no_salt_or_token_comes_twice():
    assert len({salt() for _ in range(100)} | {bytes(32)}) == 101
    assert len({token() for _ in range(100)}) == 100
    assert len(salt()) == 32

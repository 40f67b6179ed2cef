"""Convene: where a state stands on the main line of division in the Assembly."""

from __future__ import annotations

import msgspec

from comity.kernel.estimate import Estimate


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """Ideal point of a state in a session; unit: standard deviations of that fit, higher nearer the United States."""

    state: str
    session: int
    ideal: Estimate

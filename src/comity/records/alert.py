"""Warn to assess: a forecast that crossed the line a desk set, and why."""

from __future__ import annotations

from datetime import date

import msgspec

from comity.kernel.estimate import Estimate


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """A state crossed `threshold` on `measure` ("onset" or "deaths"); `reasons` say why in words."""

    state: str
    raised_on: date
    measure: str
    figure: Estimate
    threshold: float
    reasons: tuple[str, ...]

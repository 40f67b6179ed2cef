"""A number that leaves the library as a finding: with interval, method, sample size and naive baseline."""

from __future__ import annotations

import math

import msgspec

from comity.kernel.errors import Misused


class Baseline(msgspec.Struct, frozen=True, kw_only=True):
    """The naive figure shown beside an estimate.

    value   in the unit of the estimate
    method  the naive rule, in words a reader knows: "everyone says yes", "the last 24 months"
    """

    value: float
    method: str

    def __post_init__(self) -> None:
        """Refuse what is not a number."""
        if not math.isfinite(self.value):
            raise Misused(f"a baseline needs a finite figure; got {self.value}")


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """A value with its interval, its method and its baseline.

    value, low, high  in `unit`; low <= value <= high is checked for
    level             share of cases the interval is meant to cover, 0-1
    covers            what the interval is about ("positions and texts"); never simulation error alone
    method            id of the explanation page that describes the method
    n                 observations behind the figure
    unit              "chance" (0-1), "deaths a month", "share", ...
    baseline          the naive figure, or None only where none exists (say why in `method`)
    """

    value: float
    low: float
    high: float
    covers: str
    method: str
    n: int
    unit: str
    level: float = 0.9
    baseline: Baseline | None = None

    def __post_init__(self) -> None:
        """Refuse an interval that does not hold its own value, and anything that is not a number."""
        figures = (self.value, self.low, self.high)
        if not all(math.isfinite(figure) for figure in figures):
            raise Misused(f"an estimate needs finite figures; got {figures}")
        if not self.low <= self.value <= self.high:
            raise Misused(f"an estimate must lie in its interval; got {self.value} outside {self.low}..{self.high}")
        if self.n < 0:
            raise Misused(f"an estimate rests on no fewer than 0 observations; got {self.n}")
        if not 0 < self.level < 1:
            raise Misused(f"the level of an interval lies between 0 and 1; got {self.level}")

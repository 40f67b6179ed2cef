"""Where members stand after a fit: figures with intervals, and in words what they rest on."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Misused, NotOnShelf, did_you_mean
from comity.kernel.estimate import Baseline, Estimate

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

METHOD = "positions"
UNIT = "standard deviations of all positions"
QUICK_COVERS = "the member's own votes, slopes and cuts taken as known: too narrow, use sampling for intervals"
SAMPLED_COVERS = "positions, slopes and cuts that fit the votes (posterior)"
AUGMENTED_COVERS = "positions, slopes and cuts that fit the votes, each period drawn towards the one before"


class Standing(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Positions (members, periods, dimensions) with 90 % intervals; NaN where a member did not vote.

    n       (members, periods) divided roll calls the member voted in
    slope   (roll calls, dimensions) how hard each roll call divides along each dimension
    cuts    (2, roll calls) cut between no and abstain, and between abstain and yes
    identification  what settles scale, rotation and sign, in words
    left_out        roll calls without division, not fitted
    passes  iterations of the quick fit or sweeps of the sampler
    """

    members: tuple[str, ...]
    periods: tuple[int, ...]
    roll_calls: tuple[str, ...]
    value: Floats
    low: Floats
    high: Floats
    n: Ints
    slope: Floats
    cuts: Floats
    covers: str
    identification: str
    left_out: tuple[str, ...]
    passes: int

    @property
    def dimensions(self) -> int:
        """How many dimensions the positions have."""
        return int(self.value.shape[2])

    def of(self, member: str, period: int, *, dimension: int = 1) -> Estimate:
        """A member's position in a period, with its own position in the period before as baseline.

        raises  NotOnShelf for an unknown member, Misused for a period it did not vote in or a dimension not fitted
        """
        if member not in self.members:
            raise NotOnShelf(f"{member!r} has no vote in the table", hint=did_you_mean(member, self.members))
        if not 1 <= dimension <= self.dimensions:
            raise Misused(f"dimension {dimension} was not fitted", hint=f"dimensions count from 1 to {self.dimensions}")
        i, k = self.members.index(member), dimension - 1
        voted = [t for t in range(len(self.periods)) if self.n[i, t]]
        if period not in self.periods or self.periods.index(period) not in voted:
            known = f"{self.periods[voted[0]]} to {self.periods[voted[-1]]}"
            raise Misused(f"{member} has no divided vote in period {period}", hint=f"its periods lie in {known}")
        t = self.periods.index(period)
        before = [s for s in voted if s < t]
        naive = Baseline(value=float(self.value[i, before[-1], k]), method="the period before") if before else None
        return Estimate(
            value=float(self.value[i, t, k]),
            low=float(self.low[i, t, k]),
            high=float(self.high[i, t, k]),
            covers=self.covers,
            method=METHOD,
            n=int(self.n[i, t]),
            unit=UNIT,
            baseline=naive,
        )

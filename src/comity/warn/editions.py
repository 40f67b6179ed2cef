"""Why two editions of a forecast differ: revised values, newer data, newer model; the parts sum to the change."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import msgspec

from comity.kernel.errors import Misused


class Split(msgspec.Struct, frozen=True, kw_only=True):
    """A forecast taken apart: a level and named drivers, in one additive unit such as log-odds."""

    level: float
    drivers: Mapping[str, float]

    @property
    def total(self) -> float:
        """Level and drivers summed without loss."""
        return math.fsum((self.level, *self.drivers.values()))


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a change: the drivers it came through, `level` for what no driver holds, and their sum.

    reason  why the part is zero, where it cannot be anything else
    """

    drivers: Mapping[str, float]
    level: float
    reason: str = ""

    @property
    def total(self) -> float:
        """Drivers and level summed without loss."""
        return math.fsum((self.level, *self.drivers.values()))


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """The change from one edition to another in vintage, data and model.

    before, after  the forecasts, in the unit of the parts
    vintage        old model, old time: the same inputs as they read today less as they read then
    data           old model: the newer time's inputs less the older's
    model          newer model less older, on the newer inputs
    """

    before: float
    after: float
    vintage: Part
    data: Part
    model: Part

    @property
    def change(self) -> float:
        """All three parts summed; equals `after` less `before` to rounding of the last digit."""
        return math.fsum((self.vintage.total, self.data.total, self.model.total))


# Why a vintage part is zero where no older values were kept.
ONE_VINTAGE = "only one vintage of the inputs is at hand, so revisions cannot be told from the first reports"


def step(before: Split, after: Split, *, carried: Split, revised: Split | None = None) -> Step:
    """The change from `before` = f(old model, old vintage, old time) to `after` = f(new model, new vintage, new time).

    revised  f(old model, new vintage, old time); None where there is one vintage only, and the part is then zero
    carried  f(old model, new vintage, new time)
    raises   Misused where the four do not name the same drivers
    """
    for other in (after, carried, *((revised,) if revised else ())):
        if set(other.drivers) != set(before.drivers):
            odd = sorted(set(other.drivers) ^ set(before.drivers))
            raise Misused(f"two forecasts name different drivers: {', '.join(odd)}")
    seen_again = before if revised is None else revised
    return Step(
        before=before.total,
        after=after.total,
        vintage=_less(seen_again, before, reason=ONE_VINTAGE if revised is None else ""),
        data=_less(carried, seen_again),
        model=_less(after, carried),
    )


def summed(steps: Sequence[Step]) -> Step:
    """Several steps in a row as one: parts add up, driver by driver. Raises Misused for none."""
    if not steps:
        raise Misused("a change needs at least two editions")
    return Step(
        before=steps[0].before,
        after=steps[-1].after,
        vintage=_sum([one.vintage for one in steps]),
        data=_sum([one.data for one in steps]),
        model=_sum([one.model for one in steps]),
    )


def _less(one: Split, other: Split, reason: str = "") -> Part:
    drivers = {name: one.drivers[name] - other.drivers[name] for name in other.drivers}
    return Part(drivers=drivers, level=one.level - other.level, reason=reason)


def _sum(parts: Sequence[Part]) -> Part:
    reasons = {part.reason for part in parts}
    return Part(
        drivers={name: math.fsum(part.drivers[name] for part in parts) for name in parts[0].drivers},
        level=math.fsum(part.level for part in parts),
        reason=reasons.pop() if len(reasons) == 1 else "",
    )

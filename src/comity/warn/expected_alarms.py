"""Lines for figures whose outcomes are not at hand: the false alarms that are to be expected fit the budget.

For the yearly risk of a new mass killing. Its outcomes are a provider's labels and do not ship, so the line cannot be
fitted on them here; it follows from the risks themselves.
"""

from __future__ import annotations

import numpy as np

from comity.records.alert import Level
from comity.warn import triggers
from comity.warn.triggers import SHARES, Bools, Floats, Past

# Risks are remade once a year and move little: an alert opens a tenth above the line at which it ends.
CLEAR_SHARE = 0.9
CLEAR_AFTER_MONTHS = 12


def lower_line(risks: Floats, budget: float) -> float:
    """The lowest risk such that all states at it or above are expected to give no more false alarms than the budget.

    risks  chances, 0-1; NaN where there is none. Just above the highest where even one name is over the budget
    """
    known = np.sort(risks[~np.isnan(risks)])[::-1]
    expected = np.cumsum(1 - known)
    count = int((expected <= budget).sum())
    if not count:
        return float(known[0]) + 1e-9 if len(known) else 1.0
    # States of equal risk are named together or not at all.
    if count < len(known) and known[count] == known[count - 1]:
        higher = known[known > known[count]]
        return float(higher[-1]) if len(higher) else float(known[0]) + 1e-9
    return float(known[count - 1])


def standing(past: Past, budget: float) -> tuple[Bools, Floats]:
    """(levels, states, months) what stands, and (levels, months) the raise lines in force."""
    lower = np.array(
        [[lower_line(past.figures[:, column], budget * share) for column in range(past.months)]
         for share in SHARES.values()]
    )  # fmt: skip
    raise_at = lower / CLEAR_SHARE
    return triggers.standing(past, raise_at, lower, months=CLEAR_AFTER_MONTHS), raise_at


def expected_false(risks: Floats, stands: Bools) -> float:
    """False alarms to be expected among the states that stand."""
    return float((1 - risks[stands & ~np.isnan(risks)]).sum())


def level_of(stands: Bools) -> Level | None:
    """The highest of the levels that stand, watch first; None if none does."""
    up = np.flatnonzero(stands)
    return tuple(SHARES)[int(up[-1])] if len(up) else None

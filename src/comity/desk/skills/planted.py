"""All planted leaks, and the honest cases that a guard which refuses everything would refuse too."""

from __future__ import annotations

from comity.desk.skills.planted_builds import BUILDS, HONEST_BUILDS
from comity.desk.skills.planted_columns import COLUMNS, HONEST_COLUMNS
from comity.desk.skills.planted_world import Planted
from comity.kernel.errors import Misused, Refused

LEAKS: tuple[Planted, ...] = (*COLUMNS, *BUILDS)
HONEST: tuple[Planted, ...] = (*HONEST_COLUMNS, *HONEST_BUILDS)


def answer(case: Planted) -> str:
    """What the guard says of a case; empty where it accepts it."""
    try:
        case.attempt()
    except (Refused, Misused) as error:
        return error.message
    return ""

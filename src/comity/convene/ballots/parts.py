"""What the Council model's prediction for each member is made of: parts that add up to the log-odds of yes."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from comity.convene.ballots.council import Floats
from comity.convene.ballots.council_fit import Parameters

OWN = "its own case"
# The coefficients of NAMES by what they speak of, in words a delegate reads.
_GROUPS = {
    "any draft": ("constant", "later"),
    "the topic's record": ("contested", "failed", "lately", "in_a_year", "in_two_months"),
    "what the text does": (
        "refer", "investigate", "sanction", "force", "mission", "condemn", "new", "thematic", "israel",
    ),
    "who tabled it": (
        "tabled_west", "tabled_east", "rus_east", "chn_east", "west_east", "sponsor", "unnamed", "others",
    ),
    "a rival text": ("rival",),
    "its position": ("x",),
    "its seat": ("is_", "rus_failed", "chn_failed", "rus_new", "chn_new", "usa_israel", "rus_in_a_year"),
    "its own past votes": ("habit", "habit_topic", "no_topic"),
    "its regional group": ("same_group",),
}  # fmt: skip
# What averaging over all that is not known adds; it draws the chance towards the middle.
_UNKNOWN = "what is not known"
# What weighing the draws by the chance of a veto or of failure adds, see `vetoes`.
_VETOES = "failures on the topic and who tabled it"
# What drawing a member towards its usual votes adds where no sponsor is named, see `unsponsored`.
_USUAL = "its usual votes on the topic"
COUNCIL_PARTS = (*_GROUPS, _USUAL, _VETOES, _UNKNOWN, OWN)


def _group(name: str) -> int:
    """Index of the group a coefficient belongs to; those that grow with the position belong to it."""
    for i, (group, names) in enumerate(_GROUPS.items()):
        if name in names or (group == "its seat" and name.startswith("is_")):
            return i
        if group == "its position" and name.startswith("x_"):
            return i
    return 0


def grows(names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which of the features grow with the member's position: (features,)."""
    return np.array([name == "x" or name.startswith("x_") for name in names])


class At(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Where members stand: (members, features) over their scale at position one, and position (members,).

    names   the features
    shifts  (members, 2) what drawing members towards their usual votes, and weighing the draws by the chance of a
            veto, add to the log-odds of yes
    """

    names: tuple[str, ...]
    x: Floats
    position: Floats
    shifts: Floats


def council(fit: Parameters, at: At, yes: Floats, own_case: int) -> Floats:
    """Parts of the log-odds of yes: (members, parts), rows summing to logit(yes).

    yes       (members,) the chance; own_case the member the draft is about, or -1
    """
    terms = np.where(grows(at.names), at.x * at.position[:, None], at.x) * fit.values[: at.x.shape[1]]
    membership = np.eye(len(_GROUPS))[[_group(name) for name in at.names]]
    parts = np.column_stack([terms @ membership, at.shifts])
    total = logit(np.clip(yes, 1e-6, 1 - 1e-6))
    result = np.column_stack([parts, total - parts.sum(axis=1), np.zeros(len(total))])
    if own_case >= 0:
        result[own_case] = 0.0
        result[own_case, -1] = total[own_case]
    return result

"""Whom to ask next: bits that each state's answer is expected to tell, on the board as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene import calling
from comity.convene.canvass.rows import Floats
from comity.convene.canvass.update import Heard
from comity.kernel.errors import Misused

# Beyond this the outcome is taken as settled, and answers are asked for what they tell of all other votes.
SETTLED = 0.995
MOST_WITH = 3
_NEGLIGIBLE = 1e-7


class About(StrEnum):
    """What an answer is to tell about: whether the text carries, how many say yes, or every member's vote."""

    ADOPTION = "adoption"
    TALLY = "tally"
    BOARD = "board"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """How calls are ranked.

    most   at most so many
    cost   of a call by state, in any unit; 1 for states not named
    about  what answers are to tell about. By default adoption; where that is all but settled, the board: measured, its
           answers also foretell the tally better than those chosen for the tally itself (skill canvass-unga)
    skip   states that need no call, since they were heard for sure
    """

    most: int = 5
    cost: Mapping[str, float] = {}
    about: About | None = None
    skip: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse calls that cost nothing, and a list of none."""
        wrong = sorted(state for state, price in self.cost.items() if not price > 0)
        if wrong:
            raise Misused(
                f"the cost of calling {', '.join(wrong)} is not above 0", hint="give a cost above 0, in any unit"
            )
        if self.most < 1:
            raise Misused(f"most counts states to call; got {self.most}", hint="give 1 or more")


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A state to call.

    bits         expected information of its answer about `about`
    per_cost     bits for each unit of the cost given; the order is by this
    yes          its chance of yes as the board stands
    if_yes, if_no  chance of adoption, or expected yes votes, if it says yes, and if it says anything else
    moves_with   states whose votes its answer tells most about
    """

    state: str
    about: About
    bits: float
    per_cost: float
    yes: float
    if_yes: float
    if_no: float
    moves_with: tuple[str, ...]

    @property
    def because(self) -> str:
        """Why it is worth a call, in words."""
        if self.about is About.ADOPTION:
            told = f"adopted {self.if_yes:.0%} if it says yes, {self.if_no:.0%} if not"
        else:
            told = f"{self.if_yes:.0f} yes votes expected if it says yes, {self.if_no:.0f} if not"
        return told + (f"; tells of {', '.join(self.moves_with)}" if self.moves_with else "")


def pairs(odds: Floats, weight: Floats) -> Floats:
    """Bits that knowing each member's vote tells of each other's, (members, members); its own on the diagonal.

    odds (rows, members, 3), weight (rows,). Exact for the mixture; nothing is drawn.
    """
    count = odds.shape[1]
    kept = weight > _NEGLIGIBLE * weight.max()
    # In single precision and without rows that no longer count: between two calls nobody waits.
    flat = odds[kept].reshape(int(kept.sum()), -1).astype(np.float32)
    share = (weight[kept] / weight[kept].sum()).astype(np.float32)
    joint = ((flat * share[:, None]).T @ flat).astype(np.float64)
    single = joint.reshape(-1, count, 3)[:, 0].sum(axis=1)
    told = joint * np.log2(np.maximum(joint, 1e-12) / np.maximum(np.outer(single, single), 1e-12))
    result: Floats = np.maximum(told.reshape(count, 3, count, 3).sum(axis=(1, 3)), 0.0)
    np.fill_diagonal(result, -(single * np.log2(np.maximum(single, 1e-12))).reshape(count, 3).sum(axis=1))
    return result


def board_bits(odds: Floats, weight: Floats) -> Floats:
    """Bits each member's vote tells of the votes of all others together, added up: (members,)."""
    table = pairs(odds, weight)
    result: Floats = table.sum(axis=1) - np.diag(table)
    return result


def tally_bits(odds: Floats, weight: Floats, away: Floats) -> Floats:
    """Bits each member's vote tells of the number of yes, (members,), as if that number were normal.

    Half the log of how much its variance shrinks on average; exact moments of the mixture, nothing is drawn.
    """
    present = 1 - away
    yes = odds[..., 2] * present
    tally = yes.sum(axis=1)
    mean = float(weight @ tally)
    total = float(weight @ (np.square(tally - mean) + (yes * (1 - yes)).sum(axis=1)))
    explained = np.zeros(odds.shape[1])
    for vote in range(4):
        chance = np.broadcast_to(away, yes.shape) if vote == 3 else odds[..., vote] * present
        share = np.maximum(weight @ chance, 1e-12)
        off = (weight @ (chance * (tally[:, None] - yes))) / share + (vote == 2) - mean
        explained += share * np.square(off)
    result: Floats = -0.5 * np.log2(1 - np.clip(explained / max(total, 1e-12), 0.0, 1 - 1e-9))
    return result


def calls(heard: Heard, votes: NDArray[np.int8], adopted: NDArray[np.bool_], asked: Asked) -> tuple[Call, ...]:
    """The states to call, most telling for their cost first; states that would tell nothing are left out.

    votes, adopted  joint draws on the board as it stands
    """
    chance = float(adopted.mean())
    what = asked.about or (About.ADOPTION if 1 - SETTLED < chance < SETTLED else About.BOARD)
    members = heard.rows.members
    if what is About.ADOPTION:
        bits = calling.information(votes, adopted)
    elif what is About.TALLY:
        bits = tally_bits(heard.rows.odds, heard.rows.weight, heard.rows.away)
    else:
        bits = board_bits(heard.rows.odds, heard.rows.weight)
    bits = np.where(np.isin(members, sorted(asked.skip)), 0.0, bits)
    per_cost = bits / np.array([asked.cost.get(state, 1.0) for state in members])
    order = [i for i in np.lexsort((np.array(members), -np.round(per_cost, 6)))[: asked.most] if bits[i] > 1e-5]
    if not order:
        return ()
    table = pairs(heard.rows.odds, heard.rows.weight)
    outcome = adopted.astype(np.float64) if what is About.ADOPTION else (votes == 2).sum(axis=1).astype(np.float64)
    return tuple(
        Call(
            state=members[i], about=what, bits=round(float(bits[i]), 6), per_cost=round(float(per_cost[i]), 6),
            yes=round(float(heard.odds[i, 2]), 4), **_either(votes[:, i] == 2, outcome),
            moves_with=_with(table[i], i, members),
        )
        for i in order
    )  # fmt: skip


def _either(yes: NDArray[np.bool_], outcome: Floats) -> dict[str, float]:
    whole = float(outcome.mean())

    def mean(which: NDArray[np.bool_]) -> float:
        return float(outcome[which].mean()) if which.any() else whole

    return {"if_yes": round(mean(yes), 4), "if_no": round(mean(~yes), 4)}


def _with(told: Floats, own: int, members: tuple[str, ...]) -> tuple[str, ...]:
    others = [j for j in np.lexsort((np.array(members), -np.round(told, 6))) if j != own and told[j] > 0.01]
    return tuple(members[j] for j in others[:MOST_WITH])

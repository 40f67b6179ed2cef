"""A list of possible outcomes: the Nash and the egalitarian outcome, who blocks, and the cheapest move that unblocks.

Made for lists of tens of thousands of outcomes and dozens of parties, where a Pareto set is of no use: with 15 parties
two outcomes in three are undominated. Sources: Nash 1950; Kalai 1977 (egalitarian).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene.bargain.table import Floats
from comity.kernel.errors import Misused


class Unblocking(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome that needs the least to be acceptable to all.

    outcome   its index
    lacking   what each blocking party lacks there, in its own worth: the size of a side payment or of a concession
    total     sum of what is lacking
    """

    outcome: int
    lacking: dict[str, float]
    total: float


class Choice(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What a list of outcomes offers.

    acceptable   how many outcomes everyone prefers to its alternative
    nash         index of the acceptable outcome with the largest product of gains; None if there is none
    egalitarian  index of the outcome whose least gain is largest
    blockers     for each party the share of outcomes that it alone stops; most first
    unblocking   the outcome with the least lacking; None if something is acceptable
    """

    acceptable: int
    nash: int | None
    egalitarian: int
    blockers: tuple[tuple[str, float], ...]
    unblocking: Unblocking | None


def choose(
    worths: Floats, fallback: Floats, parties: Sequence[str], *, allowed: NDArray[np.bool_] | None = None
) -> Choice:
    """What a list of outcomes offers to parties.

    worths    (outcomes, parties) worth of each outcome to each party
    fallback  (parties,) worth of no agreement
    allowed   (outcomes, parties) whether the party's red lines allow it; all if left out
    raises    Misused for shapes that do not fit
    """
    if worths.ndim != 2 or worths.shape[1] != len(parties) or fallback.shape != (len(parties),) or not worths.size:
        raise Misused(
            f"worths are outcomes by parties; got {worths.shape} for {len(parties)} parties",
            hint="give one column and one fallback for each party",
        )
    gains = worths - fallback
    refused = gains < 0
    if allowed is not None:
        refused |= ~allowed
    against = refused.sum(axis=1)
    agreed = np.flatnonzero(against == 0)
    # Among equally fair outcomes the one that is worth most in sum, so that the choice is not dominated.
    least = gains.min(axis=1)
    pool = agreed if agreed.size else np.arange(len(worths))
    fairest = pool[np.lexsort((-gains[pool].sum(axis=1), -least[pool]))[0]]
    alone = (refused & (against == 1)[:, None]).mean(axis=0)
    order = np.argsort(-alone, kind="stable")
    return Choice(
        acceptable=int(agreed.size),
        nash=_nash(gains, agreed),
        egalitarian=int(fairest),
        blockers=tuple((parties[at], float(alone[at])) for at in order if alone[at] > 0),
        unblocking=None if agreed.size else _unblocking(gains, allowed, parties),
    )


def undominated(worths: Floats, outcome: int) -> bool:
    """Whether no outcome of the list is at least as good for all and better for one."""
    here = worths[outcome]
    return not bool(((worths >= here).all(axis=1) & (worths > here).any(axis=1)).any())


def _nash(gains: Floats, agreed: NDArray[np.intp]) -> int | None:
    """Largest product of gains; the sum settles among outcomes that leave somebody without a gain."""
    if not agreed.size:
        return None
    offered = gains[agreed]
    with np.errstate(divide="ignore"):
        product = np.log(offered).sum(axis=1)
    return int(agreed[np.lexsort((-offered.sum(axis=1), -product))[0]])


def _unblocking(gains: Floats, allowed: NDArray[np.bool_] | None, parties: Sequence[str]) -> Unblocking | None:
    """A red line cannot be bought off, so only outcomes that cross none are offered."""
    lacking = np.maximum(-gains, 0)
    total = lacking.sum(axis=1)
    if allowed is not None:
        total = np.where(allowed.all(axis=1), total, np.inf)
    best = int(total.argmin())
    if not np.isfinite(total[best]):
        return None
    return Unblocking(
        outcome=best,
        lacking={parties[int(at)]: float(lacking[best, at]) for at in np.flatnonzero(lacking[best])},
        total=float(total[best]),
    )

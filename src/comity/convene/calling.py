"""Whom to call next: the state whose answer would tell most about adoption. Pure arithmetic on drawn votes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Misused

_VOTES = 3


def information(votes: NDArray[np.integer], adopted: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Bits that knowing each member's vote would tell about adoption, (members,).

    votes    (draws, members), 0 no, 1 abstain, 2 yes; other values count as abstain, since neither carries a text
    adopted  (draws,) whether the draft carries in each draw
    gives    mutual information, never negative; the bias of a finite sample is taken off (Miller 1955, one half
             of the degrees of freedom over the draws)
    raises   Misused for arrays that do not fit
    """
    if votes.ndim != 2 or votes.shape[0] != adopted.shape[0] or not votes.shape[0]:
        raise Misused(f"votes {votes.shape} and outcomes {adopted.shape} do not belong together", hint="one row a draw")
    draws = votes.shape[0]
    known = np.where((votes >= 0) & (votes < _VOTES), votes, 1)
    joint = np.stack(
        [((known == vote) & (adopted == outcome)[:, None]).sum(axis=0) for vote in range(_VOTES) for outcome in (0, 1)]
    ).reshape(_VOTES, 2, votes.shape[1])
    share = joint / draws
    by_vote, by_outcome = share.sum(axis=1, keepdims=True), share.sum(axis=0, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(share > 0, share * np.log2(share / (by_vote * by_outcome)), 0.0)
    freedom = ((by_vote > 0).sum(axis=(0, 1)) - 1) * ((by_outcome > 0).sum(axis=(0, 1)) - 1)
    result: NDArray[np.float64] = np.maximum(parts.sum(axis=(0, 1)) - freedom / (2 * draws * np.log(2)), 0.0)
    return result

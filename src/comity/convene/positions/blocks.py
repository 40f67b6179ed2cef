"""Votes laid out densely by period, and what one pass over them gives: residuals and curvatures of the likelihood.

Inside a period nearly every member votes on nearly every roll call, so a dense array beats an index of votes.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtr

from comity.convene.positions.roll_calls import RollCalls

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Ints = NDArray[np.int64]

# The normal hazard phi / Phi and log Phi are looked up at steps of 1/1024: the error of a log likelihood is below
# 0.001 a vote in the range that occurs, and a look-up costs a tenth of the function.
_STEPS = 1024
_FROM, _TO = -10.0, 7.0
_AT = np.arange(int((_TO - _FROM) * _STEPS) + 1) / _STEPS + _FROM
_ROOT = 0.3989422804014327
_LOG = log_ndtr(_AT).astype(np.float32)
_HAZARD = (np.exp(-0.5 * _AT * _AT - log_ndtr(_AT)) * _ROOT).astype(np.float32)
# Least chance of an abstention between two cuts, so that its logarithm stays finite.
_LEAST = 1e-30


class Block(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Votes of one period: rows are roll calls, columns the members that voted in it.

    period, rows, cols  index of the period, of each row's parameters and of each column's member
    side    (rows, cols) +1 yes, -1 no, 0 abstain or absent
    yes, seen  (rows, cols) 1 where the vote is yes, where there is a vote
    mid, mid_row, mid_col  abstentions: place in the flat array, row and column
    """

    period: int
    rows: Ints
    cols: Ints
    side: Singles
    yes: Singles
    seen: Singles
    mid: Ints
    mid_row: Ints
    mid_col: Ints


class Mid(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Abstentions of a block: chance, the two densities over it (low cut, high cut) and the two standardised cuts."""

    chance: Floats
    r1: Floats
    r2: Floats
    z1: Floats
    z2: Floats

    @property
    def residual(self) -> Floats:
        """First derivative of the log likelihood in the support."""
        return self.r1 - self.r2

    @property
    def curvature(self) -> Floats:
        """Minus its second derivative."""
        return self.residual**2 - self.z1 * self.r1 + self.z2 * self.r2


class Pass(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One pass over a block: residual and curvature of yes and no votes (0 elsewhere), the abstentions, and log
    likelihoods of yes and no votes if asked for.
    """

    residual: Singles
    curvature: Singles
    mid: Mid
    log: Singles | None


def blocks(votes: RollCalls) -> tuple[Block, ...]:
    """The votes by period, in order."""
    found = []
    of_vote = votes.period[votes.item]
    for period in range(len(votes.periods)):
        own = np.flatnonzero(of_vote == period)
        if not len(own):
            continue
        items, row = np.unique(votes.item[own], return_inverse=True)
        cols, col = np.unique(votes.member[own], return_inverse=True)
        choice = np.full((len(items), len(cols)), -1, dtype=np.int8)
        choice[row, col] = votes.choice[own]
        mid = np.flatnonzero(choice.ravel() == 1)
        yes = (choice == 2).astype(np.float32)
        block = Block(
            period=period, rows=votes.group[items], cols=cols, side=yes - (choice == 0), yes=yes,
            seen=(choice >= 0).astype(np.float32), mid=mid, mid_row=mid // len(cols), mid_col=mid % len(cols),
        )  # fmt: skip
        found.append(block)
    return tuple(found)


def support(slope: Floats, place: Floats) -> Singles:
    """Mean latent support (rows, cols) from slopes (rows, k) and positions (cols, k)."""
    result: Singles = slope.astype(np.float32) @ place.astype(np.float32).T
    return result


def passed(block: Block, slope: Floats, cuts: Floats, place: Floats, *, log: bool = False) -> Pass:
    """One pass over a block.

    slope (rows, k), cuts (2, rows) low and high, place (cols, k)
    """
    low, high = cuts
    s = block.yes * (low - high).astype(np.float32)[:, None]
    s += support(slope, place)
    s -= low.astype(np.float32)[:, None]
    s *= block.side
    at = s * _STEPS
    at += 0.5 - _FROM * _STEPS
    np.clip(at, 0, len(_AT) - 1, out=at)
    where = at.astype(np.intp)
    residual = _HAZARD.take(where)
    residual *= block.side
    s *= block.side
    s += residual
    s *= residual
    logs = _LOG.take(where) * np.abs(block.side) if log else None
    return Pass(residual=residual, curvature=s, mid=_middle(block, slope, cuts, place), log=logs)


def _middle(block: Block, slope: Floats, cuts: Floats, place: Floats) -> Mid:
    row = block.mid_row
    eta = np.einsum("nk,nk->n", slope[row], place[block.mid_col])
    z1, z2 = cuts[0][row] - eta, cuts[1][row] - eta
    # Above zero the upper tails are taken, since a difference of two chances near 1 loses its figures.
    above = z1 > 0
    a, b = np.where(above, -z2, z1), np.where(above, -z1, z2)
    chance = np.maximum(ndtr(b) - ndtr(a), _LEAST)
    r1, r2 = np.exp(-0.5 * z1 * z1) * _ROOT / chance, np.exp(-0.5 * z2 * z2) * _ROOT / chance
    return Mid(chance=chance, r1=r1, r2=r2, z1=z1, z2=z2)


def whole_residual(block: Block, one: Pass) -> Singles:
    """Residuals of all votes (rows, cols), abstentions filled in."""
    one.residual.ravel()[block.mid] = one.mid.residual
    return one.residual


def cut_sums(block: Block, one: Pass) -> Floats:
    """Gradient (2) and curvature (low low, low high, high high) of the log likelihood in the cuts, (5, rows).

    Call it before `whole_residual`, which writes into the same array.
    """
    n = len(block.rows)
    mid, row = one.mid, block.mid_row
    above = (one.residual * block.yes).sum(axis=1, dtype=np.float64)
    curved = (one.curvature * block.yes).sum(axis=1, dtype=np.float64)
    both, all_curved = one.residual.sum(axis=1, dtype=np.float64), one.curvature.sum(axis=1, dtype=np.float64)
    sums = (
        above - both - np.bincount(row, mid.r1, n),
        np.bincount(row, mid.r2, n) - above,
        all_curved - curved + np.bincount(row, mid.r1 * (mid.r1 - mid.z1), n),
        -np.bincount(row, mid.r1 * mid.r2, n),
        curved + np.bincount(row, mid.r2 * (mid.r2 + mid.z2), n),
    )
    return np.stack(sums)

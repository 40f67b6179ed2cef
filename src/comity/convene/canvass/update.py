"""Conditioning: rows weighed by what was heard; exact given the rows, refined where few rows are left."""

from __future__ import annotations

import msgspec
import numpy as np

from comity.convene.canvass.rows import Floats, Ints, Rows

# Below so many rows' worth of weight the rows no longer describe the board by themselves.
FEW = 25.0
# Factors in which rows may bend towards what was heard, and how far: as a share of the spread between rows.
FACTORS = 8
BEND = 0.4
_STEPS = 3
_TINY = 1e-300


class Bend(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What is left open when rows were bent: the spread of their kernels, for joint draws.

    place  (rows,) index in `lower` of a row that still counts, -1 for one that does not
    lower  (kept, factors, factors) lower root of the covariance of the factors
    basis  (factors, members, 2) what a factor does to the log odds of no and yes; 0 for members heard
    """

    place: Ints
    lower: Floats
    basis: Floats


class Heard(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The board after soundings.

    rows       with new weights and each heard member's chances given what it said; bent where `refined`
    odds       (members, 3) chance of no, abstain, yes given that present
    away       (members,)
    effective  rows' worth of weight left by plain weighing: one over the sum of squared weights
    bend       rows were bent towards what was heard, since few were left; None where they were not
    """

    rows: Rows
    odds: Floats
    away: Floats
    effective: float
    bend: Bend | None = None

    @property
    def refined(self) -> bool:
        """Whether rows were bent."""
        return self.bend is not None


def condition(prior: Rows, likelihood: dict[str, Floats]) -> Heard:
    """The board given what was heard: likelihood by state, (3,) for no, abstain, yes.

    Given a row members are independent, so its weight is multiplied by the chance of all that was heard. Each heard
    member has its own chances as well. States that are no members change nothing.
    """
    place = {code: i for i, code in enumerate(prior.members)}
    heard = [(place[state], like) for state, like in sorted(likelihood.items()) if state in place]
    telling = [(i, like) for i, like in heard if np.ptp(like) > 0]
    if not telling:
        return _heard(prior, prior.weight, prior.away, _effective(prior.weight))
    columns = np.array([i for i, _ in telling])
    table = np.array([like for _, like in telling])
    weight = _weighed(prior.odds[:, columns], prior.weight, table)
    effective = _effective(weight)
    bent, bend = prior, None
    if effective < min(FEW, 0.5 * _effective(prior.weight)):
        bent, weight, bend = _refined(prior, columns, table)
    odds = bent.odds.copy()
    own = odds[:, columns] * table
    odds[:, columns] = own / own.sum(axis=-1, keepdims=True)
    away = prior.away.copy()
    # One that will not come fits what was heard no better than the least fitting vote.
    least = table.min(axis=1) * away[columns]
    spoken = (bent.odds[:, columns] * table).sum(axis=-1)
    present = (1 - away[columns]) * (weight[:, None] * spoken).sum(axis=0)
    away[columns] = np.where(least > 0, least / np.maximum(least + present, _TINY), 0.0)
    return _heard(msgspec.structs.replace(bent, odds=odds), weight, away, effective, bend)


def _heard(rows: Rows, weight: Floats, away: Floats, effective: float, bend: Bend | None = None) -> Heard:
    found = msgspec.structs.replace(rows, weight=weight, away=away)
    return Heard(
        rows=found, odds=np.tensordot(weight, rows.odds, 1), away=away, effective=effective, bend=bend
    )  # fmt: skip


def _effective(weight: Floats) -> float:
    return 1 / float(np.square(weight).sum())


def _weighed(odds: Floats, weight: Floats, table: Floats) -> Floats:
    """New weights from chances of the heard (rows, heard, 3)."""
    total = np.log(np.maximum(weight, _TINY)) + np.log((odds * table).sum(axis=-1)).sum(axis=1)
    found = np.exp(total - total.max())
    result: Floats = found / found.sum()
    return result


def _refined(prior: Rows, columns: np.ndarray, table: Floats) -> tuple[Rows, Floats, Bend]:
    """Rows bent towards what was heard, and their weights: each row is the centre of a normal kernel.

    The kernel lives on the leading factors of the rows' log odds. A row moves to the mode of kernel times likelihood
    by Newton steps, all rows at once, and is weighed by Laplace's estimate of what was heard under its kernel.
    """
    floor = np.log(np.maximum(prior.odds, 1e-4))
    logit = floor[..., (0, 2)] - floor[..., 1:2]
    flat = logit.reshape(len(logit), -1)
    centred = (flat - prior.weight @ flat) * np.sqrt(prior.weight)[:, None]
    _, values, right = np.linalg.svd(centred, full_matrices=False)
    size = min(FACTORS, len(values))
    basis = (BEND * values[:size, None] * right[:size]).reshape(size, -1, 2)
    at, score = logit[:, columns], np.zeros((len(logit), size))
    part = np.ascontiguousarray(basis[:, columns])
    for _ in range(_STEPS):
        gradient, curvature = _slopes(at + np.einsum("rk,khc->rhc", score, part), table)
        hessian = np.einsum("khc,rhcd,lhd->rkl", part, curvature, part, optimize=True) + np.eye(size)
        slope = np.einsum("khc,rhc->rk", part, gradient) - score
        score = score + np.linalg.solve(hessian, slope[..., None])[..., 0]
    moved = chances(at + np.einsum("rk,khc->rhc", score, part))
    total = np.log(np.maximum(prior.weight, _TINY)) + np.log((moved * table).sum(axis=-1)).sum(axis=1)
    total += -0.5 * np.square(score).sum(axis=1) - 0.5 * np.linalg.slogdet(hessian)[1]
    weight = np.exp(total - total.max())
    weight /= weight.sum()
    # Rows that are ruled out need not be bent for members nobody asked.
    kept = np.flatnonzero(weight > 1e-6 * weight.max())
    odds = prior.odds.copy()
    odds[kept] = chances(logit[kept] + np.einsum("rk,kmc->rmc", score[kept], basis))
    place = np.full(len(weight), -1)
    place[kept] = np.arange(len(kept))
    open_basis = basis.copy()
    open_basis[:, columns] = 0.0
    bend = Bend(place=place, lower=np.linalg.cholesky(np.linalg.inv(hessian[kept])), basis=open_basis)
    return msgspec.structs.replace(prior, odds=odds), weight, bend


def chances(logit: Floats) -> Floats:
    """No, abstain, yes (..., 3) from log odds of no and yes against abstaining (..., 2)."""
    full = np.stack([logit[..., 0], np.zeros(logit.shape[:-1]), logit[..., 1]], axis=-1)
    full = np.exp(full - full.max(axis=-1, keepdims=True))
    result: Floats = np.maximum(full / full.sum(axis=-1, keepdims=True), 1e-6)
    return result


def _slopes(logit: Floats, table: Floats) -> tuple[Floats, Floats]:
    """Gradient (..., 2) and Fisher curvature (..., 2, 2) of the log chance of what was heard, in the log odds."""
    chance = chances(logit)
    fitting = chance * table
    fitting = fitting / fitting.sum(axis=-1, keepdims=True)
    gradient = (fitting - chance)[..., (0, 2)]
    low, high = chance[..., 0], chance[..., 2]
    # The curvature of a vote that is known, by how far the report tells votes apart: never below zero.
    told = 1 - table.min(axis=-1) / table.max(axis=-1)
    curvature = np.empty((*gradient.shape, 2))
    curvature[..., 0, 0], curvature[..., 1, 1] = told * low * (1 - low), told * high * (1 - high)
    curvature[..., 0, 1] = curvature[..., 1, 0] = -told * low * high
    return gradient, curvature

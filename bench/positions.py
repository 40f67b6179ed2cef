"""Time and recovery of positions: ours against joint maximum likelihood, and against pscl::ideal where installed.

The made record is as large as sessions 60-77 of the Assembly. Run with: OMP_NUM_THREADS=1 python bench/positions.py
"""

from __future__ import annotations

from time import perf_counter

import numpy as np
import parliament

from comity.convene.positions.blocks import blocks, cut_sums, passed, whole_residual
from comity.convene.positions.fitting import Sampling, quickly, sampled
from comity.convene.positions.quick import Settings
from comity.convene.positions.roll_calls import CHOICES, RollCalls, checked

MEMBERS, PERIODS, CALLS = 193, 18, 85
LIMIT_SECONDS = 6.0
SWEEPS = 60


def made(*, seed: int) -> tuple[np.ndarray, RollCalls]:
    """Positions (members, periods) and votes drawn from them."""
    rng = np.random.default_rng(seed)
    place = rng.normal(size=(MEMBERS, 1)) + np.cumsum(0.2 * rng.normal(size=(MEMBERS, PERIODS)), axis=1)
    place = (place - place.mean()) / place.std()
    items = PERIODS * CALLS
    item, member = np.divmod(np.arange(items * MEMBERS), MEMBERS)
    support = rng.normal(0, 1.5, items)[item] * place[member, item // CALLS] + rng.normal(size=len(item))
    cut = rng.normal(-1, 0.7, items)[item]
    choice = np.array(CHOICES)[(support > cut - 0.3) * 1 + (support > cut + 0.3)]
    names, calls = (np.array([f"{mark}{i:04d}" for i in range(n)]) for mark, n in (("M", MEMBERS), ("R", items)))
    return place, checked(names[member], calls[item], choice, item // CALLS)


def joint_maximum_likelihood(votes: RollCalls, start: np.ndarray, *, rounds: int = 40) -> np.ndarray:
    """The naive peer: positions and items as fixed numbers, in turn one Newton step each; no prior and no walk."""
    place, laid = start.copy(), blocks(votes)
    slope, cuts = np.full(len(votes.roll_calls), 0.1), np.array([[-1.0], [0.0]]) + np.zeros((2, len(votes.roll_calls)))
    for _ in range(rounds):
        for block in laid:
            rows, cols, t = block.rows, block.cols, block.period
            one = passed(block, slope[rows, None], cuts[:, rows], place[cols, t][:, None])
            g1, g2, h11, h12, h22 = cut_sums(block, one)
            curved = one.curvature + 0.0
            curved.ravel()[block.mid] = one.mid.curvature
            residual, x = whole_residual(block, one), place[cols, t]
            det = np.maximum(h11 * h22 - h12 * h12, 1e-6)
            moved = np.clip(np.stack([h22 * g1 - h12 * g2, h11 * g2 - h12 * g1]) / det, -0.5, 0.5)
            cuts[:, rows] = np.clip(cuts[:, rows] + moved, -9, 9)
            cuts[1, rows] = np.maximum(cuts[1, rows], cuts[0, rows] + 0.02)
            slope[rows] += np.clip(residual @ x / (curved @ (x * x) + 1e-6), -0.5, 0.5)
            slope[rows] = np.clip(slope[rows], -9, 9)
            b = slope[rows]
            place[cols, t] = np.clip(x + np.clip((residual.T @ b) / (curved.T @ (b * b) + 1e-6), -0.5, 0.5), -6, 6)
        centre, spread = place.mean(), place.std()
        place, cuts, slope = (place - centre) / spread, cuts - slope * centre, slope * spread
    return place


def main() -> None:
    place, votes = made(seed=1)
    top = int(place.mean(axis=1).argmax())
    began = perf_counter()
    quick = quickly(votes, votes.members[top], Settings())
    seconds = perf_counter() - began
    began = perf_counter()
    naive = joint_maximum_likelihood(votes, np.sign(place) * 0.5)
    naive_seconds = perf_counter() - began
    began = perf_counter()
    sampled(votes, votes.members[top], Sampling(draws=SWEEPS // 2, warm_up=SWEEPS // 2, seed=1))
    a_sweep = (perf_counter() - began - seconds) / SWEEPS
    print(
        f"{len(votes.member):,} votes, {MEMBERS} members, {PERIODS} periods\n"
        f"  quick                     {seconds:6.2f} s, r with the truth {_r(quick.value[:, :, 0], place):.4f}\n"
        f"  joint maximum likelihood  {naive_seconds:6.2f} s, r with the truth {_r(naive, place):.4f} (told the right "
        f"signs); ours takes {seconds / naive_seconds:.2f} of its time\n"
        f"  a sweep of the sampler    {a_sweep:6.3f} s; 1,000 sweeps {1000 * a_sweep:.0f} s"
    )
    reason = parliament.reason_to_skip()
    if reason:
        print(f"parliament skipped: {reason}")
    else:
        parliament.main()
    if seconds > LIMIT_SECONDS:
        raise SystemExit(f"the quick fit took {seconds:.1f} s, over {LIMIT_SECONDS} s")


def _r(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])


if __name__ == "__main__":
    main()

"""Time to choose amendments for most states on board: answer, proof or gap, ten alternatives; a plain solver beside.

Run with: OMP_NUM_THREADS=1 python bench/amend.py
"""

from __future__ import annotations

from time import perf_counter

import numpy as np
from scipy import optimize, sparse

from comity.convene.amend.board import Board, alternatives, answer, proof

STATES, AMENDMENTS = 193, 40
# Issue 5: answer, proof or gap, ten alternatives.
LIMITS_S = {"answer": 1.0, "proof": 10.0, "ten": 30.0}
# Measured for this project on a made case of this size (193 states, 40 amendments, a budget, most states on board) on
# two shared cores: seconds until optimality was proved. That case is not kept, so these seconds are a yardstick, not a
# race on the same numbers.
CBC_S = 19.5  # CBC through PuLP
HIGHS_S = 50.4  # HiGHS through highspy, plain formulation
SOLVER_S = 8.0


def made(touched: float, seed: int = 1) -> Board:
    """A case in which each amendment matters to the share of states touched."""
    draw = np.random.default_rng(seed)
    shape = (STATES, AMENDMENTS)
    costs = draw.uniform(1, 5, AMENDMENTS)
    return Board(
        base=draw.normal(-0.25, 1.0, STATES),
        effects=draw.normal(0, 0.6, shape) * (draw.random(shape) < touched),
        costs=costs,
        budget=float(0.2 * costs.sum()),
    )


def plain(board: Board) -> tuple[float, float]:
    """Value and bound by the solver alone, with one loose big-M for all rows, in the same seconds."""
    loose = float(np.abs(board.base).max() + np.abs(board.effects).sum(axis=1).max())
    rows = sparse.hstack([sparse.csr_array(board.effects), -loose * sparse.identity(STATES)])
    within = sparse.csr_array(np.concatenate([-board.costs, np.zeros(STATES)])[None, :])
    solved = optimize.milp(
        np.concatenate([board.price * board.costs, -np.ones(STATES)]),
        constraints=optimize.LinearConstraint(
            sparse.csr_array(sparse.vstack([rows, within])),
            np.concatenate([-board.base - loose, [-board.budget]]),
            np.inf,
        ),
        integrality=np.ones(AMENDMENTS + STATES),
        bounds=optimize.Bounds(0, 1),
        options={"time_limit": SOLVER_S, "mip_rel_gap": 5e-5},
    )
    return (float("nan") if solved.x is None else -float(solved.fun)), -float(solved.mip_dual_bound)


def main() -> None:
    slow = []
    for touched in (0.10, 0.15, 0.20):
        board = made(touched)
        began = perf_counter()
        first = answer(board)
        answered = perf_counter()
        best = proof(board, first, seconds=SOLVER_S)
        proved = perf_counter()
        ten = alternatives(board)
        listed = perf_counter()
        value, bound = plain(board)
        peer = perf_counter()
        times = {"answer": answered - began, "proof": proved - answered, "ten": listed - proved}
        said = "proved" if best.proved else f"gap {best.gap:.1%}"
        print(f"{touched:.0%} of states touched by each amendment")
        print(f"  answer        {times['answer']:6.2f} s   value {first.value:.3f}")
        print(
            f"  proof         {times['proof']:6.2f} s   value {best.package.value:.3f}, bound {best.bound:.3f}, {said}"
        )
        print(f"  alternatives  {times['ten']:6.2f} s   {len(ten)} from {ten[0].value:.3f} to {ten[-1].value:.3f}")
        print(f"  solver alone  {peer - listed:6.2f} s   value {value:.3f}, bound {bound:.3f}")
        slow += [f"{name} took {times[name]:.1f} s" for name, limit in LIMITS_S.items() if times[name] > limit]
    print(f"peers on a case of this size: CBC {CBC_S} s, HiGHS {HIGHS_S} s until proved")
    if slow:
        raise SystemExit(f"over the limit: {'; '.join(slow)}")


if __name__ == "__main__":
    main()

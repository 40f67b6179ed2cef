"""Time to fit positions of all states from a made record as large as sessions 60-77 of the Assembly.

Run with: OMP_NUM_THREADS=1 python bench/positions.py
"""

from __future__ import annotations

from time import perf_counter

import numpy as np

from comity.convene.positions import variational as fit

STATES, SESSIONS, CALLS = 193, 18, 85
LIMIT_SECONDS = 10.0


def made_votes(*, seed: int) -> fit.Votes:
    rng = np.random.default_rng(seed)
    place = rng.normal(size=STATES)
    items = SESSIONS * CALLS
    support = rng.normal(0, 1.5, (items, 1)) * place + rng.normal(size=(items, STATES))
    cut = rng.normal(-1, 0.7, (items, 1))
    choice = (support > cut - 0.3).astype(np.int8) + (support > cut + 0.3)
    item, state = np.divmod(np.arange(items * STATES), STATES)
    return fit.Votes(
        item=item, state=state, choice=choice.ravel().astype(np.int8), session=np.repeat(np.arange(SESSIONS), CALLS),
        states=STATES, sessions=SESSIONS,
    )  # fmt: skip


def main() -> None:
    votes = made_votes(seed=1)
    began = perf_counter()
    back = fit.filtered(votes, 0)
    middle = perf_counter()
    whole = fit.smoothed(votes, back)
    ended = perf_counter()
    print(f"{len(votes.item):,} votes: filtered {middle - began:.2f} s, smoothed {ended - middle:.2f} s "
          f"({whole.iterations} iterations); limit {LIMIT_SECONDS} s")  # fmt: skip
    if ended - began > LIMIT_SECONDS:
        raise SystemExit("the fit is over its limit")


if __name__ == "__main__":
    main()

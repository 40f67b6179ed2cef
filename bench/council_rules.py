"""Time to decide 10,000 simulated Council roll calls, against a plain Python loop in the same run.

Run with: OMP_NUM_THREADS=1 python bench/council_rules.py
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter

import numpy as np

from comity.convene.rules import Outcome, Vote, decide, pivotal, rule_for

DRAWS = 10_000
COUNCIL = ("CHN", "FRA", "RUS", "GBR", "USA", *(f"E{number}" for number in range(10)))
# Issue 2: 10,000 simulated Council roll calls decided in 5 ms at most.
LIMIT_MS = 5.0


def simulated(members: int, *, seed: int) -> np.ndarray:
    odds = [0.05, 0.25, 0.7]
    return np.random.default_rng(seed).choice([0, 1, 2], p=odds, size=(DRAWS, members)).astype(np.int8)


def plain_loop(votes: Sequence[Sequence[int]]) -> list[Outcome]:
    outcomes = []
    for row in votes:
        yes = sum(vote == Vote.YES for vote in row)
        if yes < 9:
            outcomes.append(Outcome.NOT_ADOPTED)
        elif any(row[column] == Vote.NO for column in range(5)):
            outcomes.append(Outcome.VETOED)
        else:
            outcomes.append(Outcome.ADOPTED)
    return outcomes


def best_ms(work: Callable[[], object], *, repeats: int) -> float:
    times = []
    for _ in range(repeats):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return 1000 * min(times)


def main() -> None:
    rule, votes = rule_for("unsc", "substantive"), simulated(15, seed=1)
    rows = votes.tolist()
    assert decide(rule, votes, COUNCIL).tolist() == plain_loop(rows)
    ours = best_ms(lambda: decide(rule, votes, COUNCIL), repeats=50)
    loop = best_ms(lambda: plain_loop(rows), repeats=3)
    print(f"council, decide {DRAWS} draws    {ours:8.2f} ms   plain loop {loop:8.2f} ms   ratio {loop / ours:6.0f}")
    print(f"council, pivotal               {best_ms(lambda: pivotal(rule, votes, COUNCIL), repeats=20):8.2f} ms")
    assembly, many = rule_for("unga", "important_question"), simulated(193, seed=2)
    states = tuple(f"S{number}" for number in range(193))
    print(f"assembly, decide               {best_ms(lambda: decide(assembly, many, states), repeats=10):8.2f} ms")
    print(f"assembly, pivotal              {best_ms(lambda: pivotal(assembly, many, states), repeats=5):8.2f} ms")
    if ours > LIMIT_MS:
        raise SystemExit(f"deciding took {ours:.2f} ms, more than {LIMIT_MS} ms")


if __name__ == "__main__":
    main()

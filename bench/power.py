"""Time to count voting power exactly, beside naming every side (where that ends) and a named peer where it installs.

Run with: OMP_NUM_THREADS=1 python bench/power.py   (pip install powerindices for the peer)
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from time import perf_counter

import numpy as np

from comity.convene.power import power
from comity.convene.rules import Given, Rule, Vote, adopted, rule_for
from comity.convene.rules.algebra import Share

COUNCIL = ("CHN", "FRA", "GBR", "RUS", "USA", *(f"E{number}" for number in range(10)))
# Populations of the size of the Union's, made up: only that all differ matters here.
UNION = {f"S{number}": 83_000_000 // (number + 1) + number for number in range(27)}
# Issue 5: exact in 0.2 s for any compound rule up to 200 members.
LIMIT_S = 0.2


def seconds(work: Callable[[], object], *, repeats: int = 5) -> float:
    times = []
    for _ in range(repeats):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return min(times)


def every_side() -> list[float]:
    """Banzhaf shares of the Council by naming all 32,768 sides."""
    sides = np.array(list(product([Vote.NO, Vote.YES], repeat=15)), dtype=np.int8)
    won = adopted(rule_for("unsc", "substantive"), sides, COUNCIL)
    swings = [2 * int(won[sides[:, at] == Vote.YES].sum()) - int(won.sum()) for at in range(15)]
    return [swing / sum(swings) for swing in swings]


def main() -> None:
    council = rule_for("unsc", "substantive")
    assert np.allclose([m.banzhaf_share for m in power(council, COUNCIL).members], every_side(), atol=1e-12)
    ours, naive = seconds(lambda: power(council, COUNCIL)), seconds(every_side)
    print(f"council, 15 members            {ours * 1000:8.1f} ms   naming all: {naive / ours:.0f} times that")
    times = [ours]
    assembly = tuple(f"S{number}" for number in range(193))
    times.append(seconds(lambda: power(rule_for("unga", "important_question"), assembly)))
    print(f"assembly, 193 members          {times[-1] * 1000:8.1f} ms")
    double = rule_for("eu_council_cfsp", "cfsp_qmv")
    times.append(seconds(lambda: power(double, tuple(UNION), given=Given(populations=UNION))))
    print(f"double rule, 27 members        {times[-1] * 1000:8.1f} ms")
    weights = {f"S{number}": number % 9 + 1 for number in range(100)}
    plain = Rule(
        body="made", id="up", source="", carries=Share(num=1, den=2, base="members", by="weights", more_than=True)
    )
    weighted = seconds(lambda: power(plain, tuple(weights), given=Given(weights=weights)), repeats=2)
    print(f"weighted, 100 members          {weighted * 1000:8.1f} ms")
    peer(weights, plain)
    if max(times) > LIMIT_S:
        raise SystemExit(f"a count took {max(times):.3f} s; the limit is {LIMIT_S} s")


def peer(weights: dict[str, int], plain: Rule) -> None:
    try:
        from powerindices import compute_ssi
    except ImportError:
        print("powerindices is not installed; no peer in this run")
        return
    quota = sum(weights.values()) // 2 + 1
    theirs = seconds(lambda: compute_ssi(quota, list(weights.values())), repeats=2)
    told = compute_ssi(quota, list(weights.values()))
    ours = [m.shapley_shubik for m in power(plain, tuple(weights), given=Given(weights=weights)).members]
    print(
        f"powerindices, the same 100     {theirs * 1000:8.1f} ms   shares sum to {sum(told):.2f}; ours {sum(ours):.2f}"
    )


if __name__ == "__main__":
    main()

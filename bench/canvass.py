"""Time of one canvass of all 193 states, beside brute-force reweighting of joint draws in the same run.

Brute force: every draw of the forecast is weighed by the chance of what was heard, vote by vote, in a loop over
members. It also shows how few draws are left, which is why rows are conditioned instead.

Run with: OMP_NUM_THREADS=1 python bench/canvass.py
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import perf_counter

import numpy as np

from comity.convene.canvass import asking, board, condition
from comity.convene.canvass.rows import Floats, Rows, rows
from comity.kernel.states import un_members

HEARD, DRAWS, ROWS, SEED = 10, 20_000, 500, 3
LIMIT_MS = {"condition": 250.0, "draw": 250.0, "whom to call": 400.0}


def best_ms(work: Callable[[], object], *, repeats: int = 5) -> float:
    times = []
    for _ in range(repeats):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return 1000 * min(times)


def made(members: tuple[str, ...]) -> Rows:
    """Rows in eight factors, as many as a forecast of the Assembly has."""
    rng = np.random.default_rng(SEED)
    places = rng.standard_normal((len(members), 8))
    support = rng.standard_normal((ROWS, 8)) @ places.T + 0.8
    logit = np.stack([-support - 1, np.zeros_like(support), support], axis=-1)
    odds = np.exp(logit)
    return rows(members, odds / odds.sum(axis=-1, keepdims=True))


def brute(votes: np.ndarray, told: dict[int, Floats]) -> Floats:
    weight = np.ones(len(votes))
    for draw in range(len(votes)):
        for member, like in told.items():
            weight[draw] *= like[votes[draw, member]]
    weight /= weight.sum()
    result: Floats = np.stack([(weight[:, None] * (votes == vote)).sum(axis=0) for vote in range(3)], axis=-1)
    return result


def main() -> None:
    members = tuple(state.iso3 for state in un_members(date(2025, 6, 1)))
    prior = made(members)
    told = {i * 19: np.array([0.01, 0.02, 0.97]) for i in range(HEARD)}
    likelihood = {members[i]: like for i, like in told.items()}
    heard = condition(prior, likelihood)
    votes, _ = board.drawn(condition(prior, {}), DRAWS, SEED)
    drawn, _ = board.drawn(heard, 4000, SEED)
    adopted = (drawn == 2).sum(axis=1) > (drawn == 0).sum(axis=1)
    asked = asking.Asked(about=asking.About.BOARD)
    found = {
        "condition": best_ms(lambda: condition(prior, likelihood)),
        "draw": best_ms(lambda: board.drawn(heard, 4000, SEED)),
        "whom to call": best_ms(lambda: asking.calls(heard, drawn, adopted, asked)),
    }
    for name, took in found.items():
        print(f"{name}: {took:.1f} ms; limit {LIMIT_MS[name]:.0f} ms")
    slow = best_ms(lambda: brute(votes, told), repeats=1)
    weight = np.prod([like[votes[:, i]] for i, like in told.items()], axis=0)
    left = weight.sum() ** 2 / np.square(weight).sum()
    print(f"brute force over {DRAWS:,} draws: {slow:.0f} ms, {slow / found['condition']:.1f} times as long")
    print(f"worth of weight left: {left:.0f} of {DRAWS:,} draws; {heard.effective:.0f} of {ROWS} rows")
    if any(took > LIMIT_MS[name] for name, took in found.items()):
        raise SystemExit("over the limit")


if __name__ == "__main__":
    main()

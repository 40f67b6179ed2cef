"""Time of the bargaining models beside figures measured for their peers, and how near reference outputs they come.

Run with: OMP_NUM_THREADS=1 python bench/bargain.py   (needs the raw data directory; `--long` for 1,000 repetitions)
Peers were timed on two cores of the same kind: decide-exchange-model 2025.3.1, KTAB SMP, a Scholz replication in
Python, and NegMAS 0.16 for the Pareto set. Their figures are CPU seconds.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from time import process_time

import msgspec
import numpy as np

from comity.convene.bargain.challenge import challenge
from comity.convene.bargain.exchange import equal_gain
from comity.convene.bargain.noise import Noise, drawn, exchanged
from comity.convene.bargain.outcomes import choose
from comity.convene.bargain.points import compromise
from comity.convene.bargain.read import read
from comity.convene.bargain.spatial import spatial
from comity.convene.bargain.table import Table
from comity.store.raw import raw_data

# Limits of issue 5, in seconds.
LIMITS = {"exchange": 0.1, "repetitions": 60.0, "spatial 80": 1.0, "spatial 160": 2.0, "outcomes": 0.1}


def seconds(work: Callable[[], object], *, repeats: int = 3) -> float:
    times = []
    for _ in range(repeats):
        began = process_time()
        work()
        times.append(process_time() - began)
    return min(times)


def load(name: str) -> Table:
    return read(raw_data().path(f"bargaining/{name}.csv").read_text())


def reference(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(raw_data().path(f"bargaining/reference_outputs/{name}.csv").read_text().splitlines()))


def line(words: str, took: float, peer: float | None, limit: float | None = None) -> bool:
    ratio = "" if peer is None else f"   peer {peer:8.1f} s   {peer / took:7.0f} times faster"
    print(f"{words:44s}{took:9.4f} s{ratio}{'' if limit is None else f'   limit {limit:g} s'}")
    return limit is None or took <= limit


def exchange() -> list[bool]:
    rows = reference("decide_equal_gain_10_rounds")
    good = []
    for name, file, peer in (("cop21", "cop21_2015_decide", 17.4), ("copenhagen", "copenhagen_2009_decide", 4.5)):
        told = load(file)
        good.append(
            line(f"Equal Gain, {name}, 10 rounds", seconds(lambda t=told: equal_gain(t)), peer, LIMITS["exchange"])
        )
        wanted = {row["issue"]: float(row["mds_after_10"]) for row in rows if row["dataset"] == name}
        aim = np.array([wanted[issue] for issue in told.issues])
        # The reference prints the state before its tenth round.
        ends = np.array([equal_gain(told, rounds=9, seed=seed).outcome[-1] for seed in range(40)])
        away = np.abs(ends.mean(axis=0) - aim)
        print(
            f"  mean of 40 tie orders against the reference, points: mean {away.mean():.2f}, worst {away.max():.2f}, "
            f"{(away <= 1).sum()} of {len(aim)} issues within 1; sd over orders up to {ends.std(axis=0).max():.2f}; "
            f"baseline (no exchange) mean {np.abs(compromise(told) - aim).mean():.2f}"
        )
    cop21 = load("cop21_2015_decide")
    draws = 1000 if "--long" in sys.argv else 100
    took = seconds(lambda: exchanged(drawn(cop21, Noise(), draws=draws, seed=0)), repeats=1) * 1000 / draws
    words = f"the same, 1,000 noisy repetitions{'' if draws == 1000 else ' (from 100)'}"
    return [*good, line(words, took, 17.4 * 1000, LIMITS["repetitions"])]


def spatial_model() -> list[bool]:
    for name, peer in (("SOE-Pol-Comp", None), ("dummyData_3Dim", 0.7), ("dummyData_6Dim", 3.4)):
        told = load(f"ktab_{name}")
        rows = reference(f"ktab_smp_{name}_seed1")
        found = spatial(told)
        ends = np.array([float(row["final"]) for row in rows]).reshape(told.position.shape)
        line(f"spatial, {name}, {found.turns} turns", seconds(lambda t=told: spatial(t)), peer)
        print(
            f"  against KTAB: turns {rows[0]['turns']}, positions differ by at most "
            f"{np.abs(found.position[-1] - ends).max():.2f} points (its output is rounded to 0.1)"
        )
    eighty = load("ktab_dummyData-a080")
    good = [line("spatial, 40 actors", seconds(lambda: spatial(load("ktab_dummyData-a040")), repeats=1), 7.7)]
    good.append(line("spatial, 80 actors", seconds(lambda: spatial(eighty), repeats=1), 82.0, LIMITS["spatial 80"]))
    turns = spatial(doubled(eighty)).turns
    took = seconds(lambda: spatial(doubled(eighty)), repeats=1)
    return [*good, line(f"spatial, 160 actors, {turns} turns", took, 300.0, LIMITS["spatial 160"])]


def doubled(told: Table) -> Table:
    """Twice the actors, the copies half a point of noise away."""
    near = told.position + np.random.default_rng(1).normal(0, 0.5, told.position.shape)
    arrays = {name: np.tile(getattr(told, name), (2, 1)) for name in ("salience", "power", "low", "high")}
    return msgspec.structs.replace(
        told,
        actors=(*told.actors, *(f"{name} twin" for name in told.actors)),
        position=np.clip(np.concatenate([told.position, near]), 0, 100),
        fallback=np.tile(told.fallback, 2),
        **arrays,
    )


def challenges() -> None:
    for file, name, peer in (("ec_car_emissions", "ExampleActors", 2.4), ("sultan_oil_price", "Sultan", 61.0)):
        told = load(f"{file}_bdm")
        low, high = told.scale[0]
        rows = [row for row in reference("bdm_scholz_10_rounds") if row["dataset"] == name]
        again = challenge(told, "position", rounds=10, reading="replication")
        theirs = np.array([float(row["mean_position"]) for row in rows])[: len(again.mean)]
        worst = np.abs(low + again.mean * (high - low) / 100 - theirs).max()
        line(f"challenge, {name}", seconds(lambda t=told: challenge(t, "position", rounds=10)), peer)
        found = challenge(told, "position")
        print(
            f"  as the replication: means differ by {worst:.1e}; "
            f"as published: {found.end}, {len(found.mean) - 1} rounds"
        )


def outcome_list() -> bool:
    rng = np.random.default_rng(0)
    worths, parties = rng.random((15_625, 15)), [f"G{at}" for at in range(15)]
    took = max(seconds(lambda f=level: choose(worths, np.full(15, f), parties)) for level in (0.02, 0.3, 0.9))
    return line("15 parties, 15,625 outcomes: all four answers", took, 4.9, LIMITS["outcomes"])


def main() -> None:
    good = exchange() + spatial_model()
    challenges()
    good.append(outcome_list())
    if not all(good):
        raise SystemExit("a limit is broken")


if __name__ == "__main__":
    main()

"""Time to load the vote model and to predict one Council and one Assembly vote with 4,000 draws.

Run with: OMP_NUM_THREADS=1 python bench/ballots.py
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import perf_counter

from comity.convene import ballots
from comity.desk.fits.ballots import shipped_positions
from comity.kernel.states import un_members
from comity.records.draft import Draft
from comity.reference import fitted

FILES = ("ballots-council.txt", "ballots-assembly.txt", "ballots.json")
COUNCIL = ("USA", "GBR", "FRA", "RUS", "CHN", "DZA", "GUY", "KOR", "SLE", "SVN", "DNK", "GRC", "PAK", "PAN", "SOM")
LIMIT_MS = {"load": 300.0, "unsc": 50.0, "unga": 300.0}


def best_ms(work: Callable[[], object], *, repeats: int) -> float:
    times = []
    for _ in range(repeats):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return 1000 * min(times)


def draft(body: str) -> Draft:
    return Draft(
        title="On the situation in the Sudan", body=body, rule="substantive", target="SDN", measures=(),
        strength="sanction", on=date(2025, 6, 1),
    )  # fmt: skip


def main() -> None:
    def load() -> ballots.Model:
        return ballots.parse({file: fitted.read("ballots", file) for file in FILES}, shipped_positions())

    model = load()
    states = tuple(state.iso3 for state in un_members(date(2025, 6, 1)))
    found = {
        "load": best_ms(load, repeats=3),
        "unsc": best_ms(lambda: ballots.draws(model, draft("unsc"), COUNCIL, seed=1), repeats=5),
        "unga": best_ms(lambda: ballots.draws(model, draft("unga"), states, seed=1), repeats=5),
    }
    for name, took in found.items():
        print(f"{name}: {took:.0f} ms; limit {LIMIT_MS[name]:.0f} ms")
    if any(took > LIMIT_MS[name] for name, took in found.items()):
        raise SystemExit("over the limit")


if __name__ == "__main__":
    main()

"""A parliament: our positions of the US Senate against an established sampler, where R and its package pscl are.

The roll calls are the data set s109 (109th Congress) of the R package pscl; they are read from the installed package
and not kept. The reference is pscl::ideal (Clinton, Jackman, Rivers 2004; 6,000 iterations).
Run with: OMP_NUM_THREADS=1 python bench/parliament.py
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

import numpy as np

from comity.convene.positions import fit, roll_calls

LEAST_R = 0.97
# Codes of the data set: 1-3 yea, 4-6 nay; everything else is no vote.
SCRIPT = """
suppressMessages(library(pscl)); data(s109); set.seed(1)
seconds <- system.time(found <- ideal(s109, maxiter=6000, burnin=1000, thin=5, normalize=TRUE, startvals="eigen"))[3]
names <- rownames(s109$votes)
write.csv(s109$votes, "votes.csv")
write.csv(data.frame(member=names, place=found$xbar[,1], party=s109$legis.data$party, seconds=seconds), "ideal.csv")
"""


class Compared(NamedTuple):
    """Correlations and rank correlations with the reference, and seconds of each."""

    members: int
    calls: int
    r_quick: float
    r_sampled: float
    rank_quick: float
    quick: float
    sampled: float
    reference: float


def reason_to_skip() -> str:
    """Why the comparison cannot run here; empty if it can."""
    if shutil.which("Rscript") is None:
        return "R is not installed (Debian: apt-get install r-base-core r-cran-pscl)"
    asked = subprocess.run(["Rscript", "-e", "library(pscl)"], capture_output=True, check=False)
    return "" if asked.returncode == 0 else "the R package pscl is not installed (Debian: r-cran-pscl)"


def compare() -> Compared:
    """Run the reference and our two methods on the same votes."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        done = subprocess.run(["Rscript", "-e", SCRIPT], cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"the reference failed: {done.stderr.strip()}")
        rows, calls = _votes(folder / "votes.csv")
        with (folder / "ideal.csv").open(newline="") as file:
            told = list(csv.DictReader(file))
    places = {row["member"]: float(row["place"]) for row in told}
    right = max(places, key=lambda member: abs(places[member]))
    began = perf_counter()
    quick = fit(rows, positive=right)
    middle = perf_counter()
    slow = fit(rows, positive=right, method="sampled", draws=600, seed=1)
    ended = perf_counter()
    theirs = np.array([places[member] for member in quick.members])
    ours, drawn = quick.value[:, 0, 0], slow.value[:, 0, 0]
    return Compared(
        members=len(theirs), calls=calls, r_quick=abs(_r(ours, theirs)), r_sampled=abs(_r(drawn, theirs)),
        rank_quick=abs(_r(_ranks(ours), _ranks(theirs))), quick=middle - began, sampled=ended - middle,
        reference=float(told[0]["seconds"]),
    )  # fmt: skip


def _votes(path: Path) -> tuple[list[tuple[str, str, str, int]], int]:
    with path.open(newline="") as file:
        head, *lines = list(csv.reader(file))
    word = {**dict.fromkeys("123", "yes"), **dict.fromkeys("456", "no")}
    rows = [
        (line[0], call, word[code], 109)
        for line in lines
        for call, code in zip(head[1:], line[1:], strict=True)
        if code in word
    ]
    return rows, len(head) - 1 - len(roll_calls(rows).left_out)


def _r(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.corrcoef(a, b)[0, 1])


def _ranks(values: np.ndarray) -> np.ndarray:
    return values.argsort().argsort().astype(np.float64)


def main() -> None:
    reason = reason_to_skip()
    if reason:
        print(f"skipped: {reason}")
        sys.exit(0)
    found = compare()
    print(
        f"United States Senate, {found.members} members, {found.calls} divided roll calls\n"
        f"  quick    r {found.r_quick:.4f}, of ranks {found.rank_quick:.4f}, {found.quick:.2f} s, "
        f"{found.reference / found.quick:.1f} times as fast as pscl::ideal\n"
        f"  sampled  r {found.r_sampled:.4f}, {found.sampled:.2f} s, "
        f"{found.reference / found.sampled:.1f} times as fast\n"
        f"  pscl::ideal, 6,000 iterations: {found.reference:.1f} s"
    )
    if min(found.r_quick, found.r_sampled) < LEAST_R:
        raise SystemExit(f"a correlation is below {LEAST_R}")


if __name__ == "__main__":
    main()

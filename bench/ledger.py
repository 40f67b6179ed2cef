"""Speed of the ledger beside plain SQLite inserts of the same bytes, in the same run. Prints one JSON object.

Run with: python bench/ledger.py
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

from comity.kernel.canon import canonical
from comity.kernel.marking import CLEAR
from comity.ledger.entry import Proposal
from comity.records.pledge import Pledge
from comity.store.ledger_sqlite import open_ledger

VERIFIED = 10_000
TURNS = 7


def proposals(count: int, start: int = 0) -> list[Proposal]:
    made = []
    for number in range(start, start + count):
        stream = f"pledge/{number}"
        body = Pledge(id=stream, by="NOR", what="relief", due_on=date(2026, 6, 1), made_on=date(2026, 1, 1))
        made.append(Proposal(stream=stream, kind="commit.pledged/1", author="desk", body=body, marking=CLEAR))
    return made


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def ledger_rate(path: Path, group: int, groups: int) -> float:
    with open_ledger(path) as ledger:
        batches = [proposals(group, number * group) for number in range(groups)]
        return group * groups / seconds(lambda: [ledger.append_many(batch) for batch in batches])


def plain_rate(path: Path, group: int, groups: int) -> float:
    """The same bodies into one table without hashes, checks or tree; WAL and FULL as in the ledger."""
    base = sqlite3.connect(path, isolation_level=None)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = FULL")
    base.execute("CREATE TABLE entry (sequence INTEGER PRIMARY KEY, stream TEXT, body TEXT)")
    batches = [
        [(item.stream, canonical(item.body).decode()) for item in proposals(group, number * group)]
        for number in range(groups)
    ]

    def write() -> None:
        for batch in batches:
            base.execute("BEGIN IMMEDIATE")
            base.executemany("INSERT INTO entry (stream, body) VALUES (?, ?)", batch)
            base.execute("COMMIT")

    rate = group * groups / seconds(write)
    base.close()
    return rate


def main() -> None:
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        for group, groups in ((1, 100), (16, 30), (256, 4)):
            # In turns, so that what else the machine does falls on both alike.
            pairs = [
                (
                    ledger_rate(place / f"ledger_{group}_{turn}.db", group, groups),
                    plain_rate(place / f"plain_{group}_{turn}.db", group, groups),
                )
                for turn in range(TURNS)
            ]
            shares = sorted(ours / plain for ours, plain in pairs)
            found[f"appends_a_second_by_{group}"] = round(median(ours for ours, _ in pairs))
            found[f"plain_inserts_a_second_by_{group}"] = round(median(plain for _, plain in pairs))
            found[f"share_of_plain_by_{group}"] = round(median(shares), 3)
            found[f"share_of_plain_by_{group}_least"] = round(shares[0], 3)
            found[f"share_of_plain_by_{group}_most"] = round(shares[-1], 3)
        with open_ledger(place / "verified.db") as ledger:
            for start in range(0, VERIFIED, 1000):
                ledger.append_many(proposals(1000, start))
            found[f"verify_seconds_{VERIFIED}"] = round(seconds(ledger.verify), 3)
            found[f"read_seconds_{VERIFIED}"] = round(seconds(ledger.read), 3)
        found[f"bytes_an_entry_{VERIFIED}"] = round((place / "verified.db").stat().st_size / VERIFIED)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()

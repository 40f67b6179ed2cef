"""The smallest proposals, built from arguments only."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from comity.kernel.marking import CLEAR
from comity.ledger.entry import Proposal
from comity.records.pledge import Pledge
from comity.store.ledger_sqlite import open_ledger


def pledged(number: int, **changes: object) -> Proposal:
    body = Pledge(id=f"pledge/{number}", by="NOR", what="relief", due_on=date(2026, 6, 1), made_on=date(2026, 1, 1))
    fields = {"stream": f"pledge/{number}", "kind": "commit.pledged/1", "author": "desk", "marking": CLEAR}
    return Proposal(**(fields | {"body": body} | changes))


def made(path: Path, entries: int) -> Path:
    """The path of a closed ledger of that many entries, one transaction each."""
    with open_ledger(path, origin="mfa.example/desk") as ledger:
        for number in range(entries):
            ledger.append(pledged(number + 1))
    return path

"""The smallest ledger content, built from arguments only."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from comity.kernel.marking import CLEAR
from comity.kernel.time import written
from comity.ledger.entry import Line, Proposal, line
from comity.records.pledge import Pledge

START = datetime(2026, 1, 1, tzinfo=UTC)


def pledge(number: int, **changes: object) -> Pledge:
    fields = {"id": f"pledge/{number}", "by": "NOR", "what": "relief", "amount": float(number), "unit": "USD"}
    return Pledge(due_on=date(2026, 6, 1), made_on=date(2026, 1, 1), **(fields | changes))


def proposal(number: int = 1, **changes: object) -> Proposal:
    fields = {"stream": f"pledge/{number}", "kind": "commit.pledged/1", "author": "desk", "marking": CLEAR}
    return Proposal(**({"body": pledge(number)} | fields | changes))


def stored(sequence: int, **changes: object) -> Line:
    instant = written(START + timedelta(minutes=sequence))
    return line(
        proposal(sequence + 1, **changes),
        sequence=sequence,
        version=0,
        instant=instant,
        salt=bytes([sequence % 256]) * 32,
    )

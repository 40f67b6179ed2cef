from __future__ import annotations

from pathlib import Path

from comity.store.ledger import LedgerStore
from comity.store.ledger_sqlite import open_ledger
from tests.contracts.ledger_contract import LedgerContract


class TestLedgerOnSqlite(LedgerContract):
    def open(self, place: Path, **options: object) -> LedgerStore:
        return open_ledger(place / "ledger.db", **options)

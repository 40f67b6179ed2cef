from __future__ import annotations

from tests.contracts.lake.lake_contract import LakeContract


class TestLakeOnDuckdb(LakeContract):
    address = "duckdb:"

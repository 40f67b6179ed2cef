from __future__ import annotations

import pytest

from tests.contracts.lake.lake_contract import LakeContract

pytest.importorskip("chdb", reason='needs the extra "engines"')


@pytest.mark.engine
class TestLakeOnClickhouseInProcess(LakeContract):
    address = "chdb:"

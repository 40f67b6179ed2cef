from __future__ import annotations

import shutil

import pytest

from tests.contracts.lake.lake_contract import LakeContract

pytest.importorskip("pyspark", reason='needs the extra "engines"')


@pytest.mark.engine
@pytest.mark.slow
@pytest.mark.enable_socket  # Python talks to Spark's own Java process over the loopback interface.
@pytest.mark.filterwarnings("ignore")  # Spark and its bridge leave sockets open and use what pandas deprecates.
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17")
class TestLakeOnSpark(LakeContract):
    address = "spark:local[2]"

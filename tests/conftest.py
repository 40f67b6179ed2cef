"""Settings that hold for all tests."""

from __future__ import annotations

import os

# Tests run in as many processes as there are cores; threads of linear algebra on top of them would wait for each other.
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

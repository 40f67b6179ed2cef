"""The lake: events and values in many vintages, as one view of what was known on a day, on DuckDB or a larger engine.

Opening one needs the extra `comity[lake]`; which vintage speaks for which rows is worked out without it.
"""

from __future__ import annotations

from comity.store.lake.cells import Cells
from comity.store.lake.lake import Lake, open
from comity.store.lake.vintage import Vintage

__all__ = ["Cells", "Lake", "Vintage", "open"]

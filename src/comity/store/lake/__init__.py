"""The lake: events and values in many vintages, as one view of what was known on a day, on DuckDB or a larger engine.

Needs the extra `comity[lake]`; nothing here is imported by the base install.
"""

from __future__ import annotations

from comity.store.lake.cells import Cells
from comity.store.lake.lake import Lake, open
from comity.store.lake.vintage import Vintage

__all__ = ["Cells", "Lake", "Vintage", "open"]

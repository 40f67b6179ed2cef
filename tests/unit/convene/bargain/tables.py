"""Made tables of bargains, and strategies that draw them."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from comity.convene.bargain.table import Stance, Table, table

# Three groups, two issues; what A holds dear on monitors B holds dear on sanctions.
THREE = (
    Stance(actor="A", issue="monitors", position=90, salience=0.9, power=2),
    Stance(actor="A", issue="sanctions", position=80, salience=0.4, power=2),
    Stance(actor="B", issue="monitors", position=20, salience=0.5, power=3),
    Stance(actor="B", issue="sanctions", position=10, salience=0.9, power=3),
    Stance(actor="C", issue="monitors", position=60, salience=0.5, power=1),
    Stance(actor="C", issue="sanctions", position=40, salience=0.6, power=1),
)


@st.composite
def tables(draw: st.DrawFn, *, most: int = 7, lines: bool = False) -> Table:
    """Tables of 3 to `most` actors and 2 to 4 issues from a drawn seed; with `lines`, red lines that leave a zone."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    actors, issues = draw(st.integers(3, most)), draw(st.integers(2, 4))
    rows = []
    for at in range(actors):
        for issue in range(issues):
            place = float(rng.uniform(0, 100))
            low = float(rng.uniform(0, min(place, 45))) if lines and rng.random() < 0.5 else 0.0
            high = float(rng.uniform(max(place, 55), 100)) if lines and rng.random() < 0.5 else 100.0
            rows.append(
                Stance(
                    actor=f"G{at}", issue=f"i{issue}", position=place, salience=float(rng.uniform(0.05, 1)),
                    power=float(rng.uniform(0.1, 3)), low=low, high=high,
                )
            )  # fmt: skip
    return table(rows)

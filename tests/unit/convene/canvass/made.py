"""Made mixtures: members on one line of division."""

from __future__ import annotations

import numpy as np

from comity.convene.canvass.rows import Rows, rows

NAMES = tuple(f"M{i:02}" for i in range(12))


def mixture(seed: int = 0, count: int = 300, away: float = 0.0) -> Rows:
    """Rows on one line of division, with noise: members hang together."""
    rng = np.random.default_rng(seed)
    place = rng.standard_normal((count, 1)) * np.linspace(-2, 2, len(NAMES)) + 0.5
    logit = np.stack([-place - 1, np.zeros_like(place), place], axis=-1)
    odds = np.exp(logit) / np.exp(logit).sum(axis=-1, keepdims=True)
    return rows(NAMES, odds, away=np.full(len(NAMES), away))


def like(vote: int, told: float) -> np.ndarray:
    found = np.full(3, (1 - told) / 2)
    found[vote] = told
    return found


# Answers from the far end of the line: few rows lie there.
ODD = {name: like(2 if i < 6 else 0, 0.99) for i, name in enumerate(NAMES[:10])}

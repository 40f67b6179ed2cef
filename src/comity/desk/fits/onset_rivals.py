"""Rivals of the onset engine, trained on the same closed rows: what a simpler model would have said."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from comity.desk.fits.onset_trees import BOOSTED, BOOSTED_ROUNDS, SEEDS, boosters, from_ewp
from comity.warn.logit import Floats, expit
from comity.warn.onset_fit import Rows, net

# The four variables of the simplest published baselines: size, past and present killing, war.
HISTORY = ("mk_ever", "mk_ongoing_count_log2", "battledeaths_log2", "popsize_log2")
# Near the Early Warning Project's own recipe (elastic net, alpha 0.5, lambda by cross-validation).
EWP_PENALTY = (0.002, 0.5)


def rivals(rows: Rows, years: Iterable[int]) -> dict[str, Floats]:
    """Risks of each rival on every row of the years, NaN elsewhere; every training row counts the same."""
    own = np.array([place for place, name in enumerate(rows.names) if from_ewp(name)])
    history = np.array([rows.names.index(name) for name in HISTORY])
    made = {
        name: np.full(len(rows.year), np.nan)
        for name in ("4-variable history logit", "elastic net alone, EWP's columns", "LightGBM alone, EWP's columns")
    }
    for year in years:
        train, here = rows.closed(year), rows.at(year)
        for name, columns in zip(made, (history, own), strict=False):
            made[name][here] = _net(rows, train, here, columns)
        grown = boosters(
            rows.values[train][:, own], rows.happened[train], np.ones(len(train)), (BOOSTED, BOOSTED_ROUNDS), SEEDS[:1]
        )
        made["LightGBM alone, EWP's columns"][here] = grown[0].predict(rows.values[here][:, own])
    return made


def _net(rows: Rows, train: NDArray[np.intp], here: NDArray[np.intp], columns: NDArray[np.intp]) -> Floats:
    weights = np.ones(len(train))
    # The published recipes do not bound their inputs, so the rivals read values beyond those trained on as they are.
    found = net(rows.values[train][:, columns], rows.happened[train], weights, penalty=EWP_PENALTY, bounded=False)
    level, parts = found.parts(rows.values[here][:, columns])
    return expit(level + parts.sum(axis=1))

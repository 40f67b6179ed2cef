"""The onset model of one origin: an elastic net and three kinds of boosted trees, averaged in log-odds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.warn.logit import Floats
from comity.warn.onset_fit import Net, Parts, Rows, memory, net, together, usable

# Both settings were chosen on base years up to 2009 (docs/explanation/onset-risk.md says from what).
_COMMON = {
    "objective": "binary",
    "learning_rate": 0.03,
    "min_data_in_leaf": 20,
    "lambda_l2": 1.0,
    "max_bin": 63,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "verbose": -1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
}
BOOSTED = {**_COMMON, "num_leaves": 7, "feature_fraction": 0.5}
RANDOMISED = {
    **_COMMON,
    "num_leaves": 4,
    "extra_trees": True,
    "feature_fraction_bynode": 0.3,
    "learning_rate": 0.06,
}
DEEP = {
    **_COMMON,
    "num_leaves": 15,
    "extra_trees": True,
    "feature_fraction_bynode": 0.2,
    "min_data_in_leaf": 10,
    "lambda_l2": 5.0,
}
BOOSTED_ROUNDS, RANDOMISED_ROUNDS, DEEP_ROUNDS = 150, 150, 200
# Few events make one seed unsteady: the shallow trees are the mean of four, the others of two.
SEEDS = (1, 2, 3, 4)

_NEIGHBOURS_ELECTIONS = ("near_", "election_", "months_since_election")
# The net takes few columns beside the Early Warning Project's: what is collinear makes it unsteady.
_NET_EXTRA = (
    "v2cl", "not_state_based", "coup_1y", "coup_3y", "coups_realised_3y", "popular_revolt_3y", "leader_", "regime_",
    "battle_12m", "one_sided_12m", "one_sided_60m", "battle_peak_5y",
)  # fmt: skip
_OF_THE_ENGINE = (
    "battle_", "non_state_", "one_sided_", "coup_1y", "coup_3y", "coup_10y", "coups_", "coup_conspiracies",
    "popular_revolt", "leader_", "regime_", "change_", "v2cl", "not_state_based", *_NEIGHBOURS_ELECTIONS,
)  # fmt: skip


class Model(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A trained origin: the net, its columns, and for each kind of tree its columns and boosters."""

    names: tuple[str, ...]
    net: Net
    net_columns: NDArray[np.intp]
    trees: tuple[tuple[NDArray[np.intp], tuple[Any, ...]], ...]

    def parts(self, values: Floats) -> Parts:
        """Level and drivers of the log-odds of raw values, (rows, all features)."""
        members = [self.net.parts(values[:, self.net_columns])]
        columns = [self.net_columns]
        for used, boosters in self.trees:
            members.append(contributions(boosters, values[:, used]))
            columns.append(used)
        return together(members, [[self.names[column] for column in used] for used in columns])


def from_ewp(name: str) -> bool:
    """Whether a feature is a column of the Early Warning Project's own table."""
    return not name.startswith(_OF_THE_ENGINE)


def train(
    rows: Rows, base_year: int, *, counts: Floats | None = None, seeds: Sequence[int] = SEEDS, cut: int | None = None
) -> Model:
    """The model of one origin, from rows whose outcome was closed by its end.

    counts  how often each training row is drawn, for refits on resampled countries; None is once each
    cut     the origin whose columns must be at hand; the base year itself unless given
    """
    train_rows = rows.closed(base_year)
    weights = memory(rows.year[train_rows], base_year)
    if counts is not None:
        weights = weights * counts
        train_rows, weights = train_rows[counts > 0], weights[counts > 0]
    shown, happened = rows.values[train_rows], rows.happened[train_rows]
    at_hand = usable(rows.values[rows.at(base_year if cut is None else cut)])
    for_net = np.array([k for k in at_hand if from_ewp(rows.names[k]) or rows.names[k].startswith(_NET_EXTRA)])
    plain = np.array([k for k in at_hand if not rows.names[k].startswith(_NEIGHBOURS_ELECTIONS)])
    return Model(
        names=rows.names,
        net=net(shown[:, for_net], happened, weights),
        net_columns=for_net,
        trees=(
            (plain, boosters(shown[:, plain], happened, weights, (BOOSTED, BOOSTED_ROUNDS), seeds[:2])),
            (at_hand, boosters(shown[:, at_hand], happened, weights, (RANDOMISED, RANDOMISED_ROUNDS), seeds)),
            (plain, boosters(shown[:, plain], happened, weights, (DEEP, DEEP_ROUNDS), seeds[:2])),
        ),
    )


def boosters(
    values: Floats, happened: Floats, weights: Floats, shape: tuple[dict[str, Any], int], seeds: Sequence[int]
) -> tuple[Any, ...]:
    """One booster a seed; `shape` is the settings and the number of rounds."""
    import lightgbm

    settings, rounds = shape
    made = []
    for seed in seeds:
        data = lightgbm.Dataset(values, happened, weight=weights, free_raw_data=True)
        made.append(lightgbm.train({**settings, "seed": seed}, data, rounds))
    return tuple(made)


def contributions(grown: Sequence[Any], values: Floats) -> tuple[float, Floats]:
    """Level and (rows, features) parts of the log-odds by TreeSHAP, mean over boosters.

    source  Lundberg et al. 2020, Nature Machine Intelligence 2: exact, so level and parts sum to the prediction
    """
    told = np.mean([booster.predict(values, pred_contrib=True) for booster in grown], axis=0)
    return float(told[:, -1].mean()), np.asarray(told[:, :-1], dtype=np.float64)

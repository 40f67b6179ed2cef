"""The chance that a Council draft is vetoed, from the topic's own failures and from who tabled it.

The simulated votes are then weighed so that vetoes come about as often as half of the log-odds from here and half from
the votes themselves say: `tilted`. The joint draws stay joint, and whose veto it is stays with the votes.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit

from comity.convene.ballots.council import WEST, Floats, Record, Text

NAMES = (
    "failed", "failed_lately", "vetoed", "days_since", "failures_in_a_year", "failures_in_two_months", "rival",
    "sponsors", "unnamed", "tabled_west", "tabled_rus", "israel", "thematic", "new",
)  # fmt: skip
# Where nobody has tabled the text yet, the topic's share of failures, fitted to failures of any kind, ranks best.
UNSPONSORED = ("failed",)
# Days in which an earlier decision loses half its weight: the long memory and the short one.
_LONG, _SHORT = 5 * 365.25, 2 * 365.25
# Decisions added from the rate of all topics.
_PRIOR = 2.0
_YEAR, _TWO_MONTHS = 365.25, 62.0
# Stands for a topic never voted on: the logarithm of eight years of days.
_NEVER = 8.0
# Of 1, 5 and 20 and of shares 0, 1/2, 3/4 and 1: see docs/explanation/vote-prediction.
RIDGE = 5.0
SHARE = 0.5
# Bound of the weights' exponent.
MOST = 20.0
# UN Charter, Article 27(3): nine votes, the concurring votes of the permanent members among them.
NEEDED = 9


class Fit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A logit of being vetoed: names of the features, their mean and spread; the constant, then the coefficients."""

    names: tuple[str, ...]
    mean: tuple[float, ...]
    spread: tuple[float, ...]
    values: tuple[float, ...]


def features(record: Record, text: Text) -> Floats:
    """What was known the day before of a draft's topic and sponsors: (features,), in the order of NAMES."""
    end = int(np.searchsorted(record.day, text.day))
    age = text.day - record.day[:end]
    on = np.array([topic == text.topic for topic in record.topics[:end]], dtype=bool) & (text.topic != "")
    failed, vetoed = record.failed[:end].astype(np.float64), record.vetoed[:end].astype(np.float64)

    def odds(happened: Floats, life: float) -> float:
        weight = 0.5 ** (age / life)
        rate = float(weight @ happened) / max(float(weight.sum()), 1e-9)
        share = (float((weight * on) @ happened) + _PRIOR * rate) / (float((weight * on).sum()) + _PRIOR)
        return float(logit(np.clip(share, 0.002, 0.998)))

    last = float(np.log1p(age[on][-1])) if on.any() else _NEVER
    return np.array(
        [
            odds(failed, _LONG), odds(failed, _SHORT), odds(vetoed, _LONG), last,
            np.log1p(failed[on & (age < _YEAR)].sum()), np.log1p(failed[on & (age < _TWO_MONTHS)].sum()),
            float(text.rival), np.log1p(len(text.sponsors)), float(not text.sponsors),
            float(any(s in WEST for s in text.sponsors)), float("RUS" in text.sponsors), float(text.target == "ISR"),
            float(text.target == ""), {1: 0.0, 0: 1.0}.get(text.prolongs, 0.5),
        ]
    )  # fmt: skip


def fitted(x: Floats, vetoed: NDArray[np.bool_], names: tuple[str, ...] = NAMES) -> Fit:
    """The logit on those features alone, a normal prior on each; x (drafts, features) in the order of NAMES."""
    own = x[:, [NAMES.index(name) for name in names]]
    mean, spread = own.mean(axis=0), own.std(axis=0)
    spread[spread == 0] = 1.0
    z = np.column_stack([np.ones(len(own)), (own - mean) / spread])
    prior = np.r_[0.01, np.full(len(names), RIDGE)]

    def loss(b: Floats) -> tuple[float, Floats]:
        at = z @ b
        value = np.logaddexp(0, at).sum() - vetoed @ at + 0.5 * (prior * b * b).sum()
        return float(value), z.T @ (expit(at) - vetoed) + prior * b

    found = minimize(loss, np.zeros(z.shape[1]), jac=True, method="L-BFGS-B")

    def short(values: Floats) -> tuple[float, ...]:
        return tuple(float(f"{v:.5g}") for v in values)

    return Fit(names=names, mean=short(mean), spread=short(spread), values=short(found.x))


def log_odds(fit: Fit, x: Floats) -> Floats:
    """Log-odds of a veto; x (..., features) in the order of NAMES."""
    own = x[..., [NAMES.index(name) for name in fit.names]]
    result: Floats = fit.values[0] + (own - np.array(fit.mean)) / np.array(fit.spread) @ np.array(fit.values[1:])
    return result


def ways(support: Floats, gap: Floats, permanent: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Chance of adoption and of a veto in each row, (rows,), members voting independently in a row.

    support, gap  (rows, members): log-odds of yes, and what is added to them for not voting no
    """
    yes = expit(support)
    no = 1 - expit(support + gap)
    most = support.shape[1] + 1
    free = np.zeros((len(support), most))
    free[:, 0] = 1.0
    unopposed = free.copy()
    for member in range(support.shape[1]):
        aye, nay = yes[:, member, None], no[:, member, None]
        free[:, 1:] = free[:, 1:] * (1 - aye) + free[:, :-1] * aye
        free[:, 0] *= 1 - aye[:, 0]
        stays = 1 - aye - nay if permanent[member] else 1 - aye
        unopposed[:, 1:] = unopposed[:, 1:] * stays + unopposed[:, :-1] * aye
        unopposed[:, 0] *= stays[:, 0]
    adopted: Floats = unopposed[:, NEEDED:].sum(axis=1)
    return adopted, free[:, NEEDED:].sum(axis=1) - adopted


def tilted(veto: Floats, goal: float, share: float = SHARE) -> Floats:
    """Weights of rows, (groups, rows), summing to one in each group, so that vetoes come about as often as wanted.

    They are exponential in a row's own chance of a veto: of all weights with that chance the closest to equal ones.

    veto  (groups, rows) chance of a veto in each row
    goal  log-odds of a veto by `log_odds`
    share how far it is met, in log-odds
    """
    own = np.clip(veto.mean(), 1e-6, 1 - 1e-6)
    wanted = float(expit(share * goal + (1 - share) * logit(own)))

    def weights(force: float) -> Floats:
        found = np.exp(force * (veto - veto.max(axis=1, keepdims=True)))
        result: Floats = found / found.sum(axis=1, keepdims=True)
        return result

    low, high = -MOST, MOST
    for _ in range(30):
        middle = (low + high) / 2
        if (weights(middle) * veto).sum(axis=1).mean() < wanted:
            low = middle
        else:
            high = middle
    return weights((low + high) / 2)

"""Votes on a text unlike any before: the experts' log-odds added up, with weights learnt where a text had no like.

On such texts a pool of chances trusts none of its experts enough. Here each adds to the log-odds of yes, and of no
among those who do not say yes. The weights are learnt from new texts of earlier sessions, and from other texts with
all that resemble them hidden.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from comity.convene.ballots.assembly import EXPERTS, NEW_TARGET, Floats

# Cosine of TF-IDF titles with the likest of the twelve sessions before, below which a text counts as new.
NOVEL = 0.6
# How many other texts a text that is new indeed counts for. Of 1, 4 and 10, on sessions 60-73.
TRULY_NEW = 4.0
# Votes on one text hang together, so each counts for a fiftieth, against a normal prior of this precision.
_A_VOTE, _RIDGE, _FREE = 0.02, 50.0, 0.1
_LEAST = 0.004
ROUNDS = 25
# What each column adds to, by place in PARTS.
PARTS = (*EXPERTS[1:], "any new text")
_ANY = len(PARTS) - 1
_NEAR, _USUAL, _FACTORS, _WORDS = 0, 2, 3, 4
_YES_OF = (_ANY, 0, 1, 2, 3, 4, _WORDS, _ANY, _FACTORS, _NEAR, _WORDS, _ANY, _USUAL, _WORDS)


# Coefficients of each logit.
SIZE = len(_YES_OF)


class Fit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Coefficients of the two logits, as `columns` orders them: yes against the rest, and no against abstaining."""

    yes: tuple[float, ...]
    no: tuple[float, ...]


class Columns(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Regressors of the two logits, (members, columns) each."""

    yes: Floats
    no: Floats


def serves(likest: float, bin_of: int) -> bool:
    """Whether a text is predicted by this fit: unlike any before, but not on a state never voted on."""
    return likest < NOVEL and bin_of != NEW_TARGET


def columns(odds: Floats, likest: float, *, new: bool) -> Columns:
    """What the experts say of one text, members as they may vote; odds (members, experts, 3), all six experts.

    new  the text is new indeed; False where its like were hidden to learn from it
    """

    def flat(chance: Floats) -> Floats:
        found: Floats = logit(np.clip(chance, _LEAST, 1 - _LEAST))
        return found

    yes, no = flat(odds[:, 1:, 2]), flat(odds[:, 1:, 0] / (odds[:, 1:, 0] + odds[:, 1:, 1]))
    one = np.ones(len(odds))
    tone, fresh = one * yes[:, _WORDS].mean(), float(new)
    by_yes = [one, *yes.T, tone, one * likest, yes[:, _FACTORS] * likest, yes[:, _NEAR] * likest,
              yes[:, _WORDS] * likest, one * fresh, yes[:, _USUAL] * fresh, yes[:, _WORDS] * fresh]  # fmt: skip
    by_no = [one, *no.T, yes[:, _WORDS], yes[:, _USUAL], tone, one * likest, no[:, _FACTORS] * likest,
             no[:, _USUAL] * likest, one * fresh, no[:, _USUAL] * fresh]  # fmt: skip
    return Columns(yes=np.column_stack(by_yes), no=np.column_stack(by_no))


def chances(found: Columns, fit: Fit) -> Floats:
    """Chance of no, abstain, yes: (members, 3)."""
    yes, no = expit(found.yes @ np.array(fit.yes)), expit(found.no @ np.array(fit.no))
    result: Floats = np.stack([(1 - yes) * no, (1 - yes) * (1 - no), yes], axis=-1)
    return result


def shares(found: Columns, fit: Fit) -> Floats:
    """What each of PARTS adds to the log-odds of yes: (members, parts)."""
    terms = found.yes * np.array(fit.yes)
    result: Floats = terms @ np.eye(len(PARTS))[list(_YES_OF)]
    return result


def fitted(found: Columns, choice: NDArray[np.int64], weight: Floats) -> Fit:
    """The fit to votes cast, 0 no, 1 abstain, 2 yes; weight (votes,) as TRULY_NEW or 1."""
    not_yes = choice < 2
    yes = _logit(found.yes, (choice == 2).astype(np.float64), weight)
    no = _logit(found.no[not_yes], (choice[not_yes] == 0).astype(np.float64), weight[not_yes])
    return Fit(yes=yes, no=no)


def _logit(x: Floats, happened: Floats, weight: Floats) -> tuple[float, ...]:
    """Coefficients by Newton's method, a normal prior on each over its scale."""
    scale = np.sqrt((x**2).mean(axis=0))
    scale[scale == 0] = 1.0
    z, votes = x / scale, weight * _A_VOTE
    prior = np.r_[_FREE, np.full(x.shape[1] - 1, _RIDGE)]
    at = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        chance = expit(z @ at)
        slope = z.T @ (votes * (happened - chance)) - prior * at
        curve = (z * (votes * chance * (1 - chance))[:, None]).T @ z + np.diag(prior)
        step = np.linalg.solve(curve, slope)
        at = at + step
        if np.abs(step).max() < 1e-6:
            break
    return tuple(float(f"{v:.5g}") for v in at / scale)

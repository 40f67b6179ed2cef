"""The ballot on a draft: each member's chances with intervals, what follows under the rule, and who would stop it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene import rules
from comity.convene.ballots.because import made_of, reasons
from comity.convene.ballots.council import history
from comity.convene.ballots.forecast import COUNCIL, Forecast, forecast, text_of
from comity.convene.ballots.model import Model
from comity.kernel.estimate import Baseline, Estimate
from comity.records.ballot import Ballot, MemberOdds
from comity.records.draft import Draft

Floats = NDArray[np.float64]
Votes = NDArray[np.int8]

METHOD = "vote-prediction"
_COVERS = "positions, fitted parameters and, in an assembly, the past text the draft proves to be like"
MOST_BREAKERS = 8


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """A body's decision rule as two functions of votes, int8 (draws, members), values of rules.Vote.

    decide        outcome of each draw, values of rules.Outcome
    pivotal       (draws, members) whether the outcome turns on the member
    veto_holders  members whose no blocks
    """

    decide: Callable[[Votes], NDArray[np.int8]]
    pivotal: Callable[[Votes], NDArray[np.bool_]]
    veto_holders: tuple[str, ...] = ()


def verdict(rule: rules.Rule, members: Sequence[str], *, given: rules.Given | None = None) -> Verdict:
    """The rule of convene.rules made ready for these members; seats without a member count as absent."""
    known = given or rules.Given()
    return Verdict(
        decide=lambda votes: rules.decide(rule, votes, members, given=known, missing="absent"),
        pivotal=lambda votes: rules.pivotal(rule, votes, members, given=known, missing="absent"),
        veto_holders=rule.veto_holders,
    )


def ballot(model: Model, draft: Draft, members: Sequence[str], how: Verdict, *, n: int = 4000, seed: int) -> Ballot:
    """The predicted vote on a draft put to these members.

    how     the body's rule, made by `verdict`
    n       simulated votes; seed makes them the same each time
    raises  what `forecast` and the rule raise
    """
    return counted(model, draft, members, how, forecast(model, draft, members, n=n, seed=seed), seed=seed)


def counted(model: Model, draft: Draft, members: Sequence[str], how: Verdict, found: Forecast, *, seed: int) -> Ballot:
    """The ballot that a forecast of these members makes, for a caller who also needs the votes drawn.

    found  made by `forecast` from the same model, draft, members and seed
    raises what the rule raises
    """
    adopted = how.decide(found.votes) == rules.Outcome.ADOPTED
    turns = how.pivotal(found.votes)
    pivotal = turns.mean(axis=0)
    why = reasons(model, draft, tuple(members), found.like)
    odds = found.chance
    present = (found.votes != rules.Vote.ABSENT).mean(axis=0)
    low, high = np.quantile(found.odds[..., 2], (0.05, 0.95), axis=0)
    sheets = []
    for i, member in enumerate(members):
        yes = Estimate(
            value=_rounded(odds[i, 2]),
            low=_rounded(min(low[i], odds[i, 2])),
            high=_rounded(max(high[i], odds[i, 2])),
            covers=_COVERS,
            method=METHOD,
            n=found.seen,
            unit="chance",
            baseline=Baseline(value=_rounded(found.usual[i]), method="its usual share of yes in this body"),
        )
        sheets.append(
            MemberOdds(
                state=member,
                yes=yes,
                abstain=_rounded(odds[i, 1]),
                no=_rounded(odds[i, 0]),
                veto_holder=member in how.veto_holders,
                pivotal=_rounded(pivotal[i]),
                because=(made_of(found.parts, found.shares[i], log_odds=found.log_odds), *why[i]),
            )
        )
    notes = found.notes
    if draft.body == COUNCIL and draft.target:
        failed = history(model.council, text_of(draft), ()).failed
        notes = (*notes, f"of earlier drafts on {draft.target} {failed:.0%} failed, recent ones weighing more")
    if (present < 1).any():
        notes = (*notes, "chances of members are given that they are present; the draws also have them stay away")
    return Ballot(
        draft=draft,
        members=tuple(sheets),
        adopted=_adopted(adopted, found, draft, model),
        yes_votes=_tally(found),
        breakers=_breakers(found.votes, adopted, turns, tuple(members), how),
        draws=len(found.votes),
        seed=seed,
        notes=notes,
    )


def _rounded(chance: float) -> float:
    return round(float(chance), 4)


def _adopted(adopted: NDArray[np.bool_], found: Forecast, draft: Draft, model: Model) -> Estimate:
    """Chance of adoption; the interval is over outer draws, with the noise of the inner draws taken out."""
    shares = adopted.reshape(found.outer, -1).mean(axis=1)
    inner = adopted.size // found.outer
    mean = float(shares.mean())
    total = float(shares.var())
    noise = float((shares * (1 - shares)).mean()) / max(inner - 1, 1)
    kept = np.sqrt(max(total - noise, 0.0) / total) if total > 0 else 0.0
    low, high = np.clip(np.quantile(mean + kept * (shares - mean), (0.05, 0.95)), 0.0, 1.0)
    return Estimate(
        value=_rounded(mean),
        low=_rounded(min(low, mean)),
        high=_rounded(max(high, mean)),
        covers=_COVERS,
        method=METHOD,
        n=found.seen,
        unit="chance",
        baseline=_base_rate(model, draft),
    )


def _base_rate(model: Model, draft: Draft) -> Baseline:
    if draft.body != COUNCIL:
        return Baseline(value=1.0, method="everyone says yes")
    past = history(model.council, text_of(draft), ())
    about = f"earlier drafts on {draft.target}" if draft.target else "earlier drafts"
    return Baseline(value=_rounded(1.0 - past.failed), method=f"share of {about} adopted, recent ones weighing more")


def _tally(found: Forecast) -> Estimate:
    yes = (found.votes == rules.Vote.YES).sum(axis=1)
    low, high = np.quantile(yes, (0.05, 0.95))
    mean = float(yes.mean())
    return Estimate(
        value=round(mean, 2),
        low=round(float(min(low, mean)), 2),
        high=round(float(max(high, mean)), 2),
        covers="the vote itself: nine in ten simulated tallies lie here",
        method=METHOD,
        n=found.seen,
        unit="votes",
        baseline=Baseline(value=float(found.votes.shape[1]), method="everyone says yes"),
    )


def _breakers(
    votes: Votes, adopted: NDArray[np.bool_], turns: NDArray[np.bool_], members: tuple[str, ...], how: Verdict
) -> tuple[tuple[str, float], ...]:
    """Members by the share of failed draws that failed by them: a veto, or a vote whose change alone would carry.

    Whoever abstains beside a veto has not broken the text; where several votes are lacking, no single one has either.
    """
    failed = ~adopted
    if not failed.any():
        return ()
    vetoed = np.isin(members, how.veto_holders) & (votes[failed] == rules.Vote.NO)
    lacking = turns[failed] & (votes[failed] != rules.Vote.YES)
    share = (vetoed | lacking).mean(axis=0)
    order = np.lexsort((np.array(members), -share))[:MOST_BREAKERS]
    return tuple((members[i], _rounded(share[i])) for i in order if share[i] > 0)

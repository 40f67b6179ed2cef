"""Joint draws of how members would vote on a draft, from what was known on its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from comity.convene import factors
from comity.convene.ballots import (
    assembly,
    assembly_draws,
    council,
    council_fit,
    describe,
    novel,
    texts,
    themes,
    unsponsored,
    vetoes,
)
from comity.convene.ballots import parts as parts_of
from comity.convene.ballots.model import Model, Pool, Vintage, parameters, pool_of
from comity.convene.positions.table import Known, known
from comity.kernel.errors import Refused
from comity.kernel.states import state
from comity.records.draft import Draft

Floats = NDArray[np.float64]
Votes = NDArray[np.int8]

COUNCIL, ASSEMBLY = "unsc", "unga"
# How many times wider a position is taken outside the two bodies whose votes were seen; a judgement, not a fit.
BORROWED = 2.0
# Chance of no, abstain, yes of a Council member on a draft against itself: a judgement, for there are too few to fit.
OWN_CASE = (0.9, 0.08, 0.02)
# How many votes that judgement is worth; it gives the chance an interval.
OWN_WEIGHT = 20.0


class Forecast(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What a draft may meet.

    votes  int8 (outer x inner, members), values of comity.convene.rules.Vote
    odds   (outer, members, 3) chance of no, abstain, yes; one row a draw of what is not known of states and text
    chance (members, 3) the chances themselves, over all that is not known
    parts  names of what the chances are made of; the last is the member's own case
    shares (members, parts) what each adds: to the chance of yes, or where `log_odds` says so to its log-odds
    rows   (outer x some, members, 3) the same given all that members share, so that they are independent in a row;
           rows of one outer draw lie together
    usual  (members,) each member's usual share of yes before the day, the baseline
    like   indices in the model's references, likest first, for the words that explain
    seen   votes the parameters rest on
    """

    votes: Votes
    odds: Floats
    chance: Floats
    parts: tuple[str, ...]
    shares: Floats
    rows: Floats
    usual: Floats
    like: tuple[int, ...]
    seen: int
    notes: tuple[str, ...]
    log_odds: bool

    @property
    def outer(self) -> int:
        """Number of outer draws."""
        return len(self.odds)


def forecast(model: Model, draft: Draft, members: Sequence[str], *, n: int = 4000, seed: int) -> Forecast:
    """Joint draws and chances; only votes and positions known on the day before `draft.on` enter.

    raises  Refused for no members, and for a day before the first fitted vintage of the body's model
    """
    if not members:
        raise Refused(f"{draft.body} has no members to vote", hint="name the members, by ISO 3166 alpha-3 code")
    rng = np.random.default_rng(seed)
    on = date.fromordinal(draft.on.toordinal() - 1)
    places = known(model.positions, on)
    if draft.body == COUNCIL:
        return _council(model, draft, tuple(members), places, rng, n)
    return _assembly(model, draft, tuple(members), places, rng, n)


def draws(model: Model, draft: Draft, members: Sequence[str], *, n: int = 4000, seed: int) -> Votes:
    """Votes of the members as joint draws, int8 (about n, members); rounded down to whole outer draws."""
    return forecast(model, draft, members, n=n, seed=seed).votes


def _positions(places: dict[str, Known], members: Sequence[str]) -> tuple[Floats, Floats, tuple[str, ...]]:
    """Mean and standard deviation of each member; a state that never voted stands anywhere. Those states are named."""
    mean = np.array([places[m].mean if m in places else 0.0 for m in members])
    sd = np.array([places[m].sd if m in places else 1.0 for m in members])
    return mean, sd, tuple(m for m in members if m not in places)


def text_of(draft: Draft) -> council.Text:
    """The draft as the Council model sees it."""
    return council.Text(
        target=draft.target or "",
        topic=draft.target or "",
        strength=draft.strength if draft.strength in describe.STRENGTHS else "",
        prolongs=int(describe.prolongs(draft.title)),
        sponsors=draft.sponsors,
        day=draft.on.toordinal(),
        asked=not draft.sponsors,
    )


def _council(
    model: Model, draft: Draft, members: tuple[str, ...], places: dict[str, Known], rng: np.random.Generator, n: int
) -> Forecast:
    past = [vintage for vintage in model.sheet.council if vintage.year < draft.on.year]
    if not past:
        first = model.sheet.council[0].year + 1
        raise Refused(
            f"votes in the Council cannot be predicted for {draft.on}: the first fit knows the votes to {first - 1}",
            hint=f"ask for a day from {first}-01-01 on",
        )
    text, outer = text_of(draft), max(n // 100, 20)
    mean, sd, unknown = _positions(places, members)
    support = _support(model.council, text, past[-1], members, rng, (mean, sd, outer, max(n // outer, 1)))
    eta, gap, inner = support.eta, support.gap, support.eta.shape[1]
    yes, below = expit(eta), expit(eta + gap)
    chance = rng.random(eta.shape)
    votes = (chance > 1 - below).astype(np.int8) + (chance > 1 - yes).astype(np.int8)
    odds = np.stack([1 - below.mean(axis=1), (below - yes).mean(axis=1), yes.mean(axis=1)], axis=-1)
    each = np.stack([1 - below, below - yes, yes], axis=-1)
    if draft.target in members:
        own = members.index(draft.target)
        odds[:, own] = rng.dirichlet(OWN_WEIGHT * np.array(OWN_CASE), outer)
        each[:, :, own] = odds[:, None, own]
        ladder = np.cumsum(odds[:, own], axis=-1)[:, None]
        votes[..., own] = (chance[..., own] > ladder[..., 0]).astype(np.int8) + (chance[..., own] > ladder[..., 1])
    own_case = members.index(draft.target) if draft.target in members else -1
    notes = [f"Council parameters fitted on votes to {past[-1].year}"]
    if text.asked:
        notes.append("no sponsor named: averaged over who tables such texts, rivals and what they prolong")
    if draft.target in members:
        notes.append(f"{draft.target} votes on its own case: taken as a likely no, by judgement and not by a fit")
    if draft.measures:
        notes.append("single measures are not used by this model; the strength of the draft is")
    notes += _unknown(unknown)
    overall = odds.mean(axis=0)
    shares = parts_of.council(support.fit, support.at, overall[:, 2], own_case)
    return Forecast(
        votes=votes.reshape(outer * inner, len(members)), odds=odds, chance=overall, parts=parts_of.COUNCIL_PARTS,
        shares=shares, rows=each.reshape(-1, len(members), 3), usual=_usual_council(model, draft, members), like=(),
        seen=past[-1].votes, notes=tuple(notes), log_odds=True,
    )  # fmt: skip


class _Support(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Log-odds of yes in each draw (outer, inner, members), what not voting no adds to them, and what they rest on."""

    fit: council_fit.Parameters
    at: parts_of.At
    eta: Floats
    gap: Floats


def _support(
    record: council.Record,
    text: council.Text,
    vintage: Vintage,
    members: tuple[str, ...],
    rng: np.random.Generator,
    where: tuple[Floats, Floats, int, int],
) -> _Support:
    """Joint draws of the members' support; where: mean and spread of positions, outer and inner draws."""
    mean, sd, outer, inner = where
    names, features = (unsponsored.NAMES, unsponsored.features) if text.asked else (council.NAMES, council.features)
    fit = parameters(vintage.unsponsored if text.asked else vintage)
    # At position one, the columns that grow with the position hold its multipliers.
    x = features(record, text, members, np.ones(len(members))) / fit.scale
    theta = rng.multivariate_normal(fit.values, fit.covariance, outer, method="cholesky")
    p = x.shape[1]
    grows = parts_of.grows(names)
    place = mean + sd * rng.standard_normal((outer, len(members)))
    base = theta[:, :p][:, ~grows] @ x[:, ~grows].T + theta[:, :p][:, grows] @ x[:, grows].T * place
    spread = np.exp(theta[:, p : p + 2])[:, None, :] * rng.standard_normal((outer, inner, 2))
    eta = base[:, None] + spread[..., :1] + spread[..., 1:] * place[:, None]
    gap = np.exp(theta[:, p + 2 :])[:, [council_fit.gap_of(m) for m in members]][:, None]
    shifts = [logit(expit(eta).mean(axis=(0, 1)))]
    if text.asked:
        eta, gap = unsponsored.towards_usual(eta, gap, unsponsored.usual(record, text, members))
    shifts.append(logit(expit(eta).mean(axis=(0, 1))))
    eta = np.take_along_axis(eta, _rows(_kept(record, text, vintage, eta, gap, members), rng)[..., None], axis=1)
    shifts.append(logit(expit(eta).mean(axis=(0, 1))))
    at = parts_of.At(names=names, x=x, position=mean, shifts=np.diff(shifts, axis=0).T)
    return _Support(fit=fit, at=at, eta=eta, gap=gap)


def _kept(
    record: council.Record, text: council.Text, vintage: Vintage, eta: Floats, gap: Floats, members: tuple[str, ...]
) -> Floats:
    """Weights of the inner draws, (outer, inner), by what the topic's failures and the sponsors say of a veto."""
    outer, inner, seats = eta.shape
    permanent = np.isin(members, council.PERMANENT)
    if vintage.vetoes is None or not permanent.any() or seats < vetoes.NEEDED:
        return np.full((outer, inner), 1 / inner)
    goal = float(vetoes.log_odds(vintage.vetoes[text.asked], vetoes.features(record, text)))
    gaps = np.broadcast_to(gap, eta.shape).reshape(-1, seats)
    adopted, veto = vetoes.ways(eta.reshape(-1, seats), gaps, permanent)
    if text.asked:
        return vetoes.tilted(1 - adopted.reshape(outer, inner), goal, unsponsored.FAILURE_SHARE)
    return vetoes.tilted(veto.reshape(outer, inner), goal)


def _rows(weights: Floats, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draws taken by weight, evenly spaced: (outer, inner) indices; the draws as they are where weights are equal."""
    inner = weights.shape[1]
    start = rng.random((len(weights), 1))
    at = (np.arange(inner) + start) / inner
    ladder = np.cumsum(weights, axis=1)
    return np.stack(
        [np.minimum(np.searchsorted(step, place), inner - 1) for step, place in zip(ladder, at, strict=True)]
    )


def _usual_council(model: Model, draft: Draft, members: tuple[str, ...]) -> Floats:
    """Share of yes in the member's Council votes of the ten years before; of all members' where it has none."""
    record, day = model.council, draft.on.toordinal()
    recent = (record.day < day) & (record.day >= day - 3653)
    votes = record.votes[recent]
    overall = (votes == 2).sum() / max((votes >= 0).sum(), 1)
    result = np.full(len(members), overall)
    for i, member in enumerate(members):
        if member in record.states:
            own = votes[:, record.states.index(member)]
            if (own >= 0).any():
                result[i] = (own == 2).sum() / (own >= 0).sum()
    return result


def _queries(draft: Draft, session: int) -> list[assembly.Query]:
    """The draft's own title, and the customary title of a text on its target."""
    titles = [draft.title]
    if draft.target:
        name = "occupied Palestinian territory" if draft.target == "ISR" else state(draft.target).name
        titles.append(f"Situation of human rights in {name}")
    return [assembly.Query(words=texts.plain(t), target=draft.target or "", session=session) for t in titles]


def _assembly(
    model: Model, draft: Draft, members: tuple[str, ...], places: dict[str, Known], rng: np.random.Generator, n: int
) -> Forecast:
    references, day = model.references, draft.on.toordinal()
    over = [s for s, end in model.positions.known_on.items() if end.toordinal() < day]
    session = max(over, default=0) + 1
    allowed = np.isin(references.session, over)
    if allowed.sum() < assembly.NEIGHBOURS:
        raise Refused(
            f"votes in {draft.body} cannot be predicted for {draft.on}: too few earlier texts are on record",
            hint=f"ask for a day after session {int(references.session.min()) + 1} of the General Assembly",
        )
    who, unknown = _members(model, draft, members, places, allowed, session)
    chosen = _likened(model, draft, session, allowed, who)
    pool = pool_of(model.sheet, session)
    borrowed = draft.body != ASSEMBLY
    new = _new(pool, chosen)
    chance, by_part, parts = new or _pooled(pool, chosen)
    spread = pool.spreads[chosen.mix.bin] * (BORROWED**2 if borrowed else 1.0)
    outer = max(n // 40, 20)
    odds = assembly_draws.outer_odds(chance, who, spread, rng, outer)
    if draft.target in members:
        own, at = assembly.own_vote(references, allowed), members.index(draft.target)
        odds[:, at], chance[at] = rng.dirichlet(OWN_WEIGHT * own, outer), own
        by_part[at] = np.r_[np.zeros(len(parts) - 1), logit(own[2]) if new else own[2]]
    votes = assembly_draws.votes_from(odds, max(n // outer, 1), rng, None if borrowed else who.away)
    mix = chosen.mix
    notes = [
        f"likest earlier text: {references.symbols[mix.chosen[0]]} (likeness of titles {mix.likest:.2f}); texts are "
        "not read beyond titles",
        "strength, measures and sponsors are not used by this model; the class of the text is",
    ]
    if new:
        notes.append("a text unlike any before: votes are those of new texts, by log-odds of the experts added up")
    if mix.bin == assembly.NEW_TARGET:
        notes.append("no earlier text on this state: predicted from texts on other states")
    if borrowed:
        notes.append(f"votes in {draft.body} are not on record: positions and texts are borrowed from the Assembly")
    notes += _unknown(unknown)
    return Forecast(
        votes=votes, odds=odds, chance=chance, parts=parts, shares=by_part, rows=odds, usual=who.habit[:, 2],
        like=tuple(int(i) for i in mix.chosen), seen=pool.votes, notes=tuple(notes), log_odds=new is not None,
    )  # fmt: skip


_Made: TypeAlias = tuple[Floats, Floats, tuple[str, ...]]


def _pooled(pool: Pool, chosen: _Likened) -> _Made:
    """Chances (members, 3), parts of the chance of yes (members, parts) and their names, by the pool of experts."""
    shares = assembly.pooled(chosen.experts, np.array(pool.weights[chosen.mix.bin]))
    names = (*assembly.EXPERTS[: shares.shape[1]], parts_of.OWN)
    return shares.sum(axis=1), np.hstack([shares[..., 2], np.zeros((len(shares), 1))]), names


def _new(pool: Pool, chosen: _Likened) -> _Made | None:
    """The same for a text unlike any before, parts of log-odds; None where it has its like or nothing is fitted."""
    mix, experts = chosen.mix, chosen.experts
    if pool.novel is None or experts.shape[1] < len(assembly.EXPERTS) or not novel.serves(mix.likest, mix.bin):
        return None
    found = novel.columns(experts, mix.likest, new=True)
    parts = np.hstack([novel.shares(found, pool.novel), np.zeros((len(experts), 1))])
    return novel.chances(found, pool.novel), parts, (*novel.PARTS, parts_of.OWN)


class _Likened(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The past texts a draft is likened to, and what the experts say of it: (members, experts, 3)."""

    mix: assembly.Mix
    experts: Floats


def _members(
    model: Model,
    draft: Draft,
    members: tuple[str, ...],
    places: dict[str, Known],
    allowed: NDArray[np.bool_],
    session: int,
) -> tuple[assembly.Members, tuple[str, ...]]:
    """What is known of the members the day before the vote; those without a position are named."""
    references = model.references
    columns = np.array([references.states.index(m) if m in references.states else -1 for m in members])
    habit = np.where((columns >= 0)[:, None], assembly.usual(references, session, columns), 1 / 3)
    mean, sd, unknown = _positions(places, members)
    latent = prior = None
    on = date.fromordinal(draft.on.toordinal() - 1)
    if model.factors is not None and model.factors.known_from <= on:
        latent = factors.walked(factors.known(model.factors, on, members))
        prior = factors.item_prior(model.factors, on)
    away = np.where(columns >= 0, assembly.absence(references, allowed & (references.session <= 76), columns), 0.0)
    who = assembly.Members(
        columns=columns, mean=mean, sd=sd * (BORROWED if draft.body != ASSEMBLY else 1.0), habit=habit, away=away,
        latent=latent, prior=prior,
    )  # fmt: skip
    return who, unknown


def _likened(model: Model, draft: Draft, session: int, allowed: NDArray[np.bool_], who: assembly.Members) -> _Likened:
    """The better likened of the draft's own title and the customary title of a text on its target."""
    queries = _queries(draft, session)
    mixes = assembly.liken(model.references, queries, allowed)
    best = max(range(len(mixes)), key=lambda i: mixes[i].likest)
    theme = None
    if who.prior is not None:
        theme = themes.expected(model.references, [queries[best]], allowed, who.prior)
    return _Likened(mix=mixes[best], experts=assembly.expert_odds(model.references, mixes[best], who, theme))


def _unknown(states: tuple[str, ...]) -> list[str]:
    return [f"no position known for {', '.join(states)}: taken as anywhere"] if states else []

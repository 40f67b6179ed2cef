"""The Assembly's record made ready for the fit `ballots`: like past texts, their votes, and how experts are pooled."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene.ballots import assembly, assembly_draws, describe, novel, texts, themes
from comity.convene.factors import Loadings
from comity.convene.factors.fit import Filtered, walked
from comity.convene.positions import variational as fit
from comity.desk.fits import factors
from comity.desk.fits.positions import CALLS, FILE, Record, ends
from comity.store.raw import RawData

Floats = NDArray[np.float64]

# Texts of protection that name no single state.
_MATTERS = re.compile(
    r"human rights|genocide|responsib\w+ to protect|humanitarian|crimes against|torture|execution|displaced|refugee|"
    r"mercenar|unilateral coercive|self-determination|aggression|death penalty|racis|disappearance|ceasefire|civilian"
)
# Words of votes on motions, paragraphs and amendments, whose titles are transcripts of the meeting.
_PARTS = frozenset(["president", "motion", "amendment", "amendments", "paragraph", "paragraphs", "representative"])
FIRST_SESSION = 40
# Spreads tried for the joint draws: the least that covers nine tallies in ten of earlier sessions is taken.
SPREADS = (0.0, 0.003, 0.006, 0.012, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8)
SEED = 1972
LONGEST_TITLE = 200
LONGEST_WORDS = 25
# Votes seen, and votes of each kind, below which new texts are predicted by the pool.
LEAST_VOTES, LEAST_CAST = 2000, 50


class Known(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What is known of states session by session: filtered positions on the shipped scale, and filtered factors."""

    back: fit.Fit
    latent: Filtered

    def members(self, references: assembly.References, session: int) -> assembly.Members:
        """All states as known before a session."""
        columns = np.arange(len(references.states))
        place = session - 1 - factors.FIRST_KNOWN
        known = 0 <= place < len(self.latent.states)
        return assembly.Members(
            columns=columns,
            mean=self.back.mean[:, session - 2],
            sd=np.sqrt(self.back.variance[:, session - 2]),
            habit=assembly.usual(references, session, columns),
            away=np.zeros(len(columns)),
            latent=walked(self.latent.states[place]) if known else None,
            prior=self.latent.priors[place] if known else None,
        )


def _loadings(record: Record, latent: Filtered) -> Floats:
    """Mean loadings of every roll call, zeros before the factors begin."""
    session = record.votes.session + 1
    result = np.zeros((len(session), *latent.loadings[0].mean.shape[1:]))
    result[(session >= factors.FIRST_SESSION) & (session <= factors.FIRST_KNOWN)] = latent.loadings[0].mean
    for n, loadings in enumerate(latent.loadings[1:]):
        result[session == factors.FIRST_KNOWN + 1 + n] = loadings.mean
    return result


def all_references(raw: RawData, record: Record, known: Known) -> assembly.References:
    """Every divided roll call with its title, whatever it is about."""
    rows = raw.rows(
        CALLS,
        "select rcid, resolution, coalesce(title, descr, short, ''), date from data order by rcid",
    )
    by_id = {row[0]: row for row in rows}
    votes = np.full((len(record.rcid), len(record.states)), assembly.NONE, dtype=np.int8)
    votes[record.votes.item, record.votes.state] = record.votes.choice
    away = raw.columns(FILE, "select rcid, iso3 from data where vote = 'absent' order by rcid, iso3")
    item = {rcid: i for i, rcid in enumerate(record.rcid)}
    state = {code: i for i, code in enumerate(record.states)}
    for rcid, code in zip(away["rcid"], away["iso3"], strict=True):
        if rcid in item and code in state:
            votes[item[rcid], state[code]] = assembly.ABSENT
    titles = [by_id[rcid][2] for rcid in record.rcid]
    words = tuple(texts.plain(title) for title in titles)
    return assembly.References(
        symbols=tuple(by_id[rcid][1] or "" for rcid in record.rcid),
        targets=tuple(describe.target_of(t) if t and len(t) < LONGEST_TITLE else "" for t in titles),
        words=words,
        session=record.votes.session + 1,
        day=np.array([by_id[rcid][3].date().toordinal() for rcid in record.rcid]),
        items=known.back.items,
        loadings=_loadings(record, known.latent),
        states=record.states,
        votes=votes,
        bag=texts.counts(words),
    )


def subset(references: assembly.References, keep: Sequence[int]) -> assembly.References:
    """The references at those places, in that order."""
    where = np.asarray(keep)
    items = references.items
    return msgspec.structs.replace(
        references,
        symbols=tuple(references.symbols[i] for i in keep),
        targets=tuple(references.targets[i] for i in keep),
        words=tuple(references.words[i] for i in keep),
        session=references.session[where],
        day=references.day[where],
        items=fit.Items(slope=items.slope[where], low=items.low[where], high=items.high[where]),
        loadings=references.loadings[where],
        votes=references.votes[where],
        bag=references.bag[where],
    )


def selection(references: assembly.References) -> list[int]:
    """Places of the texts that ship: whole resolutions since session 40 on a state, or on protection, oldest first.

    Transcripts of votes on paragraphs and amendments are left out, so are the untitled roll calls of 2022-23.
    """
    chosen = []
    for i, words in enumerate(references.words):
        about = references.targets[i] or _MATTERS.search(" ".join(words))
        if _whole(references, i) and about and references.session[i] >= FIRST_SESSION:
            chosen.append(i)
    return sorted(chosen, key=lambda i: (int(references.day[i]), references.symbols[i], i))


class Measured(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Experts' chances for the votes of one session: odds (votes, experts, 3), what was voted, bin and text of each.

    state   (votes,) index of the state
    likest  (votes,) likeness of the likest earlier text
    columns what the experts say, as `novel` reads it; new: not with its like hidden; whole: texts that are no part
    """

    odds: Floats
    choice: NDArray[np.int64]
    bin: NDArray[np.int64]
    text: NDArray[np.int64]
    state: NDArray[np.int64]
    likest: Floats
    session: int
    columns: novel.Columns
    whole: tuple[int, ...]
    new: bool = True

    @property
    def unlike(self) -> NDArray[np.bool_]:
        """(votes,) whether the text is predicted by `novel`."""
        found: NDArray[np.bool_] = (self.likest < novel.NOVEL) & (self.bin != assembly.NEW_TARGET)
        return found


def measured(
    references: assembly.References, known: Known, session: int, *, new_target: bool = False
) -> Measured | None:
    """Each vote of a session predicted from earlier sessions; None where the session or its past is empty.

    new_target  only texts on a state other than Israel, with all earlier texts on that state hidden
    """
    asked = np.flatnonzero(references.session == session)
    if new_target:
        asked = np.array([i for i in asked if references.targets[i] not in ("", "ISR")], dtype=np.int64)
    allowed = references.session < session
    if not len(asked) or allowed.sum() < assembly.NEIGHBOURS:
        return None
    queries = [
        assembly.Query(
            words=references.words[i], target=references.targets[i], session=session, without_target=new_target
        )
        for i in asked
    ]  # fmt: skip
    members = known.members(references, session)
    if members.prior is None:
        return None
    mixes = assembly.liken(references, queries, allowed)
    expected = _expected(references, queries, allowed, members.prior, new_target)
    return _gathered(references, members, session, list(zip(asked.tolist(), mixes, strict=True)), expected)


def hidden(references: assembly.References, known: Known, session: int) -> Measured | None:
    """As `measured`, for whole texts of the session that have their like, each with all texts like it hidden."""
    members = known.members(references, session)
    allowed = references.session < session
    asked = [i for i in np.flatnonzero(references.session == session).tolist() if _whole(references, i)]
    if not asked or allowed.sum() < assembly.NEIGHBOURS or members.prior is None:
        return None
    queries = [
        assembly.Query(words=references.words[i], target=references.targets[i], session=session) for i in asked
    ]  # fmt: skip
    like = texts.likeness(texts.counts([q.words for q in queries]), references.bag)
    alike = (like >= novel.NOVEL) & allowed & (references.session >= session - assembly.WINDOW_SESSIONS)
    old = np.flatnonzero(alike.any(axis=1))
    if not len(old):
        return None
    mixes = [assembly.liken(references, [queries[n]], allowed & ~alike[n])[0] for n in old]
    kept = [n for n, mix in zip(old.tolist(), mixes, strict=True) if novel.serves(mix.likest, mix.bin)]
    if not kept:
        return None
    chosen = [mix for mix in mixes if novel.serves(mix.likest, mix.bin)]
    expected = themes.expected(references, [queries[n] for n in kept], allowed, members.prior, alike[kept])
    return _gathered(
        references, members, session, list(zip([asked[n] for n in kept], chosen, strict=True)), expected, new=False
    )


def _whole(references: assembly.References, i: int) -> bool:
    """Whether a roll call is on a whole text with a title, not on a motion, a paragraph or an amendment."""
    words = references.words[i]
    return bool(references.symbols[i]) and 0 < len(words) < LONGEST_WORDS and not _PARTS & set(words)


def _gathered(
    references: assembly.References,
    members: assembly.Members,
    session: int,
    asked: list[tuple[int, assembly.Mix]],
    expected: Loadings,
    *,
    new: bool = True,
) -> Measured:
    """The votes cast on each text with what the experts said; asked holds texts and what they are likened to."""
    parts = []
    for n, (i, mix) in enumerate(asked):
        theme = Loadings(mean=expected.mean[n : n + 1], covariance=expected.covariance[n : n + 1])
        odds = assembly.expert_odds(references, mix, members, theme)
        voted = np.flatnonzero((references.votes[i] >= 0) & (references.votes[i] < assembly.ABSENT))
        # Who will stay away is not known before, so what is said of the text counts them.
        member = references.votes[i] >= 0
        found = novel.columns(odds[member], mix.likest, new=new)
        at = np.searchsorted(np.flatnonzero(member), voted)
        size = len(voted)
        parts.append((odds[voted], references.votes[i, voted], np.full(size, mix.bin), np.full(size, i), voted,
                      np.full(size, mix.likest), found.yes[at], found.no[at]))  # fmt: skip
    odds, choice, bins, text, state, likest, yes, no = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Measured(
        odds=odds, choice=choice.astype(np.int64), bin=bins, text=text, state=state, likest=likest, session=session,
        columns=novel.Columns(yes=yes, no=no), new=new, whole=tuple(i for i, _ in asked if _whole(references, i)),
    )  # fmt: skip


def _expected(
    references: assembly.References,
    queries: list[assembly.Query],
    allowed: NDArray[np.bool_],
    prior: Loadings,
    new_target: bool,
) -> Loadings:
    """Loadings by the words of each title; with the target hidden, texts on it are hidden here too."""
    if not new_target:
        return themes.expected(references, queries, allowed, prior)
    found = []
    targets = np.array(references.targets)
    for query in queries:
        found.append(themes.expected(references, [query], allowed & (targets != query.target), prior))
    return Loadings(
        mean=np.concatenate([f.mean for f in found]), covariance=np.concatenate([f.covariance for f in found])
    )


class Covered(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Tallies inside their 90 % interval, (bins, spreads tried), and how many there were, (bins,)."""

    held: Floats
    texts: Floats


class Weights(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """How experts count: pool (bins, experts), and the fit for new texts, None where too few were seen."""

    pool: Floats
    novel: novel.Fit | None = None

    def chances(self, part: Measured) -> Floats:
        """Chance of no, abstain, yes of each vote, (votes, 3)."""
        found: Floats = (part.odds * self.pool[part.bin][:, :, None]).sum(axis=1)
        if self.novel is not None and part.unlike.any():
            rows = part.unlike
            own = novel.Columns(yes=part.columns.yes[rows], no=part.columns.no[rows])
            found[rows] = novel.chances(own, self.novel)
        return found


def learnt(parts: Sequence[Measured], others: Sequence[Measured]) -> Weights:
    """Weights from sessions as they were, and for new texts also from others with their like hidden."""
    return Weights(pool=pooled(parts), novel=_novel([*parts, *others]))


def _novel(parts: Sequence[Measured]) -> novel.Fit | None:
    yes, no, choice, weight = [], [], [], []
    for part in parts:
        rows = part.unlike & np.isin(part.text, part.whole) if part.new else part.unlike
        yes.append(part.columns.yes[rows])
        no.append(part.columns.no[rows])
        choice.append(part.choice[rows])
        weight.append(np.full(rows.sum(), novel.TRULY_NEW if part.new else 1.0))
    cast = np.concatenate(choice)
    if len(cast) < LEAST_VOTES or np.bincount(cast, minlength=3).min() < LEAST_CAST:
        return None
    return novel.fitted(novel.Columns(yes=np.concatenate(yes), no=np.concatenate(no)), cast, np.concatenate(weight))


def covered(part: Measured, known: Known, references: assembly.References, weights: Weights) -> Covered:
    """How many tallies of a session each spread would have covered, given weights known before it."""
    rng = np.random.default_rng(SEED + part.session)
    held, count = np.zeros((assembly.BINS, len(SPREADS))), np.zeros(assembly.BINS)
    everyone = known.members(references, part.session)
    chances = weights.chances(part)
    for text in np.unique(part.text):
        rows = np.flatnonzero(part.text == text)
        place = int(part.bin[rows[0]])
        chance = chances[rows]
        truth = int((part.choice[rows] == 2).sum())
        members = some(everyone, part.state[rows])
        count[place] += 1
        held[place] += [inside(tallies(chance, members, spread, rng), truth) for spread in SPREADS]
    return Covered(held=held, texts=count)


def spreads(parts: Sequence[Covered]) -> Floats:
    """For each bin the spread whose 90 % intervals held nine tallies in ten; few texts are drawn to the mean of all."""
    held, count = sum(p.held for p in parts), np.sum([p.texts for p in parts], axis=0)
    overall = np.sum(held, axis=0) / max(float(count.sum()), 1.0)
    shares = (held + 5 * overall) / (count + 5)[:, None]
    result: Floats = np.array(SPREADS)[np.argmin(np.abs(shares - 0.9), axis=1)]
    return result


def some(members: assembly.Members, which: NDArray[np.int64]) -> assembly.Members:
    """Those members alone."""
    latent = members.latent
    if latent is not None:
        latent = msgspec.structs.replace(
            latent, mean=latent.mean[which], covariance=latent.covariance[which], seen=latent.seen[which]
        )
    return assembly.Members(
        columns=members.columns[which], mean=members.mean[which], sd=members.sd[which], habit=members.habit[which],
        away=members.away[which], latent=latent, prior=members.prior,
    )  # fmt: skip


def tallies(chance: Floats, members: assembly.Members, spread: float, rng: np.random.Generator) -> Floats:
    """Numbers of yes in 100 joint draws; what is each member's own choice is added as a normal of that variance."""
    yes = assembly_draws.outer_odds(chance, members, spread, rng, 100)[..., 2]
    noise = np.sqrt((yes * (1 - yes)).sum(axis=1)) * rng.standard_normal(len(yes))
    found: Floats = np.round(yes.sum(axis=1) + noise)
    return found


def inside(drawn: Floats, truth: int) -> float:
    """1 if the truth lies in the 90 % interval of the draws, else 0."""
    low, high = np.quantile(drawn, (0.05, 0.95))
    return float(low <= truth <= high)


def pooled(parts: Sequence[Measured]) -> Floats:
    """Weights of the experts in each bin, (bins, experts); a bin with no vote takes those of all votes."""
    chance = np.concatenate([p.odds[np.arange(len(p.choice)), :, p.choice] for p in parts])
    bins = np.concatenate([p.bin for p in parts])
    overall = assembly.pool_weights(chance)
    rows = [assembly.pool_weights(chance[bins == b]) if (bins == b).sum() > 1000 else overall
            for b in range(assembly.BINS)]  # fmt: skip
    return np.array(rows)


def last_day(raw: RawData, until: int) -> str:
    """Day of the last roll call used, ISO."""
    return max(ends(raw, until).values()).isoformat()

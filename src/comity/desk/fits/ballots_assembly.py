"""The Assembly's record made ready for the fit `ballots`: like past texts, their votes, and how experts are pooled."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene.ballots import assembly, describe, texts
from comity.convene.positions import variational as fit
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
LONGEST_TITLE = 200


def all_references(raw: RawData, record: Record, back: fit.Fit) -> assembly.References:
    """Every divided roll call with its title, whatever it is about; `back` is the filtered fit on the shipped scale."""
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
        items=back.items,
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
        votes=references.votes[where],
        bag=references.bag[where],
    )


def selection(references: assembly.References) -> list[int]:
    """Places of the texts that ship: whole resolutions since session 40 on a state, or on protection, oldest first.

    Transcripts of votes on paragraphs and amendments are left out, so are the untitled roll calls of 2022-23.
    """
    chosen = []
    for i, words in enumerate(references.words):
        clean = references.symbols[i] and 0 < len(words) < 25
        about = references.targets[i] or _MATTERS.search(" ".join(words))
        if clean and about and references.session[i] >= FIRST_SESSION and not _PARTS & set(words):
            chosen.append(i)
    return sorted(chosen, key=lambda i: (int(references.day[i]), references.symbols[i], i))


class Measured(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Experts' chances for the votes of one session: odds (votes, experts, 3), what was voted, bin and text of each."""

    odds: Floats
    choice: NDArray[np.int64]
    bin: NDArray[np.int64]
    text: NDArray[np.int64]
    session: int


def measured(
    references: assembly.References, back: fit.Fit, session: int, *, new_target: bool = False
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
    columns = np.arange(len(references.states))
    habit = assembly.usual(references, session, columns)
    parts = []
    for i, mix in zip(asked, assembly.liken(references, queries, allowed), strict=True):
        odds = assembly.expert_odds(references, mix, columns, back.mean[:, session - 2], habit)
        voted = np.flatnonzero((references.votes[i] >= 0) & (references.votes[i] < assembly.ABSENT))
        parts.append((odds[voted], references.votes[i, voted], np.full(len(voted), mix.bin), np.full(len(voted), i)))
    odds, choice, bins, text = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Measured(odds=odds, choice=choice.astype(np.int64), bin=bins, text=text, session=session)


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

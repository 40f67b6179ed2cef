"""The Council's record made ready for the fit `ballots`: decisions, what their titles say, and members' votes."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from comity.convene import positions
from comity.convene.ballots import council, council_fit, describe, unsponsored, vetoes
from comity.kernel.errors import ComityError
from comity.kernel.states import find
from comity.store.raw import RawData

VOTES = "votes/unsc_votes.parquet"
DECISIONS = "votes/unsc_resolutions.parquet"
# Before 1994 most votes on failed drafts are not recorded by member.
FIRST_YEAR = 1994
# Rows that were worked out from totals or conventions are left out.
_BASIS = "('recorded', 'recorded_member_inferred')"
_CODE = {"no": 0, "abstain": 1, "yes": 2}


def sponsors_of(text: str | None) -> tuple[str, ...]:
    """Codes of the states in a list of sponsors, sorted; names that are no state are passed over."""
    found = set()
    for part in re.split(r"[,;\"]|\band\b(?! Northern| Herze| Princ| Barb| Nev| Tob| the Gren)", text or ""):
        name = part.replace("_x000D_", " ").replace("`", "'").strip(" .")
        name = {"United States": "United States of America"}.get(name, name)
        code = _code(name) if len(name) > 2 else ""
        if code:
            found.add(code)
    return tuple(sorted(found))


@cache
def _code(name: str) -> str:
    try:
        return find(name).iso3
    except ComityError:
        return ""


def record(raw: RawData) -> council.Record:
    """All decisions since 1994 with recorded votes, oldest first. Titles given after adoption are not used.

    The column `title` exists for adopted texts alone; `draft_title`, `agenda_item` and `topic` exist for both.
    """
    rows = raw.rows(
        DECISIONS,
        "select decision_id, date, draft_title, agenda_item, topic, sponsors, outcome from data "
        "where date >= '1994-01-01' order by date, decision_id",
    )
    votes = raw.rows(
        VOTES,
        "select decision_id, iso3, vote, basis from data where date >= '1994-01-01' order by decision_id, iso3",
    )
    states = tuple(sorted({v[1] for v in votes}))
    column = {state: i for i, state in enumerate(states)}
    cells: dict[str, dict[int, int]] = {}
    for decision, state, vote, basis in votes:
        if basis in _BASIS and vote in _CODE:
            cells.setdefault(decision, {})[column[state]] = _CODE[vote]
    kept = [row for row in rows if len(cells.get(row[0], {})) >= 9]
    table = np.full((len(kept), len(states)), -1, dtype=np.int8)
    described = []
    for i, (decision, _, title, agenda, topic, sponsors, outcome) in enumerate(kept):
        table[i, list(cells[decision])] = list(cells[decision].values())
        texts = [text for text in (title, topic, agenda) if text]
        target = next((code for code in map(describe.target_of, texts) if code), "")
        strength = describe.strength_of(title) if title else ""
        prolongs = int(describe.prolongs(title)) if title else -1
        described.append(
            (target, target or (agenda or topic or ""), strength, prolongs, sponsors_of(sponsors), outcome)
        )
    return council.Record(
        ids=tuple(row[0] for row in kept),
        targets=tuple(d[0] for d in described),
        topics=tuple(d[1] for d in described),
        strengths=tuple(d[2] for d in described),
        prolongs=np.array([d[3] for d in described], dtype=np.int8),
        sponsors=tuple(d[4] for d in described),
        day=np.array([row[1].date().toordinal() for row in kept]),
        failed=np.array([d[5] != "adopted" for d in described]),
        vetoed=np.array([d[5] == "vetoed" for d in described]),
        states=states,
        votes=table,
    )


def rows(record: council.Record, table: positions.Positions, *, asked: bool = False) -> council_fit.Data:
    """One row a vote, with features from the record before it and positions known before it; asked as in text_of."""
    features = unsponsored.features if asked else council.features
    x, position, draft, gap, choice = [], [], [], [], []
    months: dict[tuple[int, int], dict[str, positions.Known]] = {}
    for i in range(len(record.ids)):
        on = date.fromordinal(int(record.day[i]) - 1)
        # Sessions end a few times a year at most, so what is known is looked up once a month's first day.
        key = (on.year, on.month)
        if key not in months:
            months[key] = positions.known(table, on.replace(day=1))
        known = months[key]
        columns = np.flatnonzero(record.votes[i] >= 0)
        members = tuple(record.states[c] for c in columns)
        place = np.array([known[m].mean if m in known else 0.0 for m in members])
        x.append(features(record, text_of(record, i, asked=asked), members, place))
        position.append(place)
        draft.append(np.full(len(members), i))
        gap.append(np.array([council_fit.gap_of(m) for m in members]))
        choice.append(record.votes[i, columns].astype(np.int64))
    return council_fit.Data(
        x=np.concatenate(x), position=np.concatenate(position), draft=np.concatenate(draft), gap=np.concatenate(gap),
        choice=np.concatenate(choice),
    )  # fmt: skip


def veto_features(record: council.Record, *, asked: bool = False) -> NDArray[np.float64]:
    """What was known before each decision of its topic and sponsors: (decisions, features) as in `vetoes`."""
    return np.array([vetoes.features(record, text_of(record, i, asked=asked)) for i in range(len(record.ids))])


def text_of(record: council.Record, i: int, *, asked: bool = False) -> council.Text:
    """Decision i as the draft it was before the vote; texts voted on the same day were tabled before it.

    asked  as a brief asks about it: no sponsor, no rival and no word on what it prolongs are known
    """
    day, topic = int(record.day[i]), record.topics[i]
    same_day = range(int(np.searchsorted(record.day, day)), int(np.searchsorted(record.day, day, side="right")))
    if asked:
        return council.Text(
            target=record.targets[i], topic=topic, strength=record.strengths[i], prolongs=0,
            sponsors=(), day=day, asked=True,
        )  # fmt: skip
    rival = bool(topic) and any(record.topics[j] == topic for j in same_day if j != i)
    return council.Text(
        target=record.targets[i], topic=topic, strength=record.strengths[i],
        prolongs=int(record.prolongs[i]), sponsors=record.sponsors[i], day=day, rival=rival,
    )  # fmt: skip

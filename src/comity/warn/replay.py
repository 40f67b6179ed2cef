"""Alerts as they would have stood month by month, each January's lines fitted on what was known then.

What stands today is the last column of this replay, so the list and its history can never disagree.
"""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from comity.kernel.errors import Refused
from comity.kernel.time import Month
from comity.records.alert import Level, Lines
from comity.warn import false_alarms, triggers
from comity.warn.false_alarms import Ladder, checked_budget, warned
from comity.warn.series import PUBLICATION_LAG_MONTHS
from comity.warn.triggers import CLEAR_AFTER_MONTHS, CLEAR_SHARE, SHARES, WINDOW_MONTHS, Bools, Floats, Ints, Past

# No figure reaches it, so nothing is raised before the first line is fitted.
_NEVER = 2.0
LEVELS = tuple(SHARES)
RESAMPLES = 400


class Replay(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What stood when, at one budget.

    budget    false alarms a month
    raise_at  (levels, months) raise lines in force; above 1 before the first was fitted
    stands    (levels, states, months), watch first; a state at a higher level stands at the lower ones too
    begin     first column with a line
    after     what followed each figure (see triggers.followed), and the events that could have been warned of
    """

    past: Past
    budget: float
    raise_at: Floats
    stands: Bools
    begin: int
    after: Floats
    events: tuple[tuple[int, int], ...]


class Episode(msgspec.Struct, frozen=True, kw_only=True):
    """One unbroken alert, by the months it was issued in.

    outcome  came: what it warned of came within half a year of a month in which it stood; late: only in the month it
             was first issued, too late; false: nothing came; open: it stands, or its half year is not over
    """

    state: str
    level: Level
    opened: str
    ended: str
    outcome: Literal["came", "late", "false", "open"]


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One event that could have been warned of.

    lead_months  from the first month of the unbroken alert to the event, at most half a year since earlier warnings
                 count as false alarms; 0 without one
    level        the highest level that stood in the month before; None without an alert
    """

    state: str
    month: str
    deaths: int
    lead_months: int
    level: Level | None


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Counts over a span of issue months.

    hits, misses   events with and without an alert in the half year before
    leads          lead months of the hits
    right, wrong   state-months of standing alerts that were followed, and not; those still open count in neither
    false_months   false alarms standing, month by month
    """

    hits: int
    misses: int
    leads: tuple[int, ...]
    right: int
    wrong: int
    false_months: tuple[int, ...]

    @property
    def recall(self) -> float:
        """Share of events with an alert before."""
        return self.hits / max(1, self.hits + self.misses)

    @property
    def precision(self) -> float:
        """Share of alert months that were followed."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def false_month(self) -> float:
        """False alarms standing in a month, on average."""
        return sum(self.false_months) / max(1, len(self.false_months))

    @property
    def lead_median(self) -> float:
        """Median lead of the hits, in months."""
        return float(np.median(self.leads)) if self.leads else 0.0


def replay(past: Past, given: Ladder, budget: float) -> Replay:
    """All alerts at one budget, from the first January with a fitted line on.

    raises  Refused where no January of the past has five years of outcomes behind it
    """
    checked_budget(budget)
    raise_at = np.full((len(LEVELS), past.months), _NEVER)
    begin = None
    for january in _januaries(past, given):
        try:
            found = false_alarms.lines_of(given, budget, january - 1)
        except Refused:
            continue
        begin = january if begin is None else begin
        raise_at[:, january : january + 12] = np.array([lines.raise_at for lines in found])[:, None]
    if begin is None:
        raise Refused("no line could be fitted: five years of past figures must be known", hint="ask for a later day")
    stands = np.concatenate(
        [
            triggers.standing(past, raise_at[[level]], raise_at[[level]] * CLEAR_SHARE, months=CLEAR_AFTER_MONTHS)
            for level in range(len(LEVELS))
        ]
    )
    return Replay(
        past=past, budget=budget, raise_at=raise_at, stands=stands, begin=begin,
        after=given.after, events=triggers.events(past),
    )  # fmt: skip


def lines_at(given: Replay, column: int) -> tuple[Lines, ...]:
    """The lines in force in a column, watch first; raises Refused where none were yet."""
    if column < given.begin:
        raise Refused("no line was in force in that month", hint="ask for a later day")
    return tuple(
        Lines(level=level, raise_at=float(at), clear_at=float(at) * CLEAR_SHARE, months=CLEAR_AFTER_MONTHS)
        for level, at in zip(LEVELS, given.raise_at[:, column], strict=True)
    )


def level_at(given: Replay, row: int, column: int) -> Level | None:
    """The highest level that stood, or None."""
    up = np.flatnonzero(given.stands[:, row, column])
    return LEVELS[int(up[-1])] if len(up) else None


def since(given: Replay, row: int, column: int) -> int:
    """First column of the unbroken alert that stands in a column."""
    calm = np.flatnonzero(~given.stands[0, row, : column + 1])
    return int(calm[-1]) + 1 if len(calm) else 0


def issued(past: Past, column: int) -> Month:
    """The month at whose end a figure of that column is issued."""
    return past.start.plus(column + PUBLICATION_LAG_MONTHS)


def cases(given: Replay, deaths: Floats, *, first: int, last: int) -> tuple[Case, ...]:
    """Events whose alert would have been issued from column `first` to `last`, in time; `deaths` as counted."""
    found = []
    for row, column in given.events:
        newest = column - PUBLICATION_LAG_MONTHS - 1
        if not max(first, given.begin) <= newest <= last:
            continue
        lead, level = _lead(given, row, newest)
        found.append(
            Case(
                state=given.past.states[row],
                month=str(given.past.start.plus(column)),
                deaths=int(deaths[row, column]),
                lead_months=lead,
                level=level,
            )
        )
    return tuple(sorted(found, key=lambda case: (case.month, case.state)))


def episodes(given: Replay, *, first: int, last: int) -> tuple[Episode, ...]:
    """Alerts that stood at any time from column `first` to `last`, by the month they opened in and state."""
    after = given.after
    found = []
    for spell in triggers.spells(given.stands[0]):
        if spell.last < first or spell.first > last:
            continue
        part = after[spell.row, spell.first : spell.last + 1]
        top = int(given.stands[:, spell.row, spell.first : spell.last + 1].any(axis=1).sum()) - 1
        found.append(
            Episode(
                state=given.past.states[spell.row],
                level=LEVELS[top],
                opened=str(issued(given.past, spell.first)),
                ended="" if spell.stands else str(issued(given.past, spell.last)),
                outcome=_outcome(given.past, spell, part),
            )
        )
    return tuple(sorted(found, key=lambda episode: (episode.opened, episode.state)))


def intervals(counted: Ints, months: int, *, seed: int) -> dict[str, tuple[float, float]]:
    """90 % intervals of recall, precision and false alarms a month, states drawn with replacement.

    counted  (states, 4) hits, misses, right and wrong months of each state, as `by_state` gives
    """
    drawn = np.random.default_rng(seed).multinomial(len(counted), np.full(len(counted), 1 / len(counted)), RESAMPLES)
    hits, misses, right, wrong = (drawn @ counted).T.astype(np.float64)
    made = {
        "recall": hits / np.maximum(hits + misses, 1),
        "precision": right / np.maximum(right + wrong, 1),
        "false_month": wrong / max(1, months),
    }
    return {name: (float(np.quantile(v, 0.05)), float(np.quantile(v, 0.95))) for name, v in made.items()}


def by_state(given: Replay, *, first: int, last: int) -> Ints:
    """(states, 4) hits, misses, right and wrong months of each state over issue columns `first` to `last`."""
    counted = np.zeros((len(given.past.states), 4), dtype=np.int64)
    for row in range(len(counted)):
        if given.past.quiet[row, max(first, given.begin) : last + 1].any():
            found = tally(given, first=first, last=last, row=row)
            counted[row] = (found.hits, found.misses, found.right, found.wrong)
    return counted


def tally(given: Replay, *, first: int, last: int, row: int | None = None) -> Tally:
    """Counts over issue columns `first` to `last`, of all states or of one."""
    rows = slice(None) if row is None else slice(row, row + 1)
    part = slice(max(first, given.begin), last + 1)
    after = given.after[:, part]
    stands = given.stands[0][:, part]
    leads, misses = [], 0
    for owner, column in given.events:
        newest = column - PUBLICATION_LAG_MONTHS - 1
        if not part.start <= newest < part.stop or row not in (None, owner):
            continue
        if warned(given.stands[0], owner, column):
            leads.append(_lead(given, owner, newest)[0])
        else:
            misses += 1
    closed = ~np.isnan(after).all(axis=0)
    wrong = (stands & (after == 0))[rows].sum(axis=0)
    return Tally(
        hits=len(leads),
        misses=misses,
        leads=tuple(sorted(leads)),
        right=int((stands & (after == 1))[rows].sum()),
        wrong=int(wrong.sum()),
        false_months=tuple(int(count) for count in wrong[closed]),
    )


def _januaries(past: Past, given: Ladder) -> range:
    """Columns of Januaries of data from the first figure on."""
    start = (12 - (past.start.number - 1)) % 12
    first = start + 12 * max(0, -(-(given.begin - start) // 12))
    return range(first, past.months, 12)


def _lead(given: Replay, row: int, newest: int) -> tuple[int, Level | None]:
    """Lead and level of the alert before an event that was last issued in column `newest`."""
    oldest = max(0, newest - WINDOW_MONTHS + 1)
    up = np.flatnonzero(given.stands[0, row, oldest : newest + 1])
    if not len(up):
        return 0, None
    last = oldest + int(up[-1])
    first = max(since(given, row, last), oldest)
    return newest + 1 - first, level_at(given, row, last)


def _outcome(past: Past, spell: triggers.Spell, after: Floats) -> Literal["came", "late", "false", "open"]:
    if (after == 1).any():
        return "came"
    late = past.came[spell.row, spell.first + 1 : spell.last + PUBLICATION_LAG_MONTHS + 1]
    if (late == 1).any():
        return "late"
    return "open" if spell.stands or np.isnan(after[-1]) else "false"

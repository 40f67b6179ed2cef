"""The indicator board of a situation: which reports speak to which indicator, how good and how many.

Reports are counted as events, since one event told five times is one event. Nothing is scored or averaged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import msgspec

from comity.records.signal import Signal
from comity.warn.reports.corroboration import Event

# Quarters compare like with like across weekly rhythms, and are short enough to show a turn.
WINDOW_DAYS = 90


class IndicatorRow(msgspec.Struct, frozen=True, kw_only=True):
    """What is on record about one indicator.

    events       events whose reports speak to it, of the last 90 days and of the 90 days before
    independent  largest number of independent accounts behind one of these events
    best         best Admiralty grade among its reports, reliability before credibility
    newest       last day seen; reports are the streams, newest first
    words        the same in a sentence; it never says whether the indicator is present: that is a judgement
    """

    indicator: str
    events: int
    events_before: int
    independent: int
    best: str
    newest: date
    reports: tuple[str, ...]
    words: str


def rows(reports: Mapping[str, Signal], events: Iterable[Event], *, on: date) -> tuple[IndicatorRow, ...]:
    """One row for each indicator some report speaks to, in order of ids; reports seen after `on` are not used."""
    found: dict[str, list[tuple[Event, tuple[str, ...]]]] = {}
    for event in events:
        spoken: dict[str, list[str]] = {}
        for name in event.reports:
            for indicator in reports[name].indicators if reports[name].seen_on <= on else ():
                spoken.setdefault(indicator, []).append(name)
        for indicator, names in spoken.items():
            found.setdefault(indicator, []).append((event, tuple(names)))
    return tuple(_row(indicator, told, reports, on) for indicator, told in sorted(found.items()))


def _row(
    indicator: str, told: list[tuple[Event, tuple[str, ...]]], reports: Mapping[str, Signal], on: date
) -> IndicatorRow:
    names = sorted((name for _, some in told for name in some), key=lambda name: reports[name].seen_on, reverse=True)
    seen = [max(reports[name].seen_on for name in some) for _, some in told]
    recent = sum(day > on - timedelta(days=WINDOW_DAYS) for day in seen)
    before = sum(on - timedelta(days=2 * WINDOW_DAYS) < day <= on - timedelta(days=WINDOW_DAYS) for day in seen)
    best = min(reports[name].grade.code for name in names)
    independent = max(event.independent for event, _ in told)
    return IndicatorRow(
        indicator=indicator,
        events=recent,
        events_before=before,
        independent=independent,
        best=best,
        newest=max(seen),
        reports=tuple(names),
        words=_words(recent, before, len(told), independent, best),
    )


def _words(recent: int, before: int, ever: int, independent: int, best: str) -> str:
    way = "more than" if recent > before else "fewer than" if recent < before else "as many as"
    told = f"{recent} {'event' if recent == 1 else 'events'} in {WINDOW_DAYS} days, {way} in the {WINDOW_DAYS} before"
    told += f" ({before})"
    backed = f"up to {independent} independent accounts" if independent > 1 else "none corroborated independently"
    return f"{told}; {ever} in all; {backed}; best grade {best}"

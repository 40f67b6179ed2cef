"""Earlier reports that may speak of the same event: shown to people with reasons, never merged by a machine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import msgspec

from comity.records.signal import Signal
from comity.warn.reports.blur import apart_km

# Wording: shingles of five characters survive inflection and small edits; 0.5 is about half the sentence repeated.
_SHINGLE = 5
_SAME_WORDS = 0.5
# News of one event travels for days, and villages are named loosely; beyond this it is taken for another event.
_DAYS_APART = 3
_KM_APART = 25.0


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """Why an earlier report may be about the same event.

    wording  share of the shingles of both texts that they have in common, 0-1
    days     days between the spans in which they happened; 0 where the spans meet
    km       least distance their blurred places allow; None where one has no coordinates
    reasons  in words, as shown
    """

    report: str
    wording: float
    days: int
    km: float | None
    reasons: tuple[str, ...]


def like(new: Signal, earlier: Iterable[tuple[str, Signal]], *, most: int = 5) -> tuple[Likeness, ...]:
    """At most `most` earlier reports that may be of the same event, likeliest first.

    A report qualifies in much the same words, or with the same file, whenever it was; otherwise it must be near in
    time, and near in place or of the same deed. Nearness in time alone shows nothing.
    """
    mine = shingles(new.text)
    found = []
    for name, old in earlier:
        if old.state != new.state:
            continue
        days = _days(new, old)
        wording = _shared(mine, shingles(old.text))
        km = _nearest(new, old)
        reasons = _reasons(new, old, days, km, wording)
        repeated = wording >= _SAME_WORDS or bool(set(new.files) & set(old.files))
        if repeated or (days <= _DAYS_APART and len(reasons) > 1):
            found.append(Likeness(report=name, wording=round(wording, 2), days=days, km=km, reasons=reasons))
    found.sort(key=lambda item: (-item.wording, -len(item.reasons), item.days, item.report))
    return tuple(found[:most])


def shingles(text: str) -> frozenset[str]:
    """All runs of five characters of the text, letters and figures only, in small letters."""
    plain = re.sub(r"[\W_]+", " ", text.casefold()).strip()
    if len(plain) <= _SHINGLE:
        return frozenset({plain} if plain else ())
    return frozenset(plain[at : at + _SHINGLE] for at in range(len(plain) - _SHINGLE + 1))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    both = len(one | other)
    return len(one & other) / both if both else 0.0


def _days(one: Signal, other: Signal) -> int:
    return max(0, _gap(one.last_seen, other.seen_on), _gap(other.last_seen, one.seen_on))


def _gap(end: date, start: date) -> int:
    return (start - end).days


def _nearest(one: Signal, other: Signal) -> float | None:
    if one.place is None or other.place is None:
        return None
    apart = apart_km(one.place, other.place)
    return None if apart is None else round(max(0.0, apart - one.place.within_km - other.place.within_km), 1)


def _reasons(one: Signal, other: Signal, days: int, km: float | None, wording: float) -> tuple[str, ...]:
    told = []
    if days <= _DAYS_APART:
        told.append("the times meet" if days == 0 else f"{days} days apart")
    if km is not None and km <= _KM_APART:
        told.append("the places meet" if km == 0 else f"at least {km:.0f} km apart")
    elif _same_name(one, other):
        told.append("the same place name")
    same = {act.what for act in one.acts} & {act.what for act in other.acts}
    if same:
        told.append(f"both tell of {', '.join(sorted(what.replace('_', ' ') for what in same))}")
    if set(one.files) & set(other.files):
        told.append("a file with the same digest")
    if wording >= _SAME_WORDS:
        told.append(f"{wording:.0%} of the wording is the same")
    return tuple(told)


def _same_name(one: Signal, other: Signal) -> bool:
    names = [signal.place.name.casefold().strip() if signal.place else "" for signal in (one, other)]
    return bool(names[0]) and names[0] == names[1]

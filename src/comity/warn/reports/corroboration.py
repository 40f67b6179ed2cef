"""Which reports speak of one event, and how many of them are known to be of independent origin.

Independence is a judgement people make and sign; what nobody judged counts as not established, never as independent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

import msgspec

from comity.records.signal import Link, Signal

# Exact search below this many origins of one event, greedy above: 2^12 sets are looked at in a blink.
_EXACT = 12


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Reports that were judged to speak of one event.

    reports      streams of the reports, in order
    accounts     how many are left when those passed on from one another count once
    independent  size of the largest set of accounts judged independent of each other, pair by pair; at least 1
    disputed     pairs on which judges differ; each is read in the more careful way (different, same origin)
    words        the same in a sentence
    """

    reports: tuple[str, ...]
    accounts: int
    independent: int
    disputed: tuple[tuple[str, str], ...]
    words: str


class _Pair(msgspec.Struct, frozen=True):
    relation: str
    origins: str
    disputed: bool


def events(reports: Mapping[str, Signal], links: Iterable[Link]) -> tuple[Event, ...]:
    """Every report in exactly one event, events in order of their first report.

    reports  by stream, such as signal/7
    links    in the order they were recorded; a judge's newest word on a pair counts, links to other reports do not
    """
    pairs = _pairs(reports, links)
    together = _joined(reports, [pair for pair, found in pairs.items() if found.relation != "different"])
    made = [_event(group, pairs) for group in together]
    order = {name: place for place, name in enumerate(reports)}
    return tuple(sorted(made, key=lambda event: order[event.reports[0]]))


def unsupported(reports: Mapping[str, Signal], found: Iterable[Event]) -> tuple[str, ...]:
    """Reports graded 1, "confirmed by other sources", of events with no second independent account on record."""
    alone = (name for event in found if event.independent < 2 for name in event.reports)
    return tuple(name for name in alone if reports[name].grade.credibility == "1")


def _pairs(reports: Mapping[str, Signal], links: Iterable[Link]) -> dict[tuple[str, str], _Pair]:
    newest: dict[tuple[tuple[str, str], str], Link] = {}
    for link in links:
        if link.one in reports and link.other in reports:
            newest[_key(link.one, link.other), link.by] = link
    said: dict[tuple[str, str], list[Link]] = {}
    for (pair, _), link in newest.items():
        said.setdefault(pair, []).append(link)
    return {pair: _careful(words) for pair, words in said.items()}


def _careful(said: list[Link]) -> _Pair:
    """What the judges of a pair say together; where they differ, what claims less."""
    relations = {link.relation for link in said}
    origins = {"same_origin" if link.relation == "duplicate" else link.origins for link in said}
    relation = next(word for word in ("different", "same_event", "duplicate") if word in relations)
    origin = next(word for word in ("same_origin", "unknown", "independent") if word in origins)
    return _Pair(relation, origin, len(relations) > 1 or len(origins) > 1)


def _event(group: tuple[str, ...], pairs: Mapping[tuple[str, str], _Pair]) -> Event:
    inside = {pair: found for pair, found in pairs.items() if pair[0] in group and pair[1] in group}
    accounts = _joined(dict.fromkeys(group), [p for p, found in inside.items() if found.origins == "same_origin"])
    place = {name: number for number, names in enumerate(accounts) for name in names}
    free = {
        frozenset((place[one], place[other]))
        for (one, other), found in inside.items()
        if found.origins == "independent" and place[one] != place[other]
    }
    most = _largest(len(accounts), free)
    disputed = tuple(sorted(pair for pair, found in inside.items() if found.disputed))
    return Event(
        reports=group,
        accounts=len(accounts),
        independent=most,
        disputed=disputed,
        words=_words(len(group), len(accounts), most, len(disputed)),
    )


def _largest(n: int, free: set[frozenset[int]]) -> int:
    """Size of the largest set of accounts that are pairwise independent."""
    if n <= _EXACT:
        for size in range(n, 1, -1):
            for some in combinations(range(n), size):
                if all(frozenset(pair) in free for pair in combinations(some, 2)):
                    return size
        return 1
    # Greedy from each start: never more than the true size, so it can only claim too little.
    best = 1
    for start in range(n):
        chosen = [start]
        for other in range(n):
            if other != start and all(frozenset((other, one)) in free for one in chosen):
                chosen.append(other)
        best = max(best, len(chosen))
    return best


def _words(reports: int, accounts: int, independent: int, disputed: int) -> str:
    if reports == 1:
        return "one report, not corroborated"
    told = f"{reports} reports"
    if accounts < reports:
        told += f", {accounts} {'account' if accounts == 1 else 'accounts'} when those of one origin count once"
    if independent > 1:
        told += f"; {independent} judged independent of each other"
    elif accounts > 1:
        told += "; independence not established"
    return told + (f"; judges differ on {disputed}" if disputed else "")


def _joined(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The names in groups connected by the pairs, each group in the order given."""
    order = list(names)
    group = {name: {name} for name in order}
    for one, other in pairs:
        if group[one] is not group[other]:
            merged = group[one] | group[other]
            for name in merged:
                group[name] = merged
    seen: set[str] = set()
    made = []
    for name in order:
        if name not in seen:
            made.append(tuple(item for item in order if item in group[name]))
            seen |= group[name]
    return made


def _key(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)

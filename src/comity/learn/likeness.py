"""Past cases near a situation by what happened in them. How a case ended never enters the distance.

Gower's distance: the weighted mean of parts, each 0 (same) to 1 (nothing shared); a part that is not known on both
sides counts a half, so that knowing little never makes things look alike. Source: Gower 1971, Biometrics 27(4); sets
by Jaccard's index. Twenty-one cases are examples, no sample: docs/explanation/case-likeness says what this can tell.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice

import msgspec

from comity.kernel import states
from comity.kernel.time import month_of
from comity.records.case import Likeness
from comity.reference.cases import Case, Event

# House rule: what was tried tells twice as much as each of the other parts.
WEIGHTS = {"measures": 2.0, "bodies": 1.0, "course": 1.0, "place": 1.0, "veto": 1.0, "deaths": 1.0}
# House rule: another state of the same UN regional group is half-way between the same state and nothing shared.
_SAME_REGION = 0.5
# From this many deaths in twelve months UCDP counts a conflict as active (Gleditsch et al. 2002, Journal of Peace
# Research 39(5)); below it, and without a timeline, nothing has happened that a case could be likened to.
LEAST_DEATHS = 25
# Deaths are compared in powers of ten; six powers apart (one and a million) is as far as it goes.
_POWERS = 6.0
# House rule: how long after its last entry a timeline still counts as the situation at hand.
OWN_FOR_MONTHS = 12
# Half-way between the same and nothing shared: what is not known speaks for neither.
_UNKNOWN = 0.5
# Only what was done counts as tried: a text that was vetoed or failed was not.
_DOING = ("decision", "diplomacy", "agreement", "deployment", "legal")


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What happened in a situation, without how it ended. None where it is not known.

    regions   UN regional groups of the states concerned
    states    the states themselves (ISO 3166 alpha-3)
    measures  ids of measures taken; bodies, ids of bodies that acted
    course    share of violence, warnings, decisions and so on among the dated events
    veto      whether a veto was cast
    deaths    deaths of all kinds of violence in the worst twelve months, as far as recorded
    """

    regions: frozenset[str]
    states: frozenset[str] = frozenset()
    measures: frozenset[str] | None = None
    bodies: frozenset[str] | None = None
    course: dict[str, float] | None = None
    veto: bool | None = None
    deaths: float | None = None


def profile(case: Case, *, until: date | None = None, deaths: float | None = None) -> Profile:
    """What happened in a case, up to and with a day if one is given; its outcome is not read."""
    events = [event for event in case.events if until is None or event.on <= until]
    regions = frozenset(states.state(code).group.value for code in case.countries)
    if not events:
        return Profile(regions=regions, states=frozenset(case.countries), deaths=deaths)
    # "Outcome" events tell how it ended and stay out, as the outcome itself does.
    told = [event for event in events if event.kind != "outcome"]
    return Profile(
        regions=regions,
        states=frozenset(case.countries),
        measures=frozenset(name for event in told if _taken(event) for name in event.measures),
        bodies=frozenset(event.body for event in told if event.body and event.kind in _DOING),
        course=_course(told),
        veto=any(event.vote is not None and event.vote.vetoes for event in told),
        deaths=deaths,
    )


def own_cases(cases: Iterable[Case], state: str, *, on: date) -> tuple[Case, ...]:
    """Cases on the shelf that are about this very situation, in order of their beginning.

    A case is the state's own while its period lasts and for a year after, since a timeline ends where its
    compilers stopped and not where the situation did.
    """
    today = month_of(on)
    own = [
        case
        for case in cases
        if state in case.countries and case.first_month <= today <= case.last_month.plus(OWN_FOR_MONTHS)
    ]
    return tuple(sorted(own, key=lambda case: (case.first_month, case.id)))


def parts(one: Profile, other: Profile) -> dict[str, float]:
    """Distance of each part known on both sides, 0-1."""
    found = {"place": 0.0 if one.states & other.states else _SAME_REGION if one.regions & other.regions else 1.0}
    if one.measures is not None and other.measures is not None:
        found["measures"] = _jaccard(one.measures, other.measures)
    if one.bodies is not None and other.bodies is not None:
        found["bodies"] = _jaccard(one.bodies, other.bodies)
    if one.course is not None and other.course is not None:
        kinds = one.course.keys() | other.course.keys()
        # Half the sum of differences of shares (total variation) lies between 0 and 1.
        found["course"] = math.fsum(abs(one.course.get(k, 0.0) - other.course.get(k, 0.0)) for k in kinds) / 2
    if one.veto is not None and other.veto is not None:
        found["veto"] = float(one.veto != other.veto)
    if one.deaths is not None and other.deaths is not None:
        found["deaths"] = min(1.0, abs(math.log10(1 + one.deaths) - math.log10(1 + other.deaths)) / _POWERS)
    return found


def distance(one: Profile, other: Profile) -> float:
    """The weighted mean of all parts, 0-1, symmetric; a part not known on both sides counts a half."""
    known = parts(one, other)
    weight = math.fsum(WEIGHTS.values())
    return math.fsum(share * known.get(name, _UNKNOWN) for name, share in WEIGHTS.items()) / weight


def worst_twelve(monthly: Sequence[float]) -> float | None:
    """Most deaths in any twelve months on end, oldest first; of fewer months their sum, and None of none."""
    if not monthly:
        return None
    return max(math.fsum(monthly[place : place + 12]) for place in range(max(1, len(monthly) - 11)))


def nearest(
    situation: Profile,
    cases: Sequence[Case],
    *,
    on: date,
    most: int = 3,
    leave_out: Iterable[str] = (),
    deaths: Mapping[str, float] | None = None,
) -> tuple[Likeness, ...]:
    """The nearest cases that had ended by the day, nearest first, ties in order of id.

    None are given for a situation in which nothing is known to have happened, and none that shares nothing.

    deaths     case id -> deaths in its worst twelve months, where recorded
    leave_out  ids of cases that are the situation itself, see `own_cases`
    """
    if not _happened(situation):
        return ()
    skip = set(leave_out)
    ended = [case for case in cases if case.last_month.last <= on and case.id not in skip]
    compared = [
        (distance(situation, found), case, found)
        for case in ended
        for found in (profile(case, until=on, deaths=(deaths or {}).get(case.id)),)
    ]
    compared.sort(key=lambda item: (round(item[0], 9), item[1].id))
    told = (_likeness(situation, case, found, far) for far, case, found in compared)
    return tuple(islice((likeness for likeness in told if likeness.shared), most))


def _happened(situation: Profile) -> bool:
    known = situation.measures is not None or situation.bodies is not None or situation.course is not None
    return known or (situation.deaths is not None and situation.deaths >= LEAST_DEATHS)


def _likeness(situation: Profile, case: Case, found: Profile, far: float) -> Likeness:
    known = parts(situation, found)
    missing = [name for name in WEIGHTS if name not in known]
    differs = _differs(situation, found)
    if missing:
        differs.append(f"not compared, since it is not known on both sides: {', '.join(missing)}")
    return Likeness(
        case=case.id,
        name=case.name,
        distance=round(far, 3),
        shared=tuple(_shared(situation, found)),
        differs=tuple(differs),
        outcome=case.outcome.text,
        lessons=case.lessons,
    )


def _shared(one: Profile, other: Profile) -> list[str]:
    words = [f"the same state: {states.state(code).short}" for code in sorted(one.states & other.states)]
    words += [f"region: {states.Group(name).words}" for name in sorted(one.regions & other.regions)]
    both = (one.measures or frozenset()) & (other.measures or frozenset())
    if both:
        words.append(f"measures taken in both: {', '.join(sorted(both))}")
    both = (one.bodies or frozenset()) & (other.bodies or frozenset())
    if both:
        words.append(f"bodies that acted in both: {', '.join(sorted(both))}")
    if one.veto is not None and one.veto == other.veto:
        words.append("a veto was cast in both" if one.veto else "no veto was cast in either")
    return words


def _differs(one: Profile, other: Profile) -> list[str]:
    words = []
    if not one.regions & other.regions:
        words.append(f"region there: {', '.join(states.Group(name).words for name in sorted(other.regions))}")
    if one.measures is not None and other.measures is not None:
        words += _only("measures", one.measures - other.measures, other.measures - one.measures)
    if one.bodies is not None and other.bodies is not None:
        words += _only("bodies that acted", one.bodies - other.bodies, other.bodies - one.bodies)
    if one.veto is not None and other.veto is not None and one.veto != other.veto:
        words.append("a veto was cast here, none there" if one.veto else "a veto was cast there, none here")
    if one.deaths is not None and other.deaths is not None:
        words.append(f"deaths in the worst twelve months: {one.deaths:,.0f} here, {other.deaths:,.0f} there")
    return words


def _only(what: str, here: frozenset[str], there: frozenset[str]) -> list[str]:
    words = [f"{what} only here: {', '.join(sorted(here))}"] if here else []
    return words + ([f"{what} only there: {', '.join(sorted(there))}"] if there else [])


def _taken(event: Event) -> bool:
    vote = event.vote
    # Nine yes votes and no veto carry a text in a Council of fifteen (UN Charter Art. 27(3)).
    failed = vote is not None and (bool(vote.vetoes) or (event.body == "unsc" and vote.for_ < 9))
    return event.kind in _DOING and not failed


def _course(events: Sequence[Event]) -> dict[str, float]:
    counts: dict[str, int] = {}
    for event in events:
        counts[event.kind] = counts.get(event.kind, 0) + 1
    return {kind: count / len(events) for kind, count in sorted(counts.items())}


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """1 minus the share of the union that both hold; two empty sets share everything there is."""
    union = one | other
    return 1 - len(one & other) / len(union) if union else 0.0

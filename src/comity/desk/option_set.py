"""The option set that a notification carries: measures the plan stage found to fit, who may take them, and when."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from comity.account.calendar import DateAhead
from comity.desk.accounting import Account
from comity.desk.planning import Plan
from comity.kernel.errors import Misused, NotOnShelf
from comity.records.notification import Forum, Proposal, Sitting
from comity.records.plan import Option
from comity.reference import bodies, evidence

# A leader who is shown one option is asked to sign; with three there is a choice. Five is as many as are read.
LEAST_OPTIONS, MOST_OPTIONS = 3, 5
_FORUMS = 3
_DATES = 2
# Dates further ahead than this are no answer to a warning of the next half year.
_DAYS_AHEAD = 183

# What counts as evidence on the measure itself (see plan.fit): a study that found an effect, or studies that disagree.
_BASIS = {"found": "direct", "mixed": "direct", "indirect": "indirect", "absent": "none"}


class OptionSet(msgspec.Struct, frozen=True, kw_only=True):
    """Options with the situation they were picked for, and what is missing."""

    situation: str
    proposals: tuple[Proposal, ...]
    gaps: tuple[str, ...]


def option_set(plan: Plan, account: Account, state: str, day: date) -> OptionSet:
    """Options in the plan's order, one of each category first, with bodies and their dates."""
    planned = plan.options(state, as_of=day)
    chosen = _varied(planned.options.options)
    reached = frozenset(body for option in chosen for body in option.deciders)
    ahead = account.dates(state, as_of=day, days=_DAYS_AHEAD, bodies=reached) if reached else ()
    gaps = []
    if len(chosen) < LEAST_OPTIONS:
        gaps.append(f"Only {len(chosen)} measures on the shelf fit; see why: comity plan options {state} --all")
    # What has begun already cannot be prepared for.
    ahead = tuple(one for one in ahead if one.on > day)
    made = tuple(_proposal(option, ahead, day) for option in chosen)
    undated = sorted({forum.name for one in made for forum in one.forums if not forum.dates})
    if undated:
        gaps.append(f"No date on the shelf within half a year for: {', '.join(undated)}")
    read = planned.phase
    return OptionSet(situation=f"{read.phase.value}, since {read.because}", proposals=made, gaps=tuple(gaps))


def rungs(first: tuple[str, ...], then: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Rungs of a ladder from offices told at once and offices told one after the other; each may list several by ";".

    raises  Misused where later rungs are given without a first
    """
    if then and not first:
        raise Misused("the ladder begins with nobody", hint="give the first office with --to")
    parts = [tuple(name for text in first for name in _names(text))] if first else []
    return (*parts, *(tuple(_names(text)) for text in then))


def _names(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _varied(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Up to five options in the plan's order, the first of each category before a second one."""
    seen: set[str] = set()
    first = []
    for option in options:
        if option.category not in seen:
            seen.add(option.category)
            first.append(option)
    rest = [option for option in options if option not in first]
    chosen = {option.measure for option in (*first, *rest)[:MOST_OPTIONS]}
    return tuple(option for option in options if option.measure in chosen)


def _proposal(option: Option, ahead: tuple[DateAhead, ...], day: date) -> Proposal:
    return Proposal(
        measure=option.measure,
        name=option.name,
        basis=_BASIS[option.evidence_strength],
        strength=option.evidence_strength,
        evidence=option.evidence,
        sources=tuple(_study(key) for key in option.evidence_sources),
        harm=option.harm,
        consent=option.consent,
        effect=option.days,
        forums=tuple(_forum(body, ahead, day) for body in option.deciders[:_FORUMS]),
    )


def _study(key: str) -> str:
    try:
        return evidence.shelf.get(key).text
    except NotOnShelf:
        return key


def _forum(body_id: str, ahead: tuple[DateAhead, ...], day: date) -> Forum:
    body = bodies.get(body_id)
    soonest, latest = body.lead_time_days.typical
    dates = [one for one in ahead if body_id in one.bodies][:_DATES]
    return Forum(
        body=body.id,
        name=body.name,
        called_by=body.convening.who,
        meets_from=day + timedelta(body.convening.notice_days),
        decides=(day + timedelta(soonest), day + timedelta(latest)),
        dates=tuple(Sitting(on=one.on, words=one.words, about=one.about, source=one.source) for one in dates),
    )

"""Compose a decision brief: ask each stage in turn, and say what none of them knows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from comity import __version__
from comity.account.calendar import DateAhead
from comity.desk.asking import which_day, which_state
from comity.desk.brief import cites as say
from comity.desk.brief import picture as pictures
from comity.desk.brief import risk as risks
from comity.desk.brief import venues as forums
from comity.desk.brief.cites import Cites, skill_line
from comity.desk.brief.closing import headline, unknown
from comity.desk.brief.model import Brief, CaseEvent, Comparable, Promise, Statement, Watch
from comity.desk.convening import Predicted
from comity.kernel.errors import Refused
from comity.kernel.marking import CLEAR, Marking, join_all
from comity.records.case import Likeness
from comity.records.draft import Draft
from comity.records.plan import Plan
from comity.reference import bodies, cases, evidence
from comity.warn.notices import Notice

if TYPE_CHECKING:
    from comity.desk.opening import Desk

# Engines a brief rests on, with the metric that tells most in one line.
_ENGINES = (
    ("deaths-all", "crps"),
    ("deaths-civilian", "crps"),
    ("warn-onset", "auc"),
    ("ballots-unsc-temporal", "auc_not_adopted"),
    ("ballots-unga-temporal", "accuracy"),
    ("council-rules", "agreement"),
)


def compose(desk: Desk, state: str, *, as_of: str | date | None = None, body: str | None = None) -> Brief:
    """The brief on a state as of a day, with the vote in `body` first (the Security Council if None).

    raises  NotOnShelf or Ambiguous with a suggestion for an unknown state or body, Misused for a bad date
    """
    place, day = which_state(state), which_day(as_of, today=desk.today())
    forum, named = bodies.get(body or "unsc"), body is not None
    cites = Cites()
    size = desk.record.size()
    outlook = desk.warn.forecast(place.iso3, as_of=day)
    planned = desk.plan.options(place.iso3, as_of=day)
    risk = risks.risk(desk.warn, outlook, cites)
    dates = desk.account.dates(place.iso3, as_of=day, bodies=_reached(planned.options) | {forum.id})
    picture = pictures.picture(desk.assess, outlook, risk, planned.phase, cites)
    reports = desk.warn.reports.situation(place.iso3, as_of=day)
    notices = desk.notifying.notices(place.iso3, as_of=day)
    picture = msgspec.structs.replace(
        picture,
        urgency=pictures.urgency(risk, dates, outlook, cites),
        reported=(*pictures.reported(reports, cites), *pictures.notified(notices, cites)),
    )
    draft = forums.draft_for(desk.convene, forum, planned, named=named)
    predicted = _predicted(desk, draft)
    found = forums.venues(desk.convene, planned, forum.id, cites, named=named)
    promises = tuple(p for p in desk.account.promises(as_of=day) if p.pledge.about == place.iso3)
    likenesses = desk.learn.nearest(place.iso3, as_of=day)
    _cite_evidence(planned.options, cites)
    joining = desk.account.rotation(day).joining if forum.id == "unsc" and draft is not None else ()
    return Brief(
        state=place.iso3,
        name=place.name,
        as_of=day,
        version=__version__,
        headline=headline(risk, planned, found, promises, cites),
        risk=risk,
        picture=picture,
        cases=tuple(_comparable(likeness, day, cites) for likeness in likenesses),
        plan=planned.options,
        venues=found,
        variants=forums.variants(desk.convene, draft),
        calls=forums.calls(desk.convene, predicted),
        watch=_watch(dates, day, cites),
        rotation=(
            *forums.soundings(desk.convene, place.iso3, day, cites),
            *forums.rotation(desk.convene, draft, predicted, joining, cites),
        ),
        promises=promises,
        unknown=(*risks.missing(outlook, cites), *unknown(risk, picture, found, cites), *_hindsight(day, desk.today())),
        sources=cites.all(),
        engines=_engines(),
        ledger=size,
        marking=_marking(desk, place.iso3, day, (*promises, *notices), reports.marking).label,
    )


def _marking(
    desk: Desk, state: str, day: date, shown: tuple[Promise | Notice, ...], reported: Marking | None
) -> Marking:
    """The join of the markings of every entry that shaped the brief; what nobody entered is public content."""
    drafts = {entry.stream for entry in desk.record.entries(kind="convene.canvassed/1", as_of=day)}
    told = {one.pledge.id if isinstance(one, Promise) else one.notification.id for one in shown}
    streams = {f"judgement/{state}", f"test/{state}", *drafts, *told}
    shaping = [entry.marking for entry in desk.record.entries(as_of=day) if entry.stream in streams]
    return join_all([CLEAR, *([reported] if reported else []), *shaping])


def _hindsight(day: date, today: date) -> tuple[Statement, ...]:
    """What a brief on the past cannot unknow: the library is written today."""
    if day.year >= today.year:
        return ()
    text = "Measures, studies and lessons of cases are told as they are known today, also to this day of the past."
    return (say.absent(text),)


def _predicted(desk: Desk, draft: Draft | None) -> Predicted | None:
    if draft is None:
        return None
    try:
        return desk.convene.predict(draft)
    except Refused:
        # The venue says why; there is then nobody to call.
        return None


def _reached(plan: Plan) -> frozenset[str]:
    return frozenset(body for option in plan.options for body in option.deciders)


def _comparable(likeness: Likeness, day: date, cites: Cites) -> Comparable:
    case = cases.shelf.get(likeness.case)
    for source in case.primary_sources[:1]:
        cites.fact(source, confidence=case.events[0].confidence, checked=case.events[0].checked)
    return Comparable(
        likeness=likeness,
        rating=case.outcome.rating,
        harm=case.outcome.civilian_harm,
        harm_source=case.outcome.harm_source,
        events=tuple(
            CaseEvent(
                date=event.on.isoformat(),
                kind=event.kind,
                text=event.text,
                source=event.source,
                mark=f"{event.confidence.value} confidence, {event.checked.words}",
            )
            # Trials and inquiries go on long after a case ended; what came after the day was not known on it.
            for event in case.events
            if event.on <= day
        ),
    )


def _cite_evidence(plan: Plan, cites: Cites) -> None:
    for key in sorted({key for option in plan.options for key in option.evidence_sources}):
        cites.study(evidence.shelf.get(key))


def _watch(dates: tuple[DateAhead, ...], day: date, cites: Cites) -> tuple[Watch, ...]:
    shown = []
    # What began before the day is no date to prepare for.
    for item in [item for item in dates if item.on > day]:
        cites.fact(item.source, confidence=item.confidence, checked=item.checked)
        about = "about " if item.about else ""
        shown.append(
            Watch(
                on=item.on,
                words=about + item.words if about else item.words,
                effect=item.effect,
                kind=" and ".join(item.classes),
                mark=f"{item.confidence.value} confidence, {item.checked.words}",
                source=item.source,
            )
        )
    return tuple(shown)


def _engines() -> dict[str, str]:
    lines = ((name, skill_line(name, metric)) for name, metric in _ENGINES)
    return {name: line for name, line in lines if line}

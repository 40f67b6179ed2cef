"""Severity and urgency from data, the board of judgements, and the legal tests. Never one score."""

from __future__ import annotations

from datetime import date, timedelta

from comity.account.calendar import DateAhead
from comity.assess.points import Recorded, data_points
from comity.desk.assessing import Assess
from comity.desk.brief import cites as say
from comity.desk.brief import wording
from comity.desk.brief.cites import Cites
from comity.desk.brief.model import History, LegalTest, Picture, Risk, Statement
from comity.desk.brief.risk import sums
from comity.desk.reporting import Situation
from comity.desk.warning import Outlook
from comity.kernel.time import month
from comity.plan.situation import PhaseReading
from comity.records.assessment import FactorRow
from comity.records.forecast import OnsetForecast
from comity.warn.notices import Notice
from comity.warn.reports.corroboration import Event

# What falls due within a season is urgent for a desk that plans in weeks.
_SOON = timedelta(days=90)
# As many events as a reader takes in; the command lists all.
_EVENTS = 5


def picture(assess: Assess, outlook: Outlook, risk: Risk, phase: PhaseReading, cites: Cites) -> Picture:
    """The picture of a situation, without what is urgent (see `urgency`)."""
    points = data_points(_recorded(outlook, risk.history))
    board = assess.board(outlook.state, as_of=outlook.as_of, points=points)
    tests = tuple(
        LegalTest(id=test.id, name=test.name, elements=test.elements, summary=test.summary)
        for test in assess.tests(outlook.state, as_of=outlook.as_of)
    )
    return Picture(severity=_severity(phase, board, cites), urgency=(), reported=(), factors=board, tests=tests)


def urgency(risk: Risk, dates: tuple[DateAhead, ...], outlook: Outlook, cites: Cites) -> tuple[Statement, ...]:
    """What presses: the next months against the last year, and dates within a season."""
    found: list[Statement] = []
    if risk.deaths is not None and risk.history is not None:
        last, _ = sums(risk.history)
        near = wording.ahead_of(risk.deaths, outlook.as_of)
        if last is not None:
            text = f"Deaths expected in {wording.month_words(near.month)}: {wording.figure(near.deaths)}; "
            text += f"the last twelve counted months had {wording.amount(last / 12)} a month."
            found.append(say.model(text, cites.fitted("country_months")))
    soon = [item for item in dates if outlook.as_of < item.on <= outlook.as_of + _SOON]
    for item in [item for item in soon if "legal" in item.classes and item.bodies][:3]:
        source = cites.fact(item.source, confidence=item.confidence, checked=item.checked)
        found.append(say.fact(f"{wording.day(item.on)}: {item.words}.", source))
    return tuple(found)


def reported(situation: Situation, cites: Cites) -> tuple[Statement, ...]:
    """The newest events that field reports tell of, how far they are corroborated, and the indicators they speak to."""
    newest = sorted(situation.events, key=lambda event: _last_seen(event, situation), reverse=True)
    found = []
    for event in newest[:_EVENTS]:
        first = min((situation.reports[name] for name in event.reports), key=lambda signal: signal.grade.code)
        backed = "" if len(event.reports) == 1 else f" {wording.sentence(event.words)}"
        text = f"{wording.day(first.seen_on)}: {wording.sentence(first.text)} Graded {first.grade.code}, "
        found.append(say.judged(f"{text}{first.grade.words}.{backed}", cites.entered()))
    if len(newest) > _EVENTS:
        found.append(say.judged(f"{len(newest) - _EVENTS} earlier events: comity warn reports.", cites.entered()))
    if situation.indicators:
        ids = tuple(row.indicator for row in situation.indicators)
        found.append(say.judged(f"Reports speak to {wording.listed(ids)} (comity warn indicators).", cites.entered()))
    return tuple(found)


def notified(notices: tuple[Notice, ...], cites: Cites) -> tuple[Statement, ...]:
    """Formal notifications on record and whether they were answered; silence is said, never read as agreement."""
    found = []
    for notice in notices[-_EVENTS:]:
        sent, told = notice.notification, ", ".join(notice.notification.ladder[0].offices)
        text = f"{sent.id}, sent {sent.sent_at[:10]} to {told}, {sent.level.value}: {notice.reply.words}."
        found.append(say.judged(text, cites.entered()))
    return tuple(found)


def _last_seen(event: Event, situation: Situation) -> date:
    return max(situation.reports[name].seen_on for name in event.reports)


def judged_factors(board: tuple[FactorRow, ...]) -> int:
    """How many of the factors carry a standing judgement."""
    return sum(1 for row in board if row.judgements)


def _severity(phase: PhaseReading, board: tuple[FactorRow, ...], cites: Cites) -> tuple[Statement, ...]:
    source = cites.fitted("country_months")
    found = [say.data(f"Phase by rule: {phase.phase.value}. {wording.sentence(phase.because)}", source)]
    present = [row.name for row in board if any(j.rating.value == "present" for j in row.judgements)]
    if present:
        found.append(say.judged(f"Judged present: {wording.listed(tuple(present))}.", cites.entered()))
    disputed = [row.name for row in board if row.dissent]
    if disputed:
        found.append(say.judged(f"Judges differ on: {wording.listed(tuple(disputed))}.", cites.entered()))
    if not judged_factors(board):
        found.append(say.absent("Nobody has judged a risk factor on this desk yet (comity assess judge)."))
    return tuple(found)


def _recorded(outlook: Outlook, past: History | None) -> Recorded:
    risk = outlook.onset if isinstance(outlook.onset, OnsetForecast) else None
    years = f"{risk.base_year + 1}-{risk.base_year + 2}" if risk else ""
    if past is None:
        known = month(f"{outlook.as_of:%Y-%m}")
        return Recorded(source="UCDP", known_to=known, onset=risk.risk if risk else None, onset_years=years)
    last, before = sums(past)
    return Recorded(
        source="UCDP",
        known_to=month(past.months[-1]),
        deaths_12m=last,
        deaths_before=before,
        onset=risk.risk if risk else None,
        onset_years=years,
    )

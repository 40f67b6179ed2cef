"""Walks one situation through all seven stages on a desk of its own, and proves the record at the end.

Run it with a file name to keep the desk: `python -m scripts.one_situation exercise.db`. The judgements, pledges and
reports are made up for the exercise; forecasts, cases, measures, votes and dates are real.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import comity
from comity.desk.brief import wording
from comity.desk.opening import Desk
from comity.kernel.grading import grade
from comity.kernel.marking import marking
from comity.kernel.provenance import Confidence
from comity.ledger.bodies import Choice
from comity.records.assessment import Answer, ElementAnswer, Judgement, Rating, Trend
from comity.records.finding import Report, Voice
from comity.records.forecast import OnsetForecast
from comity.records.pledge import Pledge
from comity.records.signal import Signal

STATE = "SDN"
AMBER = marking("TLP:AMBER")
WHO = "desk officer"


def warn(desk: Desk, today: date) -> None:
    """A report comes in, and the forecast stands beside it."""
    desk.warn.reports.receive(
        Signal(
            state=STATE,
            seen_on=today - timedelta(days=3),
            known_on=today,
            text="Militia recruitment reported in two districts (exercise).",
            grade=grade("C3"),
            marking=AMBER,
            indicators=("RF07-05",),
        )
    )
    ahead = desk.warn.forecast(STATE)
    if isinstance(ahead.onset, OnsetForecast):
        print("warn: a new mass killing is", wording.onset(ahead.onset))


def assess(desk: Desk, today: date) -> None:
    """A person judges; a lawyer answers one element."""
    desk.assess.judge(
        Judgement(
            state=STATE,
            factor="RF07",
            rating=Rating.PRESENT,
            trend=Trend.RISING,
            confidence=Confidence.MEDIUM,
            grade=grade("C3"),
            judged_on=today,
            by=WHO,
            reason="Recruitment and arms reported by two missions (exercise).",
        ),
        AMBER,
    )
    desk.assess.answer(
        ElementAnswer(
            state=STATE,
            threshold="war_crimes",
            element="armed_conflict",
            answer=Answer.MET,
            because="Fighting between organised forces is recorded month by month (exercise).",
            by="legal adviser",
            answered_on=today,
        ),
        AMBER,
    )
    print("assess:", next(test.summary for test in desk.assess.tests(STATE) if test.id == "war_crimes"))


def plan(desk: Desk, today: date) -> tuple[str, ...]:
    """The desk chooses from the measures that fit."""
    options = desk.plan.options(STATE).options.options
    chosen = tuple(o.measure for o in options if "unsc" in o.deciders)[:2]
    desk.plan.choose(Choice(state=STATE, measures=chosen, because="Fit and reach (exercise).", chosen_on=today), AMBER)
    print("plan:", ", ".join(chosen), "out of", len(options), "that fit")
    return chosen


def convene(desk: Desk, chosen: tuple[str, ...]) -> None:
    """The chosen measures become a draft, and the vote is predicted."""
    draft = desk.convene.draft(STATE, measures_named=chosen, body="unsc")
    stream = desk.convene.table(draft, AMBER).stream
    predicted = desk.convene.predict(desk.convene.tabled(stream))
    calls = ", ".join(told.state for told in desk.convene.calls(predicted))
    print(f"convene: {stream} carries with {wording.figure(predicted.ballot.adopted)}; call {calls}")


def commit(desk: Desk, today: date) -> str:
    """A state promises something."""
    pledge = Pledge(
        id="pledge/0",
        by="KEN",
        what="human_rights_monitors",
        amount=40,
        unit="monitors",
        made_on=today,
        due_on=today + timedelta(days=90),
        about=STATE,
        source="exercise",
    )
    entry = desk.commit.pledge(pledge, AMBER)
    print("commit:", entry.stream)
    return entry.stream


def account(desk: Desk, today: date, pledge: str) -> None:
    """Evidence comes in, and the pledge is found where it stands; dates ahead are listed."""
    desk.account.report(
        Report(
            pledge=pledge,
            voice=Voice.EVIDENCE,
            seen_on=today,
            known_on=today,
            grade=grade("B2"),
            text="25 arrived (exercise).",
            delivered=25,
        ),
        AMBER,
    )
    for finding in desk.account.check(marking=AMBER):
        print(f"account: {finding.pledge} is {finding.standing.value}: {finding.because}")
    for item in desk.account.dates(STATE, days=60)[:3]:
        print(f"account: {item.on} {item.words}")


def learn(desk: Desk) -> None:
    """The nearest past cases, and a decision taken at one step of a replay."""
    print("learn: nearest cases", ", ".join(near.case for near in desk.learn.nearest(STATE)))
    desk.learn.decide("rwanda_1994", 3, decided="authorise the raid", because="exercise")


def walk(file: Path) -> int:
    """The number of entries in the record after all seven stages, proved whole."""
    with comity.open(file, author=WHO) as desk:
        today = desk.today()
        warn(desk, today)
        assess(desk, today)
        convene(desk, plan(desk, today))
        account(desk, today, commit(desk, today))
        learn(desk)
        brief = desk.brief(STATE)
        print("brief:", desk.issue(brief, formats=("json",)), "with", len(brief.promises), "promise on record")
        found = desk.record.verify()
        print("ledger:", found.entries, "entries, root", found.root.hex())
        return found.entries


if __name__ == "__main__":
    if len(sys.argv) > 1:
        walk(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            walk(Path(folder) / "exercise.db")

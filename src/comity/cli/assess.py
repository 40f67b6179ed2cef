"""`comity assess`: the fourteen risk factors as judged by people, and legal thresholds element by element."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from comity.cli.say import say, say_json
from comity.cli.words import CAREFUL, AsOf, Author, Because, DeskFile, GradeText, Json, MarkingText, StateText

app = App(name="assess", help="Risk factors and legal tests.", result_action="return_value")


@app.command
def board(state: StateText, /, *, as_of: AsOf = None, json: Json = False, desk: DeskFile = None) -> int:
    """The board of risk factors with every standing judgement; dissent is kept, nothing is scored."""
    from comity.cli.show.board import factors
    from comity.desk.opening import open_desk

    with open_desk(desk) as office:
        found = office.assess.board(state, as_of=as_of)
    if json:
        say_json(found)
    else:
        say(factors(state, found))
    return 0


@app.command
def judge(
    state: StateText,
    factor: Annotated[str, Parameter(help="risk factor or indicator, such as RF07 or RF07-05")],
    /,
    *,
    rating: Annotated[str, Parameter(help="present, partly_present, absent or cannot_say")],
    trend: Annotated[str, Parameter(help="rising, steady, falling or unknown")] = "unknown",
    confidence: Annotated[str, Parameter(help="low, medium or high: the judge's own")] = "medium",
    grade: GradeText,
    reason: Annotated[str, Parameter(name=("--reason", "--because"), help="the evidence it rests on")],
    by: Author,
    on: Annotated[str | None, Parameter(help="the day it was judged; by default today")] = None,
    marking: MarkingText = CAREFUL,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Put a judgement of one risk factor or indicator on record."""
    from comity.cli import given
    from comity.cli.recorded import recorded
    from comity.desk.asking import which_state
    from comity.desk.opening import open_desk
    from comity.kernel.grading import grade as graded
    from comity.kernel.marking import marking as marked
    from comity.kernel.provenance import Confidence
    from comity.records.assessment import Judgement, Rating, Trend

    place = which_state(state).iso3
    with open_desk(desk, author=by) as office:
        judgement = Judgement(
            state=place,
            factor=factor.strip().upper(),
            rating=given.word(rating, Rating, "--rating"),
            trend=given.word(trend, Trend, "--trend"),
            confidence=given.word(confidence, Confidence, "--confidence"),
            grade=graded(grade),
            judged_on=given.day_or(on, "--on", office.today()),
            by=by,
            reason=reason,
        )
        entry = office.assess.judge(judgement, marked(marking))
    return recorded(entry, then=f"comity assess board {place}", json=json)


@app.command(name="test")
def legal(state: StateText, /, *, as_of: AsOf = None, json: Json = False, desk: DeskFile = None) -> int:
    """Legal thresholds element by element: met, not met, or it cannot be said. Never a finding."""
    from comity.cli.show.board import tests
    from comity.desk.asking import which_state
    from comity.desk.opening import open_desk

    with open_desk(desk) as office:
        found = office.assess.tests(state, as_of=as_of)
    if json:
        say_json(found)
    else:
        say(tests(which_state(state), found))
    return 0


@app.command
def answer(
    state: StateText,
    threshold: Annotated[str, Parameter(help="genocide, crimes_against_humanity, war_crimes, ..., or r2p")],
    element: Annotated[str, Parameter(help="one of its elements, as `comity assess test` lists them")],
    /,
    *,
    answer: Annotated[str, Parameter(help="met, not_met or cannot_say")],
    because: Because = "",
    by: Author,
    on: Annotated[str | None, Parameter(help="the day it was answered; by default today")] = None,
    marking: MarkingText = CAREFUL,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Put an answer to one element of a legal threshold on record."""
    from comity.cli import given
    from comity.cli.recorded import recorded
    from comity.desk.asking import which_state
    from comity.desk.opening import open_desk
    from comity.kernel.marking import marking as marked
    from comity.records.assessment import Answer, ElementAnswer

    place = which_state(state).iso3
    with open_desk(desk, author=by) as office:
        answered = ElementAnswer(
            state=place,
            threshold=threshold,
            element=element,
            answer=given.word(answer, Answer, "--answer"),
            because=because,
            by=by,
            answered_on=given.day_or(on, "--on", office.today()),
        )
        entry = office.assess.answer(answered, marked(marking))
    return recorded(entry, then=f"comity assess test {place}", json=json)

"""`comity warn`: what is to be expected, where it is getting worse, and what was seen or reported."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from comity.cli.say import say, say_json
from comity.cli.words import CAREFUL, AsOf, Author, DeskFile, GradeText, Json, MarkingText, StateText

app = App(name="warn", help="Forecasts, alerts, field signals.", result_action="return_value")


@app.command
def forecast(state: StateText, /, *, as_of: AsOf = None, json: Json = False, desk: DeskFile = None) -> int:
    """Deaths one to twelve months ahead, and the chance of a new mass killing, beside naive figures."""
    from comity.cli.show.outlook import render
    from comity.desk.opening import open_desk

    with open_desk(desk) as office:
        found = office.warn.forecast(state, as_of=as_of)
    if json:
        say_json(found)
    else:
        say(render(found))
    return 0


@app.command
def world(
    *,
    top: Annotated[int, Parameter(help="states shown, highest first; 0 for all")] = 15,
    as_of: AsOf = None,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """All states by deaths expected in the next three months."""
    from comity.cli.show.outlook import ranked
    from comity.desk.opening import open_desk
    from comity.kernel.errors import Misused

    if top < 0:
        raise Misused(f"--top counts states; got {top}", hint="give 1 or more, or 0 for all")
    with open_desk(desk) as office:
        found = office.warn.world(as_of)
    if json:
        say_json(found)
    else:
        say(ranked(found, top or len(found.states)))
    return 0


@app.command
def alerts(
    *,
    budget: Annotated[int, Parameter(help="at most so many states")] = 10,
    as_of: AsOf = None,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """The few states that a desk with this budget of attention should look at first."""
    from comity.cli.show.outlook import alerted
    from comity.desk.opening import open_desk

    with open_desk(desk) as office:
        found = office.warn.alerts(as_of=as_of, budget=budget)
    if json:
        say_json(found)
    else:
        say(alerted(found))
    return 0


@app.command
def signal(
    state: StateText,
    /,
    *,
    text: Annotated[str, Parameter(help="what happened, without anything that identifies a source or victim")],
    grade: GradeText,
    seen_on: Annotated[str, Parameter(help="the day it happened, YYYY-MM-DD")],
    known_on: Annotated[str | None, Parameter(help="the day the desk could first know it; by default today")] = None,
    indicators: Annotated[str | None, Parameter(help="ids it speaks to, with commas, such as RF07-05,RF09-01")] = None,
    marking: MarkingText = CAREFUL,
    by: Author = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Put a graded report on record."""
    from comity.cli import given
    from comity.cli.recorded import recorded
    from comity.desk.asking import which_state
    from comity.desk.opening import open_desk
    from comity.kernel.grading import grade as graded
    from comity.kernel.marking import marking as marked
    from comity.records.signal import Signal

    place = which_state(state).iso3
    with open_desk(desk, author=by) as office:
        report = Signal(
            state=place,
            seen_on=given.day(seen_on, "--seen-on"),
            known_on=given.day_or(known_on, "--known-on", office.today()),
            text=given.said(text, "--text"),
            grade=graded(grade),
            marking=marked(marking),
            indicators=given.names(indicators),
        )
        entry = office.warn.signal(report)
    then = f"comity assess judge {place} {report.indicators[0] if report.indicators else 'FACTOR'} --help"
    return recorded(entry, then=then, json=json)


@app.command
def signals(state: StateText, /, *, as_of: AsOf = None, json: Json = False, desk: DeskFile = None) -> int:
    """Reports on a state that were on record by a day, newest first."""
    from comity.cli.show.outlook import reported
    from comity.desk.asking import which_day, which_state
    from comity.desk.opening import open_desk

    place = which_state(state)
    with open_desk(desk) as office:
        found = office.warn.signals(place.iso3, which_day(as_of, today=office.today()))
    if json:
        say_json(found)
    else:
        say(reported(place.short, found))
    return 0

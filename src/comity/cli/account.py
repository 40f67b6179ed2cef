"""`comity account`: reports on pledges, where each pledge stands, and the dates that open or erode consensus."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from comity.cli.say import say, say_json
from comity.cli.words import CAREFUL, AsOf, Author, DeskFile, GradeText, Json, MarkingText, StateText

app = App(name="account", help="Pledges against evidence; dates ahead.", result_action="return_value")


@app.command
def report(
    pledge: Annotated[str, Parameter(help="a pledge on record, such as pledge/1")],
    /,
    *,
    voice: Annotated[str, Parameter(help="self_report, partner_report or evidence")],
    grade: GradeText,
    text: Annotated[str, Parameter(help="what the report says, without anything that identifies a source")],
    known_on: Annotated[str | None, Parameter(help="the day it was received; by default today")] = None,
    seen_on: Annotated[
        str | None, Parameter(help="the day it speaks of, YYYY-MM-DD; by default the day it was received")
    ] = None,
    delivered: Annotated[float | None, Parameter(help="total so far, in the pledge's unit")] = None,
    done: Annotated[
        bool | None, Parameter(negative="--not-done", help="whether it is done, for a pledge without amount")
    ] = None,
    refutes: Annotated[
        bool, Parameter(negative="", help="the report says that an earlier claim of delivery is wrong")
    ] = False,
    marking: MarkingText = CAREFUL,
    by: Author = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Put a report on a pledge on record."""
    from comity.cli import given
    from comity.cli.recorded import recorded
    from comity.desk.opening import open_desk
    from comity.kernel.errors import Misused
    from comity.kernel.grading import grade as graded
    from comity.kernel.marking import marking as marked
    from comity.records.finding import Report, Voice

    if delivered is not None and not 0 <= delivered < float("inf"):
        raise Misused(f"--delivered is a total so far; got {delivered:g}", hint="give 0 or more, in the pledge's unit")
    with open_desk(desk, author=by) as office:
        received = given.day_or(known_on, "--known-on", office.today())
        found = Report(
            pledge=given.stream(pledge, "pledge"),
            voice=given.word(voice, Voice, "--voice"),
            seen_on=given.day_or(seen_on, "--seen-on", received),
            known_on=received,
            grade=graded(grade),
            text=given.said(text, "--text"),
            delivered=delivered,
            done=done,
            refutes=refutes,
        )
        entry = office.account.report(found, marked(marking))
    return recorded(entry, then="comity account check", json=json)


@app.command
def check(
    *,
    as_of: Annotated[
        str | None, Parameter(name=("--as-of", "--on"), help="the day, YYYY, YYYY-MM or YYYY-MM-DD; by default today")
    ] = None,
    record: Annotated[bool, Parameter(negative="", help="put the standings on record, to see later changes")] = False,
    marking: MarkingText = CAREFUL,
    by: Author = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Where every pledge stands on a day, those that need attention first."""
    from comity.cli.show.pledges import standings
    from comity.desk.opening import open_desk
    from comity.kernel.marking import marking as marked

    with open_desk(desk, author=by) as office:
        found = office.account.promises(as_of=as_of)
        if record:
            office.account.check(as_of=as_of, marking=marked(marking))
    if json:
        say_json(found)
        return 0
    say(standings(found))
    if record and found:
        say(f"Recorded {len(found)} standings. Next: comity ledger verify")
    return 0


@app.command
def dates(
    state: StateText,
    /,
    *,
    days: Annotated[int, Parameter(help="how far ahead")] = 365,
    as_of: AsOf = None,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Dates ahead that open or erode consensus on a state: rotations, mandate ends, elections, meetings."""
    from comity.cli.show.dates import render
    from comity.desk.opening import open_desk
    from comity.kernel.errors import Misused

    # Rules of the calendar are known for the coming years only; ten is more than anybody plans for.
    if not 1 <= days <= 3660:
        raise Misused(f"--days lies between 1 and 3660; got {days}", hint="365 is a year")
    with open_desk(desk) as office:
        found = office.account.dates(state, as_of=as_of, days=days)
    if json:
        say_json(found)
    else:
        say(render(found, days=days))
    return 0

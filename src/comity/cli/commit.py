"""`comity commit`: who promised what, how much, by when, under which condition; and what was changed since."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from comity.cli.say import say, say_json
from comity.cli.words import CAREFUL, AsOf, Because, DeskFile, Json, MarkingText

app = App(name="commit", help="Pledges.", result_action="return_value")

# Here --by names who promises, as everybody says it; the desk's own role has its own flag.
EnteredBy = Annotated[str, Parameter(name="--entered-by", help="role or office that enters this")]
PledgeText = Annotated[str, Parameter(help="a pledge on record, such as pledge/1")]


@app.command
def pledge(
    *,
    by: Annotated[str, Parameter(help="state, or id of the body, that promises")],
    what: Annotated[str, Parameter(help="measure id, or several words if no measure fits")],
    due: Annotated[str, Parameter(help="the day by which it is to be delivered, YYYY-MM-DD")],
    about: Annotated[str, Parameter(help="state whose situation it is about; without it, it stands in no brief")] = "",
    amount: Annotated[float | None, Parameter(help="how much, with --unit")] = None,
    unit: Annotated[str, Parameter(help="such as USD, troops, tonnes")] = "",
    condition: Annotated[str, Parameter(help="what must happen first, in the promiser's words")] = "",
    source: Annotated[str, Parameter(help="where it was promised: document, meeting, statement")] = "",
    made_on: Annotated[str | None, Parameter(help="the day it was made; by default today")] = None,
    marking: MarkingText = CAREFUL,
    entered_by: EnteredBy = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Put a pledge on record; it is named pledge/1 and so on from then on."""
    from comity.cli import given
    from comity.cli.recorded import recorded
    from comity.desk.opening import open_desk
    from comity.kernel.marking import marking as marked
    from comity.records.pledge import Pledge

    with open_desk(desk, author=entered_by) as office:
        promise = Pledge(
            id="",
            by=by,
            what=_what(what),
            due_on=given.day(due, "--due"),
            made_on=given.day_or(made_on, "--made-on", office.today()),
            amount=amount,
            unit=unit,
            condition=condition,
            source=source,
            about=about,
        )
        entry = office.commit.pledge(promise, marked(marking))
    return recorded(entry, then=f"comity account report {entry.stream} --help", json=json)


@app.command
def amend(
    pledge: PledgeText,
    /,
    *,
    because: Because,
    due: Annotated[str | None, Parameter(help="the new day, YYYY-MM-DD")] = None,
    amount: Annotated[float | None, Parameter(help="the new amount")] = None,
    condition: Annotated[str | None, Parameter(help='the new condition; "" lifts it')] = None,
    on: Annotated[str | None, Parameter(help="the day it was changed; by default today")] = None,
    marking: MarkingText = CAREFUL,
    entered_by: EnteredBy = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Put a change to a pledge on record; its first terms stay readable."""
    from comity.cli import given
    from comity.cli.recorded import recorded
    from comity.desk.opening import open_desk
    from comity.kernel.marking import marking as marked
    from comity.records.pledge import Amendment

    with open_desk(desk, author=entered_by) as office:
        change = Amendment(
            pledge=given.stream(pledge, "pledge"),
            on=given.day_or(on, "--on", office.today()),
            reason=because,
            due_on=None if due is None else given.day(due, "--due"),
            amount=amount,
            condition=condition,
        )
        entry = office.commit.change(change, marked(marking))
    return recorded(entry, then="comity commit list", json=json)


@app.command
def withdraw(
    pledge: PledgeText,
    /,
    *,
    because: Because,
    on: Annotated[str | None, Parameter(help="the day it was taken back; by default today")] = None,
    marking: MarkingText = CAREFUL,
    entered_by: EnteredBy = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Put on record that a pledge was taken back; the pledge stays readable."""
    from comity.cli import given
    from comity.cli.recorded import recorded
    from comity.desk.opening import open_desk
    from comity.kernel.marking import marking as marked
    from comity.records.pledge import Withdrawal

    with open_desk(desk, author=entered_by) as office:
        day = given.day_or(on, "--on", office.today())
        change = Withdrawal(pledge=given.stream(pledge, "pledge"), on=day, reason=because)
        entry = office.commit.change(change, marked(marking))
    return recorded(entry, then="comity commit list", json=json)


@app.command(name="list")
def listed(*, as_of: AsOf = None, json: Json = False, desk: DeskFile = None) -> int:
    """Pledges as they stood on a day, what they add up to, and whether pressure and incentives balance."""
    from comity.cli.show.pledges import render
    from comity.desk.opening import open_desk

    with open_desk(desk) as office:
        lines = office.commit.lines(as_of=as_of)
        totals, balance = office.commit.totals(as_of=as_of)
    if json:
        say_json({"pledges": lines, "totals": totals, "balance": balance})
    else:
        say(render(lines, totals, balance))
    return 0


def _what(text: str) -> str:
    """A measure's id, or words; a single word that is no measure is taken for a slip and refused with a suggestion."""
    from comity.kernel.errors import NotOnShelf
    from comity.reference import measures

    written = text.strip()
    if not written or " " in written:
        return written
    try:
        return measures.get(written).id
    except NotOnShelf as error:
        raise NotOnShelf(error.message, hint=f"{error.hint} Or say in several words what is promised.") from error

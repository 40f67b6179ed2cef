"""`comity plan`: measures that fit a situation, with the rule that orders them, and the desk's choice on record."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from comity.cli.say import say, say_json
from comity.cli.words import CAREFUL, AsOf, Author, Because, DeskFile, Json, MarkingText, StateText

app = App(name="plan", help="Measures that fit a situation.", result_action="return_value")


@app.command
def options(
    state: StateText,
    /,
    *,
    consent: Annotated[str, Parameter(help="of the state's government: given, refused or unknown")] = "unknown",
    horizon: Annotated[int | None, Parameter(help="days within which a first effect must show")] = None,
    all: Annotated[bool, Parameter(name="--all", negative="", help="every option, and what was left out")] = False,
    as_of: AsOf = None,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Measures that fit a state, each with who may take it, its time, harm and evidence."""
    from comity.cli import given
    from comity.cli.show.options import render
    from comity.desk.opening import open_desk
    from comity.kernel.errors import Misused
    from comity.plan.situation import Consent

    agreed = given.word(consent, Consent, "--consent")
    if horizon is not None and horizon < 1:
        raise Misused(f"a horizon is at least one day; got {horizon}", hint="give --horizon in days, such as 180")
    with open_desk(desk) as office:
        found = office.plan.options(state, as_of=as_of, consent=agreed, horizon=horizon)
    if json:
        say_json(found)
    else:
        say(render(found, everything=all))
    return 0


@app.command
def choose(
    state: StateText,
    /,
    *,
    measures: Annotated[str, Parameter(help="ids with commas, such as mediation,arms_embargo")],
    because: Because,
    set_aside: Annotated[str | None, Parameter(help="ids of measures considered and not chosen")] = None,
    on: Annotated[str | None, Parameter(help="the day it was chosen; by default today")] = None,
    marking: MarkingText = CAREFUL,
    by: Author = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Put the desk's choice of measures on record, with the reason."""
    from comity.cli import given
    from comity.cli.recorded import recorded
    from comity.desk.asking import which_day, which_state
    from comity.desk.opening import open_desk
    from comity.kernel.errors import Misused
    from comity.kernel.marking import marking as marked
    from comity.ledger.bodies import Choice

    place, chosen = which_state(state).iso3, given.names(measures)
    if not chosen:
        raise Misused("--measures names none", hint=f"see: comity plan options {place}")
    with open_desk(desk, author=by) as office:
        choice = Choice(
            state=place,
            measures=chosen,
            because=given.said(because, "--because"),
            chosen_on=which_day(given.day_or(on, "--on", office.today()), today=office.today()),
            set_aside=given.names(set_aside),
        )
        entry = office.plan.choose(choice, marked(marking))
    then = f"comity convene draft --target {place} --measures {','.join(chosen)}"
    return recorded(entry, then=then, json=json)

"""`comity warn why` and `changes`: the named parts a forecast is the sum of, and what moved it between editions."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from comity.cli.say import say, say_json
from comity.cli.words import AsOf, DeskFile, Json, StateText


def why(
    state: StateText,
    /,
    *,
    ahead: Annotated[int, Parameter(help="months ahead of the deaths forecast, 1-12")] = 1,
    as_of: AsOf = None,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """All parts of the forecasts on a state, with the sum they make."""
    from comity.cli.show.why import render
    from comity.desk.opening import open_desk
    from comity.kernel.errors import Misused

    if not 1 <= ahead <= 12:
        raise Misused(f"--ahead counts months from 1 to 12; got {ahead}")
    with open_desk(desk) as office:
        found = office.warn.forecast(state, as_of=as_of)
    if json:
        say_json(found)
    else:
        say(render(found, ahead))
    return 0


def changes(
    state: StateText,
    /,
    *,
    since: Annotated[int | None, Parameter(help="base year to begin with; by default five editions back")] = None,
    as_of: AsOf = None,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """How the risk of a new mass killing changed between editions: data, model and vintage apart."""
    from comity.cli.show.why import changed
    from comity.desk import onset_view
    from comity.desk.asking import which_day, which_state
    from comity.desk.opening import open_desk

    place = which_state(state)
    with open_desk(desk) as office:
        day = which_day(as_of, today=office.today())
    found = onset_view.changes(place.iso3, day, since=since)
    if json:
        say_json(found)
    else:
        say(changed(place, found))
    return 0

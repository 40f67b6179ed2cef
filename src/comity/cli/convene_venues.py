"""`comity convene venues`: where measures can be taken, and what is left when the Council is blocked."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from comity.cli.convene import Measures, On, Target
from comity.cli.say import say, say_json
from comity.cli.words import DeskFile, Json


def venues(
    *,
    target: Target = None,
    measures: Measures = None,
    on: On = None,
    blocked_on: Annotated[
        str | None, Parameter(help="day the Council fails, YYYY-MM-DD; else the first on which it usually could decide")
    ] = None,
    borrowed: Annotated[
        bool, Parameter(negative="", help="also simulate bodies whose votes are not on record")
    ] = False,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """The same measures in every body that may take them, the ladder when one is blocked, and the dates."""
    from comity.cli import given
    from comity.cli.show.venues import render
    from comity.desk.opening import open_desk
    from comity.desk.venuing import Asked
    from comity.desk.venuing import venues as found_venues
    from comity.kernel.errors import Misused

    if target is None:
        raise Misused("no state is named", hint="for example: --target SDN --measures arms_embargo")
    asked = Asked(
        target=target,
        measures=given.names(measures),
        on=given.day(on, "--on") if on else None,
        blocked=given.day(blocked_on, "--blocked-on") if blocked_on else None,
        borrowed=borrowed,
    )
    with open_desk(desk) as office:
        found = found_venues(office, asked)
    if json:
        say_json(found)
    else:
        say(render(found))
    return 0

"""`comity warn`: what is to be expected, where it is getting worse, and what was seen or reported."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from comity.cli.say import say, say_json
from comity.cli.words import AsOf, DeskFile, Json, StateText

app = App(name="warn", help="Forecasts, alerts, field signals.", result_action="return_value")


SvgFile = Annotated[Path | None, Parameter(name="--svg", help="draw it into this file too")]


@app.command
def show(
    state: StateText, /, *, as_of: AsOf = None, svg: SvgFile = None, json: Json = False, desk: DeskFile = None
) -> int:
    """Deaths one to twelve months ahead, and the chance of a new mass killing, beside naive figures."""
    from comity.cli.show.outlook import render
    from comity.desk.brief.risk import history
    from comity.desk.opening import open_desk

    with open_desk(desk) as office:
        found = office.warn.forecast(state, as_of=as_of)
        past = history(office.warn, found.state, found.as_of) if svg else None
    if svg:
        from comity.records.forecast import DeathsForecast
        from comity.store.atomic import write
        from comity.web.pictures.fan import fan

        drawn = fan(past, found.deaths if isinstance(found.deaths, DeathsForecast) else None)
        write(svg, drawn.encode("utf-8"))
    if json:
        say_json(found)
    else:
        say(render(found))
        say(*([f"Drawn into {svg}."] if svg else []))
    return 0


@app.command(name="map")
def world(
    *,
    top: Annotated[int, Parameter(help="states shown, highest first; 0 for all")] = 15,
    as_of: AsOf = None,
    svg: SvgFile = None,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """All states by deaths expected in the next three months, as a list and as a map."""
    from comity.cli.show.outlook import ranked
    from comity.desk.opening import open_desk
    from comity.kernel.errors import Misused

    if top < 0:
        raise Misused(f"--top counts states; got {top}", hint="give 1 or more, or 0 for all")
    with open_desk(desk) as office:
        found = office.warn.world(as_of)
    if svg:
        from comity.store.atomic import write
        from comity.web.start_page import drawn_map

        write(svg, str(drawn_map(found)).encode("utf-8"))
    if json:
        say_json(found)
    else:
        say(ranked(found, top or len(found.states)))
        say(*([f"Drawn into {svg}."] if svg else []))
    return 0


# Imported at use, so that a forecast does not pay for them.
_COMMANDS = {
    "why": ("warn_why:why", "All parts of the forecasts on a state, with the sum they make."),
    "changes": ("warn_why:changes", "What moved a risk between editions: data, model and vintage apart."),
    "report": ("warn_reports:report", "Put a graded report on record, blurred."),
    "reports": ("warn_reports:reports", "Reports on a state as events, with what corroborates them."),
    "link": ("warn_reports:link", "Say what two reports are to each other."),
    "indicators": ("warn_reports:indicators", "Reports by the indicator they speak to."),
    "alerts": ("warn_alerts:app", "What stands within a budget of false alarms."),
    "backtest": ("warn_alerts:backtest", "How alerts would have done in the past under a budget."),
    "notify": ("warn_notices:notify", "Notify an office of an alert, with options, and start the clock."),
    "acknowledge": ("warn_notices:acknowledge", "Put on record that a notification was received."),
    "escalate": ("warn_notices:escalate", "Hand on what was not answered in time."),
    "close": ("warn_notices:close", "Close a notification, with the reason."),
    "notices": ("warn_notices:notices", "Notifications and what became of them."),
    "clock": ("warn_notices:clock", "From warning to decision: what happened when, and how long it took."),
    "seal": ("warn_register:seal", "Seal the forecasts of a month before it begins."),
    "score": ("warn_register:score", "Score a sealed month when it is over."),
    "register": ("warn_register:register", "Sealed months and their scores."),
    "verify": ("warn_register:verify", "Check a sealed edition against its hash."),
}
for _name, (_where, _help) in _COMMANDS.items():
    app.command(f"comity.cli.{_where}", name=_name, help=_help)

"""`comity warn alerts`, its history, and `comity warn backtest`: what stands within a budget, how past alerts did."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from comity.cli.say import bar, say, say_json
from comity.cli.words import CAREFUL, AsOf, Author, DeskFile, Json, MarkingText, StateText

app = App(
    name="alerts",
    help="What stands within a budget of false alarms; with history STATE, how alerts on a state did.",
    result_action="return_value",
)

BudgetNumber = Annotated[float, Parameter(name="--budget", help="false alarms a month that the desk can bear")]
Kind = Annotated[str, Parameter(name="--kind", help="deaths, onset (of mass killing) or both, which share the budget")]


@app.default
def standing(
    *,
    budget: BudgetNumber = 10.0,
    kind: Kind = "both",
    costs: Annotated[bool, Parameter(help="show what other budgets would catch and miss")] = False,
    record: Annotated[bool, Parameter(help="put on record which alerts opened, rose or ended")] = False,
    as_of: AsOf = None,
    marking: MarkingText = CAREFUL,
    by: Author = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Alerts that stand on a day, each with word, chance, interval, base rate, rank, past and age of the data."""
    from comity.cli.show import alerts as show
    from comity.desk.opening import open_desk
    from comity.kernel.errors import Misused
    from comity.kernel.marking import marking as marked

    if record and as_of is not None:
        raise Misused("--record writes what stands today", hint="leave --as-of out")
    with open_desk(desk, author=by) as office:
        found = office.alerting.board(as_of=as_of, budget=budget, kind=kind)
        written = office.notifying.keep(found, marked(marking)) if record else ()
    if json:
        say_json(found)
        return 0
    say(show.costs(found) if costs else show.board(found))
    if record:
        say(f"Recorded {len(written)} changes." if written else "Nothing changed since the last record.")
    return 0


@app.command
def history(
    state: StateText, /, *, budget: BudgetNumber = 10.0, as_of: AsOf = None, json: Json = False, desk: DeskFile = None
) -> int:
    """Hits, misses, false alarms and lead time of the alerts on one state, replayed without foresight."""
    from comity.cli.show import alerts as show
    from comity.desk.opening import open_desk

    with open_desk(desk) as office:
        found = office.alerting.history(state, as_of=as_of, budget=budget)
    if json:
        say_json(found)
    else:
        say(show.history(found))
    return 0


def backtest(
    *,
    budgets: Annotated[str, Parameter(name="--budget", help="false alarms a month, with commas, such as 3,10")] = "10",
    since: Annotated[str | None, Parameter(help="first month of issue, YYYY-MM; by default 2012-01")] = None,
    until: Annotated[str | None, Parameter(help="last month of issue, YYYY-MM; by default the newest judged")] = None,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Deaths alerts replayed over a span without foresight, beside naive rules under the same budget."""
    from comity.cli.show import alerts as show
    from comity.desk.opening import open_desk

    wanted = _numbers(budgets)
    with open_desk(desk) as office, bar("alerts") as progress:
        found = office.alerting.backtest(since=since, until=until, budgets=wanted, progress=progress)
    if json:
        say_json(found)
    else:
        say(show.backtest(found))
    return 0


def _numbers(text: str) -> tuple[float, ...]:
    """The numbers in a list with commas, rising, none twice."""
    from comity.cli import given
    from comity.kernel.errors import Misused

    try:
        found = sorted({float(part) for part in given.names(text)})
    except ValueError as error:
        raise Misused(f"--budget takes numbers; got {text!r}", hint="write them with commas, such as 3,10") from error
    if not found:
        raise Misused("--budget says nothing", hint="write numbers with commas, such as 3,10")
    return tuple(found)

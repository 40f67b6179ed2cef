"""`comity learn`: comparable cases, and cases stepped through as exercises."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from comity.cli.say import say, say_json
from comity.cli.words import AsOf, Author, DeskFile, Json, StateText

if TYPE_CHECKING:
    from comity.desk.opening import Desk
    from comity.records.case import ReplayStep

app = App(name="learn", help="Comparable cases; replays.", result_action="return_value")


@app.command
def nearest(
    state: StateText,
    /,
    *,
    most: Annotated[int, Parameter(help="at most so many cases")] = 4,
    as_of: AsOf = None,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Past cases that had ended by the day, nearest first by what happened; how they ended is not compared."""
    from comity.cli.show.replay import likenesses
    from comity.desk.opening import open_desk
    from comity.kernel.errors import Misused

    if most < 1:
        raise Misused(f"--most counts cases; got {most}", hint="give 1 or more")
    with open_desk(desk) as office:
        found = office.learn.nearest(state, as_of=as_of, most=most)
    if json:
        say_json(found)
    else:
        say(likenesses(found))
    return 0


@app.command
def replay(
    case: Annotated[str, Parameter(help="id or name of a case, such as rwanda_1994")],
    /,
    *,
    step: Annotated[int | None, Parameter(help="one step; with --play, the step to begin at")] = None,
    play: Annotated[bool, Parameter(negative="", help="answer step by step; answers go on record")] = False,
    by: Author = "player",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """A case as an exercise: what was known, what happened, what you are asked, what was decided."""
    from comity.cli.show.replay import one, timeline
    from comity.desk.opening import open_desk
    from comity.kernel.errors import Misused

    with open_desk(desk, author=by) as office:
        steps = office.learn.replay(case)
        if step is not None and not 1 <= step <= len(steps):
            raise Misused(f"{case} has steps 1 to {len(steps)}; got {step}", hint="give --step within these")
        if play:
            return _play(office, case, steps[(step or 1) - 1 :])
    shown = steps if step is None else (steps[step - 1],)
    if json:
        say_json(shown)
    elif step is None:
        say(timeline(case, steps))
    else:
        say(one(steps[step - 1]))
    return 0


def _play(office: Desk, case: str, steps: tuple[ReplayStep, ...]) -> int:
    """Ask at each step, put the answer on record, then show what was decided; the end of the input ends the game."""
    from rich.text import Text

    from comity.cli.show.replay import asked, revealed

    say(Text("Answer in one line; a reason may follow after the word because. An empty line passes.", style="dim"))
    answers = 0
    for number, step in enumerate(steps):
        say(asked(step, whole=number == 0))
        sys.stdout.write("> ")
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            say(Text("\nThe input ended here."))
            break
        decided, _, because = line.strip().partition(" because ")
        if decided:
            office.learn.decide(case, step.number, decided=decided, because=because.strip())
            answers += 1
        say(revealed(step))
    stream = f"replay/{_id(case)}"
    then = f"comity ledger show --stream {stream}" if answers else f"comity learn replay {case} --play"
    said = (
        f"{answers} answer{'' if answers == 1 else 's'} recorded as {stream}" if answers else "No answer was recorded"
    )
    say(Text(f"{said}. Next: {then}"))
    return 0


def _id(case: str) -> str:
    from comity.reference import cases

    return cases.find(case).id

"""`comity doctor`: self-checks with remedies; exit code 1 if anything is broken."""

from __future__ import annotations

from comity.cli.say import say, say_json
from comity.cli.words import DeskFile, Json


def doctor(*, desk: DeskFile = None, json: Json = False) -> int:
    """Check what ships, the desk's record and what is at hand; say what to do about each fault."""
    from comity.cli.show.checks import render
    from comity.desk.opening import examine_desk

    checks = examine_desk(desk)
    if json:
        say_json(checks)
    else:
        say(render(checks))
    return 1 if any(check.verdict == "broken" for check in checks) else 0

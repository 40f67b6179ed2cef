"""The `comity` command: one sub-command a stage, exit codes 0 done, 1 refused, 2 misused, 3 the outside failed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError, Parameter

from comity import __version__
from comity.cli.say import complain
from comity.kernel.errors import ComityError, Misused, OutsideFailed

app = App(
    name="comity",
    help="From early warning of mass atrocities to collective action that holds.",
    version=__version__,
    result_action="return_value",
    default_parameter=Parameter(negative=""),
)

# Imported at use, so that one command does not pay for the others.
_COMMANDS = {
    "brief": ("comity.cli.brief:brief", "A decision brief on one state."),
    "serve": ("comity.cli.serve:serve", "The same briefs as pages, with a world risk map."),
    "warn": ("comity.cli.warn:app", "Forecasts, alerts, field signals."),
    "assess": ("comity.cli.assess:app", "Risk factors and legal tests."),
    "plan": ("comity.cli.plan:app", "Measures that fit a situation."),
    "convene": ("comity.cli.convene:app", "Positions, predicted votes, whom to call."),
    "commit": ("comity.cli.commit:app", "Pledges."),
    "account": ("comity.cli.account:app", "Pledges against evidence; dates ahead."),
    "learn": ("comity.cli.learn:app", "Comparable cases; replays."),
    "ledger": ("comity.cli.ledger:app", "The record: verify, show, checkpoint."),
    "sources": ("comity.cli.sources:app", "Data from providers: fetch, import, how old they are."),
    "library": ("comity.cli.library:app", "Look up bodies, measures, factors, cases, states."),
    "skill": ("comity.cli.skill:app", "How good the engines are, measured."),
    "fit": ("comity.cli.fit:fit", "Remake a fitted artefact from raw data."),
    "doctor": ("comity.cli.doctor:doctor", "Self-checks with remedies."),
}
for _name, (_where, _help) in _COMMANDS.items():
    app.command(_where, name=_name, help=_help)


# The exit code shells use for a command stopped by Ctrl-C (128 and the number of the signal).
_INTERRUPTED = 130
_FAULT = "run comity doctor; with COMITY_DEBUG=1 the same command shows where it failed, for a report"


def run(words: Sequence[str]) -> int:
    """The exit code of a command line; says what went wrong in one sentence with a hint."""
    try:
        result = app(list(words), exit_on_error=False, print_error=False)
    except BrokenPipeError:
        # The reader closed early (comity ... | head); nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:
        if os.environ.get("COMITY_DEBUG") and not isinstance(error, ComityError | CycloptsError):
            raise
        told = _told(error, words)
        complain(told)
        return told.exit_code
    return result if isinstance(result, int) else 0


def _told(error: Exception, words: Sequence[str]) -> ComityError:
    """What a person is told: our own errors as they are, a misread command line, a failing disk, a fault of ours."""
    if isinstance(error, ComityError):
        return error
    if isinstance(error, CycloptsError):
        asked = " ".join(word for word in words[:2] if not word.startswith("-"))
        return Misused(" ".join(str(error).split()), hint=f"see: comity {asked} --help".replace("  ", " "))
    if isinstance(error, OSError):
        where = f" {error.filename}" if error.filename else ""
        return OutsideFailed(f"{error.strerror or error}:{where}", hint="check the path, its rights and free space")
    return OutsideFailed(f"comity itself failed: {type(error).__name__}: {error}", hint=_FAULT)


def main() -> None:
    """Entry point of the console script."""
    sys.exit(run(sys.argv[1:]))

"""`comity skill`: how good the engines are, each beside its naive baseline; `run` recomputes a row."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from comity.cli.say import bar, say, say_json
from comity.cli.words import DataDirectory, Json

app = App(
    name="skill", help="How good the engines are, measured, beside naive baselines.", result_action="return_value"
)


@app.default
def table(name: str | None = None, /, *, json: Json = False) -> int:
    """Print the table of measured skill, or one row of it.

    Parameters
    ----------
    name
        Name of one row.
    """
    from comity.cli.show.skills import render
    from comity.desk import measuring
    from comity.reference import skill as shelf

    rows = (shelf.get(name),) if name else measuring.table()
    if json:
        say_json(rows[0] if name else rows)
    else:
        say(render(rows, details=name is not None))
    return 0


@app.command
def run(
    name: str,
    /,
    *,
    json: Json = False,
    data: DataDirectory = None,
    keep: Annotated[bool, Parameter(help="store the row in the package, as the shipped one")] = False,
    to: Annotated[Path | None, Parameter(help="store the row in this folder")] = None,
) -> int:
    """Recompute one row from raw data.

    Parameters
    ----------
    name
        Name of the row.
    """
    from comity.cli.show.skills import render
    from comity.desk import measuring
    from comity.store.raw import raw_data

    measuring.protocol(name)
    with bar(f"skill {name}") as progress:
        row = measuring.measure(name, raw_data(data), progress=progress)
    if keep or to:
        measuring.keep(row, to)
    if json:
        say_json(row)
    else:
        say(render((row,), details=True))
    return 0

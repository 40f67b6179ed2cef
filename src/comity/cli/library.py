"""`comity library`: look up what is on the shelves, with sources, confidence and whether it was checked."""

from __future__ import annotations

from cyclopts import App
from rich.table import Table

from comity.cli.say import say, say_json
from comity.cli.words import Json

app = App(
    name="library", help="Look up bodies, measures, evidence, factors, cases, dates.", result_action="return_value"
)


@app.default
def library(kind: str | None = None, name: str | None = None, /, *, json: Json = False) -> int:
    """List the kinds of thing, the things of one kind, or show one thing with its sources.

    Parameters
    ----------
    kind
        A kind, such as body, measure, case.
    name
        Id or name of one thing.
    """
    from comity.cli.show.content import render
    from comity.desk.library import SHELVES, shelf

    if kind is None:
        kinds = Table("kind", "things", "for example", title="comity library KIND NAME", title_justify="left")
        for word, things in SHELVES.items():
            kinds.add_row(word, str(len(things.ids())), ", ".join(things.ids()[:4]))
        say(kinds)
    elif name is None:
        listed = shelf(kind).all()
        if json:
            say_json(listed)
            return 0
        table = Table("id", "name")
        for thing in listed:
            table.add_row(thing.id, str(getattr(thing, "name", getattr(thing, "text", ""))))
        say(table)
    else:
        thing = shelf(kind).find(name)
        if json:
            say_json(thing)
        else:
            say(render(thing))
    return 0

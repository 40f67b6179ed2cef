"""`comity convene silence`: a text that is agreed if nobody objects in time."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from comity.cli.say import say, say_json
from comity.cli.words import CAREFUL, Author, DeskFile, Json, MarkingText, StateText

app = App(name="silence", help="A text that is agreed if nobody objects in time.", result_action="return_value")

SilenceText = Annotated[str, Parameter(help="the silence, such as silence/3 or 3")]
Reason = Annotated[str, Parameter(name=("--because", "--reason"), help="the reason, in a few words")]


@app.command(name="open")
def begin(
    text: Annotated[Path, Parameter(help="file with the text; its SHA-256 is circulated, and no word can change")],
    /,
    *,
    title: Annotated[str, Parameter(help="what the text is called")],
    hours: Annotated[float, Parameter(help="how long silence runs, from now")],
    body: Annotated[str, Parameter(help="body whose rules hold and whose members take part")] = "unsc",
    members: Annotated[str | None, Parameter(help="who takes part, with commas; by default the body's members")] = None,
    draft: Annotated[str, Parameter(help="a draft on record that it belongs to, such as draft/1")] = "",
    marking: MarkingText = CAREFUL,
    by: Author = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Circulate a text under silence."""
    from comity.cli import given
    from comity.cli.recorded import recorded
    from comity.desk.opening import open_desk
    from comity.desk.silences import Terms
    from comity.kernel.marking import marking as marked
    from comity.store.custody import sha256_of

    terms = Terms(
        text_sha256=sha256_of(text),
        title=given.said(title, "--title"),
        hours=hours,
        body=body,
        by=by,
        draft=given.stream(draft, "draft") if draft else "",
        participants=given.names(members),
    )
    with open_desk(desk, author=by) as office:
        entry = office.silences.begin(terms, marked(marking))
    return recorded(entry, then=f"comity convene silence show {entry.stream}", json=json)


@app.command(name="break")
def objection(
    silence: SilenceText,
    state: StateText,
    /,
    *,
    because: Reason,
    through: Annotated[str, Parameter(help="participant that conveys the objection on instruction")] = "",
    by: Author = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Put an objection on record before silence ends."""
    from comity.cli import given
    from comity.cli.recorded import recorded
    from comity.desk.opening import open_desk

    stream = given.stream(silence, "silence")
    with open_desk(desk, author=by) as office:
        entry = office.silences.object(stream, state, because, through=through)
    return recorded(entry, then=f"comity convene silence show {stream}", json=json)


@app.command
def extend(
    silence: SilenceText,
    /,
    *,
    hours: Annotated[float, Parameter(help="hours added to the present end")],
    because: Reason,
    by: Author = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Give a silence more time."""
    from comity.cli import given
    from comity.cli.recorded import recorded
    from comity.desk.opening import open_desk

    stream = given.stream(silence, "silence")
    with open_desk(desk, author=by) as office:
        entry = office.silences.extend(stream, hours, because)
    return recorded(entry, then=f"comity convene silence show {stream}", json=json)


@app.command
def withdraw(
    silence: SilenceText, /, *, because: Reason, by: Author = "desk", json: Json = False, desk: DeskFile = None
) -> int:
    """Take a text under silence back."""
    from comity.cli import given
    from comity.cli.recorded import recorded
    from comity.desk.opening import open_desk

    stream = given.stream(silence, "silence")
    with open_desk(desk, author=by) as office:
        entry = office.silences.withdraw(stream, because)
    return recorded(entry, then=f"comity convene silence show {stream}", json=json)


@app.command
def show(
    silence: Annotated[str | None, Parameter(help="one silence; all if left out")] = None,
    /,
    *,
    text: Annotated[Path | None, Parameter(help="check that this file is the text under silence")] = None,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Where silences stand: running, kept, broken or withdrawn."""
    from comity.cli import given
    from comity.cli.show.silence import render
    from comity.desk.opening import open_desk
    from comity.kernel.errors import Misused
    from comity.store.custody import sha256_of

    if text is not None and silence is None:
        raise Misused("--text is compared with one silence", hint="name it: comity convene silence show 1 --text FILE")
    with open_desk(desk) as office:
        stream = given.stream(silence, "silence") if silence else ""
        if text is not None:
            office.silences.same_text(stream, sha256_of(text))
        found = ((stream, office.silences.standing(stream)),) if stream else office.silences.all()
    if json:
        say_json([{"stream": name, "words": one.words, "silence": one} for name, one in found])
    else:
        say(render(found, same=text is not None))
    return 0

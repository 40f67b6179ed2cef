"""`comity convene text`: a text tabled, amended, settled, compared, traced word by word, and handed out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from comity.cli.convene_text_read import READERS
from comity.cli.say import say, say_json
from comity.cli.words import CAREFUL, DeskFile, Json, MarkingText

if TYPE_CHECKING:
    from comity.convene.text.document import Text
    from comity.convene.text.steps import Step
    from comity.desk.texts import Taken
    from comity.records.text import Change

app = App(name="text", help="Negotiate a text: brackets, amendments, support, versions.", result_action="return_value")
for _name, _help in READERS.items():
    app.command(f"comity.cli.convene_text_read:{_name}", name=_name, help=_help)

TextName = Annotated[str, Parameter(help="a text on record, such as text/1")]
ProposalName = Annotated[str, Parameter(help="a proposal on it, such as a4")]
# Here --by names who speaks, as everybody says it; the desk's own role has its own flag.
By = Annotated[str, Parameter(name="--by", help="party that says this, such as FRA or G77")]
Pen = Annotated[str, Parameter(name="--by", help="office that holds the pen: a chair, a facilitator")]
EnteredBy = Annotated[str, Parameter(name="--entered-by", help="role or office that enters this")]
Because = Annotated[str, Parameter(name="--because", help="the reason, in a few words")]


@app.command
def new(
    file: Annotated[Path, Parameter(help="plain text: an empty line between paragraphs, '# ' before the title")],
    /,
    *,
    by: Pen = "chair",
    title: Annotated[str | None, Parameter(help="title; by default the file's '# ' line")] = None,
    parties: Annotated[str | None, Parameter(help="who may speak, with commas; everybody if left out")] = None,
    symbol: Annotated[str, Parameter(help="symbol of the document, such as A/C.3/80/L.5")] = "",
    marking: MarkingText = CAREFUL,
    entered_by: EnteredBy = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Table a text; it is named text/1 and so on, its paragraphs p1, p2, ... from then on."""
    from comity.cli import given
    from comity.cli.convene_text_read import read
    from comity.cli.recorded import recorded
    from comity.convene.text.asking import clauses
    from comity.desk.opening import open_desk
    from comity.desk.texts import Texts
    from comity.kernel.marking import marking as marked
    from comity.records.text import TextOpened

    named, found = clauses(read(file))
    with open_desk(desk, author=entered_by) as office:
        texts = Texts(office.record)
        opened = TextOpened(
            title=title or named or file.stem,
            clauses=found,
            by=by,
            at=texts.now(),
            parties=given.names(parties),
            symbol=symbol,
        )
        entry = texts.open(opened, marked(marking))
    return recorded(entry, then=f"comity convene text show {entry.stream}", json=json)


@app.command
def propose(
    text: TextName,
    on: Annotated[str, Parameter(help="paragraph (p3), open proposal to amend (a4), or start for --add")],
    /,
    *,
    by: By,
    insert: Annotated[str | None, Parameter(help="put these words in, with --after or --before")] = None,
    after: Annotated[str, Parameter(help="words they stand behind")] = "",
    before: Annotated[str, Parameter(help="words they stand before")] = "",
    delete: Annotated[str | None, Parameter(help="take these words out")] = None,
    replace: Annotated[str | None, Parameter(help="replace these words, with --with")] = None,
    with_: Annotated[str | None, Parameter(name="--with", help="the words put in their place")] = None,
    rewrite: Annotated[str | None, Parameter(help="all words anew; only those that differ are proposed")] = None,
    add: Annotated[str | None, Parameter(help="a new paragraph behind this one")] = None,
    role: Annotated[str | None, Parameter(help="of the new one: heading, preamble or operative")] = None,
    drop: Annotated[bool, Parameter(negative="", help="take the whole paragraph out")] = False,
    move_after: Annotated[str | None, Parameter(help="move it behind that paragraph, or to the start")] = None,
    split_before: Annotated[str | None, Parameter(help="split it before these words")] = None,
    nth: Annotated[int, Parameter(help="which of several such words, from 1")] = 0,
    because: Because = "",
    sponsors: Annotated[str | None, Parameter(help="who joins it, with commas")] = None,
    marking: MarkingText = CAREFUL,
    entered_by: EnteredBy = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Propose one change, to a paragraph or to an open proposal; it is named a1, a2, ... from then on."""
    from comity.cli import given
    from comity.convene.text.asking import Asked, change
    from comity.desk.opening import open_desk
    from comity.desk.texts import Texts
    from comity.kernel.marking import marking as marked
    from comity.records.text import Change, TextProposed

    asked = Asked(
        on=on, insert=insert, after=after, before=before, delete=delete, replace=replace, with_=with_, rewrite=rewrite,
        add=add, role=role, drop=drop, move_after=move_after, split_before=split_before, nth=nth,
    )  # fmt: skip

    def build(now: Text) -> Change:
        return change(now, asked)

    with open_desk(desk, author=entered_by) as office:
        texts = Texts(office.record)
        # The desk fills in id, change and instant when it knows the text as it stands.
        said = TextProposed(
            id="", by=by, change=Change(op="drop"), at=texts.now(), because=because, sponsors=given.names(sponsors)
        )
        taken = texts.propose(given.stream(text, "text"), build, said, marked(marking))
    return _said(taken, json=json)


@app.command
def accept(
    text: TextName,
    proposal: ProposalName,
    /,
    *,
    by: Pen = "chair",
    because: Because = "",
    over: Annotated[str, Parameter(help="by what right it goes in although somebody blocks it, such as a vote")] = "",
    marking: MarkingText = CAREFUL,
    entered_by: EnteredBy = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Put a proposal into the text, or into the one it amends; all other open ones are rebased, conflicts named."""
    from comity.records.text import TextAccepted

    return _step(
        text, lambda at: TextAccepted(proposal=proposal, by=by, at=at, because=because, over=over),
        marking, entered_by, json=json, desk=desk,
    )  # fmt: skip


@app.command
def reject(
    text: TextName,
    proposal: ProposalName,
    /,
    *,
    because: Because,
    by: Pen = "chair",
    marking: MarkingText = CAREFUL,
    entered_by: EnteredBy = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Set a proposal aside; its words stay on the record, and what amends it falls with it."""
    from comity.records.text import TextRejected

    return _step(
        text, lambda at: TextRejected(proposal=proposal, by=by, because=because, at=at),
        marking, entered_by, json=json, desk=desk,
    )  # fmt: skip


@app.command
def withdraw(
    text: TextName,
    proposal: ProposalName,
    /,
    *,
    by: By,
    because: Because = "",
    marking: MarkingText = CAREFUL,
    entered_by: EnteredBy = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Take a proposal back; only its proposer can. Its words stay on the record."""
    from comity.records.text import TextWithdrawn

    return _step(
        text, lambda at: TextWithdrawn(proposal=proposal, by=by, at=at, because=because),
        marking, entered_by, json=json, desk=desk,
    )  # fmt: skip


@app.command
def support(
    text: TextName,
    on: Annotated[str, Parameter(help="paragraph (p3) or open proposal (a4)")],
    level: Annotated[str, Parameter(help="agree, live_with (can live with it), stand_aside or block")],
    /,
    *,
    by: By,
    because: Because = "",
    marking: MarkingText = CAREFUL,
    entered_by: EnteredBy = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Say where a party stands on a paragraph or proposal; a block needs a reason. Its newest word counts."""
    from comity.cli import given
    from comity.convene.text.support import LEVELS
    from comity.records.text import TextSupported

    found = given.one_of(level, LEVELS, "the level")
    return _step(
        text, lambda at: TextSupported(on=on, party=by, level=found, at=at, because=because),
        marking, entered_by, json=json, desk=desk,
    )  # fmt: skip


def _step(
    name: str, build: Callable[[datetime], Step], marking: str, author: str, *, json: bool, desk: str | None
) -> int:
    from comity.cli import given
    from comity.desk.opening import open_desk
    from comity.desk.texts import Texts
    from comity.kernel.marking import marking as marked

    with open_desk(desk, author=author) as office:
        texts = Texts(office.record)
        taken = texts.take(given.stream(name, "text"), lambda _: build(texts.now()), marked(marking))
    return _said(taken, json=json)


def _said(taken: Taken, *, json: bool) -> int:
    from comity.cli.show import text as show
    from comity.cli.show.entries import plain

    then = f"comity convene text show {taken.entry.stream}"
    if json:
        say_json({**plain(taken.entry), "version": taken.text.version, "outcomes": taken.outcomes, "next": then})
    else:
        say(show.taken(taken, then))
    return 0

"""`comity convene text show`, `diff`, `who`, `export`, `precedents`: a text read; nothing is put on record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from comity.cli.say import say, say_json, say_text
from comity.cli.words import AsOf, DeskFile, Json

# Imported at use; help stands here so that a list of commands needs no import.
READERS = {
    "show": "The text with open proposals in brackets, who stands where, and how much is agreed.",
    "diff": "What changed between two versions, word by word, with the proposal that changed it.",
    "who": "Who brought each word, through which proposal, and when it came into the text.",
    "export": "Hand the text out as text, marked text, Markdown, HTML, Word or Akoma Ntoso.",
    "precedents": "Agreed language like a paragraph, in texts you have at hand, the closest first.",
}

TextName = Annotated[str, Parameter(help="a text on record, such as text/1")]
Version = Annotated[int | None, Parameter(help="number of accepted proposals; by default all")]


def show(
    text: TextName,
    /,
    *,
    version: Version = None,
    clean: Annotated[bool, Parameter(negative="", help="the words agreed so far, without brackets")] = False,
    blocs: Annotated[
        str | None,
        Parameter(help='groups of parties, such as "North=FRA,DEU;South=KEN,IND"; by default UN regional groups'),
    ] = None,
    as_of: AsOf = None,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """The text with open proposals in brackets, who stands where, and how much is agreed."""
    from comity.cli import given
    from comity.cli.show import text as render
    from comity.convene.text.history import convergence
    from comity.desk.opening import open_desk
    from comity.desk.texts import Texts
    from comity.kernel.errors import Misused
    from comity.kernel.time import as_of as day_of

    if version is not None and as_of is not None:
        raise Misused("--version and --as-of both name a text", hint="leave one out")
    stream = given.stream(text, "text")
    day = None if as_of is None else day_of(as_of)
    with open_desk(desk) as office:
        texts = Texts(office.record)
        found = texts.text(stream, version=version, as_of=day)
        opened, taken = texts.steps(stream, as_of=day)
        moments = () if version is not None else convergence(opened, taken)
        view = render.View(
            text=found,
            standings=texts.standings(found, _blocs(blocs)),
            flags=texts.flags(found),
            moments=moments,
        )
    if json:
        say_json(render.plain(view))
    else:
        say(render.render(view, clean=clean))
    return 0


def diff(
    text: TextName,
    versions: Annotated[str, Parameter(help="two versions, such as 0..3 or 2..; by default all changes")] = "0..",
    /,
    *,
    full: Annotated[bool, Parameter(negative="", help="also paragraphs that did not change")] = False,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """What changed between two versions, word by word, with the proposal that changed it."""
    from comity.cli import given
    from comity.cli.show import text as render
    from comity.convene.text.history import differences
    from comity.desk.opening import open_desk
    from comity.desk.texts import Texts

    with open_desk(desk) as office:
        found = Texts(office.record).text(given.stream(text, "text"))
    first, last = _span(versions, found.version)
    changed = differences(found, first, last)
    if json:
        say_json({"from": first, "to": last, "paragraphs": changed})
    else:
        say(render.differences(found, changed, (first, last), full=full))
    return 0


def who(
    text: TextName,
    on: Annotated[str, Parameter(help="paragraph, such as p3; all if left out")] = "",
    /,
    *,
    gone: Annotated[bool, Parameter(negative="", help="also words that were taken out again")] = False,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Who brought each word, through which proposal, and when it came into the text."""
    from comity.cli import given
    from comity.cli.show import text as render
    from comity.convene.text.history import origins
    from comity.desk.opening import open_desk
    from comity.desk.texts import Texts

    with open_desk(desk) as office:
        found = origins(Texts(office.record).text(given.stream(text, "text")), on, gone=gone)
    if json:
        say_json(found)
    else:
        say(render.origins(found))
    return 0


def export(
    text: TextName,
    /,
    *,
    as_form: Annotated[str, Parameter(name="--as", help="text, marked, markdown, html, docx or akoma_ntoso")] = "text",
    out: Annotated[Path | None, Parameter(help="the file to write; else it is printed")] = None,
    version: Version = None,
    marks: Annotated[
        bool | None, Parameter(negative="--clean", help="with brackets, or clean; each form has its default")
    ] = None,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Hand the text out in one of six forms. The digest said is that of the clean words, which silence freezes."""
    from comity.cli import given
    from comity.convene.text.document import sha256
    from comity.desk.opening import open_desk
    from comity.desk.texts import Form, Texts, exported
    from comity.kernel.errors import Misused
    from comity.store.atomic import write

    form = given.word(as_form, Form, "--as")
    if out is None and form is Form.DOCX:
        raise Misused("a Word document cannot be printed here", hint="name a file: --out text.docx")
    if out is None and json:
        raise Misused("--json tells of a file that was written", hint="name it with --out")
    with open_desk(desk) as office:
        texts, stream = Texts(office.record), given.stream(text, "text")
        found, label = texts.text(stream, version=version), texts.marking(stream).label
    made = exported(found, form, marks=marks, label=label)
    if out is None:
        say_text(made.decode())
        return 0
    write(out, made)
    if json:
        say_json(
            {"file": str(out), "form": form, "version": found.version, "bytes": len(made), "sha256": sha256(found)}
        )
    else:
        say(f"Wrote {out}: version {found.version}, {len(made):,} bytes. SHA-256 of the clean words: {sha256(found)}")
    return 0


def precedents(
    text: TextName,
    on: Annotated[str, Parameter(help="paragraph, such as p3")],
    /,
    *files: Annotated[Path, Parameter(help="plain texts at hand, each named by its symbol, such as S_RES_2165.txt")],
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Agreed language like a paragraph, in texts you have at hand, the closest first."""
    from comity.cli import given
    from comity.cli.show import text as render
    from comity.convene.text.asking import clauses
    from comity.desk.opening import open_desk
    from comity.desk.texts import Texts
    from comity.kernel.errors import Misused

    if not files:
        raise Misused("no text to search is named", hint="name one or more files of plain text")
    shelf = {file.stem.replace("_", "/"): [clause.text for clause in clauses(read(file))[1]] for file in files}
    with open_desk(desk) as office:
        texts = Texts(office.record)
        found = texts.precedents(texts.text(given.stream(text, "text")), on, shelf)
    if json:
        say_json(found)
    else:
        say(render.precedents(found, len(shelf)))
    return 0


def read(file: Path) -> str:
    """The text of a file in UTF-8; raises OutsideFailed for one that cannot be read as such."""
    from comity.kernel.errors import OutsideFailed

    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise OutsideFailed(f"{file} cannot be read: {error.strerror}", hint="check the path") from error
    except UnicodeDecodeError as error:
        raise OutsideFailed(f"{file} is no plain text in UTF-8", hint="save it as plain text first") from error


def _span(text: str, newest: int) -> tuple[int, int]:
    from comity.kernel.errors import Misused

    first, dots, last = text.partition("..")
    if not dots or (first and not first.isdecimal()) or (last and not last.isdecimal()):
        raise Misused(f"{text!r} names no two versions", hint=f"write 0..{newest}, or 2.. for all since version 2")
    return int(first or 0), int(last or newest)


def _blocs(text: str | None) -> dict[str, tuple[str, ...]] | None:
    from comity.cli import given
    from comity.kernel.errors import Misused

    if text is None:
        return None
    found = {}
    for part in text.split(";"):
        name, equals, members = part.partition("=")
        if not part.strip():
            continue
        if not equals or not name.strip() or not given.names(members):
            raise Misused(f"--blocs takes no {part.strip()!r}", hint='write it as "North=FRA,DEU;South=KEN,IND"')
        found[name.strip()] = given.names(members)
    return found

"""`comity brief`: the decision brief on one state, on the screen and in files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from comity.cli.say import say, say_json, say_text
from comity.cli.words import AsOf, DeskFile, Json, StateText

if TYPE_CHECKING:
    from comity.desk.brief.model import Brief


def brief(
    state: StateText,
    /,
    *,
    as_of: AsOf = None,
    body: Annotated[
        str | None, Parameter(help="body whose vote comes first; the Security Council if not named")
    ] = None,
    html: Annotated[Path | None, Parameter(help="write a self-contained page to this file")] = None,
    md: Annotated[bool, Parameter(help="print Markdown")] = False,
    json: Json = False,
    desk: DeskFile = None,
    record: Annotated[bool, Parameter(negative="--no-record", help="put the brief on the desk's record")] = True,
) -> int:
    """Write a decision brief: risk, picture, cases, measures, votes, calls, dates, promises, and what is not known.

    Parameters
    ----------
    state
        Code or name, such as SDN or Sudan.
    """
    from comity.desk.opening import open_desk

    formats = ("json" if json else "md" if md else "terminal", *(("html",) if html else ()))
    with open_desk(desk, read_only=not record) as office:
        made = office.brief(state, as_of=as_of, body=body)
        # Recorded before it is shown, and shown only if it could be: the page takes its place after the record.
        with _page(html, made):
            stream = office.issue(made, formats=formats) if record else ""
    if json:
        say_json(made)
    elif md:
        from comity.web.markdown import markdown

        say_text(markdown(made))
    else:
        from comity.cli.show.brief import render

        say(render(made))
    if not json and not md:
        say(*([f"Issued as {stream}; comity ledger verify proves the record."] if stream else []))
        say(*([f"Page written to {html}."] if html else []))
    return 0


@contextmanager
def _page(file: Path | None, made: Brief) -> Iterator[None]:
    """The page ready beside its file while the block runs, and in its place after it; nothing without a file."""
    if file is None:
        yield
        return
    from comity.store.atomic import staged
    from comity.web.brief_page import page

    with staged(file, page(made)):
        yield

"""`comity ledger`: the record itself, read only: verified, shown, committed to by a checkpoint, proved to outsiders."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import App, Parameter

from comity.cli.say import say, say_json
from comity.cli.words import AsOf, DeskFile, Json

app = App(name="ledger", help="The record: verify, show, checkpoint.", result_action="return_value")


@app.command
def verify(
    *,
    against: Annotated[
        tuple[Path, ...], Parameter(negative="", help="file with a checkpoint kept elsewhere; may be given again")
    ] = (),
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Recompute every entry, tree node and checkpoint; exit code 1 names the first that does not fit."""
    from comity.cli.show.entries import audited
    from comity.desk.opening import open_desk

    # Bytes that are no UTF-8 are no checkpoint; the ledger says so when it reads them.
    kept = [path.read_bytes().decode("utf-8", errors="replace") for path in against]
    with open_desk(desk, read_only=True, missing_ok=False) as office:
        found = office.record.verify(*kept)
    if json:
        say_json({**msgspec.structs.asdict(found), "root": found.root.hex()})
    else:
        say(audited(found))
    return 0


@app.command
def show(
    *,
    as_of: AsOf = None,
    stream: Annotated[str | None, Parameter(help="one stream, such as pledge/7")] = None,
    kind: Annotated[str | None, Parameter(help="one kind, such as commit.pledged/1")] = None,
    limit: Annotated[int, Parameter(help="the newest so many; 0 for all")] = 20,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Entries as they stand, oldest first; with --as-of what was on record by a day."""
    from comity.cli.show.entries import plain, render
    from comity.desk.asking import which_day
    from comity.desk.opening import open_desk
    from comity.kernel import ids
    from comity.kernel.errors import Misused
    from comity.ledger import kinds

    if limit < 0:
        raise Misused(f"--limit counts entries; got {limit}", hint="give 1 or more, or 0 for all")
    if stream is not None:
        ids.stream(stream)
    if kind is not None:
        kinds.kind(kind)
    with open_desk(desk, read_only=True, missing_ok=False) as office:
        day = None if as_of is None else which_day(as_of, today=office.today())
        found = office.record.entries(stream, kind=kind, as_of=day)
        if stream is not None and not found and day is None:
            raise _no_stream(stream, [entry.stream for entry in office.record.entries()])
    shown = found[-limit:] if limit else found
    if json:
        say_json([plain(entry) for entry in shown])
    else:
        say(render(shown, before=len(found) - len(shown)))
    return 0


@app.command
def checkpoint(*, json: Json = False, desk: DeskFile = None) -> int:
    """The text that commits the record to its present content: keep it elsewhere, verify against it later."""
    import sys

    from comity.desk.opening import open_desk
    from comity.ledger.checkpoint import checkpoint as read

    with open_desk(desk, read_only=True, missing_ok=False) as office:
        text = office.record.checkpoint()
    if json:
        point = read(text)
        say_json({"origin": point.origin, "size": point.size, "root": point.root.hex(), "text": text})
    else:
        # Bare, so that the file it is kept in holds the checkpoint and nothing else.
        sys.stdout.write(text)
    return 0


@app.command
def prove(
    stream: Annotated[str, Parameter(help="a stream such as pledge/7, or the number of one entry")],
    /,
    *,
    desk: DeskFile = None,
) -> int:
    """Print proof, as JSON, that entries are in the record; it can be checked without the desk (RFC 9162, 2.1.3.2).

    The proof holds each entry whole with its salt: give it only to those who may read the entry.
    """
    from comity.cli.show.entries import plain
    from comity.desk.opening import open_desk

    with open_desk(desk, read_only=True, missing_ok=False) as office:
        entries = office.record.entries()
        wanted = int(stream) if stream.isdecimal() else None
        chosen = [entry for entry in entries if entry.stream == stream or entry.sequence == wanted]
        if not chosen:
            raise _no_stream(stream, [entry.stream for entry in entries])
        text, size = office.record.checkpoint(), len(entries)
        proofs = [
            {
                **plain(entry),
                "salt": entry.salt.hex(),
                "path": [node.hex() for node in office.record.store.inclusion(entry.sequence, size)],
            }
            for entry in chosen
        ]
    say_json({"checkpoint": text, "size": size, "entries": proofs})
    return 0


def _no_stream(wanted: str, known: list[str]) -> Exception:
    from comity.kernel.errors import NotOnShelf, did_you_mean

    return NotOnShelf(f"there is no {wanted} on record", hint=did_you_mean(wanted, known))

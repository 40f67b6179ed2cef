"""What a command says after a write: the stream, the entry, and the next useful command."""

from __future__ import annotations

from comity.cli.say import say, say_json
from comity.ledger.entry import Entry


def recorded(entry: Entry, *, then: str, json: bool) -> int:
    """Say what was written and what to do next; gives the exit code of a command that is done."""
    from comity.cli.show.entries import plain, receipt

    if json:
        say_json({**plain(entry), "next": then})
    else:
        say(receipt(entry, then))
    return 0

"""What may enter the ledger: every rule on an entry's form, in one place, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from comity.kernel import ids
from comity.kernel import marking as markings
from comity.kernel import time as times
from comity.kernel.canon import canonical
from comity.kernel.errors import Conflict, Misused, Refused
from comity.ledger import kinds
from comity.ledger.entry import Proposal

# A bound on what one entry may hold, so that one bad file cannot fill the ledger; a brief of all engines is below 1 MB.
LARGEST_BODY = 4 * 1024 * 1024
LONGEST_NAME = 200

# Time services step clocks by fractions of a second; a larger step back is a wrong clock.
FORGIVEN_SETBACK = timedelta(seconds=60)


def admit(proposal: Proposal) -> Proposal:
    """The proposal with its body checked and filled in.

    raises  Misused for a malformed stream or kind, NotOnShelf for an unknown kind, Refused for the rest
    """
    family, _ = ids.stream(proposal.stream)
    known = kinds.kind(proposal.kind)
    if family != known.family:
        raise Refused(
            f"{proposal.kind} does not belong in {proposal.stream}", hint=f"its streams are {known.family}/NAME"
        )
    if len(proposal.stream) > LONGEST_NAME:
        raise Refused(f"the stream {proposal.stream[:40]}... is longer than {LONGEST_NAME} characters")
    author = proposal.author
    if not author.strip() or author != author.strip() or not author.isprintable() or len(author) > LONGEST_NAME:
        raise Refused(
            f"{author[:40]!r} is no author", hint=f"write a name of 1 to {LONGEST_NAME} characters on one line"
        )
    _check_marking(proposal)
    body = kinds.normal(proposal.kind, proposal.body)
    size = len(canonical(body))
    if size > LARGEST_BODY:
        raise Refused(
            f"the body of {proposal.kind} for {proposal.stream} has {size} bytes; the most is {LARGEST_BODY}",
            hint="keep the file elsewhere and enter its SHA-256",
        )
    return msgspec.structs.replace(proposal, body=body)


def stamp(now: datetime, newest: str | None) -> str:
    """The instant to write, never before the newest entry's, so that order and time agree.

    now     what the clock says; a step back of up to a minute is written as the newest instant
    raises  Refused for a clock further behind
    """
    text = times.written(now)
    if newest is None or text >= newest:
        return text
    if times.instant(newest) - now.astimezone(UTC) <= FORGIVEN_SETBACK:
        return newest
    raise Refused(
        f"the clock says {text}, but the newest entry was written at {newest}",
        hint="set the clock right; if it ran ahead before, wait, or begin a new ledger",
    )


def check_expected(expected: Mapping[str, int] | None, found: Mapping[str, int], proposals: Sequence[Proposal]) -> None:
    """Nothing, if every stream has as many entries as the writer believed.

    expected  stream -> entries the writer has seen in it; streams left out are not checked
    raises    Conflict naming the first stream somebody else wrote to, Misused for a stream that is not written
    """
    written = Counter(proposal.stream for proposal in proposals)
    for stream, seen in sorted((expected or {}).items()):
        if stream not in written:
            raise Misused(f"{stream} is expected to have {seen} entries but is not written to")
        if found[stream] != seen:
            raise Conflict(
                f"{stream} has {found[stream]} entries, not the {seen} you have seen", hint="read it again and retry"
            )


def _check_marking(proposal: Proposal) -> None:
    label = proposal.marking.label
    try:
        agrees = markings.marking(label) == proposal.marking
    except Misused:
        agrees = False
    if not agrees or not label.isprintable():
        raise Refused(
            f"the marking {label!r} cannot be written", hint="name compartments without brackets or line breaks"
        )

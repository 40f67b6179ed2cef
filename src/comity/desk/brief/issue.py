"""Put on record that a brief left the desk, with the digest of everything it was made from."""

from __future__ import annotations

from collections.abc import Sequence

from comity.desk import engines
from comity.desk.brief.model import Brief
from comity.desk.record import Record
from comity.kernel import canon
from comity.kernel import marking as markings
from comity.ledger.bodies import BriefIssued


def issue(record: Record, brief: Brief, *, formats: Sequence[str]) -> str:
    """The stream of the entry, such as brief/3.

    Every fitted file is an input by name and digest, so is the content of all shelves, and the ledger by its size: with
    these and the version of the package the brief can be made again and compared with the digest.
    """
    body = BriefIssued(
        state=brief.state,
        as_of=brief.as_of,
        version=brief.version,
        sha256=canon.digest(brief).hex(),
        inputs=(*engines.inputs_used(), engines.content_used()),
        ledger=brief.ledger,
        formats=tuple(formats),
        body=brief.venues[0].body if brief.venues else None,
    )
    entry = record.append_new("desk.brief_issued/1", lambda _stream: body, markings.marking(brief.marking))
    return entry.stream

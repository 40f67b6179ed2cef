"""Terms of sources: shown and accepted once, before the first use; asked again when they change."""

from __future__ import annotations

import hashlib
from datetime import datetime

import msgspec

from comity.kernel.errors import Refused
from comity.sources.contract import Source
from comity.store import clock
from comity.store.atomic import write
from comity.store.vintages import Vintages


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody on this machine accepted the terms of a source: digest of licence and terms, and when."""

    terms: str
    at: datetime


def accepted(source: Source, vintages: Vintages) -> Accepted | None:
    """The acceptance of the terms as they are now; None where there is none."""
    found = _all(vintages).get(source.name)
    return found if found and found.terms == _digest(source) else None


def accept(source: Source, vintages: Vintages) -> None:
    """Put on file that the terms were accepted."""
    vintages.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = _all(vintages) | {source.name: Accepted(terms=_digest(source), at=clock.now())}
    write(vintages.folder / "accepted.json", msgspec.json.encode(dict(sorted(held.items()))))


def check_accepted(source: Source, vintages: Vintages) -> None:
    """Nothing, if the terms were accepted; raises Refused with the terms themselves."""
    if accepted(source, vintages) is None:
        raise Refused(
            f"the terms of {source.name} are not accepted yet: {source.licence}. {source.terms}",
            hint=f"read them (comity sources show {source.name}), then add --accept",
        )


def _digest(source: Source) -> str:
    return hashlib.sha256(msgspec.json.encode([source.licence, source.terms])).hexdigest()


def _all(vintages: Vintages) -> dict[str, Accepted]:
    try:
        return msgspec.json.decode((vintages.folder / "accepted.json").read_bytes(), type=dict[str, Accepted])
    except (OSError, msgspec.MsgspecError):
        # Without a readable file nothing is accepted: the user is asked again.
        return {}

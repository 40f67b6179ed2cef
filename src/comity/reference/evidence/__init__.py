"""Studies and reports that measures cite. Each says whether it was seen when this shelf was compiled."""

from __future__ import annotations

import msgspec

from comity.reference.shelf import Shelf, filled


class Study(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One source of evidence.

    seen   the text, or a page that states its findings, was read when this shelf was compiled
    study  False only for EST, which stands for "no study found"
    """

    id: str
    text: str
    seen: bool
    study: bool = True
    url: str | None = None
    note: str | None = None

    @property
    def mark(self) -> str:
        """The words that must stand wherever the source is cited."""
        if not self.study:
            return "no study found"
        return "seen in this compilation" if self.seen else "cited from general knowledge, verify before quoting"


def _check(study: Study) -> None:
    filled(study.text, field="text")


shelf = Shelf("comity.reference.evidence", Study, noun="evidence source", check=_check)
get, find, ids, all_sources = shelf.get, shelf.find, shelf.ids, shelf.all

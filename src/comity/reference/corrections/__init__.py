"""Where the two founding texts of this project were wrong, and what is right. The row-by-row list is in docs."""

from __future__ import annotations

import msgspec

from comity.kernel.provenance import Confidence
from comity.reference.shelf import Shelf, filled


class Correction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One correction: where the claim stands, the claim, what is correct (with its sources in the text)."""

    id: str
    place: str
    claim: str
    correct: str
    confidence: Confidence


def _check(correction: Correction) -> None:
    filled(correction.correct, field="correct")


shelf = Shelf("comity.reference.corrections", Correction, noun="correction", check=_check)
get, find, ids, all_corrections = shelf.get, shelf.find, shelf.ids, shelf.all

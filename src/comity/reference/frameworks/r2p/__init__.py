"""The responsibility to protect: pillars, scope, status, thresholds for collective action, criteria, veto restraint.

The 2005 World Summit adopted the pillars and the thresholds (A/RES/60/1 paras 138-139). It did not adopt the
criteria of the 2001 commission: they help a decision and are no law.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from comity.kernel.provenance import Checked, Confidence
from comity.reference.frameworks.risk_factors import Crime
from comity.reference.shelf import Shelf, filled

Part = Literal["pillar", "scope", "status", "threshold", "criterion", "veto_restraint"]


class R2pText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One statement in paraphrase.

    number        place among its kind, from 1
    required_for  what a threshold is a condition of
    corrects      ids in reference/corrections
    """

    id: str
    kind: Part
    number: int
    text: str
    source: str
    confidence: Confidence
    checked: Checked
    required_for: str | None = None
    crimes: tuple[Crime, ...] = ()
    excluded: str | None = None
    note: str | None = None
    corrects: tuple[str, ...] = ()


def _check(text: R2pText) -> None:
    filled(text.source, field="source")
    if text.kind == "threshold":
        filled(text.required_for or "", field="required_for")


shelf = Shelf("comity.reference.frameworks.r2p", R2pText, noun="text of the responsibility to protect", check=_check)
get, find, ids, all_texts = shelf.get, shelf.find, shelf.ids, shelf.all


def of_kind(kind: Part) -> tuple[R2pText, ...]:
    """All texts of one kind, in their order: "threshold" gives the conditions of collective action."""
    return tuple(sorted((text for text in all_texts() if text.kind == kind), key=lambda text: text.number))

"""The 14 risk factors of the UN Framework of Analysis for Atrocity Crimes (2014) with indicators, in paraphrase.

The Framework gives no weights and no score: more factors and more indicators, above all dynamic ones, mean higher
risk, and not all need be present. Factors 1-8 speak to all atrocity crimes, 9-10 to genocide, 11-12 to crimes
against humanity, 13-14 to war crimes; ethnic cleansing is covered through the others. Indicator ids are ours and
follow the order of the Framework as closely as recollection allows: read the UN text before quoting a number.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from comity.kernel.errors import BadContent, NotOnShelf, did_you_mean
from comity.kernel.provenance import Checked, Confidence
from comity.reference.shelf import Shelf, filled

Crime = Literal["genocide", "crimes_against_humanity", "war_crimes", "ethnic_cleansing"]


class Indicator(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One indicator; `basis` says "read" or "paraphrase" where the two differ within a factor."""

    id: str
    text: str
    basis: Literal["read", "paraphrase"] | None = None


class RiskFactor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One risk factor. `group` common or specific; `kind` says how fast its indicators move."""

    id: str
    number: int
    name: str
    group: Literal["common", "specific"]
    kind: Literal["structural", "dynamic", "structural_and_dynamic"]
    crimes: tuple[Crime, ...]
    source: str
    confidence: Confidence
    indicators: tuple[Indicator, ...]
    checked: Checked
    note: str | None = None


def _check(factor: RiskFactor) -> None:
    filled(factor.indicators, field="indicators")
    filled(factor.crimes, field="crimes")
    filled(factor.source, field="source")
    if factor.id != f"RF{factor.number:02d}":
        raise BadContent(f"number is {factor.number}", hint=f"the number of {factor.id} is the one in its id")
    for place, indicator in enumerate(factor.indicators, start=1):
        if not re.fullmatch(rf"{factor.id}-\d\d", indicator.id) or int(indicator.id[-2:]) != place:
            raise BadContent(
                f"indicators[{place - 1}].id is {indicator.id!r}", hint=f"number them in order: {factor.id}-{place:02d}"
            )


shelf = Shelf("comity.reference.frameworks.risk_factors", RiskFactor, noun="risk factor", check=_check)
get, find, ids, all_factors = shelf.get, shelf.find, shelf.ids, shelf.all


def indicator(indicator_id: str) -> Indicator:
    """The indicator with that id, such as RF07-05; raises NotOnShelf."""
    factor = get(indicator_id.split("-", maxsplit=1)[0])
    for item in factor.indicators:
        if item.id == indicator_id:
            return item
    known = [item.id for item in factor.indicators]
    raise NotOnShelf(f"{factor.id} has no indicator {indicator_id!r}", hint=did_you_mean(indicator_id, known))

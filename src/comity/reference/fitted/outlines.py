"""Outlines, label points and land borders of states, read from outlines.json. Made by scripts/outlines.py."""

from __future__ import annotations

from functools import cache

import msgspec

from comity.kernel.errors import BadContent, NotOnShelf
from comity.kernel.states import state
from comity.reference import fitted

DISCLAIMER = (
    "Boundaries as Natural Earth draws them; they imply no opinion on the legal status of any territory or border."
)

_HINT = "remake it with: python scripts/outlines.py countries-50m.json"


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """One state on the sheet, in its units.

    path  SVG path of closed rings, the largest first; relative, whole numbers; empty where only a point is known
    box   left, top, right, bottom
    label a point well inside the largest part
    """

    path: str
    box: tuple[int, int, int, int]
    label: tuple[int, int]
    area_km2: int


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """The whole sheet: Equal Earth centred on 11 degrees east, x to the right, y down.

    states      alpha-3 -> outline; every UN member is there
    unnamed     path of land under no code of ours (territories)
    neighbours  alpha-3 -> codes it shares a land border with; no key for islands
    """

    width: int
    height: int
    states: dict[str, Outline]
    unnamed: str
    neighbours: dict[str, tuple[str, ...]]


@cache
def sheet() -> Sheet:
    """The sheet that ships; raises BadContent if it is damaged."""
    try:
        return msgspec.json.decode(fitted.read("outlines", "outlines.json"), type=Sheet)
    except msgspec.DecodeError as error:
        raise BadContent(f"fitted/outlines.json is damaged: {error}", hint=_HINT) from error


def outline(code: str) -> Outline:
    """Outline of the state; raises NotOnShelf for an unknown code and for states that ended."""
    entry = state(code)
    if entry.iso3 not in sheet().states:
        raise NotOnShelf(f"{entry.name} has no outline", hint="the map draws the states of today")
    return sheet().states[entry.iso3]


def neighbours(code: str) -> tuple[str, ...]:
    """Codes of the states it shares a land border with, sorted; empty for islands. Raises NotOnShelf."""
    return sheet().neighbours.get(state(code).iso3, ())

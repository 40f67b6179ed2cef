"""Convene: a text to be voted on, described by what its drafter knows before the vote."""

from __future__ import annotations

from datetime import date

import msgspec


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A draft.

    body, rule  where it is put to the vote and under which decision rule
    target      ISO 3166 alpha-3 of the state it is about, or None
    measures    ids from reference/measures
    strength    "condemn", "investigate", "sanction", "refer", "mission", "force"
    """

    title: str
    body: str
    rule: str
    target: str | None
    measures: tuple[str, ...]
    strength: str
    on: date
    sponsors: tuple[str, ...] = ()

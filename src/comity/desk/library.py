"""The shelves by kind, for looking things up: one list that the command line, pages and reference docs share."""

from __future__ import annotations

from typing import Any

from comity.kernel.errors import NotOnShelf, did_you_mean
from comity.reference import bodies, calendar, cases, corrections, evidence, frameworks, measures
from comity.reference.calendar import council
from comity.reference.shelf import Shelf

SHELVES: dict[str, Shelf[Any]] = {
    "body": bodies.shelf,
    "measure": measures.shelf,
    "evidence": evidence.shelf,
    "factor": frameworks.factors,
    "threshold": frameworks.thresholds,
    "responsibility": frameworks.responsibility,
    "case": cases.shelf,
    "date": calendar.shelf,
    "council": council.shelf,
    "correction": corrections.shelf,
}


def shelf(kind: str) -> Shelf[Any]:
    """The shelf of that kind; raises NotOnShelf with the kinds there are."""
    if kind not in SHELVES:
        raise NotOnShelf(f"there is no shelf of {kind!r}", hint=did_you_mean(kind, SHELVES))
    return SHELVES[kind]

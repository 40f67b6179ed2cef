"""Who may see a thing: TLP 2.0 and compartments as a lattice. The join of two markings is the stricter of both."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum

import msgspec

from comity.kernel.errors import Misused

_COMPARTMENTS = re.compile(r"(?:\s*\[[^\[\]\s]+\])*\s*")


class Tlp(IntEnum):
    """Traffic Light Protocol, version 2.0 (FIRST, August 2022), from open to closed."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    @property
    def label(self) -> str:
        """The label as the standard writes it."""
        return "TLP:" + self.name.replace("_", "+")


class Marking(msgspec.Struct, frozen=True, kw_only=True):
    """A level and the compartments a reader must be in, all of them. Markings belong to a claim by a source."""

    tlp: Tlp = Tlp.AMBER_STRICT
    compartments: frozenset[str] = frozenset()

    def join(self, other: Marking) -> Marking:
        """The least marking that is at least as strict as both."""
        return Marking(tlp=max(self.tlp, other.tlp), compartments=self.compartments | other.compartments)

    def covers(self, other: Marking) -> bool:
        """Whether a reader cleared to this marking may see a thing marked `other`."""
        return self.tlp >= other.tlp and self.compartments >= other.compartments

    @property
    def label(self) -> str:
        """As printed at the head of a page: the TLP label, then compartments in order."""
        return " ".join([self.tlp.label, *(f"[{name}]" for name in sorted(self.compartments))])


CLEAR = Marking(tlp=Tlp.CLEAR)


def marking(text: str) -> Marking:
    """The marking written as "TLP:AMBER+STRICT [sources]".

    raises  Misused for a label that is not TLP 2.0 (WHITE was renamed CLEAR in 2022)
    """
    head, _, rest = text.strip().partition(" ")
    name = head.upper().removeprefix("TLP:").replace("+", "_")
    if name not in Tlp.__members__:
        labels = ", ".join(level.label for level in Tlp)
        raise Misused(f"{head!r} is no TLP 2.0 label", hint=f"use one of {labels}")
    if not _COMPARTMENTS.fullmatch(rest):
        raise Misused(f"{rest.strip()!r} names no compartments", hint="write each compartment as [name]")
    return Marking(tlp=Tlp[name], compartments=frozenset(re.findall(r"\[([^\[\]\s]+)\]", rest)))


def join_all(markings: Iterable[Marking]) -> Marking:
    """The join of at least one marking: what a derived thing must carry.

    raises  Misused for an empty list, which would otherwise make a derived thing public
    """
    items = list(markings)
    if not items:
        raise Misused("nothing to join: a derived thing needs the markings of what it was made from")
    result = items[0]
    for item in items[1:]:
        result = result.join(item)
    return result

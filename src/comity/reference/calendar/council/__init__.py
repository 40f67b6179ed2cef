"""The Security Council's presidency month by month, and whose term ends, one file a year.

The presidency passes each month in the English alphabetical order of names as the United Nations spells them
(Provisional Rules of Procedure 18, S/96/Rev.7); when members change on 1 January it goes on from the last name.
"""

from __future__ import annotations

import msgspec

from comity.kernel.errors import BadContent, Misused
from comity.kernel.provenance import Checked, Confidence
from comity.reference.shelf import Shelf, filled, state_codes


class Presidency(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who presides in a month, 1-12; `confirmed` by a report, otherwise by the rule of order."""

    month: int
    state: str
    confirmed: bool


class CouncilYear(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One calendar year of the Council.

    names         state code -> name as the United Nations orders it, for all fifteen members
    terms_ending  elected members that leave on 31 December; staying, elected members that stay
    next_members  what is known of the members of the next year, in words
    """

    id: str
    name: str
    year: int
    names: dict[str, str]
    presidencies: tuple[Presidency, ...]
    terms_ending: tuple[str, ...]
    staying: tuple[str, ...]
    next_members: str
    next_president: str
    source: str
    confidence: Confidence
    checked: Checked

    def president(self, month: int) -> Presidency:
        """Who presides in a month, 1-12; raises Misused for any other number."""
        for item in self.presidencies:
            if item.month == month:
                return item
        raise Misused(f"{month} is no month", hint="write a number from 1 to 12")


def following(names: dict[str, str], last_name: str) -> str:
    """The code of the member that presides after the one of that name, in English alphabetical order."""
    ordered = sorted(names.items(), key=lambda item: item[1])
    return next((code for code, name in ordered if name > last_name), ordered[0][0])


def _check(council: CouncilYear) -> None:
    filled(council.source, field="source")
    state_codes(tuple(council.names), field="names")
    if [item.month for item in council.presidencies] != list(range(1, 13)):
        raise BadContent("presidencies do not run from 1 to 12", hint="write one line for each month, in order")
    for field, states in (("terms_ending", council.terms_ending), ("staying", council.staying)):
        strangers = sorted(set(states) - set(council.names))
        if strangers:
            raise BadContent(f"{field}: {', '.join(strangers)} is no member", hint="compare with the field names")
    for item in council.presidencies:
        if item.state not in council.names:
            raise BadContent(f"presidencies: {item.state} is no member", hint="compare with the field names")


shelf = Shelf("comity.reference.calendar.council", CouncilYear, noun="council year", check=_check)
get, find, ids, all_years = shelf.get, shelf.find, shelf.ids, shelf.all

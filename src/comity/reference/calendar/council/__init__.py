"""The Security Council's presidency month by month, and whose term ends, one file a year.

The presidency passes each month in the English alphabetical order of names as the United Nations spells them
(Provisional Rules of Procedure 18, S/96/Rev.7); when members change on 1 January it goes on from the last name.
Who sits is in reference/seats, which also computes the presidency; the shelf-wide check compares the two.
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

    terms_ending  elected members that leave on 31 December; staying, elected members that stay
    next_members  what is known of the members of the next year, in words
    """

    id: str
    name: str
    year: int
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


def _check(council: CouncilYear) -> None:
    filled(council.source, field="source")
    if [item.month for item in council.presidencies] != list(range(1, 13)):
        raise BadContent("presidencies do not run from 1 to 12", hint="write one line for each month, in order")
    state_codes(tuple(item.state for item in council.presidencies), field="presidencies")
    state_codes(council.terms_ending, field="terms_ending")
    state_codes(council.staying, field="staying")


shelf = Shelf("comity.reference.calendar.council", CouncilYear, noun="council year", check=_check)
get, find, ids, all_years = shelf.get, shelf.find, shelf.ids, shelf.all

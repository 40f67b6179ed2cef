"""Commit: pledges put on record, changed, withdrawn, and listed as they stood on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from comity.commit import pledges
from comity.commit.pledges import Balance, PledgeLine, Total
from comity.desk.asking import which_day, which_state
from comity.desk.record import Record
from comity.kernel.errors import Misused, NotOnShelf
from comity.kernel.marking import Marking
from comity.ledger.entry import Entry
from comity.records.pledge import Amendment, Pledge, Withdrawal
from comity.reference import bodies, measures


class Commit:
    """The commit stage of a desk."""

    def __init__(self, record: Record, today: Callable[[], date]) -> None:
        self._record = record
        self._today = today

    def pledge(self, pledge: Pledge, marking: Marking) -> Entry:
        """Put a pledge on record under the next id; its own `id` is filled in.

        raises  Refused or Misused for a pledge that may not be recorded
        """
        if pledge.made_on > self._today():
            raise Misused(f"a pledge made on {pledge.made_on} is still to come", hint="give the day it was made")
        promiser = _promiser(pledge.by)
        about = which_state(pledge.about).iso3 if pledge.about else ""

        def body(stream: str) -> Pledge:
            # Read after the number was taken: whoever writes in between takes the same number, and we are asked again.
            lines = self.lines(as_of=self._today())
            return pledges.checked(msgspec.structs.replace(pledge, id=stream, by=promiser, about=about), lines)

        return self._record.append_new("commit.pledged/1", body, marking)

    def change(self, change: Amendment | Withdrawal, marking: Marking) -> Entry:
        """Put a change to a pledge, or its withdrawal, on record."""
        seen = len(self._record.entries(change.pledge))
        checked = pledges.checked_change(change, self.lines(as_of=self._today()))
        kind = "commit.withdrawn/1" if isinstance(change, Withdrawal) else "commit.amended/1"
        return self._record.append(kind, change.pledge, checked, marking, expected=seen)

    def lines(self, *, as_of: str | date | None = None) -> tuple[PledgeLine, ...]:
        """Pledges as they stood on a day, those due first at the head."""
        day = which_day(as_of, today=self._today())
        made = [pledge for _, pledge in self._record.values("commit.pledged/1", Pledge, as_of=day)]
        changes: list[tuple[int, Amendment | Withdrawal]] = [
            *((e.sequence, c) for e, c in self._record.values("commit.amended/1", Amendment, as_of=day)),
            *((e.sequence, c) for e, c in self._record.values("commit.withdrawn/1", Withdrawal, as_of=day)),
        ]
        return pledges.fold(made, [change for _, change in sorted(changes, key=lambda item: item[0])], on=day)

    def totals(self, *, as_of: str | date | None = None) -> tuple[tuple[Total, ...], Balance]:
        """What is promised in all, and how pressure and incentives balance."""
        lines = self.lines(as_of=as_of)
        categories = {measure.id: measure.category for measure in measures.shelf.all()}
        return pledges.totals(lines), pledges.balance(lines, categories)


def _promiser(text: str) -> str:
    """Code of the state, or id of the body, that promises; raises NotOnShelf or Ambiguous."""
    try:
        return which_state(text).iso3
    except NotOnShelf:
        if text in bodies.ids():
            return text
        raise

"""What every question to a desk begins with: which state, which day."""

from __future__ import annotations

from datetime import date

from comity.kernel import states
from comity.kernel import time as times
from comity.kernel.errors import Misused
from comity.kernel.states import State

# The first day of the oldest record we hold: the first meeting of the Security Council, 17 January 1946 (S/PV.1).
FIRST_DAY = date(1946, 1, 17)


def which_state(text: str) -> State:
    """The state meant by a code or name; raises NotOnShelf or Ambiguous with a suggestion."""
    return states.find(text)


def which_day(text: str | date | None, *, today: date) -> date:
    """The last day whose facts may be used; None is today.

    raises  Misused for a malformed date, a day to come, and a day before anything is on record
    """
    if text is None:
        return today
    day = text if isinstance(text, date) else times.as_of(text)
    if isinstance(text, str) and day > today and _still_running(text, today):
        # "2026-11" while November runs, and "2026" while the year runs, mean as far as today.
        return today
    if day > today:
        raise Misused(f"{text} is still to come", hint=f"give a day up to {today.isoformat()}, or leave --as-of out")
    if day < FIRST_DAY:
        raise Misused(f"{text} lies before anything on record here", hint=f"give a day from {FIRST_DAY.isoformat()} on")
    return day


def _still_running(text: str, today: date) -> bool:
    parts = text.strip().split("-")
    return len(parts) < 3 and today.isoformat().startswith(text.strip())

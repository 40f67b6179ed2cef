"""Commit to account: who promised what, how much, by when, under which condition; and what was changed since."""

from __future__ import annotations

from datetime import date

import msgspec


class Pledge(msgspec.Struct, frozen=True, kw_only=True):
    """A promise as recorded.

    by         state (ISO 3166 alpha-3) or organisation id
    about      state whose situation it is about (ISO 3166 alpha-3); empty for a promise about no one state
    what       measure id, or words if no measure fits
    amount     how much, in `unit`; None where the promise has no amount
    condition  what must happen first, in the promiser's words; empty for none
    """

    id: str
    by: str
    what: str
    due_on: date
    made_on: date
    amount: float | None = None
    unit: str = ""
    condition: str = ""
    source: str = ""
    about: str = ""


class Amendment(msgspec.Struct, frozen=True, kw_only=True):
    """A change the promiser made to its own pledge. None leaves a term as it was; an empty condition lifts it."""

    pledge: str
    on: date
    reason: str
    due_on: date | None = None
    amount: float | None = None
    condition: str | None = None


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """The promiser took its pledge back. The pledge stays on the record, as withdrawn."""

    pledge: str
    on: date
    reason: str

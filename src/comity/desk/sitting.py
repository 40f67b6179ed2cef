"""Who sits where, as far as it could be known on a day: the Council of next year only once it is elected."""

from __future__ import annotations

from datetime import date

import msgspec

from comity.reference import seats
from comity.reference.seats import Coverage, Seat

_COUNCIL = "unsc"


def elected_by(year: int) -> date:
    """A day by which the members who join the Council in a year were elected.

    source  A/RES/68/307 para. 16: about six months before, in June since 2016; in October before, the longest of
            this century's votes on 7 November 2006
    """
    return date(year - 1, 7, 1) if year >= 2017 else date(year - 1, 11, 15)


def known(seats_id: str, sitting: date, *, on: date) -> tuple[tuple[Seat, ...], Coverage]:
    """The seats on the day of a sitting whose holders were known on another day, and how many are missing.

    raises  NotOnShelf for an unknown list, Refused before the list begins
    """
    found, covered = seats.known(seats_id, sitting)
    if seats_id != _COUNCIL or sitting <= on:
        return found, covered
    kept = tuple(seat for seat in found if seat.term_start is None or _told(seat.term_start, on))
    return kept, msgspec.structs.replace(covered, known=len(kept))


def _told(term_start: date, on: date) -> bool:
    return term_start <= on or elected_by(term_start.year) <= on

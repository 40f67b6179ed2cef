"""Assess: judgements and legal answers put on record by people, and the board and tests folded from them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from comity.assess import board as boards
from comity.assess import thresholds
from comity.assess.board import DataPoint
from comity.assess.thresholds import ThresholdTest
from comity.desk.asking import which_day, which_state
from comity.desk.record import Record
from comity.kernel.errors import Misused
from comity.kernel.marking import Marking
from comity.ledger.entry import Entry
from comity.records.assessment import Assessment, ElementAnswer, FactorRow, Judgement
from comity.reference.frameworks import definitions, r2p, risk_factors


class Assess:
    """The assess stage of a desk."""

    def __init__(self, record: Record, today: Callable[[], date]) -> None:
        self._record = record
        self._today = today

    def judge(self, judgement: Judgement, marking: Marking) -> Entry:
        """Put a judgement on record; raises Refused, NotOnShelf or Misused for one that may not be."""
        which_state(judgement.state)
        self._not_to_come(judgement.judged_on)
        boards.checked(judgement, risk_factors.shelf.all())
        return self._record.append("assess.judged/1", f"judgement/{judgement.state}", judgement, marking)

    def answer(self, answer: ElementAnswer, marking: Marking) -> Entry:
        """Put an answer to a legal element on record; raises like `judge`."""
        which_state(answer.state)
        self._not_to_come(answer.answered_on)
        thresholds.checked(answer, definitions.shelf.all(), r2p.shelf.all())
        return self._record.append("assess.tested/1", f"test/{answer.state}", answer, marking)

    def board(
        self, state: str, *, as_of: str | date | None = None, points: tuple[DataPoint, ...] = ()
    ) -> tuple[FactorRow, ...]:
        """The fourteen risk factors with every standing judgement; dissent is kept."""
        place, day = which_state(state), which_day(as_of, today=self._today())
        found = (judged for _, judged in self._record.values("assess.judged/1", Judgement, as_of=day))
        return boards.board(place.iso3, risk_factors.shelf.all(), found, on=day, points=points)

    def tests(self, state: str, *, as_of: str | date | None = None) -> tuple[ThresholdTest, ...]:
        """The legal thresholds element by element."""
        place, day = which_state(state), which_day(as_of, today=self._today())
        found = (answered for _, answered in self._record.values("assess.tested/1", ElementAnswer, as_of=day))
        return thresholds.thresholds(place.iso3, definitions.shelf.all(), found, on=day, r2p=r2p.shelf.all())

    def assessment(self, state: str, *, as_of: str | date | None = None) -> Assessment:
        """Board and tests together, as the next stage takes them."""
        place, day = which_state(state), which_day(as_of, today=self._today())
        tests = thresholds.elements(self.tests(place.iso3, as_of=day))
        return Assessment(state=place.iso3, on=day, factors=self.board(place.iso3, as_of=day), tests=tests)

    def _not_to_come(self, day: date) -> None:
        if day > self._today():
            raise Misused(f"{day} is still to come", hint="give the day the judgement was made")

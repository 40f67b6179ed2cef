"""The public set of cases: what a text reads after its acceptances, and which proposals are in conflict, and why."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from comity.convene.text.asking import Asked, change
from comity.convene.text.document import Status
from comity.convene.text.rebase import clash
from tests.unit.convene.text import acts

FILE = Path(__file__).parents[3] / "golden" / "texts" / "cases.json"


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    clauses: tuple[str, ...]
    proposals: tuple[tuple[str, Asked], ...]
    accept: tuple[str, ...]
    reads: tuple[str, ...]
    conflicts: dict[str, str]


CASES = msgspec.json.decode(FILE.read_bytes(), type=tuple[Case, ...])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_text_reads_as_told_and_conflicts_are_those_named(case: Case):
    text = acts.start(*case.clauses)
    for by, asked in case.proposals:
        text = acts.propose(text, change(text, asked), by)
    for id in case.accept:
        text = acts.accept(text, id)
    assert tuple(acts.words(text)) == case.reads
    met = {tabled.id: clash(text, tabled) for tabled in text.open}
    assert {id: found.reason for id, found in met.items() if found is not None} == case.conflicts
    assert {t.id for t in text.open} == {f"a{n}" for n in range(1, len(case.proposals) + 1)} - set(case.accept)
    assert all(text.proposals[id].status is Status.ACCEPTED for id in case.accept)

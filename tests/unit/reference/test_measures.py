"""What the toolbox and its evidence promise."""

from __future__ import annotations

import pytest

from comity.kernel.errors import NotOnShelf
from comity.reference import bodies, evidence, measures


@pytest.mark.parametrize("measure_id", measures.ids())
def test_deciders_are_exactly_the_bodies_that_list_the_measure(measure_id: str) -> None:
    listed = {body.id for body in bodies.all_bodies() if measure_id in body.measures}
    assert listed
    assert set(measures.deciders(measure_id)) == listed


def test_only_the_council_refers_a_situation_to_the_court() -> None:
    assert measures.deciders("icc_referral") == ("unsc",)


def test_an_unknown_measure_has_no_deciders_but_a_hint() -> None:
    with pytest.raises(NotOnShelf) as caught:
        measures.deciders("arms_embargos")
    assert "arms_embargo" in caught.value.hint


@pytest.mark.parametrize("measure_id", measures.ids())
def test_a_conflict_holds_both_ways(measure_id: str) -> None:
    assert all(measure_id in measures.conflicting(other) for other in measures.conflicting(measure_id))


@pytest.mark.parametrize("measure_id", measures.ids())
def test_a_complement_holds_both_ways(measure_id: str) -> None:
    assert all(measure_id in measures.complementing(other) for other in measures.complementing(measure_id))


def test_evidence_is_absent_exactly_where_no_study_was_found() -> None:
    absent = {m.id for m in measures.all_measures() if measures.evidence_strength(m) == "absent"}
    assert absent == {m.id for m in measures.all_measures() if m.evidence.sources == ("EST",)}
    assert len(absent) == 26


@pytest.mark.parametrize(
    ("measure_id", "strength"),
    [("peacekeeping", "found"), ("mediation", "mixed"), ("recall_ambassador", "indirect"), ("backchannel", "absent")],
)
def test_strength_follows_the_finding(measure_id: str, strength: str) -> None:
    assert measures.evidence_strength(measures.get(measure_id)) == strength


def test_each_source_says_whether_it_was_seen() -> None:
    marks = [source.mark for source in evidence.all_sources()]
    assert marks.count("seen in this compilation") == 8
    assert marks.count("cited from general knowledge, verify before quoting") == 30
    assert marks.count("no study found") == 1

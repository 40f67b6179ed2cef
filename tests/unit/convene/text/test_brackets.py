from __future__ import annotations

from comity.convene.text.brackets import beside, clean, marked, settled, written
from comity.records.text import Change
from tests.unit.convene.text.acts import (  # fmt: skip
    accept,
    deleted,
    divided,
    inserted,
    propose,
    reject,
    replaced,
    start,
    support,
)


def shown(text, id="p2"):
    return next(written(paragraph.runs) for paragraph in marked(text) if paragraph.id == id)


def test_words_wanted_in_and_out_are_bracketed_with_their_parties():
    text = start()
    text = propose(text, deleted(text, "p2", "all"), "C", sponsors=("D",))
    text = propose(text, inserted(text, "p2", "relief", ", and fuel,"), "B")
    assert shown(text) == (
        "Urges [all (out: C, D)] parties to cease hostilities and to allow relief [, and fuel, (in: B)] to pass;"
    )


def test_proposals_on_the_same_words_are_alternatives_to_the_text_as_it_stands():
    text = start()
    text = propose(text, replaced(text, "p2", "Urges", "Demands that"), "A")
    text = propose(text, replaced(text, "p2", "Urges all", "Calls upon"), "B")
    assert shown(text).startswith(
        "[Alt 1: Urges all / Alt 2 (in: A): Demands that all / Alt 3 (in: B): Calls upon] parties"
    )


def test_an_amendment_to_an_amendment_is_a_bracket_in_a_bracket():
    text = start()
    text = propose(text, inserted(text, "p2", "relief", "and fuel"), "A")
    text = propose(text, replaced(text, "a1", "fuel", "medicine"), "B")
    assert "relief [and [Alt 1: fuel / Alt 2 (in: B): medicine] (in: A)] to pass" in shown(text)


def test_who_speaks_against_a_proposal_is_named_in_its_bracket():
    text = propose(start(), Change(op="insert", on="p2", first=1, last=1, new="strongly"), "A")
    text = support(text, "a1", "B")
    text = support(text, "a1", "C", "block", "too strong")
    assert shown(text).startswith("Urges [strongly (in: A, B; out: C)] all")


def test_new_and_dropped_paragraphs_are_bracketed_whole_and_moves_are_notes():
    text = propose(start(), Change(op="add", after="p2", new="Requests a report;"), "A")
    text = propose(text, Change(op="drop", on="p3"), "B")
    text = propose(text, Change(op="move", on="p1", after="p3"), "C")
    text = propose(text, divided(text, "p2", "and to allow"), "C")
    found = {paragraph.id: paragraph for paragraph in marked(text)}
    assert [paragraph.id for paragraph in marked(text)] == ["p1", "p2", "a1", "p3"]
    assert written(found["a1"].runs) == "[Requests a report; (in: A)]"
    assert written(found["p3"].runs) == "[Decides to remain seized of the matter. (out: B)]"
    assert found["p1"].notes == ("a3: move after p3 (in: C)",)
    assert found["p2"].notes == ("a4: split before “and to allow relief to …” (in: C)",)


def test_the_clean_text_has_no_bracket_and_its_paragraphs_are_labelled():
    text = propose(start(), Change(op="drop", on="p3"))
    assert [(p.label, written(p.runs)[:6]) for p in clean(text)] == [
        ("PP1", "Recall"), ("OP1", "Urges "), ("OP2", "Decide"),
    ]  # fmt: skip


def test_a_proposal_in_conflict_stands_beside_the_text_with_what_amends_it():
    text = start()
    text = propose(text, replaced(text, "p2", "Urges", "Demands that"), "A")
    text = propose(text, replaced(text, "p2", "Urges", "Calls upon"), "B")
    text = propose(text, replaced(text, "a2", "upon", "on"), "C")
    text = accept(text, "a1")
    assert shown(text).startswith("Demands that all parties")
    assert [(one.tabled.id, one.clash is None) for one in beside(text)] == [("a2", False), ("a3", True)]


def test_words_outside_brackets_grow_as_proposals_are_settled():
    text = start()
    assert settled(text).share == 1.0
    text = propose(text, deleted(text, "p2", "all"), "A")
    text = propose(text, inserted(text, "p2", "relief", "and fuel"), "B")
    assert (settled(text).words, settled(text).bracketed) == (31, 3)
    assert settled(accept(text, "a1")).bracketed == 2
    assert settled(reject(accept(text, "a1"), "a2")).share == 1.0

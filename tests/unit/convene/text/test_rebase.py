from __future__ import annotations

import pytest

from comity.convene.text.document import Status
from comity.convene.text.rebase import Reason, clash, home, outcomes
from comity.convene.text.steps import after, ordered
from comity.kernel.errors import Conflict, Misused, NotOnShelf, Refused
from comity.records.text import Change, TextProposed
from tests.unit.convene.text import acts
from tests.unit.convene.text.acts import (
    accept,
    deleted,
    divided,
    inserted,
    propose,
    proposed,
    reject,
    replaced,
    start,
    support,
    withdraw,
    words,
)  # fmt: skip


def reason(text, id):
    found = clash(text, text.proposals[id])
    return found and found.reason


def test_amendments_to_other_words_of_one_paragraph_all_go_in():
    text = start()
    text = propose(text, replaced(text, "p2", "Urges all parties", "Demands that all parties"), "A")
    text = propose(text, replaced(text, "p2", "relief", "humanitarian relief"), "B")
    text = propose(text, deleted(text, "p2", "all"), "C")
    text = accept(accept(accept(text, "a1"), "a2"), "a3")
    assert words(text)[1] == "Demands that parties to cease hostilities and to allow humanitarian relief to pass;"


def test_a_long_replacement_changes_only_the_words_that_differ():
    text = start()
    whole = acts.URGES.replace("Urges", "Demands").replace("relief", "relief workers")
    text = propose(text, replaced(text, "p2", acts.URGES, whole), "A")
    text = propose(text, replaced(text, "p2", "hostilities", "all hostilities"), "B")
    text = accept(accept(text, "a1"), "a2")
    assert words(text)[1] == "Demands all parties to cease all hostilities and to allow relief workers to pass;"


def test_two_accepted_amendments_on_one_word_are_refused_naming_word_and_proposal():
    text = start()
    text = propose(text, replaced(text, "p2", "Urges", "Demands"), "A")
    text = propose(text, replaced(text, "p2", "Urges", "Calls upon"), "B")
    text = accept(text, "a1")
    with pytest.raises(Refused, match="a2 cannot go in: a1 already changed “Urges”"):
        accept(text, "a2")
    assert text.proposals["a2"].proposed.change.new == "Calls upon"


def test_the_same_change_by_two_parties_is_made_once():
    text = start()
    for by in "AB":
        text = propose(text, replaced(text, "p2", "Urges", "Demands"), by)
    assert reason(accept(text, "a1"), "a2") is Reason.ALREADY_DONE


def test_two_insertions_at_one_place_stand_side_by_side_in_the_order_of_acceptance():
    text = start()
    text = propose(text, inserted(text, "p2", "parties", "and others"), "A")
    text = propose(text, inserted(text, "p2", "parties", "without delay"), "B")
    assert words(accept(accept(text, "a2"), "a1"))[1].startswith("Urges all parties without delay and others to cease")


def test_an_insertion_among_words_taken_out_is_a_conflict():
    text = start()
    text = propose(text, deleted(text, "p2", "and to allow relief to pass"), "A")
    text = propose(text, inserted(text, "p2", "allow", "urgent"), "B")
    assert reason(accept(text, "a1"), "a2") is Reason.PLACE_GONE
    assert reason(accept(text, "a2"), "a1") is Reason.WORDS_BETWEEN


def test_two_deletions_that_overlap_both_go_in():
    text = start()
    text = propose(text, deleted(text, "p2", "to cease hostilities and"), "A")
    text = propose(text, deleted(text, "p2", "hostilities and to allow"), "B")
    assert words(accept(accept(text, "a1"), "a2"))[1] == "Urges all parties relief to pass;"


def test_a_deletion_of_a_word_that_was_replaced_is_a_conflict():
    text = start()
    text = propose(text, replaced(text, "p2", "Urges", "Demands"), "A")
    text = propose(text, deleted(text, "p2", "Urges all"), "B")
    assert reason(accept(text, "a1"), "a2") is Reason.WORD_TAKEN


def test_an_amendment_to_an_amendment_goes_into_it_and_with_it_into_the_text():
    text = start()
    text = propose(text, replaced(text, "p2", "relief", "humanitarian relief and fuel"), "A")
    text = propose(text, replaced(text, "a1", "fuel", "medical goods"), "B")
    text = accept(text, "a2")
    assert words(text)[1] == acts.URGES
    assert "allow humanitarian relief and medical goods to pass" in words(accept(text, "a1"))[1]


def test_an_open_amendment_to_an_accepted_amendment_stands_on_in_the_paragraph():
    text = start()
    text = propose(text, inserted(text, "p2", "relief", "and fuel"), "A")
    text = propose(text, replaced(text, "a1", "fuel", "medical goods"), "B")
    text = accept(text, "a1")
    assert home(text, text.proposals["a2"]) == "p2"
    assert "allow relief and medical goods to pass" in words(accept(text, "a2"))[1]


def test_what_amends_a_rejected_amendment_falls_with_it_and_keeps_its_words():
    text = start()
    text = propose(text, inserted(text, "p2", "relief", "and fuel"), "A")
    text = propose(text, inserted(text, "a1", "fuel", "and medical goods"), "B")
    text = propose(text, replaced(text, "a2", "goods", "supplies"), "C")
    text = reject(text, "a1")
    assert [text.proposals[id].status for id in ("a2", "a3")] == [Status.FALLEN, Status.FALLEN]
    assert text.proposals["a3"].fell == "a1"
    assert text.proposals["a2"].proposed.change.new == "and medical goods"


def test_a_split_takes_open_amendments_to_the_paragraph_their_words_are_in():
    text = start()
    text = propose(text, divided(text, "p2", "and to allow"), "A")
    text = propose(text, replaced(text, "p2", "relief", "humanitarian relief"), "B")
    text = propose(text, replaced(text, "p2", "cease hostilities and to", "stop fighting, then"), "C")
    text = accept(text, "a1")
    assert home(text, text.proposals["a2"]) == "p4"
    assert words(accept(text, "a2"))[2] == "and to allow humanitarian relief to pass;"
    assert reason(text, "a3") is Reason.SPLIT_INSIDE


def test_a_second_split_at_one_place_is_a_conflict():
    text = start()
    for by in "AB":
        text = propose(text, divided(text, "p2", "and to allow"), by)
    assert reason(accept(text, "a1"), "a2") is Reason.ALREADY_DONE


def test_paragraphs_that_move_by_each_other_make_a_circle_that_is_refused():
    text = start(acts.PREAMBLE, acts.URGES, acts.DECIDES)
    text = propose(text, Change(op="move", on="p2", after="p3"), "A")
    text = propose(text, Change(op="move", on="p3", after="p1"), "B")
    text = propose(text, Change(op="move", on="p3", after=""), "C")
    text = accept(text, "a2")
    assert reason(text, "a3") is Reason.MOVED_ALREADY
    text = start("One,", "Two;", "Three;", "Four.")
    text = propose(text, Change(op="move", on="p2", after="p4"), "A")
    text = propose(text, Change(op="move", on="p4", after="p2"), "B")
    text = accept(text, "a1")
    assert words(text) == ["One,", "Three;", "Four.", "Two;"]
    with pytest.raises(Refused, match="a circle"):
        accept(text, "a2")


def test_a_dropped_paragraph_keeps_the_words_of_all_that_amended_it():
    text = start()
    text = propose(text, Change(op="drop", on="p2"), "A")
    text = propose(text, replaced(text, "p2", "relief", "aid"), "B")
    text = propose(text, Change(op="add", after="p2", new="Requests a report;"), "C")
    text = accept(text, "a1")
    assert reason(text, "a2") is Reason.PARAGRAPH_GONE
    assert words(accept(text, "a3")) == [acts.PREAMBLE, "Requests a report;", acts.DECIDES]


def test_new_paragraphs_stand_in_the_order_of_acceptance_and_can_be_amended_before():
    text = start()
    text = propose(text, Change(op="add", after="p2", new="Requests a report;"), "A")
    text = propose(text, Change(op="add", after="p2", new="Encourages dialogue;"), "B")
    text = propose(text, inserted(text, "a1", "report", "within 30 days"), "C")
    text = accept(accept(text, "a2"), "a1")
    assert words(text)[2:4] == ["Encourages dialogue;", "Requests a report;"]
    assert "Requests a report within 30 days;" in words(accept(text, "a3"))


def test_outcomes_name_what_an_acceptance_did_to_each_open_proposal():
    text = start()
    text = propose(text, replaced(text, "p2", "Urges", "Demands"), "A")
    text = propose(text, replaced(text, "p2", "Urges", "Calls upon"), "B")
    text = propose(text, replaced(text, "p2", "relief", "aid"), "C")
    text = propose(text, replaced(text, "p3", "Decides", "Agrees"), "C")
    told = {outcome.id: outcome.how for outcome in outcomes(text, accept(text, "a1"))}
    assert told == {"a2": "conflict", "a3": "rebased", "a4": "untouched"}


def test_an_amendment_of_itself_and_a_circle_of_amendments_are_refused():
    text = start()
    with pytest.raises(Refused, match="a1 amends itself"):
        propose(text, Change(op="insert", on="a1", new="words"))
    with pytest.raises(Refused, match="in a circle: x on y on x"):
        ordered({"x": "y", "y": "x"})
    assert ordered({"second": "first", "first": "p2"}) == ("first", "second")


def test_a_proposal_on_words_that_have_changed_is_a_conflict():
    text = start()
    late = proposed(text, replaced(text, "p2", "Urges", "Calls upon"))
    text = accept(propose(text, replaced(text, "p2", "Urges", "Demands"), "B"), "a1")
    with pytest.raises(Conflict, match="read “Demands”, not “Urges”"):
        after(text, TextProposed(id="a2", by="A", change=late.change, at=acts.when(text)))


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (Change(op="insert", on="p9", new="x"), NotOnShelf, "no paragraph or open proposal 'p9'"),
        (Change(op="insert", on="p2"), Misused, "nothing is put in"),
        (Change(op="delete", on="p3", first=0, last=8, old=acts.DECIDES), Refused, "takes out all of p3"),
        (Change(op="replace", on="p3", first=0, last=1, old="Decides", new="Decides"), Refused, "says already"),
        (Change(op="delete", on="p3", first=1, last=1), Misused, "no words of p3"),
        (Change(op="delete", on="p3", first=4, last=99), Misused, "has 8 words"),
        (Change(op="move", on="p2", after="p2"), Refused, "after itself"),
        (Change(op="move", on="p2", after="p1"), Refused, "stands there already"),
        (Change(op="split", on="p3"), Misused, "leaves none on one side"),
        (Change(op="add", after="p7", new="x"), NotOnShelf, "p7"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_with_the_reason(change, error, said):
    with pytest.raises(error, match=said):
        propose(start(), change)


def test_a_block_needs_a_reason_and_keeps_a_proposal_out_unless_overridden():
    text = propose(start(parties=("A", "B")), Change(op="drop", on="p3"))
    with pytest.raises(Refused, match="without a reason"):
        support(text, "a1", "B", "block")
    text = support(text, "a1", "B", "block", "the item must stay on the agenda")
    with pytest.raises(Refused, match=r"a1 is blocked \(B: the item must stay"):
        accept(text, "a1")
    assert len(accept(text, "a1", over="adopted by vote, 8-4-3").standing) == 2


def test_only_parties_speak_and_only_the_proposer_withdraws():
    text = propose(start(parties=("A", "B")), Change(op="drop", on="p3"))
    with pytest.raises(Refused, match="C takes no part"):
        propose(text, Change(op="drop", on="p2"), "C")
    with pytest.raises(Refused, match="B cannot withdraw"):
        withdraw(text, "a1", "B")
    text = withdraw(text, "a1")
    with pytest.raises(Refused, match="a1 is withdrawn"):
        accept(text, "a1")

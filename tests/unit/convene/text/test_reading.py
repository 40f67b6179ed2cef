"""History, support, verbs, precedents, and changes asked for in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.procedures.silence import same_text
from comity.convene.text.asking import Asked, change, clauses, located
from comity.convene.text.brackets import written
from comity.convene.text.document import sha256
from comity.convene.text.history import convergence, differences, origins
from comity.convene.text.precedent import precedents
from comity.convene.text.steps import versions
from comity.convene.text.support import standings, unheard
from comity.convene.text.verbs import Strength, flags, leading, shifts
from comity.convene.text.words import hunks, joined, split
from comity.kernel.errors import Ambiguous, Misused, NotOnShelf, Refused
from comity.records.silence import SilenceOpened
from comity.records.text import Change
from tests.unit.convene.text import acts
from tests.unit.convene.text.acts import accept, inserted, propose, replaced, start, support

SIGNS = st.text(st.sampled_from("abc (),;.“” "), max_size=40)


@given(SIGNS)
@settings(max_examples=50, deadline=None)
def test_splitting_and_joining_keeps_every_sign_but_blanks(text: str):
    assert joined(split(text)).replace(" ", "") == text.replace(" ", "")
    assert joined(split(joined(split(text)))) == joined(split(text))


def test_ordinary_prose_comes_back_as_it_was():
    prose = "Recalls Article 27(3), and “notes” (again) its terms: U.N. practice; State's role – all of it."
    assert joined(split(prose)) == prose


@given(st.lists(st.sampled_from("abcd"), max_size=9), st.lists(st.sampled_from("abcd"), max_size=9))
@settings(max_examples=50, deadline=None)
def test_hunks_make_one_list_the_other(old: list[str], new: list[str]):
    made, at = [], 0
    for a, b, c, d in hunks(old, new):
        made += old[at:a] + new[c:d]
        at = b
    assert made + old[at:] == new


def test_a_difference_of_two_versions_reads_both_ways():
    text = start()
    text = propose(text, replaced(text, "p2", "Urges", "Demands that"), "A")
    text = propose(text, Change(op="drop", on="p3"), "B")
    text = accept(accept(text, "a1"), "a2")
    ahead = {one.id: one for one in differences(text, 0, 2)}
    assert [(run.look, run.text) for run in ahead["p2"].runs[:2]] == [("out", "Urges"), ("in", "Demands that")]
    assert (ahead["p1"].how, ahead["p3"].how) == ("same", "dropped")
    assert ahead["p3"].runs[0].about == ("a2",)
    back = {one.id: one for one in differences(text, 2, 0)}
    assert {run.text: run.look for run in back["p2"].runs}["Urges"] == "in"
    assert back["p3"].how == "added"
    assert written(ahead["p1"].runs) == acts.PREAMBLE
    with pytest.raises(Misused, match="versions 0 to 2"):
        differences(text, 0, 3)


def test_each_word_knows_who_brought_it_when_and_through_what():
    text = start()
    text = propose(text, inserted(text, "p2", "relief", "and fuel"), "A", because="winter is near")
    text = propose(text, replaced(text, "a1", "fuel", "medicine"), "B")
    text = accept(accept(text, "a2"), "a1")
    found = {one.words: one for one in origins(text, "p2")}
    assert found["and"].by == "A"
    assert found["and"].because == "winter is near"
    assert (found["medicine"].by, found["medicine"].through, found["medicine"].version) == ("B", "a1", 2)
    assert found["to pass;"].proposal == "as tabled"
    assert "fuel" not in " ".join(one.words for one in origins(text, gone=True)).replace("medicine", "")


def test_the_digest_is_that_of_the_clean_words_and_freezes_a_silence():
    text = start()
    frozen = sha256(text)
    text = propose(text, Change(op="drop", on="p3"))
    assert sha256(text) == frozen
    opened = SilenceOpened(
        text_sha256=frozen,
        title="Draft",
        opened_at=acts.START,
        ends_at=acts.when(text),
        participants=("A",),
        by="chair",
    )
    same_text(opened, sha256(text))
    changed = sha256(accept(text, "a1"))
    with pytest.raises(Refused, match="the one under silence"):
        same_text(opened, changed)


def test_versions_and_convergence_follow_the_steps():
    text, steps, opened = start(), [], acts.opened()
    steps.append(acts.proposed(text, replaced(text, "p2", "Urges", "Demands that")))
    text = propose(text, steps[0].change)
    steps.append(acts.TextAccepted(proposal="a1", by="chair", at=acts.when(text)))
    found = versions(opened, steps)
    assert [one.version for one in found] == [0, 1]
    assert [round(moment.settled.share, 3) for moment in convergence(opened, steps)] == [1.0, 0.903, 1.0]


def test_consensus_is_the_product_over_groups_and_no_large_group_outvotes_a_small_one():
    text = start()
    for party in "ABCDEF":
        text = support(text, "p2", party)
    text = support(text, "p2", "G", "block", "no mandate")
    (found,) = standings(text, {"north": tuple("ABCDEF"), "south": ("G",)})
    assert found.consensus.value == pytest.approx(7 / 8 * 1 / 3)
    assert found.consensus.baseline.value == pytest.approx(7 / 9)
    assert found.consensus.low < found.consensus.value < found.consensus.high
    with pytest.raises(Misused, match="G is in"):
        standings(text, {"x": ("G",), "y": ("G",)})


def test_a_stand_on_an_earlier_wording_is_shown_and_not_counted():
    text = support(start(parties=("A", "B")), "p2", "A")
    text = accept(propose(text, replaced(text, "p2", "Urges", "Demands that")), "a1")
    (found,) = standings(text, {})
    assert (found.said, len(found.outdated), found.consensus) == ((), 1, None)
    assert unheard(text, "p2") == ("A", "B")


def test_the_proposer_counts_as_agreeing():
    text = propose(start(), Change(op="drop", on="p3"), "A", sponsors=("B",))
    (found,) = standings(text, {})
    assert found.counts()["agree"] == 2


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("Takes note of the report;", Strength.NOTE),
        ("Also strongly encourages dialogue;", Strength.ENCOURAGE),
        ("Calls upon all parties to stop;", Strength.CALL),
        ("Decides to act;", Strength.DECIDE),
        ("Peace is near;", None),
    ],
)
def test_the_verb_a_paragraph_begins_with_has_a_step_on_the_scale(text, step):
    found = leading(text)
    assert (found.strength if found else None) == step


def test_mixed_and_misplaced_verbs_are_flagged_and_subordinate_ones_are_not():
    text = start(
        "Requests a report,", "Urges restraint and demands access;", "Requests a report that notes progress;",
        "Recalling its decisions;", "Peace is near;",
    )  # fmt: skip
    told = {flag.on: flag.words for flag in flags(text)}
    assert sorted(told) == ["p1", "p2", "p4", "p5"]
    assert "urges (call, 4 of 7), demands (demand, 6 of 7)" in told["p2"]


def test_a_proposal_that_changes_the_strength_of_a_verb_is_told():
    text = propose(start(), replaced(start(), "p2", "Urges", "Demands that"), "A")
    text = propose(text, replaced(text, "p2", "Urges", "Calls upon"), "B")
    (found,) = shifts(text)
    assert found.on == "a1"
    assert found.words == "strengthens p2: urges (call, 4 of 7) becomes demands (demand, 6 of 7)"


def test_precedents_are_the_paragraphs_that_share_most_runs_of_words():
    shelf = {
        "X/1": ["Calls upon all parties to allow relief to pass without delay;"],
        "X/2": ["Decides to remain seized of the matter."],
    }
    found = precedents("Urges all parties to allow relief to pass;", shelf)
    assert [one.symbol for one in found] == ["X/1"]
    assert found[0].shared == "all parties to allow relief to pass"
    assert found[0].contained == pytest.approx(5 / 6)
    assert precedents("Welcomes;", shelf) == ()


def test_words_are_found_where_they_are_and_doubts_are_named():
    text = start()
    with pytest.raises(Ambiguous, match="3 times") as caught:
        located(text, "p2", "to")
    assert caught.value.hint.startswith("add --nth")
    assert located(text, "p2", "to", 2) == (7, 8)
    with pytest.raises(NotOnShelf) as caught:
        located(text, "p2", "urges")
    assert "it says “Urges”" in caught.value.hint


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(on="p2"), "no change is named"),
        (Asked(on="p2", drop=True, delete="all"), "--delete and --drop are two changes"),
        (Asked(on="p2", replace="Urges"), "--replace needs --with"),
        (Asked(on="p2", delete="all", with_="some"), "--with goes with --replace"),
        (Asked(on="p2", add="Notes;", role="chapeau"), "--role takes no 'chapeau'"),
        (Asked(on="p2", insert=" "), "--insert names no words"),
    ],
)
def test_a_change_is_asked_for_one_at_a_time(asked, said):
    with pytest.raises(Misused, match=said):
        change(start(), asked)


def test_a_plain_text_gives_title_and_paragraphs_with_their_parts():
    title, found = clauses(
        "# A title\n\nThe General Assembly,\n\nRecalling\nits terms,\n\n1. Urges peace;\n\nNotes it."
    )
    assert title == "A title"
    assert [(clause.role, clause.text) for clause in found] == [
        ("heading", "The General Assembly,"), ("preamble", "Recalling its terms,"), ("operative", "Urges peace;"),
        ("operative", "Notes it."),
    ]  # fmt: skip
    assert [clause.role for clause in clauses("One.\n\nTwo.")[1]] == ["operative", "operative"]

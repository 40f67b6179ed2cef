"""Legal thresholds: element by element, cannot say by default, and no sentence that claims a crime."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.assess.thresholds import ThresholdTest, checked, elements, thresholds
from comity.kernel.errors import NotOnShelf, Refused
from comity.records.assessment import Answer, ElementAnswer
from comity.reference.frameworks import definitions, r2p

DEFINITIONS, TEXTS = definitions.all_definitions(), r2p.all_texts()
ON = date(2026, 6, 1)
ALL = [(d.id, e.id) for d in DEFINITIONS for e in d.elements]


def answer(threshold: str, element: str, said: Answer = Answer.MET, **more: object) -> ElementAnswer:
    base = ElementAnswer(
        state="SDN", threshold=threshold, element=element, answer=said, because="inquiry report", by="lawyer",
        answered_on=date(2026, 5, 1),
    )  # fmt: skip
    return msgspec.structs.replace(base, **more)


def judged(*answers: ElementAnswer) -> dict[str, ThresholdTest]:
    return {test.id: test for test in thresholds("SDN", DEFINITIONS, answers, on=ON, r2p=TEXTS)}


def test_without_answers_every_element_cannot_be_said_and_says_what_would_settle_it() -> None:
    for test in judged().values():
        assert {element.answer for element in test.elements} == {Answer.CANNOT_SAY}
        assert all(element.settled_by and element.source for element in test.elements)
        total = len(test.elements)
        assert test.summary.startswith(f"{total} of {total} elements of ")


def test_an_answer_stands_with_its_judge_and_evidence() -> None:
    found = judged(answer("genocide", "listed_act"))["genocide"]
    (element,) = [item for item in found.elements if item.element == "listed_act"]
    assert (element.answer, element.by, element.settled_by) == (Answer.MET, ("lawyer",), "")
    assert element.because == "met (lawyer, 2026-05-01): inquiry report"
    assert "1 are entered as met, 0 as not met, and 5 cannot be said" in found.summary


def test_where_judges_differ_it_cannot_be_said() -> None:
    pair = (answer("genocide", "listed_act"), answer("genocide", "listed_act", Answer.NOT_MET, by="adviser"))
    found = judged(*pair)["genocide"]
    (element,) = [item for item in found.elements if item.element == "listed_act"]
    assert (element.answer, element.dissent) == (Answer.CANNOT_SAY, True)
    assert "Judges differ on 1." in found.summary


def test_a_judges_newer_answer_replaces_the_older_one() -> None:
    later = answer("genocide", "listed_act", Answer.NOT_MET, answered_on=date(2026, 5, 9))
    found = judged(later, answer("genocide", "listed_act"))["genocide"]
    assert [e.answer for e in found.elements if e.element == "listed_act"] == [Answer.NOT_MET]


def test_later_answers_and_other_states_are_not_used() -> None:
    others = (
        answer("genocide", "listed_act", state="MMR"),
        answer("genocide", "as_such", answered_on=date(2026, 7, 1)),
    )
    assert judged(*others) == judged()


def test_the_responsibility_to_protect_names_pillars_and_the_council() -> None:
    found = judged()["r2p"]
    assert [text.split(":")[0] for text in found.basis] == ["Pillar 1", "Pillar 2", "Pillar 3"]
    assert [item.element for item in found.elements] == [
        "manifest_failure", "peaceful_means_inadequate", "council_authority",
    ]  # fmt: skip
    assert found.decided_by.startswith("the Security Council")


def test_every_threshold_names_who_must_decide() -> None:
    assert all("(" in test.decided_by for test in judged().values())
    assert "no separate crime" in judged()["ethnic_cleansing"].decided_by


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.sampled_from(ALL), st.sampled_from(tuple(Answer)), max_size=len(ALL)))
def test_no_summary_ever_claims_a_crime(said: dict[tuple[str, str], Answer]) -> None:
    for test in judged(*(answer(*item, value) for item, value in said.items())).values():
        assert test.summary.endswith("must decide. No legal advice.")
        assert "This is no finding" in test.summary
        counted = sum(int(word) for word in test.summary.replace(",", "").split() if word.isdigit())
        assert counted == 2 * len(test.elements)


def test_answers_to_unknown_elements_or_without_evidence_are_not_recorded() -> None:
    good = answer("genocide", "listed_act")
    assert checked(good, DEFINITIONS) == good
    assert checked(answer("r2p", "manifest_failure"), DEFINITIONS, TEXTS).element == "manifest_failure"
    with pytest.raises(NotOnShelf, match="no threshold 'genozide'") as caught:
        checked(answer("genozide", "listed_act"), DEFINITIONS)
    assert "genocide" in caught.value.hint
    with pytest.raises(NotOnShelf, match="no element 'act'"):
        checked(answer("genocide", "act"), DEFINITIONS)
    with pytest.raises(Refused, match="names no evidence"):
        checked(msgspec.structs.replace(good, because=""), DEFINITIONS)
    with pytest.raises(Refused, match="names no judge"):
        checked(msgspec.structs.replace(good, by=" "), DEFINITIONS)


def test_all_elements_can_be_handed_on_as_one_list() -> None:
    assert len(elements(judged().values())) == len(ALL) + 3

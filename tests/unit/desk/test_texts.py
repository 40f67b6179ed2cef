from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from comity.convene.text.asking import Asked, change
from comity.convene.text.document import sha256
from comity.desk.record import Record, open_record
from comity.desk.texts import Form, Texts, exported, regional
from comity.kernel.errors import Misused, NotOnShelf, Refused
from comity.kernel.marking import CLEAR, marking
from comity.records.text import Change, TextAccepted, TextProposed, TextSupported
from tests.unit.convene.text import acts

AMBER = marking("TLP:AMBER")


@pytest.fixture
def record(tmp_path: Path):
    with open_record(tmp_path / "desk.db", author="desk") as made:
        yield made


@pytest.fixture
def texts(record: Record) -> Texts:
    made = Texts(record)
    made.open(acts.opened(parties=("FRA", "KEN", "G77")), CLEAR)
    return made


def said(by: str = "FRA") -> TextProposed:
    return TextProposed(id="", by=by, change=Change(op="drop"), at=datetime(2026, 1, 1, tzinfo=UTC))


def propose(texts: Texts, by: str = "FRA", mark=CLEAR, **asked: object):
    return texts.propose("text/1", lambda text: change(text, Asked(**asked)), said(by), mark)


def test_a_text_is_a_fold_of_its_stream(texts: Texts, record: Record):
    propose(texts, on="p2", replace="Urges", with_="Demands that")
    done = propose(texts, "KEN", on="p2", replace="Urges", with_="Calls upon")
    assert [entry.kind for entry in record.entries("text/1")] == [
        "convene.text_opened/1", "convene.text_proposed/1", "convene.text_proposed/1",
    ]  # fmt: skip
    assert done.entry.body["id"] == "a2"
    taken = texts.take("text/1", lambda _: TextAccepted(proposal="a1", by="chair", at=texts.now()), CLEAR)
    assert [(one.id, one.how) for one in taken.outcomes] == [("a2", "conflict")]
    assert texts.text("text/1") == taken.text
    assert texts.text("text/1", version=0).version == 0
    assert len(texts.convergence("text/1")) == 4


def test_a_refused_step_leaves_no_entry(texts: Texts, record: Record):
    size = record.size()
    with pytest.raises(Refused, match="takes no part"):
        propose(texts, "RUS", on="p2", drop=True)
    assert record.size() == size


def test_who_writes_second_is_asked_again_on_the_newer_text(texts: Texts, record: Record):
    others = Texts(record)
    calls: list[str] = []

    def build(text):
        if not calls:
            others.propose("text/1", lambda now: change(now, Asked(on="p3", drop=True)), said("KEN"), CLEAR)
        calls.append("asked")
        return change(text, Asked(on="p2", delete="all"))

    assert texts.propose("text/1", build, said(), CLEAR).entry.body["id"] == "a2"
    assert len(calls) == 2


def test_an_export_carries_the_strictest_marking_of_what_was_said(texts: Texts):
    assert texts.marking("text/1") == CLEAR
    propose(texts, mark=AMBER, on="p2", delete="all")
    assert texts.marking("text/1") == AMBER
    made = exported(texts.text("text/1"), Form.MARKED, label=texts.marking("text/1").label).decode()
    assert made.startswith("TLP:AMBER\n")


@pytest.mark.parametrize("form", list(Form))
def test_every_form_can_be_made_with_marks_and_clean(texts: Texts, form: Form):
    propose(texts, on="p2", delete="all")
    text = texts.text("text/1")
    assert exported(text, form, marks=True) != exported(text, form, marks=False)


def test_parties_that_are_states_stand_by_regional_group(texts: Texts):
    step = TextSupported(on="p2", party="KEN", level="agree", at=texts.now())
    texts.take("text/1", lambda _: step, CLEAR)
    text = texts.text("text/1")
    assert regional(text) == {"African States": ("KEN",), "Western European and other States": ("FRA",)}
    (found,) = texts.standings(text)
    assert found.consensus is not None
    assert texts.flags(text) == ()
    assert len(sha256(text)) == 64


def test_a_text_that_is_not_there_and_a_version_it_lacks_are_named(texts: Texts):
    with pytest.raises(NotOnShelf, match="no text 'text/7'"):
        texts.text("text/7")
    with pytest.raises(Misused, match="versions 0 to 0"):
        texts.text("text/1", version=3)

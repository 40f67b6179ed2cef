from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from comity.kernel import ids
from comity.kernel.errors import Misused, NotOnShelf, Refused
from comity.kernel.grading import grade
from comity.kernel.marking import Marking, Tlp
from comity.ledger.kinds import KINDS, kind, normal, value
from comity.records.signal import Signal
from tests.unit.ledger.ledger_samples import pledge


def test_every_kind_is_well_formed_and_says_what_it_means():
    for id, known in KINDS.items():
        name, version = ids.kind(id)
        assert version >= 1
        assert ids.stream(f"{known.family}/1")
        assert name.split(".")[0] in {"desk", "warn", "assess", "plan", "convene", "commit", "account", "learn"}
        assert known.meaning[0].isupper()
        assert known.meaning.endswith(".")
        assert issubclass(known.record, msgspec.Struct)


def test_every_kind_is_documented_with_its_meaning():
    page = (Path(__file__).parents[3] / "docs" / "explanation" / "ledger.md").read_text(encoding="utf-8")
    for known in KINDS.values():
        assert f"| `{known.id}` | `{known.family}/…` | {known.meaning} | `{known.record.__name__}` |" in page


def test_a_record_and_its_json_are_stored_alike():
    written = json.loads(msgspec.json.encode(pledge(1)))
    assert normal("commit.pledged/1", pledge(1)) == normal("commit.pledged/1", written)


def test_defaults_are_written_out_so_that_they_cannot_change_later():
    bare = {"id": "pledge/1", "by": "NOR", "what": "relief", "due_on": "2026-06-01", "made_on": "2026-01-01"}
    assert normal("commit.pledged/1", bare)["condition"] == ""


def test_a_record_comes_back_equal():
    assert value("commit.pledged/1", normal("commit.pledged/1", pledge(7))) == pledge(7)


def test_a_signal_keeps_grade_and_marking():
    signal = Signal(
        state="SDN",
        seen_on=pledge(1).made_on,
        known_on=pledge(1).due_on,
        text="A market was shelled.",
        grade=grade("B2"),
        marking=Marking(tlp=Tlp.AMBER, compartments=frozenset({"field", "envoys"})),
    )
    assert value("warn.signalled/2", normal("warn.signalled/2", signal)) == signal


def test_an_unknown_kind_gets_a_suggestion():
    with pytest.raises(NotOnShelf) as caught:
        kind("commit.pledge/1")
    assert "commit.pledged/1" in caught.value.hint


@pytest.mark.parametrize(
    "id", ["pledged", "commit.pledged", "commit.pledged/0", "commit.pledged/1\n", "Commit.pledged/1"]
)
def test_a_malformed_kind_is_misuse(id):
    with pytest.raises(Misused, match="no entry kind"):
        kind(id)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"by": None}, r"Expected `str`.*`\$\.by`"),
        ({"due_on": "soon"}, "due_on"),
        ({"amount": "much"}, "amount"),
    ],
)
def test_a_body_that_does_not_fit_is_refused_by_field(change, words):
    with pytest.raises(Refused, match=words):
        normal("commit.pledged/1", msgspec.to_builtins(pledge(1)) | change)


def test_a_field_the_record_lacks_is_refused_and_not_dropped():
    with pytest.raises(Refused, match="no field 'ammount'") as caught:
        normal("commit.pledged/1", msgspec.to_builtins(pledge(1)) | {"ammount": 3})
    assert caught.value.hint == "did you mean amount or about?"


@pytest.mark.parametrize("body", [None, [], "text", 3, object(), {"by": object()}])
def test_what_is_no_json_object_is_refused(body):
    with pytest.raises(Refused):
        normal("commit.pledged/1", body)

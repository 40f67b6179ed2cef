from __future__ import annotations

import msgspec
import pytest

from comity.kernel.errors import Misused, Refused
from comity.ledger.entry import entry
from comity.ledger.kinds import KINDS
from comity.ledger.upcast import UPCASTS, Upcasts
from tests.unit.ledger.ledger_samples import stored

STEPS = Upcasts(
    {
        "commit.pledged/1": lambda body: {**body, "currency": body["unit"]},
        "commit.pledged/2": lambda body: {key: part for key, part in body.items() if key != "unit"},
    }
)


def test_an_old_entry_is_read_through_every_step():
    read = STEPS.upcast(entry(stored(0)))
    assert read.kind == "commit.pledged/3"
    assert read.body["currency"] == "USD"
    assert "unit" not in read.body


def test_an_upcast_changes_neither_the_entry_nor_its_hashes():
    old = entry(stored(0))
    read = STEPS.upcast(old)
    assert old == entry(stored(0))
    assert (read.leaf, read.commitment, read.sequence) == (old.leaf, old.commitment, old.sequence)


def test_an_entry_of_the_newest_kind_is_left_alone():
    newest = msgspec.structs.replace(entry(stored(0)), kind="commit.pledged/3")
    assert STEPS.upcast(newest) is newest
    assert STEPS.newest("commit.pledged/1") == "commit.pledged/3"


def test_a_step_that_fails_names_the_entry():
    broken = Upcasts({"commit.pledged/1": lambda body: {"x": body["absent"]}})
    with pytest.raises(Refused, match=r"entry 5 cannot be read as commit\.pledged/2"):
        broken.upcast(entry(stored(5)))


def test_a_key_that_is_no_kind_is_misuse():
    with pytest.raises(Misused):
        Upcasts({"pledged": dict})


def test_every_kind_is_read_as_one_the_project_writes():
    assert {UPCASTS.newest(kind) for kind in KINDS} <= set(KINDS)

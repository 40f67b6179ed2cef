from __future__ import annotations

import hashlib
import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import BrokenChain, Misused
from comity.kernel.marking import Marking, Tlp
from comity.ledger.entry import commitment, entry, header, line
from comity.ledger.merkle import leaf_hash
from tests.unit.ledger.ledger_samples import pledge, proposal, stored

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.text(max_size=5), JSON, max_size=4)


def test_the_leaf_is_the_rfc_6962_hash_of_the_header_as_documented():
    written = stored(0)
    text = (
        f'{{"author":"desk","commitment":"{written.commitment.hex()}","format":"comity ledger entry/1",'
        '"instant":"2026-01-01T00:00:00.000000Z","kind":"commit.pledged/1","marking":"TLP:CLEAR",'
        '"sequence":0,"stream":"pledge/1","version":0}'
    )
    assert header(written) == text.encode()
    assert written.leaf == hashlib.sha256(b"\x00" + text.encode()).digest()


def test_the_commitment_is_the_documented_hash_of_tag_salt_and_body():
    written = stored(3)
    expected = hashlib.sha256(b"comity ledger commitment/1\n" + written.salt + written.body).digest()
    assert written.commitment == expected


def test_body_and_salt_enter_the_leaf_only_through_the_commitment():
    written = stored(0)
    erased = msgspec.structs.replace(written, salt=b"", body=b"")
    assert leaf_hash(header(erased)) == written.leaf


@settings(max_examples=25, deadline=None)
@given(OBJECTS, st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_change_the_leaf(body, random):
    keys = list(body)
    random.shuffle(keys)
    first = line(proposal(body=body), sequence=0, version=0, instant="x", salt=bytes(32))
    second = line(proposal(body={key: body[key] for key in keys}), sequence=0, version=0, instant="x", salt=bytes(32))
    assert first == second


@settings(max_examples=25, deadline=None)
@given(OBJECTS, OBJECTS)
def test_different_bodies_have_different_commitments(one, other):
    first = line(proposal(body=one), sequence=0, version=0, instant="x", salt=bytes(32))
    second = line(proposal(body=other), sequence=0, version=0, instant="x", salt=bytes(32))
    assert (first.commitment == second.commitment) == (
        json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    )


def test_equal_bodies_under_different_salts_cannot_be_told_to_be_equal():
    assert commitment(bytes(32), b"{}") != commitment(b"1" * 32, b"{}")


def test_a_salt_of_another_length_is_misuse():
    with pytest.raises(Misused, match="32 bytes"):
        commitment(b"short", b"{}")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sequence", 1),
        ("stream", "pledge/2"),
        ("version", 1),
        ("kind", "account.found/1"),
        ("author", "desk2"),
        ("instant", "2026-01-01T00:00:00.000001Z"),
        ("marking", "TLP:RED"),
        ("marking", "tlp:clear"),
        ("commitment", bytes(32)),
    ],
)
def test_changing_any_field_of_the_header_changes_the_leaf(field, value):
    written = stored(0)
    assert leaf_hash(header(msgspec.structs.replace(written, **{field: value}))) != written.leaf


def test_an_entry_reads_back_what_was_proposed():
    secret = Marking(tlp=Tlp.RED, compartments=frozenset({"b", "a"}))
    read = entry(line(proposal(marking=secret), sequence=4, version=2, instant="2026-01-01T00:00:00Z", salt=bytes(32)))
    assert (read.sequence, read.version, read.marking) == (4, 2, secret)
    assert msgspec.convert(read.body, type(pledge(1))) == pledge(1)


@pytest.mark.parametrize(
    ("field", "value"),
    [("body", b"{"), ("body", b"\xff"), ("marking", ""), ("marking", "TLP:PINK"), ("instant", "now")],
)
def test_a_stored_entry_that_cannot_be_read_is_named(field, value):
    with pytest.raises(BrokenChain, match=r"entry 3 \(pledge/4, commit.pledged/1\) cannot be read"):
        entry(msgspec.structs.replace(stored(3), **{field: value}))

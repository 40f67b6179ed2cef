from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import Misused
from comity.ledger.merkle import (
    EMPTY_ROOT,
    Node,
    NodeAt,
    Peaks,
    consistency,
    consistent,
    includes,
    inclusion,
    leaf_hash,
    node_hash,
    peaks,
    root,
)

# The eight leaves, roots and proofs of the Certificate Transparency reference tests (merkletree/merkle_tree_test.cc).
LEAVES = tuple(
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
)
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
INCLUSIONS = (
    (0, 1, ()),
    (
        0,
        8,
        (
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ),
    ),
    (
        5,
        8,
        (
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ),
    ),
    (2, 3, ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",)),
    (
        1,
        5,
        (
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ),
    ),
)
CONSISTENCIES = (
    (1, 1, ()),
    (1, 8, INCLUSIONS[1][2]),
    (
        6,
        8,
        (
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ),
    ),
    (
        2,
        5,
        (
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ),
    ),
)
MOST = 64


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(bytes([number])) for number in range(count)]


def grown(hashes: list[bytes]) -> tuple[list[Peaks], NodeAt]:
    """Peaks after each leaf, and the nodes a store would keep."""
    steps, nodes = [Peaks()], {}
    for number, leaf in enumerate(hashes):
        nodes[0, number] = leaf
        step, done = steps[-1].grown(leaf)
        steps.append(step)
        nodes |= {(node.level, node.index): node.hash for node in done}
    return steps, lambda level, index: nodes[level, index]


def tree_hash(hashes: list[bytes]) -> bytes:
    """RFC 6962 section 2.1 as it is written, by recursion; the oracle."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node_hash(tree_hash(hashes[:split]), tree_hash(hashes[split:]))


STEPS, NODE_AT = grown(leaves(MOST))


def test_roots_of_the_eight_standard_leaves_are_those_of_certificate_transparency():
    hashes = [leaf_hash(leaf) for leaf in LEAVES]
    assert [root(hashes[:size]).hex() for size in range(9)] == list(ROOTS)


@pytest.mark.parametrize(("index", "size", "proof"), INCLUSIONS)
def test_inclusion_proofs_are_those_of_certificate_transparency(index, size, proof):
    _, node_at = grown([leaf_hash(leaf) for leaf in LEAVES])
    assert tuple(item.hex() for item in inclusion(index, size, node_at)) == proof


@pytest.mark.parametrize(("old", "new", "proof"), CONSISTENCIES)
def test_consistency_proofs_are_those_of_certificate_transparency(old, new, proof):
    _, node_at = grown([leaf_hash(leaf) for leaf in LEAVES])
    assert tuple(item.hex() for item in consistency(old, new, node_at)) == proof


def test_growing_leaf_by_leaf_gives_the_root_of_the_definition_for_every_size():
    assert [step.root() for step in STEPS] == [tree_hash(leaves(size)) for size in range(MOST + 1)]


def test_peaks_read_from_stored_nodes_are_those_of_the_log_that_grew():
    assert [peaks(size, NODE_AT) for size in range(MOST + 1)] == STEPS


def test_every_entry_of_every_size_has_a_proof_that_holds():
    for size in range(1, MOST + 1):
        for index in range(size):
            proof = inclusion(index, size, NODE_AT)
            assert includes(NODE_AT(0, index), index, size, proof, STEPS[size].root())


def test_every_size_is_shown_to_begin_every_later_one():
    for new in range(MOST + 1):
        for old in range(new + 1):
            assert consistent(old, STEPS[old].root(), new, STEPS[new].root(), consistency(old, new, NODE_AT))


def test_an_inclusion_proof_fails_with_any_part_changed():
    for size in range(1, 18):
        good = STEPS[size].root()
        for index in range(size):
            leaf, proof = NODE_AT(0, index), inclusion(index, size, NODE_AT)
            assert not includes(leaf_hash(b"other"), index, size, proof, good)
            assert not includes(leaf, index, size, proof, leaf_hash(b"other"))
            assert not includes(leaf, index, size, (*proof, good), good)
            assert not includes(leaf, size, size, proof, good)
            assert not includes(leaf, -1, size, proof, good)
            for place in range(len(proof)):
                assert not includes(leaf, index, size, proof[:place] + proof[place + 1 :], good)
                flipped = bytes([proof[place][0] ^ 1]) + proof[place][1:]
                assert not includes(leaf, index, size, (*proof[:place], flipped, *proof[place + 1 :]), good)


def test_an_inclusion_proof_fails_at_every_other_place():
    for size in range(2, 18):
        for index in range(size):
            proof = inclusion(index, size, NODE_AT)
            for other in range(size):
                if other != index:
                    assert not includes(NODE_AT(0, index), other, size, proof, STEPS[size].root())


def test_a_consistency_proof_fails_with_any_part_changed():
    for old, new in ((o, n) for n in range(2, 18) for o in range(1, n)):
        before, after, proof = STEPS[old].root(), STEPS[new].root(), consistency(old, new, NODE_AT)
        assert not consistent(old, leaf_hash(b"other"), new, after, proof)
        assert not consistent(old, before, new, leaf_hash(b"other"), proof)
        assert not consistent(old, before, new, after, (*proof, after))
        assert not consistent(old, before, new, after, ())
        for place in range(len(proof)):
            flipped = bytes([proof[place][0] ^ 1]) + proof[place][1:]
            assert not consistent(old, before, new, after, (*proof[:place], flipped, *proof[place + 1 :]))


def test_two_logs_that_part_ways_cannot_be_shown_consistent():
    fork, fork_at = grown([*leaves(5), leaf_hash(b"other"), *leaves(3)])
    assert not consistent(6, STEPS[6].root(), 9, fork[9].root(), consistency(6, 9, fork_at))
    assert not consistent(6, STEPS[6].root(), 6, fork[6].root(), ())


def test_the_empty_log_begins_every_log_and_no_proof_is_taken_for_it():
    assert consistent(0, EMPTY_ROOT, 3, STEPS[3].root(), ())
    assert not consistent(0, STEPS[1].root(), 3, STEPS[3].root(), ())
    assert not consistent(3, STEPS[3].root(), 2, STEPS[2].root(), ())


def test_a_leaf_cannot_pass_for_an_inner_node():
    left, right = leaves(2)
    assert leaf_hash(left + right) != node_hash(left, right)


def test_an_entry_beyond_the_log_has_no_proof():
    with pytest.raises(Misused, match="no entry 3"):
        inclusion(3, 3, NODE_AT)
    with pytest.raises(Misused, match="does not contain"):
        consistency(4, 3, NODE_AT)


def test_a_node_knows_the_leaves_it_covers():
    node = Node(level=2, index=3, hash=b"")
    assert (node.first, node.last) == (12, 15)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40), st.data())
def test_changing_any_leaf_changes_the_root(items, data):
    place = data.draw(st.integers(0, len(items) - 1))
    changed = [*items]
    changed[place] = items[place] + b"x"
    assert root(map(leaf_hash, items)) != root(map(leaf_hash, changed))


def test_each_leaf_completes_as_many_nodes_as_its_number_ends_in_ones():
    for number, (before, after) in enumerate(pairwise(STEPS)):
        _, done = before.grown(leaf_hash(bytes([number])))
        ones = (number ^ (number + 1)).bit_length() - 1
        assert [node.level for node in done] == list(range(1, ones + 1))
        assert all(node.last == number for node in done)
        assert len(after.hashes) == (number + 1).bit_count()

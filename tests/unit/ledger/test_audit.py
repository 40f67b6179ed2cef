from __future__ import annotations

import msgspec
import pytest

from comity.kernel.errors import BrokenChain
from comity.ledger.audit import audit
from comity.ledger.checkpoint import Checkpoint
from comity.ledger.entry import Line, commitment, header
from comity.ledger.merkle import Peaks, leaf_hash
from tests.unit.ledger.ledger_samples import stored

ORIGIN = "mfa.example/desk"
SIGNED = "\n— partner.example/witness AAAA\n"


def ledger(lines):
    """Nodes and checkpoint texts a store would hold, one checkpoint for each entry."""
    grown, nodes, notes = Peaks(), [], []
    for line in lines:
        grown, done = grown.grown(line.leaf)
        nodes.extend(done)
        notes.append((grown.size, Checkpoint(origin=ORIGIN, size=grown.size, root=grown.root()).text))
    return nodes, notes


def rewritten(line: Line, **changes: object) -> Line:
    """The line as a forger leaves it: changed, with both hashes made anew."""
    changed = msgspec.structs.replace(line, **changes)
    changed = msgspec.structs.replace(changed, commitment=commitment(changed.salt, changed.body))
    return msgspec.structs.replace(changed, leaf=leaf_hash(header(changed)))


LINES = [stored(number) for number in range(7)]
NODES, NOTES = ledger(LINES)


def kept(size: int) -> Checkpoint:
    grown = Peaks()
    for line in LINES[:size]:
        grown, _ = grown.grown(line.leaf)
    return Checkpoint(origin=ORIGIN, size=size, root=grown.root())


def test_a_whole_ledger_is_reported_with_what_was_compared():
    report = audit(ORIGIN, LINES, NODES, NOTES, [kept(3), kept(0), kept(7)])
    assert (report.entries, report.nodes, report.checkpoints, report.outside) == (7, 4, 7, 3)
    assert report.root == kept(7).root
    assert report.newest == LINES[-1].instant


def test_an_empty_ledger_is_whole():
    assert audit(ORIGIN, [], [], []).entries == 0


def test_signature_lines_under_a_stored_checkpoint_are_let_stand():
    assert audit(ORIGIN, LINES, NODES, [(size, text + SIGNED) for size, text in NOTES]).checkpoints == 7


@pytest.mark.parametrize("place", range(7))
def test_a_changed_body_is_named(place):
    lines = [*LINES]
    lines[place] = msgspec.structs.replace(lines[place], body=lines[place].body + b" ")
    with pytest.raises(BrokenChain, match=rf"entry {place} \(pledge/{place + 1}, commit.pledged/1\): salt and body"):
        audit(ORIGIN, lines, NODES, NOTES)


@pytest.mark.parametrize("place", range(7))
def test_a_changed_header_is_named(place):
    lines = [*LINES]
    lines[place] = msgspec.structs.replace(lines[place], author="other")
    with pytest.raises(BrokenChain, match=rf"entry {place} .* its header does not give the stored leaf"):
        audit(ORIGIN, lines, NODES, NOTES)


@pytest.mark.parametrize("place", range(7))
def test_a_forged_entry_with_new_hashes_is_caught_by_the_checkpoint_that_covers_it(place):
    lines = [*LINES]
    lines[place] = rewritten(lines[place], author="other")
    with pytest.raises(BrokenChain, match=f"entries .* to {place}"):
        audit(ORIGIN, lines, NODES, NOTES)


def test_a_ledger_rewritten_whole_is_caught_only_by_a_checkpoint_kept_outside():
    lines = [rewritten(line, author="other") for line in LINES]
    nodes, notes = ledger(lines)
    assert audit(ORIGIN, lines, nodes, notes).entries == 7
    with pytest.raises(BrokenChain, match="kept outside over 5 entries has another root"):
        audit(ORIGIN, lines, nodes, notes, [kept(5)])


def test_newest_entries_cut_off_with_their_checkpoints_are_caught_only_from_outside():
    nodes, notes = ledger(LINES[:4])
    assert audit(ORIGIN, LINES[:4], nodes, notes).entries == 4
    with pytest.raises(BrokenChain, match="covers 5 entries; entry 4 and later ones are missing"):
        audit(ORIGIN, LINES[:4], nodes, notes, [kept(5)])


def test_newest_entries_cut_off_alone_are_caught():
    nodes, _ = ledger(LINES[:4])
    with pytest.raises(BrokenChain, match="a stored checkpoint covers 5 entries; entry 4"):
        audit(ORIGIN, LINES[:4], nodes, NOTES)


def test_a_missing_entry_is_named():
    with pytest.raises(BrokenChain, match="entry 2 is missing"):
        audit(ORIGIN, LINES[:2] + LINES[3:], NODES, NOTES)


@pytest.mark.parametrize("place", range(4))
def test_a_changed_or_missing_tree_node_is_named(place):
    node = NODES[place]
    words = f"tree node over entries {node.first} to {node.last}"
    changed = [*NODES]
    changed[place] = msgspec.structs.replace(node, hash=bytes(32))
    for nodes in (changed, NODES[:place] + NODES[place + 1 :]):
        with pytest.raises(BrokenChain, match=words):
            audit(ORIGIN, LINES, nodes, NOTES)


def test_a_tree_node_too_many_is_caught():
    with pytest.raises(BrokenChain, match="a stored tree node"):
        audit(ORIGIN, LINES[:1], NODES, NOTES[:1])


def test_a_changed_checkpoint_is_named():
    notes = [*NOTES]
    notes[2] = (3, NOTES[2][1].replace("3", "4", 1))
    with pytest.raises(BrokenChain, match="stored checkpoint of size 3"):
        audit(ORIGIN, LINES, NODES, notes)


def test_entries_no_checkpoint_covers_are_caught():
    with pytest.raises(BrokenChain, match="no stored checkpoint covers the newest entry, 6"):
        audit(ORIGIN, LINES, NODES, NOTES[:6])


def test_a_checkpoint_out_of_order_is_caught():
    with pytest.raises(BrokenChain, match="out of order"):
        audit(ORIGIN, LINES, NODES, [(0, ""), *NOTES])


def test_a_checkpoint_of_another_ledger_is_not_compared():
    other = msgspec.structs.replace(kept(3), origin="other.example/desk")
    with pytest.raises(BrokenChain, match=r"names other\.example/desk"):
        audit(ORIGIN, LINES, NODES, NOTES, [other])


def test_an_instant_before_its_predecessor_is_caught():
    lines = [*LINES[:6], rewritten(LINES[6], instant="2025-01-01T00:00:00.000000Z")]
    nodes, notes = ledger(lines)
    with pytest.raises(BrokenChain, match=r"entry 6 .* earlier than the entry before it"):
        audit(ORIGIN, lines, nodes, notes)


def test_a_gap_in_a_stream_is_caught():
    lines = [*LINES[:6], rewritten(LINES[6], version=1)]
    nodes, notes = ledger(lines)
    with pytest.raises(BrokenChain, match=r"entry 6 .* is number 1 of its stream where 0 is due"):
        audit(ORIGIN, lines, nodes, notes)

"""Merkle tree of a transparency log: roots, growth, inclusion and consistency proofs. Knows hashes, not entries.

Source: RFC 6962 section 2.1 and RFC 9162 section 2.1 (the same tree, with the verification algorithms spelled out).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

import msgspec

from comity.kernel.errors import Misused

# RFC 6962 section 2.1: one byte tells leaves from inner nodes, against second-preimage attacks.
_LEAF = b"\x00"
_NODE = b"\x01"

# RFC 6962 section 2.1: the hash of an empty list is the hash of an empty string.
EMPTY_ROOT = hashlib.sha256(b"").digest()

# Gives the hash of a complete subtree: (level, index) covers leaves index * 2^level up to (index + 1) * 2^level - 1.
NodeAt = Callable[[int, int], bytes]


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A complete subtree of 2^level leaves, the index-th of its level from the left; level 0 is a leaf."""

    level: int
    index: int
    hash: bytes

    @property
    def first(self) -> int:
        """Number of the first leaf under it."""
        return self.index << self.level

    @property
    def last(self) -> int:
        """Number of the leaf whose arrival completed it."""
        return ((self.index + 1) << self.level) - 1


class Peaks(msgspec.Struct, frozen=True, kw_only=True):
    """All a log must keep in mind to grow: the complete subtrees that cover its leaves, largest first.

    size    leaves so far
    hashes  one for each binary one in `size`
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def grown(self, leaf: bytes) -> tuple[Peaks, tuple[Node, ...]]:
        """The peaks after one more leaf hash, and the inner nodes it completed, lowest first; O(log size)."""
        hashes = list(self.hashes)
        done: list[Node] = []
        current, level = leaf, 0
        while self.size >> level & 1:
            current = node_hash(hashes.pop(), current)
            level += 1
            done.append(Node(level=level, index=self.size >> level, hash=current))
        return Peaks(size=self.size + 1, hashes=(*hashes, current)), tuple(done)

    def root(self) -> bytes:
        """The root over all leaves so far; O(log size)."""
        if not self.hashes:
            return EMPTY_ROOT
        *rest, current = self.hashes
        for left in reversed(rest):
            current = node_hash(left, current)
        return current


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(_LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over two subtree hashes."""
    return hashlib.sha256(_NODE + left + right).digest()


def peaks(size: int, node_at: NodeAt) -> Peaks:
    """The peaks of a stored log of that size."""
    hashes = []
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            hashes.append(node_at(level, (size >> level) - 1))
    return Peaks(size=size, hashes=tuple(hashes))


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes in order."""
    grown = Peaks()
    for leaf in leaves:
        grown, _ = grown.grown(leaf)
    return grown.root()


def inclusion(index: int, size: int, node_at: NodeAt) -> tuple[bytes, ...]:
    """Proof that leaf `index` is in the log of `size` leaves: sibling hashes from the leaf upwards.

    raises  Misused when there is no such leaf
    source  RFC 6962 section 2.1.1
    """
    if not 0 <= index < size:
        raise Misused(f"a log of {size} entries has no entry {index}", hint=f"entries are numbered 0 to {size - 1}")
    return _path(index, 0, size, node_at)


def consistency(old: int, new: int, node_at: NodeAt) -> tuple[bytes, ...]:
    """Proof that the log of `new` leaves begins with the log of `old` leaves; empty for an empty or the same log.

    raises  Misused unless 0 <= old <= new
    source  RFC 6962 section 2.1.2
    """
    if not 0 <= old <= new:
        raise Misused(f"a log of {new} entries does not contain one of {old}", hint="give the smaller size first")
    if old in (0, new):
        return ()
    return _subproof(old, 0, new, True, node_at)


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root_hash: bytes) -> bool:
    """Whether the proof shows that `leaf` is entry `index` of the log of `size` leaves with that root.

    source  RFC 9162 section 2.1.3.2
    """
    if not 0 <= index < size:
        return False
    place, last, current = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            current = node_hash(sibling, current)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            current = node_hash(current, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and current == root_hash


def consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the log of `new` leaves begins with the log of `old` leaves.

    source  RFC 9162 section 2.1.4.2; the empty log, on which it is silent, begins every log
    """
    if not 0 <= old <= new:
        return False
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    if old == new:
        return not proof and old_root == new_root
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _subtree(start: int, size: int, node_at: NodeAt) -> bytes:
    """The root over leaves start to start + size - 1; `start` is a multiple of the power of two at or above `size`."""
    level = size.bit_length() - 1
    if size == 1 << level:
        return node_at(level, start >> level)
    left = _split(size)
    return node_hash(_subtree(start, left, node_at), _subtree(start + left, size - left, node_at))


def _path(index: int, start: int, size: int, node_at: NodeAt) -> tuple[bytes, ...]:
    if size == 1:
        return ()
    left = _split(size)
    if index < left:
        return (*_path(index, start, left, node_at), _subtree(start + left, size - left, node_at))
    return (*_path(index - left, start + left, size - left, node_at), _subtree(start, left, node_at))


def _subproof(old: int, start: int, size: int, whole: bool, node_at: NodeAt) -> tuple[bytes, ...]:
    """RFC 6962 section 2.1.2, SUBPROOF; `whole` says that the old log's root is known to the verifier."""
    if old == size:
        return () if whole else (_subtree(start, size, node_at),)
    left = _split(size)
    if old <= left:
        rest = _subproof(old, start, left, whole, node_at)
        return (*rest, _subtree(start + left, size - left, node_at))
    rest = _subproof(old - left, start + left, size - left, False, node_at)
    return (*rest, _subtree(start, left, node_at))

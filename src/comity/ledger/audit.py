"""Whether a stored ledger proves itself: every entry, inner node and checkpoint is computed again and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from comity.kernel.errors import BrokenChain
from comity.ledger.checkpoint import Checkpoint
from comity.ledger.entry import SALT_BYTES, Line, commitment, header
from comity.ledger.merkle import Node, Peaks, leaf_hash

_HINT = "keep the files as they are, compare with a backup and with checkpoints that partners hold"


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """What was found whole.

    origin       name of the ledger
    entries      entries computed again, all of them
    nodes        inner nodes compared
    checkpoints  stored checkpoints compared
    outside      checkpoints kept outside that were compared
    root         RFC 6962 root over all entries
    newest       instant of the newest entry, or None for an empty ledger
    """

    origin: str
    entries: int
    nodes: int
    checkpoints: int
    outside: int
    root: bytes
    newest: str | None


def audit(
    origin: str,
    lines: Iterable[Line],
    nodes: Iterable[Node],
    notes: Iterable[tuple[int, str]],
    outside: Sequence[Checkpoint] = (),
) -> Audit:
    """The report on a ledger that is whole.

    lines    as stored, in order of sequence
    nodes    inner nodes as stored, by the entry that completed them, then by level
    notes    stored checkpoints as (size, text), by size
    outside  checkpoints kept elsewhere, in any order
    raises   BrokenChain naming the first entry, node or checkpoint that does not fit
    """
    stored_nodes, stored_notes = iter(nodes), iter(notes)
    kept: dict[int, list[Checkpoint]] = {}
    for point in outside:
        if point.origin != origin:
            raise _broken(f"the checkpoint kept outside names {point.origin}, this ledger is {origin}")
        kept.setdefault(point.size, []).append(point)
    grown, compared, checked = Peaks(), 0, 0
    note = next(stored_notes, None)
    versions: Counter[str] = Counter()
    newest: str | None = None
    _compare_kept(kept.pop(0, []), grown)
    for line in lines:
        _check_line(line, grown.size, versions[line.stream], newest)
        versions[line.stream] += 1
        newest = line.instant
        grown, done = grown.grown(line.leaf)
        compared += _check_nodes(done, stored_nodes, line)
        if note and note[0] == grown.size:
            _check_note(note, Checkpoint(origin=origin, size=grown.size, root=grown.root()), line)
            note, checked = next(stored_notes, None), checked + 1
            covered = grown.size
        elif note and note[0] < grown.size:
            raise _broken(f"a stored checkpoint has size {note[0]}, out of order at {line.name}")
        else:
            covered = -1
        _compare_kept(kept.pop(grown.size, []), grown)
    _check_ends(grown, next(stored_nodes, None), note, kept)
    if grown.size and covered != grown.size:
        raise _broken(f"no stored checkpoint covers the newest entry, {grown.size - 1}")
    return Audit(
        origin=origin,
        entries=grown.size,
        nodes=compared,
        checkpoints=checked,
        outside=len(outside),
        root=grown.root(),
        newest=newest,
    )


def _check_line(line: Line, sequence: int, version: int, newest: str | None) -> None:
    if line.sequence != sequence:
        raise _broken(f"entry {sequence} is missing; the next one stored is {line.name}")
    if len(line.salt) != SALT_BYTES or commitment(line.salt, line.body) != line.commitment:
        raise _broken(f"{line.name}: salt and body do not give the stored commitment")
    if leaf_hash(header(line)) != line.leaf:
        raise _broken(f"{line.name}: its header does not give the stored leaf hash")
    if line.version != version:
        raise _broken(f"{line.name} is number {line.version} of its stream where {version} is due")
    if newest is not None and line.instant < newest:
        raise _broken(f"{line.name} says {line.instant}, earlier than the entry before it ({newest})")


def _check_nodes(done: tuple[Node, ...], stored: Iterator[Node], line: Line) -> int:
    for node in done:
        found = next(stored, None)
        if found != node:
            raise _broken(
                f"the stored tree node over entries {node.first} to {node.last} (level {node.level}) "
                f"does not follow from them; one of those entries or the node was changed, at {line.name} or before"
            )
    return len(done)


def _check_note(note: tuple[int, str], computed: Checkpoint, line: Line) -> None:
    text = note[1]
    # Signature lines may follow the body; who signed is judged where keys are known.
    if text != computed.body and not text.startswith(computed.body + "\n— "):
        raise _broken(
            f"the stored checkpoint of size {note[0]} does not follow from entries 0 to {line.sequence}; "
            f"the checkpoint or one of those entries was changed, at {line.name} or before"
        )


def _compare_kept(points: list[Checkpoint], grown: Peaks) -> None:
    for point in points:
        if point.root != grown.root():
            raise _broken(
                f"the checkpoint kept outside over {point.size} entries has another root: "
                f"one of entries 0 to {point.size - 1} was changed after it was taken"
            )


def _check_ends(
    grown: Peaks, node: Node | None, note: tuple[int, str] | None, kept: dict[int, list[Checkpoint]]
) -> None:
    if kept:
        size = max(kept)
        raise _broken(f"a checkpoint kept outside covers {size} entries; entry {grown.size} and later ones are missing")
    if note is not None:
        raise _broken(f"a stored checkpoint covers {note[0]} entries; entry {grown.size} and later ones are missing")
    if node is not None:
        raise _broken(f"a stored tree node covers entries {node.first} to {node.last}; entry {grown.size} is missing")


def _broken(message: str) -> BrokenChain:
    return BrokenChain(message, hint=_HINT)

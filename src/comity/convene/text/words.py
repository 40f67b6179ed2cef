"""Texts as words and back, and which words two texts share. Blanks count as one; punctuation marks are words."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

OPENERS = "([{“«¿¡"
CLOSERS = ",.;:!?)]}”»…"
_PAIRS = {")": "(", "]": "[", "}": "{"}

# Beyond this many comparisons the middle of two texts is taken as one change; a page against a page stays below it.
_MOST_CELLS = 600_000


class Word(msgspec.Struct, frozen=True):
    """A word or punctuation mark; `near` says that a closing mark stands directly behind the word before it."""

    text: str
    near: bool = False


def split(text: str, *, inserted: bool = False) -> tuple[Word, ...]:
    """The words of a text; `joined` gives the text back with single blanks.

    inserted  the text goes into another: a mark at its beginning then stands near the word it meets
    """
    found: list[Word] = []
    for chunk in text.split():
        head, core, tail = _peeled(chunk)
        parts = [*head, *([core] if core else []), *tail]
        for place, part in enumerate(parts):
            near = part in CLOSERS and (place > 0 or (inserted and not found))
            found.append(Word(part, near))
    return tuple(found)


def joined(words: Sequence[Word]) -> str:
    """The words as people write them: no blank before a near closing mark, none after an opening one."""
    written: list[str] = []
    previous = ""
    for word in words:
        tight = not written or previous in OPENERS or word.near
        written.append(word.text if tight else f" {word.text}")
        previous = word.text
    return "".join(written)


def hunks(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[int, int, int, int], ...]:
    """The least changes that make one list of words the other: old[a:b] becomes new[c:d], in order.

    Common beginnings and ends are cut off first; the rest is a longest common subsequence. A single mark or short word
    left standing between two longer changes is taken into them, so that a rewritten phrase stays one phrase.
    """
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if not middle_old and not middle_new:
        return ()
    if len(middle_old) * len(middle_new) > _MOST_CELLS:
        kept: list[tuple[int, int]] = []
    else:
        kept = _common(middle_old, middle_new)
    found: list[tuple[int, int, int, int]] = []
    i = j = 0
    for a, b in [*kept, (len(middle_old), len(middle_new))]:
        if i < a or j < b:
            found.append((head + i, head + a, head + j, head + b))
        i, j = a + 1, b + 1
    return _merged(found, old)


def _peeled(chunk: str) -> tuple[list[str], str, list[str]]:
    head: list[str] = []
    tail: list[str] = []
    while len(chunk) > 1 and chunk[0] in OPENERS:
        head.append(chunk[0])
        chunk = chunk[1:]
    while len(chunk) > 1 and chunk[-1] in CLOSERS:
        opener = _PAIRS.get(chunk[-1])
        # The bracket of "27(3)" belongs to the word.
        if opener is not None and chunk.count(opener) >= chunk.count(chunk[-1]):
            break
        tail.insert(0, chunk[-1])
        chunk = chunk[:-1]
    return head, chunk, tail


def _common(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of a longest common subsequence."""
    rows = [[0] * (len(new) + 1)]
    for i in range(len(old) - 1, -1, -1):
        below, row = rows[-1], [0] * (len(new) + 1)
        for j in range(len(new) - 1, -1, -1):
            row[j] = below[j + 1] + 1 if old[i] == new[j] else max(below[j], row[j + 1])
        rows.append(row)
    rows.reverse()
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif rows[i + 1][j] >= rows[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _merged(found: list[tuple[int, int, int, int]], old: Sequence[str]) -> tuple[tuple[int, int, int, int], ...]:
    made: list[tuple[int, int, int, int]] = []
    for a, b, c, d in found:
        if made:
            before = made[-1]
            between = old[before[1] : a]
            longer = min(before[1] - before[0], b - a) >= 2 or min(before[3] - before[2], d - c) >= 2
            if len(between) == 1 and len(between[0]) <= 3 and longer:
                made[-1] = (before[0], b, before[2], d)
                continue
        made.append((a, b, c, d))
    return tuple(made)

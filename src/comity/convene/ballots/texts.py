"""Likeness of titles: TF-IDF of words and pairs of words, cosine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

# Formula words every title carries; they say nothing about the matter.
_FORMULA = re.compile(
    r":? ?resolution ?/? ?adopted by the general assem\w*|the (acting )?president ?(\(spoke in \w+\))? ?:|"
    r"a recorded vote ha\w* been requested\.?( a)?$|resolution adopted by the general assembly"
)
_WORD = re.compile(r"[a-zà-ÿ]{2,}")
_STOP = frozenset(
    ["an", "and", "as", "at", "be", "by", "for", "from", "has", "in", "is", "its", "now", "of", "on", "that", "the",
     "this", "to", "we", "will", "with"]
)  # fmt: skip
_SIZE = 1 << 18


def plain(title: str, most: int = 40) -> tuple[str, ...]:
    """The last words that count of a title, at most so many: in transcripts the question put comes last."""
    words = _WORD.findall(_FORMULA.sub(" ", title.lower().strip()))
    return tuple(word for word in words if word not in _STOP)[-most:]


def _slot(text: str) -> int:
    # FNV-1a: Python's own hash of text differs from run to run.
    value = 2166136261
    for byte in text.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value % _SIZE


def counts(titles: Sequence[Sequence[str]]) -> sparse.csr_matrix:
    """Occurrence of words and pairs of words, hashed; (titles, slots), 0 or 1."""
    rows, columns = [], []
    slots: dict[str, int] = {}
    for row, words in enumerate(titles):
        terms = set(words) | {f"{a} {b}" for a, b in pairwise(words)}
        for term in sorted(terms):
            if term not in slots:
                slots[term] = _slot(term)
            rows.append(row)
            columns.append(slots[term])
    data = np.ones(len(rows))
    return sparse.csr_matrix((data, (rows, columns)), shape=(len(titles), _SIZE))


def likeness(query: sparse.csr_matrix, past: sparse.csr_matrix) -> NDArray[np.float64]:
    """Cosine of TF-IDF rows, (queries, past); document frequencies come from the past alone."""
    seen = np.asarray((past > 0).sum(axis=0)).ravel()
    idf = sparse.diags(np.log((1 + past.shape[0]) / (1 + seen)) + 1)
    left, right = query @ idf, past @ idf
    norms = [np.sqrt(np.asarray(m.multiply(m).sum(axis=1)).ravel()) for m in (left, right)]
    product = np.asarray((left @ right.T).todense())
    result: NDArray[np.float64] = product / np.maximum(np.outer(norms[0], norms[1]), 1e-12)
    return result


def weighed(bag: sparse.csr_matrix) -> sparse.csr_matrix:
    """TF-IDF rows of length one, frequencies from all rows given: a product of two rows is their likeness."""
    seen = np.asarray((bag > 0).sum(axis=0)).ravel()
    rows = bag @ sparse.diags(np.log((1 + bag.shape[0]) / (1 + seen)) + 1)
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(length, 1e-12)) @ rows)

"""What loadings the words of a title lead to expect: a ridge from earlier titles to the loadings of their votes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from comity.convene.ballots import texts
from comity.convene.ballots.assembly import WINDOW_SESSIONS, Floats, Query, References
from comity.convene.factors import Loadings

# Chosen on sessions 60-73: of 60, 150, 300 and 500 themes, and of ridges 0.5, 1 and 2.
THEMES = 150
RIDGE = 1.0
# Half the kernel is likeness of words, half likeness of themes, so that synonyms count.
_HALF = 0.5
# Rows with little in any theme are not blown up to full length.
_SHORTEST = 0.3
# Share of the prior's spread left at most and at least; a title never says all.
_MOST_LEFT, _LEAST_LEFT = 0.7, 0.07


def expected(
    references: References,
    queries: tuple[Query, ...] | list[Query],
    allowed: NDArray[np.bool_],
    prior: Loadings,
    hidden: NDArray[np.bool_] | None = None,
) -> Loadings:
    """Loadings of each query, all of one session: (queries, 2, K + 1) with covariance; the prior's where nothing fits.

    allowed  (texts,) which references may be used: those known on the day
    hidden   (queries, texts) references that one query alone may not use
    """
    titled = np.asarray(references.bag.sum(axis=1)).ravel() > 0
    past = np.flatnonzero(allowed & titled & (references.session >= queries[0].session - WINDOW_SESSIONS))
    n, size = len(queries), prior.mean.shape[-1]
    if len(past) < 2:
        return Loadings(mean=np.repeat(prior.mean, n, axis=0), covariance=np.repeat(prior.covariance, n, axis=0))
    own, across = _kernel(texts.counts([q.words for q in queries]), references.bag[past])
    inverse: Floats = np.linalg.inv(own + RIDGE * np.eye(len(past))).astype(np.float64)
    off = (references.loadings[past] - prior.mean).reshape(len(past), -1)
    weights = across @ inverse
    if hidden is not None:
        for row in np.flatnonzero(hidden[:, past].any(axis=1)):
            weights[row] = _without(inverse, across[row], hidden[row, past])
    mean = prior.mean.reshape(1, -1) + weights @ off
    left = np.clip(1 - (weights * across).sum(axis=1), _LEAST_LEFT / _MOST_LEFT, 1) * _MOST_LEFT
    return Loadings(mean=mean.reshape(n, -1, size), covariance=prior.covariance * left[:, None, None, None])


def _without(inverse: Floats, across: Floats, hidden: NDArray[np.bool_]) -> Floats:
    """The weights of one query as if the hidden texts had not been there, (past,); by the inverse of a part."""
    seen = ~hidden
    result = np.zeros(len(across))
    mixed = inverse[np.ix_(hidden, seen)]
    own = np.linalg.solve(inverse[np.ix_(hidden, hidden)], mixed @ across[seen])
    result[seen] = inverse[np.ix_(seen, seen)] @ across[seen] - mixed.T @ own
    return result


def _kernel(query: sparse.csr_matrix, past: sparse.csr_matrix) -> tuple[Floats, Floats]:
    """Likeness of earlier titles to each other, and of the queries to them, by words and by themes."""
    own, across = texts.likeness(past, past), texts.likeness(query, past)
    values, vectors = np.linalg.eigh(own)
    values, vectors = np.maximum(values[-THEMES:], 1e-9), vectors[:, -THEMES:]
    left, right = vectors * np.sqrt(values), across @ vectors / np.sqrt(values)
    left /= np.maximum(np.linalg.norm(left, axis=1, keepdims=True), _SHORTEST)
    right /= np.maximum(np.linalg.norm(right, axis=1, keepdims=True), _SHORTEST)
    return _HALF * (own + left @ left.T), _HALF * (across + right @ left.T)

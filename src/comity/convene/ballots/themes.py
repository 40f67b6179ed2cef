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
    references: References, queries: tuple[Query, ...] | list[Query], allowed: NDArray[np.bool_], prior: Loadings
) -> Loadings:
    """Loadings of each query, all of one session: (queries, 2, K + 1) with covariance; the prior's where nothing fits.

    allowed  (texts,) which references may be used: those known on the day
    """
    titled = np.asarray(references.bag.sum(axis=1)).ravel() > 0
    past = np.flatnonzero(allowed & titled & (references.session >= queries[0].session - WINDOW_SESSIONS))
    n, size = len(queries), prior.mean.shape[-1]
    if len(past) < 2:
        return Loadings(mean=np.repeat(prior.mean, n, axis=0), covariance=np.repeat(prior.covariance, n, axis=0))
    own, across = _kernel(texts.counts([q.words for q in queries]), references.bag[past])
    inverse = np.linalg.inv(own + RIDGE * np.eye(len(past)))
    off = (references.loadings[past] - prior.mean).reshape(len(past), -1)
    mean = prior.mean.reshape(1, -1) + across @ (inverse @ off)
    left = np.clip(1 - np.einsum("qp,pr,qr->q", across, inverse, across), _LEAST_LEFT / _MOST_LEFT, 1) * _MOST_LEFT
    return Loadings(mean=mean.reshape(n, -1, size), covariance=prior.covariance * left[:, None, None, None])


def _kernel(query: sparse.csr_matrix, past: sparse.csr_matrix) -> tuple[Floats, Floats]:
    """Likeness of earlier titles to each other, and of the queries to them, by words and by themes."""
    own, across = texts.likeness(past, past), texts.likeness(query, past)
    values, vectors = np.linalg.eigh(own)
    values, vectors = np.maximum(values[-THEMES:], 1e-9), vectors[:, -THEMES:]
    left, right = vectors * np.sqrt(values), across @ vectors / np.sqrt(values)
    left /= np.maximum(np.linalg.norm(left, axis=1, keepdims=True), _SHORTEST)
    right /= np.maximum(np.linalg.norm(right, axis=1, keepdims=True), _SHORTEST)
    return _HALF * (own + left @ left.T), _HALF * (across + right @ left.T)

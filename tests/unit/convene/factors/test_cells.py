"""Completing a table: hidden votes are told from the rest, and nothing of a hidden vote enters."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from comity.convene.factors import cells


def _made(seed=2):
    rng = np.random.default_rng(seed)
    bloc = np.repeat([0, 1, 2], 20)
    side = rng.integers(0, 3, (60, 3))
    votes = side[:, bloc].astype(np.int8)
    noise = rng.random(votes.shape) < 0.05
    votes[noise] = rng.integers(0, 3, noise.sum())
    return votes, np.repeat([70, 71, 72], 20)


def _table(votes, session):
    return cells.Table(votes=votes, session=session, words=sparse.csr_matrix((len(votes), 8)))


def test_votes_of_blocs_are_completed_and_do_not_depend_on_what_was_hidden():
    votes, session = _made()
    rng = np.random.default_rng(0)
    item, state = np.nonzero(rng.random(votes.shape) < 0.2)
    seen = votes.copy()
    seen[item, state] = -1
    found = cells.complete(_table(seen, session), item, state, seed=1, factors=2)
    assert np.allclose(found.chance.sum(axis=1), 1)
    assert (found.chance.argmax(axis=1) == votes[item, state]).mean() > 0.85
    again = cells.complete(_table(seen, session), item, state, seed=1, factors=2)
    assert np.array_equal(found.chance, again.chance)

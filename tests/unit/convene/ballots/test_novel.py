"""Texts unlike any before, and likeness to texts that are hidden."""

from __future__ import annotations

import msgspec
import numpy as np

from comity.convene.ballots import model, novel, themes
from comity.convene.ballots.forecast import forecast
from tests.unit.convene.ballots.made import FILES, MEMBERS, NEW_TEXTS, a_draft, made_factors, made_positions


def test_a_new_text_is_predicted_by_what_was_learnt_on_new_texts_and_says_so():
    base = model.parse(FILES, made_positions(), made_factors())
    pool = msgspec.structs.replace(base.sheet.assembly[0], novel=NEW_TEXTS)
    made = msgspec.structs.replace(base, sheet=msgspec.structs.replace(base.sheet, assembly=(pool,)))
    like, new = (
        forecast(made, msgspec.structs.replace(a_draft("unga", target=None), title=title), MEMBERS, n=400, seed=1)
        for title in ("Situation of human rights in MMR", "Law of the sea")
    )
    assert not like.log_odds
    assert new.log_odds
    assert any("unlike any before" in note for note in new.notes)


def test_weights_for_new_texts_are_recovered():
    rng = np.random.default_rng(6)
    odds = rng.dirichlet((1, 1, 3), size=(4000, 6))
    found = novel.columns(odds, 0.3, new=True)
    true = novel.Fit(yes=(0.0, 0.0, 0.0, 1.0, *[0.0] * 10), no=(0.0, *[0.0] * 13))
    choice = (rng.random(4000) < novel.chances(found, true)[:, 2]).astype(np.int64) * 2
    fit = novel.fitted(found, choice, np.full(4000, 50.0))
    assert np.allclose(novel.chances(found, fit)[:, 2], novel.chances(found, true)[:, 2], atol=0.08)
    yes = novel.chances(found, fit)[:, 2]
    assert np.allclose(novel.shares(found, fit).sum(axis=1), np.log(yes / (1 - yes)))


def test_hiding_texts_gives_what_a_record_without_them_gives():
    own = np.eye(6) * 0.5 + 0.5
    inverse = np.linalg.inv(own + np.eye(6))
    across = np.linspace(0.1, 0.8, 6)
    hidden = np.array([False, True, False, False, True, False])
    weights = themes._without(inverse, across, hidden)
    seen = ~hidden
    assert np.allclose(weights[seen], np.linalg.solve(own[np.ix_(seen, seen)] + np.eye(4), across[seen]))
    assert not weights[hidden].any()

"""Latent factors: recovered on made votes, never knowing a later session, and read from the shipped files."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene import factors
from comity.convene.factors import fit, odds, table
from comity.kernel.errors import BadContent, Refused
from comity.reference import fitted


def _made(sessions=4, items=40, states=50, seed=1):
    """Votes of made states on made roll calls, and the chances they were drawn from."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(states, 2))
    tables, truth = [], []
    for _ in range(sessions):
        w = rng.normal(size=(items, 2, 2)) * 1.5
        support = np.einsum("jck,sk->jcs", w, x) + np.array([1.0, 0.0])[:, None]
        chance = odds.chances(support)
        draw = rng.random((items, states))
        tables.append(((draw > chance[..., 0]) * 1 + (draw > chance[..., :2].sum(axis=-1)) * 1).astype(np.int8))
        truth.append(chance)
    return tables, truth


def test_hidden_votes_are_predicted_nearly_as_well_as_the_truth_allows():
    tables, truth = _made()
    rng = np.random.default_rng(0)
    hidden = rng.random(tables[-1].shape) < 0.2
    seen = [*tables[:-1], np.where(hidden, -1, tables[-1]).astype(np.int8)]
    found = fit.smoothed(seen, factors=2, iterations=15, seed=1)
    last = fit.States(mean=found.states.mean[-1], covariance=found.states.covariance[-1], seen=found.states.seen[-1])
    loadings = fit.Loadings(mean=found.loadings.mean[-40:], covariance=found.loadings.covariance[-40:])
    chance = odds.chances(*odds.support(last, loadings))
    right = (chance.argmax(axis=-1) == tables[-1])[hidden].mean()
    possible = (truth[-1].argmax(axis=-1) == tables[-1])[hidden].mean()
    assert right > possible - 0.05
    assert right > (tables[-1] == 2)[hidden].mean()


def test_later_votes_never_change_what_was_known_before():
    tables, _ = _made(sessions=4)
    whole = fit.filtered(tables, burn_in=2, factors=2, seed=1)
    early = fit.filtered(tables[:3], burn_in=2, factors=2, seed=1)
    for a, b in zip(early.states, whole.states, strict=False):
        assert np.array_equal(a.mean, b.mean)
    for a, b in zip(early.priors, whole.priors, strict=False):
        assert np.array_equal(a.covariance, b.covariance)


@given(
    mean=st.lists(st.floats(-30, 30), min_size=2, max_size=2),
    variance=st.lists(st.floats(0, 50), min_size=2, max_size=2),
)
@settings(max_examples=50, deadline=None)
def test_chances_are_chances(mean, variance):
    found = odds.chances(np.array(mean)[:, None], np.array(variance)[:, None])
    assert found.sum() == pytest.approx(1)
    assert (found >= 0).all()


def test_draws_agree_with_the_average_and_move_states_together():
    rng = np.random.default_rng(3)
    states = fit.States(
        mean=np.array([[1.0, 0.0], [0.9, 0.1], [-1.0, 0.0]]), covariance=np.tile(0.05 * np.eye(2), (3, 1, 1)),
        seen=np.ones(3, dtype=bool),
    )  # fmt: skip
    prior = fit.flat_prior(2)
    drawn = odds.drawn(states, prior, rng, 4000)
    assert np.allclose(drawn.mean(axis=0), odds.chances(*odds.support(states, prior))[0], atol=0.04)
    yes = drawn[..., 2]
    assert np.corrcoef(yes[:, 0], yes[:, 1])[0, 1] > np.corrcoef(yes[:, 0], yes[:, 2])[0, 1]


@pytest.fixture(scope="module")
def shipped():
    return table.parse(fitted.read("factors", "factors.csv"), fitted.read("factors", "factors.json"))


def test_shipped_factors_serve_any_state_on_any_day_since_the_first(shipped):
    known = factors.known(shipped, date(2020, 1, 1), ("USA", "SDN", "TUV", "XXX"))
    assert known.mean.shape == (4, shipped.factors)
    assert known.seen.tolist() == [True, True, True, False]
    assert (np.linalg.eigvalsh(known.covariance) > 0).all()
    prior = factors.item_prior(shipped, date(2020, 1, 1))
    assert (np.linalg.eigvalsh(prior.covariance[0]) > 0).all()


def test_a_day_before_the_first_session_on_file_is_refused(shipped):
    with pytest.raises(Refused, match="1950"):
        factors.known(shipped, date(1950, 1, 1), ("USA",))


@pytest.mark.parametrize("cut", [0, 40])
def test_damaged_files_are_named(cut):
    rows, sheet = fitted.read("factors", "factors.csv"), fitted.read("factors", "factors.json")
    with pytest.raises(BadContent):
        table.parse(rows[: cut or 5], sheet)
    with pytest.raises(BadContent):
        table.parse(rows, sheet[: 100 + cut])

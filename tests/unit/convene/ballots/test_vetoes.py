"""Vetoes: how they are predicted, and how simulated votes are weighed by them."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from comity.convene.ballots import council, model, vetoes
from tests.unit.convene.ballots.made import FILES, made_positions


@pytest.fixture(scope="module")
def made():
    return model.parse(FILES, made_positions())


def test_draws_are_weighed_half_way_to_the_vetoes_wanted():
    veto = np.random.default_rng(3).beta(0.3, 2, size=(20, 100))
    own = veto.mean()
    weights = vetoes.tilted(veto, goal=-3.0)
    found = (weights * veto).sum(axis=1).mean()
    assert np.allclose(weights.sum(axis=1), 1)
    assert np.log(found / (1 - found)) == pytest.approx((np.log(own / (1 - own)) - 3.0) / 2, abs=0.01)


def test_chances_of_adoption_and_veto_agree_with_votes_drawn():
    rng = np.random.default_rng(4)
    support, gap, permanent = rng.normal(0.8, 1, (50, 15)), np.full((1, 15), 0.7), np.arange(15) < 5
    adopted, vetoed = (chance.mean() for chance in vetoes.ways(support, gap, permanent))
    drawn = support + rng.logistic(size=(4000, 50, 15))
    enough, no = (drawn > 0).sum(axis=2) >= 9, ((drawn < -gap) & permanent).any(axis=2)
    assert adopted == pytest.approx((enough & ~no).mean(), abs=0.005)
    assert vetoed == pytest.approx((enough & no).mean(), abs=0.005)


def test_a_topic_with_failures_and_many_sponsors_is_likelier_vetoed(made):
    rng = np.random.default_rng(1)
    x = rng.normal(size=(400, len(vetoes.NAMES)))
    happened = rng.random(400) < 1 / (1 + np.exp(3 - 2 * x[:, 0] - x[:, vetoes.NAMES.index("sponsors")]))
    fit = vetoes.fitted(x, happened, ("failed", "sponsors"))
    assert fit.values[1] > fit.values[2] > 0
    texts_of = [
        council.Text(target=t, topic=t, strength="", prolongs=0, sponsors=("USA",), day=735000) for t in ("SYR", "SOM")
    ]
    syria, somalia = (vetoes.features(made.council, text) for text in texts_of)
    assert syria[0] > somalia[0]
    early = msgspec.structs.replace(made.council, failed=made.council.failed & (made.council.day < 735000))
    assert np.array_equal(vetoes.features(early, texts_of[0]), syria)

import numpy as np
import pytest

from comity.warn import backtest
from comity.warn import draws as spread


def table() -> np.ndarray:
    draw = np.random.default_rng(4)
    counts = draw.poisson(5, size=(6, 60)).astype(float)
    counts[5, :50] = np.nan
    return counts


def test_cases_need_cover_before_and_an_outcome_after() -> None:
    counts = table()
    given = backtest.cases(counts, range(30, 60), (1, 6), own=24, newest=55)
    assert (given.last + given.horizon).max() == 55
    assert 5 not in given.state
    assert (given.seen == counts[given.state, given.last + given.horizon]).all()


def test_the_true_law_beats_naive_rules() -> None:
    counts = table()
    given = backtest.cases(counts, range(30, 60), (1,), own=24, newest=59)
    truth = backtest.judge(given, lambda _last, _ahead: backtest.poisson(np.full(6, 5.0)))
    for rival in (backtest.zero(counts), backtest.poisson_mean(counts, 1)):
        assert truth.crps.mean() < backtest.judge(given, rival).crps.mean()
    assert backtest.judge(given, backtest.own_months(counts, 24)).covered.mean() > 0.7


def test_no_cases_give_no_scores() -> None:
    given = backtest.cases(table(), range(30, 60), (1,), own=24, newest=10)
    assert given.n == 0
    assert backtest.judge(given, backtest.zero(table())).crps.size == 0


def test_poisson_quantiles_have_the_rate_as_mean() -> None:
    made = backtest.poisson(np.array([0.0, 0.5, 30.0, 4000.0]))
    assert spread.mean(made) == pytest.approx([0, 0.5, 30, 4000], rel=0.06, abs=0.01)
    assert (made.values[0] == 0).all()


def test_auc_and_precision_are_those_of_the_textbook() -> None:
    happened, score, one = np.array([0.0, 1, 0, 1]), np.array([0.1, 0.4, 0.35, 0.8]), np.ones(4)
    assert backtest.auc(happened, score, one) == 1
    assert backtest.auc(happened, np.ones(4), one) == 0.5
    assert backtest.average_precision(happened, np.ones(4), one) == 0.5
    assert backtest.average_precision(happened, -score, one) == pytest.approx(
        (1 / 4 * 0 + 1 / 2 * 0 + 1 / 3 + 2 / 4) / 2
    )
    assert np.isnan(backtest.auc(np.zeros(4), score, one))


def test_weights_are_repeated_cases() -> None:
    happened, score = np.array([0.0, 1, 0, 1]), np.array([0.3, 0.4, 0.6, 0.8])
    twice = np.array([1.0, 2, 1, 1])
    repeated = (np.repeat(happened, twice.astype(int)), np.repeat(score, twice.astype(int)), np.ones(5))
    for figure in (backtest.auc, backtest.average_precision):
        assert figure(happened, score, twice) == pytest.approx(figure(*repeated))


def test_intervals_hold_their_value_and_repeat_with_the_seed() -> None:
    values, states = np.random.default_rng(1).normal(size=200), np.repeat(np.arange(20), 10)
    one = backtest.mean_interval(values, states, seed=7)
    assert one[1] <= one[0] <= one[2]
    assert one == backtest.mean_interval(values, states, seed=7)
    other = backtest.interval(lambda w: float((w * values).sum() / w.sum()), states, seed=7, count=50)
    assert other[1] <= other[0] <= other[2]
    assert backtest.resamples(states, seed=3, count=5).shape == (5, 200)

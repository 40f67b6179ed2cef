import numpy as np

from comity.warn import onset_fit


def rows(seed: int = 1) -> onset_fit.Rows:
    draw = np.random.default_rng(seed)
    states = np.repeat([f"S{number:02d}" for number in range(40)], 30)
    years = np.tile(np.arange(1980, 2010), 40)
    values = draw.normal(size=(1200, 12))
    values[::17, 3] = np.nan
    happened = (draw.random(1200) < 1 / (1 + np.exp(3 - 1.5 * values[:, 0]))).astype(float)
    return onset_fit.Rows(state=states, year=years, values=values, happened=happened)


def test_labels_that_were_not_closed_are_never_seen() -> None:
    given = rows()
    changed = given.happened.copy()
    changed[given.year > 1998] = 1 - changed[given.year > 1998]
    other = onset_fit.Rows(state=given.state, year=given.year, values=given.values, happened=changed)
    one, two = (onset_fit.edition(table, 2000, resamples=5, seed=3) for table in (given, other))
    assert np.array_equal(one.risk, two.risk)
    assert np.array_equal(one.low, two.low)
    assert one.base_rate == two.base_rate


def test_later_predictors_do_not_move_an_edition() -> None:
    given = rows()
    values = given.values.copy()
    values[given.year > 2000] = 99
    other = onset_fit.Rows(state=given.state, year=given.year, values=values, happened=given.happened)
    one, two = (onset_fit.edition(table, 2000, resamples=0, seed=3) for table in (given, other))
    assert np.array_equal(one.risk, two.risk)


def test_intervals_hold_the_risk_and_repeat_with_the_seed() -> None:
    one, two = (onset_fit.edition(rows(), 2005, resamples=20, seed=3) for _ in range(2))
    assert (one.low <= one.risk).all()
    assert (one.risk <= one.high).all()
    assert np.array_equal(one.high, two.high)
    assert one.trained[0] == 40 * 24


def test_parts_are_written_to_four_decimals() -> None:
    one = onset_fit.edition(rows(), 2005, resamples=0, seed=3)
    assert np.array_equal(one.parts, np.round(one.parts, 4))
    assert one.intercept == round(one.intercept, 4)

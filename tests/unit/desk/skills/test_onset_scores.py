import numpy as np

from comity.desk.fits.onset_panel import Panel
from comity.desk.skills import onset_scores, warn_onset_top30


def judged(happened: list[float], year: list[int]) -> onset_scores.Judged:
    count = len(happened)
    return onset_scores.Judged(
        rows=np.arange(count),
        state=np.array([f"S{place}" for place in range(count)]),
        year=np.array(year),
        happened=np.array(happened),
        base=np.full(count, 0.25),
    )


def test_recall_is_the_mean_over_years_with_an_onset() -> None:
    given = judged([1, 0, 0, 1, 0, 0], [2000, 2000, 2000, 2001, 2001, 2001])
    risk = np.array([0.9, 0.5, 0.1, 0.1, 0.5, 0.9])
    assert onset_scores.recall(given, risk, np.ones(6), 1) == 0.5


def test_a_flat_forecast_is_caught_by_chance_only() -> None:
    given = judged([1, 0, 0, 0], [2000] * 4)
    assert onset_scores.recall(given, np.full(4, 0.2), np.ones(4), 1) == 0.25


def test_the_base_rate_has_no_skill_and_foresight_has_some() -> None:
    given = judged([1, 0, 0, 0], [2000] * 4)
    told = onset_scores.figures(given)
    assert told["log_skill"](given.base, np.ones(4)) == 0
    assert told["log_skill"](np.array([0.9, 0.1, 0.1, 0.1]), np.ones(4)) > 0.5
    assert told["risk_ratio"](given.base, np.ones(4)) == 1
    assert set(told) == set(onset_scores.FIGURES)


def test_equal_risks_share_the_better_rank() -> None:
    given = judged([0, 0, 0], [2000] * 3)
    assert onset_scores.ranks(given, np.array([0.5, 0.5, 0.1])).tolist() == [1, 1, 3]


def test_the_better_of_two_forecasts_before_an_onset_counts() -> None:
    count = 40
    rows = judged([0.0] * 2 * count, [2008] * count + [2009] * count)
    state = np.tile([f"S{place:02d}" for place in range(count)], 2)
    rows = onset_scores.Judged(rows=rows.rows, state=state, year=rows.year, happened=rows.happened, base=rows.base)
    risk = np.concatenate([np.arange(count)[::-1], np.arange(count)]) / 100
    assert warn_onset_top30.best_ranks(rows, risk, [("S01", 2010), ("S39", 2010), ("ZZZ", 2010)]).tolist() == [
        2,
        1,
        999,
    ]


def test_the_cases_are_the_onsets_of_the_years_judged() -> None:
    empty = np.zeros((1, 1))
    panel = Panel(
        state=np.array(["AAA", "BBB", "CCC"]), year=np.array([2005, 1999, 2001]), names=(), values=empty,
        within_1=empty, within_2=empty, onset=np.array([1.0, 1.0, 1.0]), months=empty, total=empty, states=(), links=(),
    )  # fmt: skip
    assert warn_onset_top30.cases(panel) == [("CCC", 2001), ("AAA", 2005)]

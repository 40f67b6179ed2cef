from __future__ import annotations

import numpy as np
import pytest

from comity.kernel.errors import Misused
from comity.warn.drivers import THEMES, bands, sentence, theme_of

NAMES = [theme.name for theme in THEMES]


def by_name(name: str):
    return THEMES[NAMES.index(name)]


def states(count: int) -> np.ndarray:
    return np.zeros((count, len(THEMES)))


def column(name: str) -> int:
    return NAMES.index(name)


def test_levels_read_as_fifths_of_the_states_of_the_year() -> None:
    values = states(10)
    values[:, column("people_wealth")] = np.arange(10)
    assert [of[column("people_wealth")] for of in bands(values)] == list("1122334455")


def test_nothing_reads_as_none_and_the_rest_among_those_that_have_any() -> None:
    values = states(10)
    values[5:, column("war")] = np.arange(1, 6)
    assert [of[column("war")] for of in bands(values)] == list("0000012345")


def test_a_missing_value_reads_as_missing_and_yes_as_yes() -> None:
    values = states(2)
    values[0, column("exclusion")] = np.nan
    values[1, column("coups_leaders")] = 1
    first, second = bands(values)
    assert first[column("exclusion")] == "-"
    assert (first[column("coups_leaders")], second[column("coups_leaders")]) == ("n", "y")


def test_no_order_of_states_changes_how_one_reads() -> None:
    values = np.random.default_rng(3).normal(size=(30, len(THEMES)))
    order = np.random.default_rng(4).permutation(30)
    assert [bands(values)[i] for i in order] == list(bands(values[order]))


def test_a_sentence_says_the_band_and_what_it_does_to_the_odds() -> None:
    assert sentence(by_name("people_wealth"), "5", 0.5).endswith("in the highest fifth of states; odds × 1.65")
    assert "of states that have any" in sentence(by_name("war"), "4", 0.1)
    assert sentence(by_name("coups_leaders"), "y", 0.2).startswith("a coup attempt within five years: yes")


def test_a_missing_value_is_said_and_a_small_part_is_not_dressed_up() -> None:
    assert "not known here" in sentence(by_name("exclusion"), "-", 0.0)
    assert "leaves the odds" in sentence(by_name("coups_leaders"), "y", 0.001)


def test_every_feature_belongs_to_one_driver_and_a_strange_one_to_none() -> None:
    for place, theme in enumerate(THEMES):
        assert theme_of(theme.lead) == place
    with pytest.raises(Misused, match="no driver takes in"):
        theme_of("horoscope")

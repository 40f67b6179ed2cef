import numpy as np

from comity.warn.drivers import FEATURES, bands, sentence


def by_name(name: str):
    return next(feature for feature in FEATURES if feature.name == name)


def states(count: int) -> np.ndarray:
    return np.zeros((count, len(FEATURES)))


def column(name: str) -> int:
    return [feature.name for feature in FEATURES].index(name)


def test_levels_read_as_fifths_of_the_states_of_the_year() -> None:
    values = states(10)
    values[:, column("popsize_log2")] = np.arange(10)
    assert [of[column("popsize_log2")] for of in bands(values)] == list("1122334455")


def test_nothing_reads_as_none_and_the_rest_among_those_that_have_any() -> None:
    values = states(10)
    values[5:, column("battledeaths_log2")] = np.arange(1, 6)
    assert [of[column("battledeaths_log2")] for of in bands(values)] == list("0000012345")


def test_a_missing_value_reads_as_missing_and_yes_as_yes() -> None:
    values = states(2)
    values[0, column("efindex")] = np.nan
    values[1, column("coup_try_5yr")] = 1
    first, second = bands(values)
    assert (first[column("efindex")], first[column("coup_try_5yr")], second[column("coup_try_5yr")]) == ("-", "n", "y")


def test_no_order_of_states_changes_how_one_reads() -> None:
    values = np.random.default_rng(3).normal(size=(30, len(FEATURES)))
    order = np.random.default_rng(4).permutation(30)
    assert [bands(values)[i] for i in order] == list(bands(values[order]))


def test_a_sentence_says_the_band_and_what_it_does_to_the_odds() -> None:
    assert sentence(by_name("popsize_log2"), "5", 0.5) == "population: in the highest fifth of states; odds × 1.65"
    assert "of states that have any" in sentence(by_name("battledeaths_log2"), "4", 0.1)
    assert sentence(by_name("coup_try_5yr"), "y", 0.2).startswith("a coup attempt within five years: yes")


def test_a_missing_value_is_said_and_a_small_part_is_not_dressed_up() -> None:
    assert "unknown" in sentence(by_name("efindex"), "-", 0.0)
    assert "leaves the odds" in sentence(by_name("coup_try_5yr"), "y", 0.001)

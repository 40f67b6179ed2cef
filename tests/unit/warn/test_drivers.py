import math

from comity.warn.drivers import FEATURES, sentence


def by_name(name: str):
    return next(feature for feature in FEATURES if feature.name == name)


def test_values_read_with_their_units() -> None:
    assert sentence(by_name("popsize_log2"), math.log2(50.4e6), 0.5).startswith("population 50 million; odds × 1.65")
    assert "40 per 1,000" in sentence(by_name("un_imr_sqrt"), math.sqrt(40), 0.1)
    assert "5,353" in sentence(by_name("battledeaths_log2"), math.log2(5354), 0.1)
    assert sentence(by_name("mk_ongoing_count_log2"), 1.0, -0.2) == "mass killings under way: 1; odds × 0.82"


def test_a_missing_value_is_said_and_a_small_part_is_not_dressed_up() -> None:
    assert "unknown" in sentence(by_name("efindex"), math.nan, 0.0)
    assert "leaves the odds" in sentence(by_name("coup_try_5yr"), 1.0, 0.001)


def test_every_feature_has_words_for_every_value() -> None:
    assert len({feature.name for feature in FEATURES}) == 12
    for feature in FEATURES:
        assert feature.words(0.0)
        assert feature.words(1.0)

import msgspec
import numpy as np
import pytest

from comity.kernel.time import Month
from comity.warn import features as known
from comity.warn.features import Inputs

MONTHS, STATES = 150, 6


def inputs(seed: int = 1) -> Inputs:
    draw = np.random.default_rng(seed)
    shape = (STATES, MONTHS)
    counts = {
        name: draw.poisson(2, size=shape).astype(float) for name in ("own", "sb", "ns", "own_events", "sb_events")
    }
    return Inputs(
        states=tuple("ABCDEF"),
        start=Month(1990, 1),
        own=counts["own"],
        others={"sb": counts["sb"], "ns": counts["ns"]},
        events={"own": counts["own_events"], "sb": counts["sb_events"]},
        borders=(draw.random((STATES, STATES)) < 0.5).astype(float),
        region=np.array([0, 0, 1, 1, -1, -1]),
        first_year=1980,
        yearly={"pop": draw.random((STATES, 24)), "v2x_libdem": draw.random((STATES, 24))},
        marks={"coup": (draw.random(shape) < 0.02).astype(float)},
        levels={"tenure_months": draw.random(shape)},
    )


# Every table that a feature is made from, each with the future planted in it.
PLACES = ("own", "others.sb", "others.ns", "events.own", "events.sb", "marks.coup", "levels.tenure_months")


@pytest.mark.parametrize("place", PLACES)
def test_no_feature_sees_a_later_month(place: str) -> None:
    given = inputs()
    at = 100
    name, _, key = place.partition(".")
    table = (getattr(given, name)[key] if key else given.own).copy()
    table[:, at + 1 :] = 9999
    planted = {**getattr(given, name), key: table} if key else table
    before, after = known.features(given), known.features(msgspec.structs.replace(given, **{name: planted}))
    assert np.array_equal(before.values[:, : at + 1], after.values[:, : at + 1], equal_nan=True)
    assert not np.array_equal(before.values[:, at + 1 :], after.values[:, at + 1 :], equal_nan=True)


@pytest.mark.parametrize(("month", "year"), [(Month(1999, 6), 1997), (Month(1999, 7), 1998)])
def test_a_yearly_figure_counts_as_known_in_the_course_of_the_next_year(month: Month, year: int) -> None:
    given = inputs()
    column = month.index - given.start.index
    seen = known.features(given).column("structure:pop")[:, column]
    assert np.allclose(seen, given.yearly["pop"][:, year - 1980])
    later = given.yearly["pop"].copy()
    later[:, year - 1980 + 1 :] = 5.0
    planted = msgspec.structs.replace(given, yearly=given.yearly | {"pop": later})
    assert np.array_equal(known.features(planted).column("structure:pop")[:, column], seen)


def test_an_input_without_values_is_a_named_gap() -> None:
    given = inputs()
    empty = msgspec.structs.replace(given, levels={"tenure_months": np.full((STATES, MONTHS), np.nan)})
    assert known.features(empty).missing == ("levels: tenure_months",)
    assert known.features(given).missing == ()


def test_a_yearly_figure_is_carried_on_for_four_years_and_then_missing() -> None:
    given = inputs()
    stopped = given.yearly["pop"].copy()
    stopped[:, 11:] = np.nan
    made = known.features(msgspec.structs.replace(given, yearly={"pop": stopped})).column("structure:pop")
    first = given.start.index
    assert np.allclose(made[:, Month(1995, 7).index - first], stopped[:, 10])
    assert np.isnan(made[:, Month(1996, 7).index - first]).all()


def test_every_feature_belongs_to_a_named_group() -> None:
    made = known.features(inputs())
    assert set(made.groups) == set(known.GROUPS)
    assert len(made.names) == len(set(made.names)) == made.values.shape[2]

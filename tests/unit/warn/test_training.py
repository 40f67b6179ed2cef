from __future__ import annotations

from datetime import date

import msgspec
import numpy as np
import pytest

from comity.desk.skills.planted import HONEST, LEAKS, answer
from comity.desk.skills.planted_columns import COLUMNS, HONEST_COLUMNS
from comity.desk.skills.planted_world import ORIGIN, Planted, honest, with_features, with_labels
from comity.kernel.errors import Misused, Refused
from comity.warn.training import training_set


@pytest.mark.parametrize("case", COLUMNS, ids=lambda case: case.name)
def test_a_planted_leak_is_refused_by_its_own_words(case: Planted):
    assert case.says in answer(case)


@pytest.mark.parametrize("case", HONEST_COLUMNS, ids=lambda case: case.name)
def test_an_honest_case_is_accepted(case: Planted):
    assert answer(case) == ""


def test_there_are_forty_leaks_and_more_each_with_a_name_and_a_message_of_its_own():
    assert len(LEAKS) >= 40
    assert len({case.name for case in (*LEAKS, *HONEST)}) == len(LEAKS) + len(HONEST)
    assert len({answer(case) for case in LEAKS}) == len(LEAKS)


def test_rows_come_in_order_of_time_and_unit_with_their_own_outcome():
    given = honest()
    made = training_set(given.features, given.labels, ORIGIN)

    assert made.at.tolist() == sorted(made.at.tolist())
    assert made.unit[:3].tolist() == ["XAA", "XAB", "XAC"]
    place = int(np.flatnonzero((given.labels.unit == made.unit[5]) & (given.labels.at == made.at[5]))[0])
    assert made.happened[5] == given.labels.happened[place]
    assert made.values[5].tolist() == given.features.values[place].tolist()


def test_rows_without_a_label_are_left_out():
    given = honest()
    half = with_labels(**{n: getattr(given.labels, n)[:60] for n in type(given.labels).__struct_fields__})

    assert len(training_set(half.features, half.labels, ORIGIN).unit) == 60


def test_todays_vintage_is_carried_along():
    given = with_features(vintage="today")

    assert training_set(given.features, given.labels, ORIGIN).vintage == "today"


def test_an_earlier_origin_refuses_the_same_rows():
    given = honest()

    with pytest.raises(Refused, match="after the origin 2017-06-30"):
        training_set(given.features, given.labels, date(2017, 6, 30))


def test_nothing_to_train_on_gives_nothing():
    given = honest()
    features = msgspec.structs.replace(
        given.features,
        **{n: getattr(given.features, n)[:0] for n in ("unit", "at", "values", "known_at", "event_time")},
    )
    labels = type(given.labels)(**{n: getattr(given.labels, n)[:0] for n in type(given.labels).__struct_fields__})

    assert training_set(features, labels, ORIGIN).values.shape == (0, 2)


@pytest.mark.parametrize("field", ["values", "known_at", "event_time"])
def test_shapes_that_do_not_fit_are_refused(field: str):
    given = with_features(**{field: getattr(honest().features, field)[:, :1]})

    with pytest.raises(Misused, match=f"{field} has the shape"):
        training_set(given.features, given.labels, ORIGIN)


@pytest.mark.parametrize("field", ["fitted_to", "at"])
def test_times_that_do_not_fit_are_refused(field: str):
    given = with_features(**{field: getattr(honest().features, field)[:1]})

    with pytest.raises(Misused, match="fitted_to needs"):
        training_set(given.features, given.labels, ORIGIN)


def test_labels_of_several_lengths_are_refused():
    given = with_labels(happened=np.zeros(3))

    with pytest.raises(Misused, match="labels differ in length"):
        training_set(given.features, given.labels, ORIGIN)


def test_a_count_as_label_is_found_among_the_columns():
    given = honest()
    counts = np.arange(len(given.labels.unit), dtype=np.float64)
    twin = with_features(values=np.column_stack([given.features.values[:, 0], np.log1p(counts)]))
    labels = msgspec.structs.replace(given.labels, happened=counts)

    with pytest.raises(Refused, match="column deaths_1 orders the rows exactly as its own outcome"):
        training_set(twin.features, labels, ORIGIN)

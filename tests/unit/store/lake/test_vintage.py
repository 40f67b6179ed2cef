from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import Misused, Refused
from comity.store.lake.vintage import Vintage, end_of, in_force

ORIGIN = date(2024, 12, 31)


def release(name: str, year: int, **other: Any) -> Vintage:
    return Vintage(source=other.pop("source", "ucdp"), name=name, known_at=datetime(year, 6, 1, tzinfo=UTC), **other)


def names(*vintages: Vintage, origin: date = ORIGIN) -> list[str]:
    return [one.vintage.name for one in in_force(vintages, origin)]


def test_a_whole_release_replaces_all_older_ones():
    assert names(release("23", 2023), release("24", 2024)) == ["24"]


def test_a_release_of_the_day_after_is_not_known():
    assert names(release("23", 2023), release("24", 2024), origin=date(2024, 5, 31)) == ["23"]


def test_the_last_moment_of_the_day_counts():
    late = Vintage(source="ucdp", name="x", known_at=datetime(2024, 12, 31, 23, 59, 59, tzinfo=UTC))
    assert names(late) == ["x"]
    assert end_of(ORIGIN) == datetime(2025, 1, 1, tzinfo=UTC)


def test_monthly_parts_stand_beside_each_other():
    parts = [release(f"{m}", 2024, since=date(2024, m, 1), until=date(2024, m, 28)) for m in (1, 2, 3)]
    assert sorted(names(*parts)) == ["1", "2", "3"]
    assert all(not one.hidden for one in in_force(parts, ORIGIN))


def test_a_part_hides_only_where_it_touches():
    found = in_force([release("23", 2023), release("p", 2024, since=date(2024, 1, 1))], ORIGIN)
    assert [(one.vintage.name, [n.name for n in one.hidden]) for one in found] == [("p", []), ("23", ["p"])]


def test_other_states_are_not_touched():
    found = in_force([release("a", 2023, states=("SDN",)), release("b", 2024, states=("TCD",))], ORIGIN)
    assert [one.hidden for one in found] == [(), ()]


def test_sources_do_not_replace_each_other():
    assert names(release("1", 2023, source="acled"), release("1", 2024, source="ucdp")) == ["1", "1"]


def test_what_only_adds_hides_nothing_and_is_hidden_by_a_whole():
    day = {"since": date(2024, 1, 1), "until": date(2024, 1, 1)}
    added = (release("a", 2022, **day, adds=True), release("b", 2023, adds=True))
    assert [(one.vintage.name, one.hidden) for one in in_force(added, ORIGIN)] == [("b", ()), ("a", ())]
    assert names(*added, release("c", 2024)) == ["c"]


def test_two_vintages_of_one_name_are_refused():
    with pytest.raises(Refused, match="two vintages of ucdp are named 23"):
        in_force([release("23", 2023), release("23", 2024)], ORIGIN)


def test_a_vintage_without_zone_or_with_a_backward_span_is_refused():
    with pytest.raises(Misused, match="names no time zone"):
        in_force([Vintage(source="u", name="x", known_at=datetime(2024, 1, 1))], ORIGIN)  # noqa: DTZ001 - the fault
    with pytest.raises(Misused, match="which is no span"):
        in_force([release("x", 2023, since=date(2024, 1, 2), until=date(2024, 1, 1))], ORIGIN)


def test_an_instant_is_no_origin():
    with pytest.raises(Misused, match="an origin is a day"):
        end_of(datetime(2024, 1, 1, tzinfo=UTC))


DAYS = st.integers(0, 20).map(lambda n: date(2024, 1, 1 + n))
SPANS = st.tuples(DAYS, DAYS).map(sorted) | st.just([None, None])
PLACES = st.sampled_from([(), ("SDN",), ("SDN", "TCD")])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(2015, 2024), SPANS, PLACES), max_size=6), DAYS, st.sampled_from(["SDN", "TCD"]))
def test_each_day_and_state_is_told_by_the_newest_vintage_that_covers_it(made, day: date, state: str):
    vintages = [release(f"{i:02d}", year, since=span[0], until=span[1], states=states)
                for i, (year, span, states) in enumerate(made)]  # fmt: skip

    def covers(one: Vintage) -> bool:
        inside = (one.since is None or one.since <= day) and (one.until is None or day <= one.until)
        return inside and (not one.states or state in one.states)

    newest = sorted((v for v in vintages if covers(v)), key=lambda v: (v.known_at, v.name))[-1:]
    speaking = [one.vintage for one in in_force(vintages, ORIGIN)
                if covers(one.vintage) and not any(covers(newer) for newer in one.hidden)]  # fmt: skip
    assert speaking == newest

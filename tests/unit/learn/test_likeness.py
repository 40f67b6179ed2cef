"""Likeness of cases: what happened, never how it ended, and honest where little is known."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.learn.likeness import WEIGHTS, Profile, distance, nearest, own_cases, parts, profile, worst_twelve
from comity.reference import cases

ALL = cases.all_cases()
NOW = date(2026, 11, 21)
AFRICA = frozenset({"AFG"})
SETS = st.none() | st.frozensets(st.sampled_from(("arms_embargo", "mediation", "peacekeeping", "fact_finding")))
PROFILES = st.builds(
    Profile,
    regions=st.frozensets(st.sampled_from(("AFG", "APG", "EEG")), min_size=1),
    measures=SETS,
    bodies=SETS,
    course=st.none() | st.sampled_from(({"violence": 1.0}, {"violence": 0.5, "decision": 0.5}, {"warning": 1.0})),
    veto=st.none() | st.booleans(),
    deaths=st.none() | st.floats(0, 1e6),
)


@settings(max_examples=50, deadline=None)
@given(PROFILES, PROFILES)
def test_distance_is_symmetric_and_lies_between_0_and_1(one: Profile, other: Profile) -> None:
    assert distance(one, other) == distance(other, one)
    assert 0 <= distance(one, other) <= 1


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
def test_a_fully_known_case_is_at_no_distance_from_itself(case: cases.Case) -> None:
    own = profile(case, deaths=100.0)
    assert set(parts(own, own)) == set(WEIGHTS)
    assert distance(own, own) == 0


@settings(max_examples=50, deadline=None)
@given(PROFILES)
def test_knowing_little_never_makes_two_things_look_alike(other: Profile) -> None:
    weight = sum(WEIGHTS.values())
    known_little = Profile(regions=other.regions)
    # The same region counts a half, and so does each of the other parts.
    assert distance(known_little, other) == pytest.approx(weight / weight / 2)


def test_how_a_case_ended_never_enters_the_distance() -> None:
    sudan = profile(cases.get("sudan_2023"))
    turned = [
        msgspec.structs.replace(
            case,
            outcome=msgspec.structs.replace(case.outcome, rating="success", text="x", civilian_harm="none"),
            events=tuple(e for e in case.events if e.kind != "outcome"),
        )
        for case in ALL
    ]
    before = [(item.case, item.distance) for item in nearest(sudan, ALL, on=NOW, most=21)]
    assert before == [(item.case, item.distance) for item in nearest(sudan, turned, on=NOW, most=21)]


def test_a_case_that_had_not_ended_by_the_day_is_not_shown() -> None:
    found = nearest(profile(cases.get("rwanda_1994")), ALL, on=date(2009, 6, 30), most=21)
    assert {item.case for item in found} >= {"rwanda_1994", "kenya_2007_08"}
    assert "guinea_2009_10" not in {item.case for item in found}
    assert "darfur_2003" not in {item.case for item in found}


def test_events_after_the_day_are_not_in_the_profile() -> None:
    early = profile(cases.get("rwanda_1994"), until=date(1994, 4, 30))
    assert early.measures is not None
    assert "arms_embargo" not in early.measures
    assert profile(cases.get("rwanda_1994"), until=date(1993, 1, 1)).measures is None


def test_what_was_vetoed_was_not_taken() -> None:
    syria = profile(cases.get("syria_2011"))
    assert syria.measures is not None
    assert syria.veto
    assert "icc_referral" not in syria.measures


def test_the_situation_itself_is_found_and_left_out() -> None:
    (own,) = own_cases(ALL, "SDN", on=date(2024, 6, 1))
    assert own.id == "sudan_2023"
    assert own_cases(ALL, "SDN", on=NOW) == (own,)
    assert own_cases(ALL, "SDN", on=date(2028, 1, 1)) == ()
    assert own_cases(ALL, "FRA", on=NOW) == ()
    found = nearest(profile(own), ALL, on=NOW, most=21, leave_out=(own.id,))
    assert len(found) == len(ALL) - 1
    assert own.id not in {item.case for item in found}


def test_shared_and_different_things_are_told_in_words() -> None:
    here = Profile(regions=AFRICA, measures=frozenset({"mediation", "flight_ban"}), veto=True, deaths=900.0)
    (item,) = nearest(here, [cases.get("kenya_2007_08")], on=NOW, deaths={"kenya_2007_08": 700.0})
    assert "region: African States" in item.shared
    assert "measures taken in both: mediation" in item.shared
    assert "measures only here: flight_ban" in item.differs
    assert "a veto was cast here, none there" in item.differs
    assert "deaths in the worst twelve months: 900 here, 700 there" in item.differs
    assert item.differs[-1] == "not compared, since it is not known on both sides: bodies, course"
    assert item.outcome
    assert item.lessons


def test_the_order_is_the_same_whatever_the_order_of_the_shelf() -> None:
    bare = Profile(regions=AFRICA, course={})
    found = nearest(bare, tuple(reversed(ALL)), on=NOW, most=5)
    assert found == nearest(bare, ALL, on=NOW, most=5)
    ranked = [(item.distance, item.case) for item in found]
    assert ranked == sorted(ranked)


@pytest.mark.parametrize("deaths", [None, 0.0, 24.0])
def test_where_nothing_has_happened_no_case_is_shown(deaths: float | None) -> None:
    assert nearest(Profile(regions=frozenset({"WEOG"}), deaths=deaths), ALL, on=NOW) == ()


def test_a_case_that_shares_nothing_is_not_shown() -> None:
    assert nearest(Profile(regions=frozenset({"GRULAC"}), deaths=900.0), ALL, on=NOW) == ()


def test_an_earlier_case_of_the_same_state_comes_before_its_neighbours() -> None:
    here = Profile(regions=AFRICA, states=frozenset({"LBY"}), deaths=100.0)
    found = nearest(here, ALL, on=NOW)
    assert found[0].case == "libya_2011"
    assert found[0].shared[0] == "the same state: Libya"


def test_the_worst_twelve_months_run_over_the_turn_of_the_year() -> None:
    assert worst_twelve([0.0] * 6 + [10.0] * 12 + [0.0] * 6) == 120
    assert worst_twelve([1.0, 2.0]) == 3
    assert worst_twelve([]) is None

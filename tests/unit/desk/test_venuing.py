from __future__ import annotations

from datetime import date

import pytest

from comity.desk import venuing
from comity.desk.venuing import Asked
from comity.kernel.errors import Misused, NotOnShelf
from comity.reference import bodies
from tests.unit.desk import composed

RULES = [(body, rule.id) for body in bodies.all_bodies() for rule in body.decision_rules]


def embargo(day: date, **more) -> venuing.Venues:
    return venuing.venues(composed.desk(), Asked(target="SYR", measures=("arms_embargo",), on=day, **more))


@pytest.mark.parametrize(("body", "rule"), RULES, ids=[f"{body.id}.{rule}" for body, rule in RULES])
def test_every_rule_of_the_shelf_has_a_chance_or_a_reason(body, rule: str):
    chance = venuing.one(composed.desk().convene, "SYR", body, rule, on=date(2026, 3, 1))
    assert (chance.adopted is None) == bool(chance.why_none)


def test_waiting_for_the_next_council_shows_both_chances_with_their_intervals():
    waiting = embargo(date(2021, 11, 1)).waiting
    assert waiting is not None
    assert waiting.then is not None
    assert waiting.until == date(2022, 1, 1)
    assert len(waiting.rotation.leaving) == len(waiting.rotation.joining) == 5
    assert waiting.now.value != waiting.then.value
    assert waiting.then.low <= waiting.then.value <= waiting.then.high
    assert waiting.then.baseline is not None


def test_a_past_vote_looks_as_it_did_the_day_before():
    # On 22 May 2014 the referral of Syria was vetoed (S/2014/348); the debate after a veto came in 2022.
    found = venuing.venues(
        composed.desk(),
        Asked(target="SYR", measures=("icc_referral",), on=date(2014, 5, 21), blocked=date(2014, 5, 22)),
    )
    assert all("A/RES/76/262" not in step.source for step in found.steps)
    assert any("debate after a veto" in lack for lack in found.lacking)
    council = next(venue for venue in found.venues if venue.body == "unsc")
    assert council.chance.adopted is not None
    # The members of 2015 were elected in October 2014: in May nobody could know them.
    assert found.waiting is not None
    assert found.waiting.rotation.joining == ()
    assert found.waiting.rotation.open_seats == 5
    assert all(one.on > date(2014, 5, 21) or one.until > date(2014, 5, 21) for one in found.dates)


def test_a_body_without_a_measured_record_gets_a_figure_only_when_asked():
    plain = {venue.body: venue for venue in embargo(date(2026, 3, 1)).venues}
    assert plain["eu_council_cfsp"].chance.adopted is None
    assert "--borrowed" in plain["eu_council_cfsp"].chance.why_none
    lent = {venue.body: venue for venue in embargo(date(2026, 3, 1), borrowed=True).venues}
    assert lent["eu_council_cfsp"].chance.borrowed
    assert lent["eu_council_cfsp"].chance.adopted is not None


def test_a_regional_body_of_others_does_not_reach_the_state():
    assert "au_psc" not in {venue.body for venue in embargo(date(2026, 3, 1)).venues}


def test_what_cannot_be_asked_is_refused_with_the_reason():
    desk = composed.desk()
    with pytest.raises(Misused, match="no measure"):
        venuing.venues(desk, Asked(target="SDN", measures=()))
    with pytest.raises(NotOnShelf):
        venuing.venues(desk, Asked(target="SDN", measures=("arm_embargo",)))
    with pytest.raises(Misused, match="before"):
        embargo(date(2026, 3, 1), blocked=date(2026, 2, 1))

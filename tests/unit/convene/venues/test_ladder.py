from __future__ import annotations

from datetime import date

import pytest

from comity.convene.venues.ladder import Scene, ladder
from comity.convene.venues.venue import Chance, venue
from comity.reference import bodies, calendar, measures

NONE = Chance(adopted=None, why_none="a test")
MONDAY = date(2026, 3, 2)


def scene(day: date, **changed) -> Scene:
    return Scene(
        asked=day,
        blocked=changed.get("blocked", day),
        bodies=changed.get("bodies", {body.id: body for body in bodies.all_bodies() if body.stands(day)}),
        rules={rule.id: rule for rule in calendar.all_rules() if rule.since is None or rule.since <= day},
        chances={},
    )


def venues(*names: str):
    embargo = (measures.get("arms_embargo"),)
    return [venue(bodies.get(name), bodies.get(name).decision_rules[0], embargo, NONE, member=None) for name in names]


def days_of(day: date, **changed):
    steps, lacking = ladder(scene(day, **changed), venues("unsc", "au_psc"))
    return {(step.body, step.what.split(" ")[0]): (step.first, step.last) for step in steps}, lacking


def test_each_way_round_a_veto_has_the_days_that_its_text_gives():
    days, lacking = days_of(MONDAY)
    # Ten working days after the veto (A/RES/76/262); 24 hours (A/RES/377 A (V)); two to five working days (HRC 5/1).
    assert days["unga", "debate"] == (MONDAY, date(2026, 3, 16))
    assert days["unga_ess", "call"] == (MONDAY, date(2026, 3, 3))
    assert days["unhrc", "special"] == (date(2026, 3, 4), date(2026, 3, 9))
    assert days["au_psc", "African"] == (date(2026, 3, 4), date(2026, 3, 23))
    assert lacking == ()


def test_what_had_not_been_made_yet_is_not_in_the_plan():
    days, lacking = days_of(date(2005, 6, 1))
    assert ("unhrc", "special") not in days
    assert ("unga", "debate") not in days
    assert ("unga_ess", "call") in days
    assert len(lacking) == 2


def test_the_council_comes_first_and_its_days_are_the_usual_ones():
    steps, _ = ladder(scene(MONDAY, blocked=None), venues("unsc"))
    assert steps[0].body == "unsc"
    assert steps[0].first == date(2026, 3, 5)
    assert "no veto" in steps[0].needs


def test_the_session_can_be_called_by_nine_without_a_veto():
    steps, _ = ladder(scene(MONDAY), venues("unsc"))
    call = next(step for step in steps if step.what.startswith("call"))
    assert "9 Council members" in call.needs
    assert "veto" not in call.needs


def test_sixteen_of_47_call_the_human_rights_council():
    steps, _ = ladder(scene(MONDAY), venues("unsc"))
    assert next(step for step in steps if step.body == "unhrc").needs.startswith("16 of 47 members")


def test_without_a_shelf_there_is_no_plan_and_it_is_said():
    steps, lacking = ladder(scene(MONDAY, bodies={}), [])
    assert steps == ()
    assert lacking


@pytest.mark.parametrize("body", bodies.all_bodies(), ids=lambda body: body.id)
def test_every_body_and_rule_can_be_a_step(body):
    for rule in body.decision_rules:
        one = venue(body, rule, tuple(measures.get(name) for name in body.measures[:1]), NONE, member=None)
        steps, _ = ladder(scene(MONDAY), [one])
        assert all(step.needs and step.source for step in steps)
        assert any(step.body == body.id for step in steps)

from __future__ import annotations

import pytest

from comity.convene.venues.venue import FORCE_LIMIT, SANCTION_LIMIT, Chance, in_order, limit, venue
from comity.reference import bodies, measures

UNKNOWN = Chance(adopted=None, why_none="not simulated")


def of(body_id: str, *names: str):
    body = bodies.get(body_id)
    return venue(body, body.decision_rules[0], tuple(measures.get(name) for name in names), UNKNOWN, member=None)


@pytest.mark.parametrize("body", [body for body in bodies.all_bodies() if body.type in ("regional", "subregional")])
def test_a_regional_body_needs_the_council_for_force_and_not_for_talk(body):
    assert limit(body, [measures.get("multinational_force")]) == FORCE_LIMIT
    assert limit(body, [measures.get("asset_freeze")]) == SANCTION_LIMIT
    assert limit(body, [measures.get("mediation")]) == ""


@pytest.mark.parametrize("body", [body for body in bodies.all_bodies() if body.type not in ("regional", "subregional")])
def test_article_53_is_about_regional_bodies_only(body):
    assert limit(body, [measures.get("multinational_force")]) == ""


@pytest.mark.parametrize("body", bodies.all_bodies(), ids=lambda body: body.id)
def test_every_body_is_a_venue_with_its_sources(body):
    found = of(body.id, *body.measures[:2])
    assert found.takes == body.measures[:2]
    assert found.authority
    assert found.rule_source
    assert found.convening
    assert found.days[0] <= found.days[1]


def test_who_may_take_all_of_it_and_bind_comes_first():
    asked = ("commission_of_inquiry", "arms_embargo")
    order = [item.body for item in in_order(of(name, *asked) for name in ("unhrc", "unga", "nato_nac", "unsc"))]
    assert order == ["unsc", "unhrc", "unga", "nato_nac"]

"""Every rule on the shelf of bodies as a coalition: it runs, or says why not."""

from __future__ import annotations

import numpy as np
import pytest

from comity.convene.coalition.persuade import Wanted, persuade
from comity.convene.coalition.sides import blocking, winning
from comity.convene.rules import Given, adopted, rule_for
from comity.kernel.errors import Refused
from comity.reference import bodies

RULES = [(body.id, rule.id) for body in bodies.all_bodies() for rule in body.decision_rules]


def members_of(body_id: str, rule) -> tuple[str, ...]:
    seats = rule.seats or 5
    held = tuple(rule.veto_holders)
    return (*held, *(f"M{number}" for number in range(seats - len(held))))


@pytest.mark.parametrize(("body", "rule_id"), RULES)
def test_a_coalition_can_be_found_under_every_rule_of_the_shelf(body: str, rule_id: str):
    rule = rule_for(body, rule_id)
    members = members_of(body, rule)
    draw = np.random.default_rng(1)
    votes = np.where(draw.random((4, 1)) + 0.5 * draw.random((4, len(members))) > 0.6, 2, 0).astype(np.int8)
    known = {member: 1_000 + at for at, member in enumerate(members)}
    given = Given(weights=known, populations=known)
    if rule.decider is not None:
        with pytest.raises(Refused, match="decided by"):
            persuade(rule, votes, members, Wanted(chance=0.9), given=given)
        return
    found = persuade(rule, votes, members, Wanted(chance=0.9, seconds=0.2), given=given)
    changed = votes.copy()
    changed[:, [members.index(state) for state in found.states]] = 2
    assert float(adopted(rule, changed, members, given=given).mean()) == pytest.approx(found.after)
    assert found.after >= 0.9
    assert all(side.states for side in (*winning(rule, votes[:1], members, given=given),
                                        *blocking(rule, votes[:1], members, given=given)))  # fmt: skip

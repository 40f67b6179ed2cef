from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.coalition.margins import carried, ways
from comity.convene.rules import Given, adopted, rule_for
from comity.convene.rules.seating import seated, without_vote
from comity.kernel.errors import Refused
from comity.reference import bodies

NINE = ("AUT", "BEL", "CHN", "DEU", "FRA", "GBR", "KEN", "RUS", "USA")
SIZES = dict(zip(NINE, (9, 11, 1400, 83, 68, 67, 55, 144, 335), strict=True))
RULES = [(body.id, rule.id) for body in bodies.shelf.all() for rule in body.decision_rules]


def runs(body: str, rule: str):
    return rule_for(body, rule).decider is None


@pytest.mark.parametrize(("body", "rule_id"), [pair for pair in RULES if runs(*pair)])
@settings(max_examples=4, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_margins_say_what_the_rule_says_of_every_roll_call_and_every_persuasion(body: str, rule_id: str, seed: int):
    made = rule_for(body, rule_id)
    facts = Given(weights=SIZES, populations=SIZES, concerned=("KEN",))
    draw = np.random.default_rng(seed)
    members = NINE if made.seats is None or made.seats >= len(NINE) else NINE[: made.seats]
    votes = draw.choice(np.array([0, 1, 2, 3, 6], dtype=np.int8), size=(40, len(members)), p=[0.2, 0.2, 0.4, 0.1, 0.1])
    cells, codes = seated(made, votes, members, seats=None, missing="absent")
    extra = {code: 1 for code in codes if code not in SIZES}
    facts = Given(weights={**SIZES, **extra}, populations={**SIZES, **extra}, concerned=("KEN",))
    barred = without_vote(made, cells, codes, facts)
    persuaded = draw.random(len(codes)) < 0.3
    changed = barred.copy()
    changed[:, persuaded] = np.where(barred[:, persuaded] == 4, 4, 2)
    expected = adopted(made, changed, codes, given=facts)
    found = ways(made, barred, codes, {"weights": facts.weights, "populations": facts.populations})
    assert (np.any([carried(way, persuaded) for way in found], axis=0) == expected).all()
    assert all((way.gain >= 0).all() for way in found)


def test_a_rule_decided_by_one_has_nobody_to_persuade():
    body, rule_id = next(pair for pair in RULES if not runs(*pair))
    with pytest.raises(Refused, match="nobody to persuade"):
        ways(rule_for(body, rule_id), np.zeros((1, 1), dtype=np.int8), ("X",), {})

from __future__ import annotations

from itertools import permutations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.bargain.ladder import Step, after_breach, ladder
from comity.kernel.errors import Misused, Refused

BOTH = ("A", "B")
STEPS = (
    Step(name="ceasefire", gain={"A": 1, "B": 1}, cost={"A": 0.5, "B": 0.4}, needs=BOTH, rests_on=("hotline",)),
    Step(name="hotline", gain={"A": 0.2, "B": 0.2}, cost={"A": 0.02, "B": 0.02}, needs=BOTH, builds=0.3),
    Step(name="monitors", gain={"A": 0.5, "B": 0.5}, cost={"A": 0.1, "B": 0.3}, needs=BOTH, verified=0.6, builds=0.3),
)


def test_small_and_verified_steps_carry_the_large_one() -> None:
    made = ladder(STEPS, trust=0.2)
    assert [rung.step for rung in made.rungs] == ["monitors", "hotline", "ceasefire"]
    assert made.out_of_reach == ()
    assert made.trust > 0.6


def test_every_rung_suits_all_it_needs_at_its_time() -> None:
    for rung in ladder(STEPS, trust=0.2).rungs:
        assert min(rung.worth.values()) >= 0


def test_what_is_out_of_reach_says_who_lacks_what() -> None:
    made = ladder(STEPS[:2], trust=0.1)
    (short,) = made.out_of_reach
    assert short.step == "ceasefire"
    assert set(short.lacking) == {"A", "B"}
    assert short.trust_needed == pytest.approx(0.5)


def test_no_trust_helps_a_step_that_costs_more_than_it_brings() -> None:
    step = Step(name="surrender", gain={"A": 0.1}, cost={"A": 0.5}, needs=("A",))
    assert ladder((step,), trust=1.0).out_of_reach[0].trust_needed is None


def test_a_breach_lowers_what_can_be_reached() -> None:
    made = ladder(STEPS, trust=0.2)
    left = after_breach(STEPS, made, at="ceasefire", keeps=0.2)
    assert [short.step for short in left.out_of_reach] == ["ceasefire"]
    assert after_breach(STEPS, made, at="ceasefire", keeps=1.0).rungs[-1].step == "ceasefire"


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100_000))
def test_no_order_reaches_more_steps(seed: int) -> None:
    rng = np.random.default_rng(seed)
    steps = [
        Step(
            name=f"s{at}", gain={"A": float(rng.random()), "B": float(rng.random())},
            cost={"A": float(rng.random() / 2), "B": float(rng.random() / 2)}, needs=BOTH,
            rests_on=(f"s{rng.integers(at)}",) if at and rng.random() < 0.3 else (),
            verified=float(rng.random() / 2), builds=float(rng.random() / 2),
        )
        for at in range(5)
    ]  # fmt: skip
    reached = {rung.step for rung in ladder(steps, trust=0.3).rungs}
    for order in permutations(steps):
        trust, done = 0.3, set()
        for step in order:
            kept = trust + (1 - trust) * step.verified
            if set(step.rests_on) <= done and all(kept * step.gain[who] >= step.cost[who] for who in BOTH):
                trust += step.builds * (1 - trust)
                done.add(step.name)
        assert done <= reached


def test_circles_repeats_and_strangers_are_named() -> None:
    circle = (msgspec.structs.replace(STEPS[1], rests_on=("ceasefire",)), STEPS[0])
    with pytest.raises(Refused, match="in a circle"):
        ladder(circle, trust=0.5)
    with pytest.raises(Refused, match="hotline: a step is named twice"):
        ladder((STEPS[1], STEPS[1]), trust=0.5)
    with pytest.raises(Misused, match="hotline: no such step"):
        ladder(STEPS[:1], trust=0.5)
    with pytest.raises(Misused, match="trust is 0 to 1"):
        ladder(STEPS, trust=1.5)
    with pytest.raises(Misused, match="needs nobody"):
        ladder((msgspec.structs.replace(STEPS[1], needs=()),), trust=0.5)
    with pytest.raises(Misused, match="gain or cost is below 0"):
        ladder((msgspec.structs.replace(STEPS[1], cost={"A": -1.0}),), trust=0.5)
    with pytest.raises(Misused, match="no step 'peace'"):
        after_breach(STEPS, ladder(STEPS, trust=0.2), at="peace", keeps=0.5)

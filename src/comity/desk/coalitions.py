"""Coalitions on a draft, and the power each member of a body has before any draft is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec
import numpy as np

from comity.convene import rules
from comity.convene.coalition import sides
from comity.convene.coalition.persuade import Persuaded, Wanted, default_costs, persuade
from comity.convene.coalition.sides import Side
from comity.convene.power import Power, power
from comity.desk.asking import which_state
from comity.desk.convening import Convene, default_rule
from comity.kernel.errors import Misused
from comity.kernel.estimate import Estimate
from comity.records.draft import Draft
from comity.reference import bodies

# What holds for each state persuaded: it is the one assumption that no figure here can test.
ASSUMED = "a state persuaded is taken to vote yes for sure, and to move nobody else"


class Coalition(msgspec.Struct, frozen=True, kw_only=True):
    """What a coalition for a draft would need.

    adopted    chance as predicted, with interval and baseline
    persuaded  the cheapest states whose yes brings it to the target
    costs      what each of these costs: a call and one for every halving of its chance of yes, unless given
    winning    smallest sides that carry alone; blocking those that stop it alone; likeliest first
    """

    draft: Draft
    adopted: Estimate
    persuaded: Persuaded
    costs: dict[str, float]
    winning: tuple[Side, ...]
    blocking: tuple[Side, ...]
    notes: tuple[str, ...]


def coalition(
    convene: Convene,
    draft: Draft,
    *,
    target: float,
    costs: Mapping[str, float] | None = None,
    never: frozenset[str] = frozenset(),
) -> Coalition:
    """The cheapest set of states to persuade, and who is enough or can block.

    costs   by state, in units of one call; states not named keep the default
    never   states that will not move
    raises  Refused naming the best chance to be had where the target is out of reach, Misused for states without a vote
    """
    setting = convene.setting(draft)
    found = convene.predict(draft)
    given = rules.Given(populations=dict(setting.populations), concerned=(draft.target,) if draft.target else ())
    named = {which_state(name).iso3: cost for name, cost in (costs or {}).items()}
    unmoved = frozenset(which_state(name).iso3 for name in never)
    strangers = sorted((set(named) | unmoved) - set(found.members))
    if strangers:
        raise Misused(f"{', '.join(strangers)} has no vote in {draft.body}", hint="name members of the body only")
    price = default_costs(found.votes)
    for state, cost in named.items():
        price[found.members.index(state)] = cost
    wanted = Wanted(chance=target, costs=price, never=unmoved)
    made = persuade(setting.rule, found.votes, found.members, wanted, given=given)
    return Coalition(
        draft=draft,
        adopted=found.ballot.adopted,
        persuaded=made,
        costs={state: round(float(price[found.members.index(state)]), 3) for state in made.states},
        winning=sides.winning(setting.rule, found.votes, found.members, given=given),
        blocking=sides.blocking(setting.rule, found.votes, found.members, given=given),
        notes=(ASSUMED, *found.ballot.notes),
    )


def power_in(convene: Convene, body: str, *, rule: str | None, day: date) -> Power:
    """Power of each member of a body under one of its rules, as it sat on a day, most powerful first.

    raises  Refused where members are not on the shelf or one alone decides, NotOnShelf for unknown ids
    """
    forum = bodies.get(body)
    asked = Draft(
        title="",
        body=forum.id,
        rule=rule or default_rule(forum, day),
        target=None,
        measures=(),
        strength="condemn",
        on=day,
    )
    setting = convene.setting(asked)
    made = power(setting.rule, setting.members, given=rules.Given(populations=dict(setting.populations)))
    order = np.argsort([-member.shapley_shubik for member in made.members], kind="stable")
    return msgspec.structs.replace(made, members=tuple(made.members[at] for at in order))

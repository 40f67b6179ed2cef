"""Members and facts for evaluating any rule on the shelf."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.convene.rules import Given, Rule, rule_for

FIVE = ("CHN", "FRA", "RUS", "GBR", "USA")


@pytest.fixture(scope="session")
def members_of() -> Callable[[Rule], tuple[str, ...]]:
    """Codes for a rule's seats: veto holders first, then invented ones; seven where a group chooses itself."""

    def members(rule: Rule) -> tuple[str, ...]:
        seats = 1 if rule.decider else rule.seats or 7
        return (*rule.veto_holders, *(f"X{number:03d}" for number in range(seats - len(rule.veto_holders))))

    return members


@pytest.fixture(scope="session")
def facts() -> Callable[[tuple[str, ...]], Given]:
    """Unequal weights and populations by code."""

    def given(members: tuple[str, ...]) -> Given:
        sizes = {member: 1 + (sum(map(ord, member)) * 7919) % 83 for member in members}
        return Given(weights=sizes, populations=sizes)

    return given


@pytest.fixture(scope="session")
def charter() -> Rule:
    """The substantive rule of the Council today."""
    return rule_for("unsc", "substantive")


@pytest.fixture(scope="session")
def fifteen() -> tuple[str, ...]:
    """Members of a Council with the permanent five first."""
    return (*FIVE, *"ABCDEFGHIJ")

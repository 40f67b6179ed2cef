"""`comity convene coalition` and `power`: whom to persuade, who is enough, who can block, who counts for how much."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from comity.cli.convene import (
    BodyText,
    Chance,
    DraftText,
    Measures,
    On,
    Rule,
    Strength,
    Target,
    costs_of,
    described_draft,
)
from comity.cli.say import say, say_json
from comity.cli.words import AsOf, DeskFile, Json


def coalition(
    draft: DraftText = None,
    /,
    *,
    chance: Chance = "80%",
    target: Target = None,
    measures: Measures = None,
    strength: Strength = None,
    body: BodyText = "unsc",
    rule: Rule = None,
    on: On = None,
    cost: Annotated[
        str | None,
        Parameter(help="cost of persuading by state, in calls, such as RUS=8,KEN=1; else by its chance of yes"),
    ] = None,
    never: Annotated[str | None, Parameter(help="states that will not move, with commas")] = None,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """The cheapest states to persuade for a chance of adoption, and the smallest sides that carry or block."""
    from comity.cli import given
    from comity.cli.show.coalition import render
    from comity.desk.coalitions import coalition as coalition_on
    from comity.desk.opening import open_desk

    with open_desk(desk) as office:
        text = described_draft(
            office, draft, target=target, measures=measures, strength=strength, body=body, rule=rule, on=on
        )
        found = coalition_on(
            office.convene,
            text,
            target=given.share(chance, "--chance"),
            costs=costs_of(cost),
            never=frozenset(given.names(never)),
        )
    if json:
        say_json(found)
    else:
        say(render(found))
    return 0


def power(
    body: Annotated[str, Parameter(help="body on the shelf, such as unsc or eu_council_cfsp")] = "unsc",
    /,
    *,
    rule: Rule = None,
    as_of: AsOf = None,
    top: Annotated[int, Parameter(help="members shown, most powerful first; 0 for all")] = 20,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Voting power under a rule before anything is known of the question: Shapley-Shubik, Banzhaf, Coleman."""
    from comity.cli.show.coalition import powers
    from comity.desk.asking import which_day
    from comity.desk.coalitions import power_in
    from comity.desk.opening import open_desk
    from comity.kernel.errors import Misused

    if top < 0:
        raise Misused(f"--top counts members; got {top}", hint="give 1 or more, or 0 for all")
    with open_desk(desk) as office:
        found = power_in(office.convene, body, rule=rule, day=which_day(as_of, today=office.today()))
    if json:
        say_json(found)
    else:
        say(powers(found, top or len(found.members)))
    return 0

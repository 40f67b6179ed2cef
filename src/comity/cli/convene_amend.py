"""`comity convene amend`: the least change of a text that carries, what it costs in substance, and who moves."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from comity.cli.convene import BodyText, Chance, DraftText, Measures, On, Rule, Strength, Target, described_draft
from comity.cli.say import say, say_json
from comity.cli.words import DeskFile, Json


def amend(
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
    weights: Annotated[
        str | None,
        Parameter(help="what clauses count for, such as icc_referral=5,arms_embargo=2; else by what they do"),
    ] = None,
    keep: Annotated[str | None, Parameter(help="clauses that may not change, with commas")] = None,
    table: Annotated[
        str | None, Parameter(help="CSV of clauses, levels and what each adds to members, in place of the default")
    ] = None,
    most: Annotated[int, Parameter(help="at most so many alternatives")] = 10,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """The least loss of substance that reaches a chance of adoption, the frontier, and who is gained and lost."""
    from comity.cli import given
    from comity.cli.show.amend import render
    from comity.desk.amending import Wish
    from comity.desk.amending import amend as amended
    from comity.desk.opening import open_desk
    from comity.kernel.errors import Misused

    if most < 1:
        raise Misused(f"--most counts alternatives; got {most}", hint="give 1 or more")
    wish = Wish(
        target=given.share(chance, "--chance"),
        weights=weights_of(weights),
        fixed=frozenset(given.names(keep)),
        table=table,
        most=most,
    )
    with open_desk(desk) as office:
        text = described_draft(
            office, draft, target=target, measures=measures, strength=strength, body=body, rule=rule, on=on
        )
        found = amended(office.convene, text, wish)
    if json:
        say_json(found)
    else:
        say(render(found))
    return 0


def weights_of(text: str | None) -> dict[str, float]:
    """Weights by clause from "icc_referral=5,arms_embargo=2"; raises Misused."""
    from comity.cli import given
    from comity.kernel.errors import Misused

    found = {}
    for part in given.names(text):
        name, _, weight = part.partition("=")
        try:
            found[name.strip()] = float(weight)
        except ValueError as error:
            raise Misused(f"--weights takes no {part!r}", hint="write it as icc_referral=5,arms_embargo=2") from error
    return found

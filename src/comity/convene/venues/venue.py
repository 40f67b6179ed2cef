"""A body as a venue for measures: by what right, with what effect, who can call it, how fast, and with which limits."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from comity.convene.drafting import STRENGTHS, strength
from comity.kernel.estimate import Estimate
from comity.reference.bodies import Body, DecisionRule
from comity.reference.measures import Measure

_REGIONAL = ("regional", "subregional")
# What binds most comes first.
_EFFECTS = ("binding", "mixed", "recommendatory", "political", "national", "non_binding", "none")

ORDER = "bodies that may take all of it first, then by what their decisions bind, then by the days they usually need"

# UN Charter Art. 53(1): "no enforcement action shall be taken under regional arrangements ... without the authorization
# of the Security Council".
FORCE_LIMIT = (
    "force is enforcement action: a regional body needs the Security Council's authorisation (UN Charter Art. 53(1)), "
    "unless the state itself asks for it"
)
SANCTION_LIMIT = (
    "whether sanctions of a regional body are enforcement action under UN Charter Art. 53(1) is not answered on the "
    "shelf: ask your lawyers"
)


class Chance(msgspec.Struct, frozen=True, kw_only=True):
    """A chance of adoption, or why there is none; `breakers` most often stop it, with the share of failures.

    borrowed  votes of this body are not on record: positions come from the General Assembly
    """

    adopted: Estimate | None
    why_none: str = ""
    breakers: tuple[tuple[str, float], ...] = ()
    borrowed: bool = False


class Venue(msgspec.Struct, frozen=True, kw_only=True):
    """A body that may take some of the measures asked for.

    takes, lacks  measures asked for that it may take, and that it may not
    member        whether the state concerned sits in it; None where its members are not on the shelf
    days          usual days from a shock to a decision, and what that rests on
    limit         what Article 53 says or leaves open; empty where it does not come up
    mark          how sure the shelf is, and what the entry was compared with
    """

    body: str
    name: str
    takes: tuple[str, ...]
    lacks: tuple[str, ...]
    member: bool | None
    rule: str
    matter: str
    rule_source: str
    authority: tuple[str, ...]
    effect: str
    effect_note: str
    convening: str
    notice_days: int
    days: tuple[int, int]
    days_basis: str
    limit: str
    chance: Chance
    mark: str


def venue(body: Body, rule: DecisionRule, asked: tuple[Measure, ...], chance: Chance, *, member: bool | None) -> Venue:
    """The body as a venue for the measures asked for, by one of its rules."""
    takes = tuple(measure for measure in asked if measure.id in body.measures)
    return Venue(
        body=body.id,
        name=body.name,
        takes=tuple(measure.id for measure in takes),
        lacks=tuple(measure.id for measure in asked if measure.id not in body.measures),
        member=member,
        rule=rule.id,
        matter=rule.matter,
        rule_source=rule.source,
        authority=body.legal_basis,
        effect=body.legal_effect.value.replace("_", " "),
        effect_note=body.legal_effect.note or "",
        convening=body.convening.who,
        notice_days=body.convening.notice_days,
        days=body.lead_time_days.typical,
        days_basis=body.lead_time_days.basis,
        limit=limit(body, takes),
        chance=chance,
        mark=f"{body.confidence.value} confidence, {body.checked.words}",
    )


def limit(body: Body, taken: Iterable[Measure]) -> str:
    """What Article 53 of the Charter asks of a regional body that takes these measures; empty where nothing."""
    if body.type not in _REGIONAL:
        return ""
    does = strength((measure.id, measure.category) for measure in taken)
    if does == "force":
        return FORCE_LIMIT
    return SANCTION_LIMIT if STRENGTHS.index(does) == STRENGTHS.index("sanction") else ""


def in_order(venues: Iterable[Venue]) -> tuple[Venue, ...]:
    """Venues in the order that `ORDER` tells."""
    return tuple(
        sorted(
            venues,
            key=lambda item: (len(item.lacks), _EFFECTS.index(item.effect.replace(" ", "_")), item.days, item.body),
        )
    )

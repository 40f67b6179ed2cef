"""The situation a plan is made for: its phase by a written rule, consent, and which bodies reach the state."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from comity.kernel.errors import Misused
from comity.reference.bodies import Body


class Phase(StrEnum):
    """How far things have gone, by the rule in `phase`."""

    QUIET = "quiet"
    TENSION = "tension"
    ESCALATION = "escalation"
    ONGOING = "ongoing"
    AFTERMATH = "aftermath"
    UNKNOWN = "unknown"


class Consent(StrEnum):
    """Whether the state's government agrees to outside help."""

    GIVEN = "given"
    REFUSED = "refused"
    UNKNOWN = "unknown"


# UCDP counts a conflict as active from 25 battle-related deaths in a year and as war from 1,000
# (Gleditsch et al. 2002, Journal of Peace Research 39(5)). We apply both to deaths of all kinds in twelve months.
ACTIVE_DEATHS, WAR_DEATHS = 25, 1_000
# House rules: twice as many deaths as in the year before is a rise; a tenth of the worst year is an aftermath.
RISE, REST = 2.0, 0.1
# House rule: an onset risk of twice the base rate counts as tension even where nobody has died yet.
RISK_MULTIPLE = 2.0
# House rule: how far ahead it is sensible to look for a first effect, in days.
HORIZON_DAYS = {
    Phase.QUIET: 730, Phase.TENSION: 180, Phase.ESCALATION: 90, Phase.ONGOING: 90, Phase.AFTERMATH: 730,
    Phase.UNKNOWN: 180,
}  # fmt: skip

# Bodies that act towards states outside, not towards their own members: the Union by restrictive measures
# (TEU Art. 29) and enlargement (Art. 49), the Alliance by political decision.
OUTWARD = frozenset({"eu_council_cfsp", "nato_nac"})
# Article 96 (now 101) acts on partners from the Organisation of African, Caribbean and Pacific States, whose members
# are not on the shelf: the desk names the organisation where the state belongs to it.
PARTNERS = {"eu_article_96": "oacps"}
# The Commonwealth is universal in no region, yet acts on its own members only (Millbrook Action Programme, 1995).
MEMBERS_ONLY = frozenset({"commonwealth_cmag"})


class Signs(msgspec.Struct, frozen=True, kw_only=True):
    """What the phase is read from; None where it is not known.

    deaths_12m        deaths of all kinds of violence in the last twelve months
    deaths_before     the same in the twelve months before those
    worst_year        most deaths in any twelve months of the last five years
    risk_multiple     chance of a new mass killing over its base rate
    events            dated events of violence, warning or decision about the state in the last half year
    """

    deaths_12m: float | None = None
    deaths_before: float | None = None
    worst_year: float | None = None
    risk_multiple: float | None = None
    events: int = 0


class PhaseReading(msgspec.Struct, frozen=True, kw_only=True):
    """A phase and the figures that put it there, in words."""

    phase: Phase
    because: str


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan is made for.

    member_of     ids of bodies or organisations the state belongs to (reference/bodies, reference/seats)
    horizon_days  a measure must show a first effect within it
    in_force      ids of measures already taken; None where nobody has entered which
    """

    state: str
    phase: Phase
    consent: Consent = Consent.UNKNOWN
    member_of: frozenset[str] = frozenset()
    horizon_days: int = 180
    in_force: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse a horizon in which nothing can happen."""
        if self.horizon_days < 1:
            raise Misused(f"a horizon is at least one day; got {self.horizon_days}")


def phase(signs: Signs) -> PhaseReading:
    """The phase by the first rule that holds; where deaths are not known it is never quiet.

    ongoing     at least 1,000 deaths in the last twelve months
    aftermath   at most a tenth of the worst of five years, if that was 1,000 or more, for two years on end
    escalation  at least 25 deaths, and twice those of the twelve months before
    tension     at least 25 deaths, an onset risk of twice the base rate, or events on record in the last half year
    quiet       deaths are known, and none of these
    """
    deaths, multiple = signs.deaths_12m, signs.risk_multiple
    by_deaths = None if deaths is None else _by_deaths(deaths, signs)
    if by_deaths is not None:
        return by_deaths
    told = "deaths are not known" if deaths is None else f"{deaths:,.0f} deaths in the last 12 months"
    risk = "onset risk is not known" if multiple is None else f"onset risk {multiple:.1f} times the base rate"
    if signs.events:
        # Counts come months late; what people recorded as it happened does not.
        return _read(Phase.TENSION, f"{signs.events} events on record in the last half year; {told}, {risk}")
    if multiple is not None and multiple >= RISK_MULTIPLE:
        return _read(Phase.TENSION, f"{told}, {risk}")
    return _read(Phase.UNKNOWN if deaths is None else Phase.QUIET, f"{told}, {risk}")


def _by_deaths(deaths: float, signs: Signs) -> PhaseReading | None:
    """The phase that deaths alone decide, or None where they are too few to decide it."""
    told, worst, before = f"{deaths:,.0f} deaths in the last 12 months", signs.worst_year, signs.deaths_before
    if deaths >= WAR_DEATHS:
        return _read(Phase.ONGOING, f"{told}, {WAR_DEATHS:,} or more")
    rested = worst is not None and worst >= WAR_DEATHS and max(deaths, before or 0.0) <= REST * worst
    if rested and worst is not None:
        return _read(Phase.AFTERMATH, f"{told} after a worst year of {worst:,.0f}")
    if deaths < ACTIVE_DEATHS:
        return None
    if before is not None and deaths >= RISE * before:
        return _read(Phase.ESCALATION, f"{told}, {before:,.0f} in those before")
    return _read(Phase.TENSION, f"{told}, {ACTIVE_DEATHS} or more")


def _read(found: Phase, because: str) -> PhaseReading:
    return PhaseReading(phase=found, because=because)


def reaching(bodies: Iterable[Body], situation: Situation) -> tuple[Body, ...]:
    """Bodies whose acts reach the state, fastest first: universal ones, its own, and those that act outward.

    The host government is left out where consent is refused, since then it decides nothing asked from outside.
    """
    shelf = tuple(bodies)
    own = set(situation.member_of)
    # A seat in one body of an organisation makes the state subject to all of them: the Assembly and the Peace and
    # Security Council of the African Union alike.
    for body in shelf:
        if body.id in situation.member_of and body.type in ("regional", "subregional"):
            own |= _organisation(body)
    found = [body for body in shelf if _reaches(body, situation, own)]
    return tuple(sorted(found, key=lambda body: (body.lead_time_days.typical, body.id)))


def _organisation(body: Body) -> set[str]:
    """The names by which a body's organisation is known."""
    return {name for name in (body.parent, body.membership.seats) if name and name != "none"}


def _reaches(body: Body, situation: Situation, own: set[str]) -> bool:
    if body.id == "host_government":
        return situation.consent != Consent.REFUSED
    if body.id in PARTNERS:
        return PARTNERS[body.id] in own
    belongs = body.id in own or bool(_organisation(body) & own)
    if body.id in OUTWARD:
        return not belongs
    return belongs or (body.type not in ("regional", "subregional") and body.id not in MEMBERS_ONLY)

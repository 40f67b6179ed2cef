"""What a decision brief holds. Faces render it; nothing here computes.

Each statement names its basis and its citations, so that every sentence of a brief can be traced.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from comity.kernel.estimate import Estimate
from comity.records.assessment import ElementTest, FactorRow
from comity.records.ballot import Ballot
from comity.records.case import Likeness
from comity.records.finding import Finding
from comity.records.forecast import DeathsForecast, OnsetForecast
from comity.records.plan import Plan
from comity.records.pledge import Pledge


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence of the brief.

    basis  data (counted), model (estimated), fact (cited), judgement (entered by a person), absence (not known)
    cites  ids of citations at the end of the brief
    """

    text: str
    basis: Literal["data", "model", "fact", "judgement", "absence"]
    cites: tuple[str, ...] = ()


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One citation at the end of the brief; `mark` holds confidence and whether it was checked, as words."""

    id: str
    text: str
    mark: str
    url: str | None = None
    licence: str | None = None


class History(msgspec.Struct, frozen=True, kw_only=True):
    """Deaths recorded month by month, for the chart. None where the source does not cover the month.

    months    YYYY-MM, oldest first
    deaths    all kinds of violence; civilians one-sided violence only
    """

    months: tuple[str, ...]
    deaths: tuple[float | None, ...]
    civilians: tuple[float | None, ...]
    source: str


class Risk(msgspec.Struct, frozen=True, kw_only=True):
    """Risk now: what happened, what is to be expected, how likely a new mass killing is."""

    statements: tuple[Statement, ...]
    history: History | None
    deaths: DeathsForecast | None
    civilians: DeathsForecast | None
    onset: OnsetForecast | None


class LegalTest(msgspec.Struct, frozen=True, kw_only=True):
    """One legal threshold, element by element; `summary` counts answers and claims nothing."""

    id: str
    name: str
    elements: tuple[ElementTest, ...]
    summary: str


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """Severity, urgency, the newest field reports, and the standing judgements on the fourteen risk factors."""

    severity: tuple[Statement, ...]
    urgency: tuple[Statement, ...]
    reported: tuple[Statement, ...]
    factors: tuple[FactorRow, ...]
    tests: tuple[LegalTest, ...]


class CaseEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One dated event of a comparable case; `mark` says how far it was checked."""

    date: str
    kind: str
    text: str
    source: str
    mark: str


class Comparable(msgspec.Struct, frozen=True, kw_only=True):
    """A past case, why it is near, how it ended, and its timeline."""

    likeness: Likeness
    rating: str
    harm: str
    harm_source: str
    events: tuple[CaseEvent, ...]


class Venue(msgspec.Struct, frozen=True, kw_only=True):
    """A body that may act: what it could take, what that would bind, how soon, and the predicted vote.

    measures  ids of the options it may take
    rule      the decision rule in words, with its source
    days      typical lead time, a range in days
    ballot    None where no vote can be simulated; `why_none` says why
    """

    body: str
    name: str
    legal_effect: str
    convening: str
    days: tuple[int, int]
    measures: tuple[str, ...]
    rule: str
    rule_source: str
    mark: str
    ballot: Ballot | None
    why_none: str = ""


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """The same text with another strength, and its chance in the same body."""

    strength: str
    words: str
    adopted: Estimate
    gained: tuple[str, ...] = ()


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A state to call.

    bits     how much its answer would tell about adoption, in bits
    pivotal  chance that the outcome turns on it
    """

    state: str
    name: str
    bits: float
    pivotal: float
    yes: float
    why: str


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """A date ahead that opens or erodes consensus; `kind` is legal, pattern or model."""

    on: date
    words: str
    effect: str
    kind: str
    mark: str
    source: str


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """A pledge in the ledger and where it stands."""

    pledge: Pledge
    finding: Finding


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """A decision brief on one state.

    as_of     last day whose facts were used
    headline  the brief in a few sentences, most important first
    venues    the body asked for first; its ballot is the one behind variants, calls and rotation
    rotation  what was heard of drafts on record, and what next year's members would change, in words with figures
    unknown   what we do not know
    engines   fitted artefact or skill row -> one line on vintage and measured skill
    ledger    entries on the desk's record when the brief was made
    marking   label of the strictest marking of any entry that shaped it
    """

    state: str
    name: str
    as_of: date
    version: str
    headline: tuple[Statement, ...]
    risk: Risk
    picture: Picture
    cases: tuple[Comparable, ...]
    plan: Plan
    venues: tuple[Venue, ...]
    variants: tuple[Variant, ...]
    calls: tuple[Call, ...]
    watch: tuple[Watch, ...]
    rotation: tuple[Statement, ...]
    promises: tuple[Promise, ...]
    unknown: tuple[Statement, ...]
    sources: tuple[Source, ...]
    engines: dict[str, str]
    ledger: int
    marking: str

"""The board of risk factors: each judge's newest word, dissent kept. Nothing is averaged or scored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from comity.kernel.errors import NotOnShelf, Refused, did_you_mean
from comity.records.assessment import FactorRow, Judgement, Rating, Trend
from comity.reference.frameworks.risk_factors import RiskFactor

NOBODY = "no judgement entered"


class DataPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence from data that speaks to indicators. It is no rating: what it means is for people to judge."""

    indicators: tuple[str, ...]
    text: str


def checked(judgement: Judgement, factors: Iterable[RiskFactor]) -> Judgement:
    """The judgement itself, if it may be recorded.

    raises  NotOnShelf for an unknown factor or indicator, Refused without a reason or a role
    """
    _factor_of(judgement.factor, tuple(factors))
    if not judgement.reason.strip():
        raise Refused(
            f"the judgement of {judgement.factor} gives no reason", hint="say in a few words which evidence it rests on"
        )
    if not judgement.by.strip():
        raise Refused(f"the judgement of {judgement.factor} names no judge", hint="give the role, such as analyst")
    return judgement


def board(
    state: str,
    factors: Sequence[RiskFactor],
    judgements: Iterable[Judgement],
    *,
    on: date,
    points: Iterable[DataPoint] = (),
) -> tuple[FactorRow, ...]:
    """One row a factor, in the order of `factors`; rows without judgement have none, and `words` says so.

    judgements  in the order they were recorded; other states and later days are not used
    points      sentences from data, shown in the row of each factor they speak to
    raises      NotOnShelf for a factor or indicator that does not exist
    """
    standing = _standing(j for j in judgements if j.state == state and j.judged_on <= on)
    rows: dict[str, list[Judgement]] = {factor.id: [] for factor in factors}
    for judgement in standing:
        rows[_factor_of(judgement.factor, factors)].append(judgement)
    sentences: dict[str, list[str]] = {factor.id: [] for factor in factors}
    for point in points:
        # One sentence may speak to two indicators of a factor; it is shown once in its row.
        for factor_id in dict.fromkeys(_factor_of(item, factors) for item in point.indicators):
            named = ", ".join(item for item in point.indicators if item.startswith(factor_id))
            sentences[factor_id].append(f"{point.text} [{named}]")
    return tuple(
        FactorRow(
            factor=factor.id,
            name=factor.name,
            judgements=tuple(rows[factor.id]),
            dissent=_dissent(rows[factor.id]),
            data_points=tuple(sentences[factor.id]),
        )
        for factor in factors
    )


def words(row: FactorRow) -> str:
    """The standing judgements of a row in one sentence, never a rating of the row itself."""
    if not row.judgements:
        return NOBODY
    told = "; ".join(
        f"{j.rating.value.replace('_', ' ')} ({j.factor}, {j.by}, {j.grade.code}, {j.judged_on})"
        for j in row.judgements
    )
    return f"{told}; judges differ" if row.dissent else told


def _factor_of(item: str, factors: Sequence[RiskFactor]) -> str:
    for factor in factors:
        if item == factor.id or any(item == indicator.id for indicator in factor.indicators):
            return factor.id
    known = [factor.id for factor in factors] + [i.id for factor in factors for i in factor.indicators]
    raise NotOnShelf(f"there is no risk factor or indicator {item!r}", hint=did_you_mean(item, known))


def _standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Each judge's newest judgement of each factor and indicator, newest first; of one day the last recorded."""
    newest: dict[tuple[str, str], Judgement] = {}
    for judgement in judgements:
        key = (judgement.by, judgement.factor)
        if key not in newest or judgement.judged_on >= newest[key].judged_on:
            newest[key] = judgement
    return sorted(newest.values(), key=lambda j: (-j.judged_on.toordinal(), j.factor, j.by))


def _dissent(judgements: Iterable[Judgement]) -> bool:
    """Whether two judges rate the same thing differently, or see it move in opposite ways.

    Not being able to say is no dissent: it leaves the other's judgement alone.
    """
    ratings: dict[str, set[Rating]] = {}
    trends: dict[str, set[Trend]] = {}
    for judgement in judgements:
        if judgement.rating != Rating.CANNOT_SAY:
            ratings.setdefault(judgement.factor, set()).add(judgement.rating)
        trends.setdefault(judgement.factor, set()).add(judgement.trend)
    opposite = any({Trend.RISING, Trend.FALLING} <= seen for seen in trends.values())
    return opposite or any(len(seen) > 1 for seen in ratings.values())

"""Forecasts sealed before the months they speak of, and their scores afterwards; instants and counts are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import msgspec
import numpy as np

from comity.kernel.canon import canonical, digest
from comity.kernel.errors import BrokenChain, Misused, Refused
from comity.kernel.time import Month, month, written
from comity.records.edition import Content, Edition, EditionScore, Mark, SealedDeaths, SealedMonth
from comity.warn import backtest
from comity.warn import draws as spread
from comity.warn.draws import VIEWS_BINS, Draws, Floats

# Values of equal weight kept of each distribution: enough for the CRPS to differ by less than one part in a hundred.
QUANTILES = 40
# Chances of bins are kept in thousandths, as many as the VIEWS challenge asks draws for.
_PARTS = spread.VIEWS_DRAWS
LINE = 25
MOST_MONTHS = 12
TOP = 10
_SEED = 20261201


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted in a month: deaths by state, of those covered, and the digest of the counts they are from."""

    month: str
    deaths: dict[str, int]
    vintage: str


def may_seal(first: Month, known: Month, now: datetime, *, months: int) -> None:
    """Nothing, if forecasts for `months` months from `first` on may be sealed at this instant.

    raises  Refused once the first month has begun in UTC, or where no forecast reaches the last of them; Misused for a
            number of months out of range
    """
    if not 1 <= months <= MOST_MONTHS:
        raise Misused(f"an edition holds 1 to {MOST_MONTHS} months; got {months}")
    begins = datetime(first.year, first.number, 1, tzinfo=UTC)
    if now >= begins:
        raise Refused(
            f"{first} has begun: a forecast sealed now could have seen it", hint=f"seal {_next(now)} or a later month"
        )
    reach = first.plus(months - 1).index - known.index
    if reach > MOST_MONTHS:
        raise Refused(
            f"counts end in {known} and forecasts reach {known.plus(MOST_MONTHS)}, not {first.plus(months - 1)}",
            hint="fetch newer counts and refit country_months, or seal fewer months",
        )


def sealed_month(at: Month, horizon: int, states: Sequence[str], drawn: Draws, naive: Floats) -> SealedMonth:
    """All states' distributions for one month in the form an edition keeps.

    drawn  one distribution a state, in the order of `states`
    naive  (states, 12) deaths of the last known months; NaN where not covered
    """
    values = np.rint(spread.thinned(drawn, QUANTILES)).astype(int)
    hit = np.digitize(drawn.values, VIEWS_BINS)
    share = np.stack([(drawn.weights * (hit == step)).sum(axis=1) for step in range(len(VIEWS_BINS) + 1)], axis=1)
    means, large = spread.mean(drawn), spread.chance_from(drawn, LINE)
    return SealedMonth(
        month=str(at),
        horizon=horizon,
        states=tuple(
            SealedDeaths(
                state=state,
                mean=round(float(means[row]), 2),
                chance_25=round(float(large[row]), 4),
                quantiles=tuple(int(value) for value in values[row]),
                bins=tuple(int(part) for part in np.rint(share[row] * _PARTS)),
                naive=tuple(int(value) for value in naive[row] if not np.isnan(value)),
            )
            for row, state in enumerate(states)
        ),
    )


def edition(content: Content, now: datetime) -> Edition:
    """The content with its digest and the instant it is sealed at."""
    return Edition(sha256=digest(content).hex(), sealed_at=written(now), content=content)


def verified(given: Edition, *, published: str | None = None) -> str:
    """The digest of an edition that is what it says.

    published  a digest kept elsewhere, if one is compared
    raises     BrokenChain where the content does not give its digest, Refused where the published one differs
    """
    found = digest(given.content).hex()
    if found != given.sha256:
        raise BrokenChain(
            f"the edition of {given.content.month} says {given.sha256[:16]}... but its content gives {found[:16]}...",
            hint="it was changed after it was sealed; keep the file and compare with a copy kept elsewhere",
        )
    if published is not None and published.strip().lower() != found:
        raise Refused(
            f"the edition of {given.content.month} has the digest {found[:16]}..., not {published.strip()[:16]}...",
            hint="one of the two is not the edition that was published",
        )
    return found


def content_of(raw: bytes) -> Content:
    """The content written in a file; raises Refused for anything else, a field too many included."""
    try:
        given = msgspec.json.decode(raw)
        found = msgspec.convert(given, Content)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise Refused(f"this is no edition: {error}", hint="give the file that comity warn seal --out wrote") from error
    # Written alike or not: a field that an edition lacks would be dropped without a word.
    if canonical(found) != canonical(given):
        raise Refused("this is no edition: it holds more than an edition has", hint="give the file as it was written")
    return found


def scored(given: Edition, at: Month, seen: Outcome, on: date) -> EditionScore:
    """How a sealed edition did on one of its months, beside the naive rule sealed with it.

    raises  Refused for a month that is not in the edition or not over, and where no state of it was counted yet;
            states without a count are named as gaps, never taken as zero
    """
    part = next((one for one in given.content.deaths if one.month == str(at)), None)
    if part is None:
        inside = ", ".join(one.month for one in given.content.deaths)
        raise Refused(f"the edition of {given.content.month} says nothing of {at}", hint=f"it holds {inside}")
    if on <= at.last:
        raise Refused(f"{at} is not over on {on}", hint="score it when it is")
    both = [one for one in part.states if one.state in seen.deaths and one.naive]
    if not both:
        raise Refused(
            f"no state of the edition is counted for {at} yet",
            hint="fetch newer counts, refit country_months, and score again",
        )
    deaths = np.array([seen.deaths[one.state] for one in both], dtype=np.float64)
    order = sorted(both, key=lambda one: (-one.chance_25, one.state))
    large = {one.state for one, count in zip(both, deaths, strict=True) if count >= LINE}
    return EditionScore(
        edition=given.content.month,
        month=str(at),
        sha256=given.sha256,
        vintage=seen.vintage,
        scored_on=on,
        marks=_marks(both, deaths),
        seen_25=len(large),
        caught_10=len(large & {one.state for one in order[:TOP]}),
        gaps=_gaps(part, seen.deaths, [one.state for one in both]),
    )


def repeats(given: EditionScore, before: Sequence[EditionScore]) -> EditionScore | None:
    """The score already recorded from the same counts, or None."""
    return next((one for one in before if (one.month, one.vintage) == (given.month, given.vintage)), None)


def month_to_seal(text: str | None, now: datetime) -> Month:
    """The month meant, or the next one to begin."""
    return _next(now) if text is None else month(text)


def _marks(both: Sequence[SealedDeaths], deaths: Floats) -> tuple[Mark, ...]:
    ours = _flat([one.quantiles for one in both])
    naive = [_flat([one.naive]) for one in both]
    large = (deaths >= LINE).astype(np.float64)
    pairs = {
        "crps": (
            spread.crps(ours, deaths),
            np.array([spread.crps(one, deaths[[row]])[0] for row, one in enumerate(naive)]),
        ),
        "ignorance": (
            _ignorance(both, deaths),
            np.array([spread.ignorance(one, deaths[[row]])[0] for row, one in enumerate(naive)]),
        ),
        "brier": (
            (np.array([one.chance_25 for one in both]) - large) ** 2,
            (np.array([spread.chance_from(one, LINE)[0] for one in naive]) - large) ** 2,
        ),
    }
    states = np.arange(len(both))
    made = []
    for name, (score, other) in pairs.items():
        _, low, high = backtest.mean_interval(score - other, states, seed=_SEED)
        made.append(
            Mark(
                name=name,
                score=round(float(score.mean()), 4),
                naive=round(float(other.mean()), 4),
                low=round(low, 4),
                high=round(high, 4),
                n=len(both),
            )
        )
    return tuple(made)


def _ignorance(both: Sequence[SealedDeaths], deaths: Floats) -> Floats:
    """Minus log2 of the sealed chance of the bin that came true, with the challenge's pseudo-counts (see draws)."""
    bins = np.array([one.bins for one in both], dtype=np.float64)
    hit = bins[np.arange(len(both)), np.digitize(deaths, VIEWS_BINS)]
    result: Floats = -np.log2((hit + 1) / (bins.sum(axis=1) + len(VIEWS_BINS) + 1))
    return result


def _flat(values: Sequence[Sequence[int]]) -> Draws:
    table = np.array(values, dtype=np.float64)
    return spread.draws(table, np.full(table.shape, 1 / table.shape[1]))


def _gaps(part: SealedMonth, deaths: Mapping[str, int], scored_states: Sequence[str]) -> tuple[str, ...]:
    forecast = {one.state for one in part.states}
    uncounted = sorted(forecast - set(deaths))
    unforecast = sorted(set(deaths) - forecast)
    unbased = sorted(forecast & set(deaths) - set(scored_states))
    said = {
        "forecast but not counted": uncounted,
        "counted but not forecast": unforecast,
        "forecast without a naive figure beside it": unbased,
    }
    return tuple(f"{words}: {', '.join(names)}" for words, names in said.items() if names)


def _next(now: datetime) -> Month:
    moment = now.astimezone(UTC)
    return Month(moment.year, moment.month).plus(1)

"""How the onset risk of a state changed between editions, and whether data or a newer model moved it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import msgspec
import numpy as np

from comity.kernel.errors import BadContent, Misused
from comity.records.forecast import OnsetForecast
from comity.warn.drivers import THEMES
from comity.warn.editions import Split, Step, step, summed
from comity.warn.logit import Floats
from comity.warn.onset import DRIVERS, BaseYear, OnsetTable, newest, record
from comity.warn.series import NoForecast

CARRIED_HEADER = f"edition,state,{DRIVERS}"
_HINT = "remake it with: comity fit onset"


class Carried(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What the model of the edition before says of each edition's inputs; its level is that edition's intercept."""

    parts: dict[tuple[str, str], Floats]


class YearStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step between neighbouring editions, with both forecasts as a reader sees them."""

    before: OnsetForecast
    after: OnsetForecast
    window_before: str
    window_after: str
    step: Step


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """All steps of a state from one edition to the newest known, and their sum; all parts in log-odds."""

    state: str
    steps: tuple[YearStep, ...]
    whole: Step
    notes: tuple[str, ...]


def read_carried(content: bytes) -> Carried:
    """The file `onset_carried.csv`; raises BadContent for a wrong head or a row of the wrong width."""
    head, *lines = content.decode("utf-8").splitlines() or [""]
    if head != CARRIED_HEADER:
        raise BadContent(f"onset carried does not start with {CARRIED_HEADER!r}", hint=_HINT)
    parts: dict[tuple[str, str], Floats] = {}
    for number, line in enumerate(lines, start=2):
        edition, state, *fields = line.split(",")
        if len(fields) != len(THEMES):
            raise BadContent(f"onset carried, line {number}: {len(fields)} drivers", hint=_HINT)
        parts[edition, state] = np.array([float(field) for field in fields])
    return Carried(parts=parts)


def changes(
    table: OnsetTable, carried: Carried, state: str, *, since: int, on: date, months: OnsetTable | None = None
) -> Changes | NoForecast:
    """Every step of a state from the edition of base year `since` to the newest one known on a day.

    months  the monthly editions of the same horizon; the newest known is added as the last step. It uses the model of
            the newest base year, so the step is data alone
    gives   NoForecast where fewer than two editions hold the state
    raises  Misused where `since` is not an edition, or not before the newest
    """
    known = [edition for edition in table.years if edition.known_on <= on]
    if since not in {edition.year for edition in table.years}:
        span = f"{table.years[0].year}-{table.years[-1].year}"
        raise Misused(f"there is no onset edition of base year {since}", hint=f"editions are of {span}")
    wanted = [edition for edition in known if edition.year >= since and table.row(edition, state) is not None]
    if any(edition.year != wanted[0].year + place for place, edition in enumerate(wanted)):
        return NoForecast(state=state, target="onset", reason=f"editions since {since} have gaps for {state}")
    steps = [_between(table, carried, state, pair, on) for pair in pairwise(wanted)]
    last = _monthly_step(table, months, state, on) if months and wanted else None
    steps += [last] if last else []
    if not steps:
        reason = f"fewer than two editions since base year {since} that were known on {on} hold {state}"
        return NoForecast(state=state, target="onset", reason=reason)
    notes = [f"Steps are in log-odds; a part of +0.69 doubles the odds. Vintage: {steps[0].step.vintage.reason}."]
    if last:
        notes.append("The monthly step is data alone: it uses the model of the newest base year.")
    return Changes(state=state, steps=tuple(steps), whole=summed([one.step for one in steps]), notes=tuple(notes))


def _between(table: OnsetTable, carried: Carried, state: str, pair: tuple[BaseYear, BaseYear], on: date) -> YearStep:
    old, new = pair
    if (new.edition, state) not in carried.parts:
        raise BadContent(f"onset carried has no row for {state} in edition {new.edition}", hint=_HINT)
    middle = _split(old.intercept, carried.parts[new.edition, state])
    return _step(state, (table, old), (table, new), middle, on)


def _monthly_step(table: OnsetTable, months: OnsetTable | None, state: str, on: date) -> YearStep | None:
    if months is None:
        return None
    found, base = newest(months, on), newest(table, on)
    if isinstance(found, str) or isinstance(base, str) or found.year != base.year:
        return None
    row = months.row(found, state)
    if row is None or table.row(base, state) is None:
        return None
    # The model is the same, so what the old model says of the new months is the new forecast.
    return _step(state, (table, base), (months, found), _split(found.intercept, months.parts[row]), on)


def _step(
    state: str,
    old: tuple[OnsetTable, BaseYear],
    new: tuple[OnsetTable, BaseYear],
    middle: Split,
    on: date,
) -> YearStep:
    rows = [of.row(edition, state) for of, edition in (old, new)]
    first, last = (row if row is not None else -1 for row in rows)
    splits = [
        _split(edition.intercept, of.parts[row]) for (of, edition), row in zip((old, new), (first, last), strict=True)
    ]
    return YearStep(
        before=record(old[0], old[1], first, on),
        after=record(new[0], new[1], last, on),
        window_before=old[1].window,
        window_after=new[1].window,
        step=step(splits[0], splits[1], carried=middle),
    )


def _split(level: float, parts: Floats) -> Split:
    return Split(level=level, drivers={theme.name: float(part) for theme, part in zip(THEMES, parts, strict=True)})

"""UCDP Candidate Events: deadly events of the last months, before they are checked for the yearly dataset.

One CSV a month (version 26.0.8 is August 2026), and now and then one for several months (26.01.26.06). A month comes
out in the weeks after it ends. Many rows are still marked as to be checked; the mark is kept in `precision`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

import msgspec

from comity.kernel.errors import Misused
from comity.records.event import Event
from comity.sources import ucdp
from comity.sources.contract import Ask, File, Source, Wish

SOURCE = Source(
    name="ucdp_candidate",
    title="UCDP Candidate Events Dataset",
    provider="Uppsala Conflict Data Program, Uppsala University",
    home="https://ucdp.uu.se/downloads/",
    gives=("Event",),
    licence="CC BY 4.0",
    terms="Cite the dataset and its article and say what was changed; rows may be passed on.",
    cite=(
        "Hegre, Håvard, Mihai Croicu, Kristine Eck and Stina Högbladh (2020). Introducing the UCDP Candidate Events "
        "Dataset. Research & Politics 7(3)."
    ),
    shareable=True,
    cadence=31,
)

_MONTH = re.compile(r"(\d{2})\.0\.(\d{1,2})")
_SEVERAL = re.compile(r"(\d{2})\.(\d{2})\.(\d{2})\.(\d{2})")
_NAME = re.compile(r"GEDEvent_v(\d{2}_0_\d{1,2}|\d{2}_\d{2}_\d{2}_\d{2})\.csv", re.IGNORECASE)
# A month's file is out by this day of the next month.
_OUT_BY = 25


def asks(wish: Wish) -> tuple[Ask, ...]:
    """The file of each month in the span, by default of the newest month that is out; raises Misused."""
    if wish.version:
        _span(wish.version)
        return (_ask(wish.version),)
    if wish.on is None and wish.since is None:
        raise Misused(f"{SOURCE.name} names its releases after months", hint="name one, such as --version 26.0.8")
    last = wish.until or (_newest(wish.on) if wish.on else wish.since)
    first = wish.since or last
    if first is None or last is None or first > last:
        raise Misused(
            f"{SOURCE.name} has no months from {first} to {last}", hint="choose a span that ends after it begins"
        )
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return tuple(_ask(f"{month // 12 % 100:02d}.0.{month % 12 + 1}") for month in months)


def covers(wish: Wish) -> Wish:
    """The wish with the first and last day its answer is complete for."""
    spans = [_span(ask.file.removeprefix("GEDEvent_v").removesuffix(".csv").replace("_", ".")) for ask in asks(wish)]
    return msgspec.structs.replace(wish, since=spans[0][0], until=spans[-1][1], states=())


def version_of(name: str) -> str:
    """The version that the name of a given file tells, such as 26.0.8 for GEDEvent_v26_0_8.csv; empty for none."""
    found = _NAME.search(name)
    return found[1].replace("_", ".") if found else ""


def read(file: File) -> Iterator[Event]:
    """Events of the file, in its order; raises SchemaChanged, BadContent."""
    return ucdp.events(file, SOURCE.name)


def _ask(version: str) -> Ask:
    name = f"GEDEvent_v{version.replace('.', '_')}.csv"
    return Ask(
        url=f"https://ucdp.uu.se/downloads/candidateged/{name}", file=name, media="csv", largest=256 * 1024 * 1024
    )


def _newest(on: date) -> date:
    """A day in the newest month that should be out."""
    back = 1 if on.day >= _OUT_BY else 2
    month = on.year * 12 + on.month - 1 - back
    return date(month // 12, month % 12 + 1, 1)


def _span(version: str) -> tuple[date, date]:
    """First and last day of a release."""
    one, several = _MONTH.fullmatch(version), _SEVERAL.fullmatch(version)
    try:
        if one:
            first = last = date(2000 + int(one[1]), int(one[2]), 1)
        elif several:
            first, last = (
                date(2000 + int(several[1]), int(several[2]), 1),
                date(2000 + int(several[3]), int(several[4]), 1),
            )
        else:
            raise ValueError(version)
    except ValueError:
        raise Misused(
            f"{SOURCE.name} has no version {version!r}", hint="write year and month as 26.0.8, or a span as 26.01.26.06"
        ) from None
    return first, last.replace(day=monthrange(last.year, last.month)[1])

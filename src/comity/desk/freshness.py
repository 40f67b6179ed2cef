"""How old each source's data are, and what stopped: the last good vintage is named even where a newer one failed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from comity.desk.accepting import accepted
from comity.sources.contract import Source
from comity.store import clock
from comity.store.vintages import Sheet, Vintages


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One source's data at hand.

    verdict   none: nothing here; fresh; stale: older than twice the provider's cadence; stopped: what came last could
              not be read; failed: what was asked for last did not come; a source that stopped or failed keeps its age
    vintage   the last good one, with the day it was known, the version, and its rows
    age_days  days since the last good vintage was known, or was found unchanged at the provider
    stale_since  day from which it counts as stale, None before it and for given files
    stopped_since  when bytes first came that could not be read, since the last good vintage
    why       what went wrong last, empty where nothing did
    """

    source: str
    verdict: Literal["none", "fresh", "stale", "stopped", "failed"]
    accepted: bool
    shareable: bool
    vintages: int
    vintage: str = ""
    version: str = ""
    known_at: datetime | None = None
    looked_at: datetime | None = None
    age_days: int | None = None
    rows: dict[str, int] = {}
    size_bytes: int = 0
    stale_since: date | None = None
    stopped_since: datetime | None = None
    quarantined: int = 0
    why: str = ""


def standing(source: Source, vintages: Vintages) -> Standing:
    """How the data of one source stand now."""
    held = vintages.sheets(source.name)
    tried, stopped = vintages.tried(source.name), vintages.stopped(source.name)
    newest = held[-1] if held else None
    bare = Standing(
        source=source.name, verdict="none", accepted=accepted(source, vintages) is not None,
        shareable=source.shareable, vintages=len(held), quarantined=len(stopped),
        why=tried.words if tried and tried.how in ("failed", "stopped") else "",
    )  # fmt: skip
    went_wrong = tried.how if tried and tried.how in ("failed", "stopped") else None
    if newest is None:
        return msgspec.structs.replace(bare, verdict=went_wrong or "none")
    # A fetch that found the same bytes says that the provider has nothing newer.
    looked_at = tried.at if tried and tried.how in ("same", "kept") else newest.came_at
    fresh_at = newest.known_at if newest.stated else max(newest.known_at, looked_at)
    late = _stale_since(source, fresh_at)
    since = min((one.at for one in stopped if one.at > newest.came_at), default=None)
    return msgspec.structs.replace(
        bare,
        verdict=went_wrong or ("stale" if late else "fresh"),
        vintage=newest.name,
        version=newest.version,
        known_at=newest.known_at,
        looked_at=looked_at,
        age_days=(clock.now() - fresh_at).days,
        rows={kind: counted.rows for kind, counted in newest.rows.items()},
        size_bytes=sum(file.size for sheet in held for file in sheet.files),
        stale_since=late,
        stopped_since=since,
    )


def held(source: Source, vintages: Vintages) -> tuple[Sheet, ...]:
    """All vintages of one source, oldest first."""
    return vintages.sheets(source.name)


def _stale_since(source: Source, fresh_at: datetime) -> date | None:
    if not source.cadence:
        return None
    late = (fresh_at + timedelta(days=2 * source.cadence)).date()
    return late if late < clock.now().date() else None

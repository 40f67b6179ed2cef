"""The lake's questions as ibis expressions, written once for every engine.

Aliases never repeat the name of a column they are computed from: ClickHouse reads `sum(deaths) as deaths` as a sum of
itself and refuses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from comity.store.lake.cells import Cells
from comity.store.lake.vintage import InForce, Vintage, end_of

EVENT_KEY = ("source", "id")
READING_KEY = ("source", "state", "variable", "began", "ended")


def as_of(rows: Any, vintages: Sequence[InForce], origin: date, *, key: tuple[str, ...] = EVENT_KEY) -> Any:
    """The rows of `events` or `readings` as they were known at the end of the origin.

    Of each key the newest version counts. A row that the newest vintage covering it no longer has is gone. Events that
    began, and values whose period ended, after the origin are left out, except those of forecasts (Vintage.ahead), and
    so is every row known later.
    """
    import ibis

    # Seconds since 1970, since a plain timestamp is read in the server's own zone by some engines.
    known = rows.known_at.epoch_seconds() < int(end_of(origin).timestamp())
    if not vintages:
        return rows.filter(ibis.literal(False))
    kept = rows.filter(reduce(or_, [_speaks(rows, source, group) for source, group in _by_source(vintages)]) & known)
    if all(len(group) == 1 and group[0].vintage.unique for _, group in _by_source(vintages)):
        return kept.filter(_happened(kept, vintages, origin, key))
    rank = ibis.cases(
        *(((kept.source == one.vintage.source) & (kept.vintage == one.vintage.name), one.rank) for one in vintages),
        else_=-1,
    )
    newest = ibis.window(group_by=list(key), order_by=[ibis.desc("version_rank"), ibis.desc("known_at")])
    ranked = kept.mutate(version_rank=rank.cast("int64"))
    first = ranked.mutate(version_place=ibis.row_number().over(newest).cast("int64"))
    # The newest version decides whether it happened by the origin, so repeats go first.
    found = first.filter((first.version_place == 0) & _happened(first, vintages, origin, key))
    return found.select(*rows.columns)


def latest(readings: Any) -> Any:
    """The newest value of each source, state and variable among rows already cut at an origin; gaps do not count."""
    import ibis

    told = readings.filter(readings.value.notnull())
    newest = ibis.window(group_by=["source", "state", "variable"], order_by=[ibis.desc("ended"), ibis.desc("began")])
    placed = told.mutate(version_place=ibis.row_number().over(newest).cast("int64"))
    found = placed.filter(placed.version_place == 0).select(*readings.columns)
    return found.order_by(["source", "state", "variable"])


def country_months(events: Any, spine: Any, cells: Cells, borders: Any | None = None) -> Any:
    """One row a state and month of the spine, ordered so: counts, windows, lags, months since, neighbours' sums.

    A month without an event holds 0. A window or lag that reaches before the state's first month, or over a gap in its
    months, is null. `<kind>_months_since` counts months since the last one with an event, null before the first.
    """
    monthly = _zero_filled(_counted(events, cells), spine, cells)
    named = [f"{kind}_{measure}" for kind in cells.kinds for measure in cells.measures]
    if borders is not None:
        monthly = _with_neighbours(monthly, borders, [name for name in named if not name.endswith("_peak")])
    back = _looking_back(monthly, cells)
    wanted = [name for name in back.columns if name not in ("at", "inside") and not name.startswith("whole_")]
    return back.filter(back.inside).order_by(["state", "at"]).select(*wanted)


def _happened(rows: Any, vintages: Sequence[InForce], origin: date, key: tuple[str, ...]) -> Any:
    """Whether a row is of days that were there by the origin, or of a forecast of days to come."""
    import ibis

    if key == EVENT_KEY:
        return rows.began <= ibis.literal(origin)
    over = rows.ended <= ibis.literal(origin)
    for source, group in _by_source(vintages):
        ahead = [one.vintage.name for one in group if one.vintage.ahead]
        over = over | ((rows.source == source) & rows.vintage.isin(ahead)) if ahead else over
    return over


def _by_source(vintages: Sequence[InForce]) -> list[tuple[str, list[InForce]]]:
    groups: dict[str, list[InForce]] = {}
    for one in vintages:
        groups.setdefault(one.vintage.source, []).append(one)
    return sorted(groups.items())


def _speaks(rows: Any, source: str, group: list[InForce]) -> Any:
    """Rows of the source's vintages in force, less what a newer vintage covers."""
    whole = [one.vintage.name for one in group if not one.hidden]
    parts = [rows.vintage.isin(whole)] if whole else []
    for one in group:
        if one.hidden:
            replaced = reduce(or_, [_covers(newer, rows) for newer in one.hidden])
            parts.append((rows.vintage == one.vintage.name) & ~replaced)
    return (rows.source == source) & reduce(or_, parts)


def _covers(vintage: Vintage, rows: Any) -> Any:
    import ibis

    tests = []
    if vintage.since:
        tests.append(rows.began >= ibis.literal(vintage.since))
    if vintage.until:
        tests.append(rows.began <= ibis.literal(vintage.until))
    if vintage.states:
        tests.append(rows.state.isin(list(vintage.states)))
    found: Any = ibis.literal(True)
    for test in tests:
        found = found & test
    return found


def _counted(events: Any, cells: Cells) -> Any:
    """One row a state, month and kind that has events.

    Kinds nobody asked for are counted too: the filter on them costs more than their few rows.
    """
    kept = events
    if cells.booked == "within":
        kept = kept.filter(_index(kept.began) == _index(kept.ended))
    day = kept.began if cells.booked == "first" else kept.ended
    # ClickHouse counts without a sign; taking 0 away gives a number it can mix with signed ones.
    number, told = kept.count() - 0, kept.deaths.count() - 0
    every = {
        "events": {"cell_events": number},
        "deaths": {"cell_deaths": kept.deaths.sum()},
        "civilians": {"cell_civilians": kept.civilians.sum()},
        "peak": {"cell_peak": kept.deaths.max()},
        "untold": {"cell_events": number, "cell_told": told},
    }
    found = {name: figure for measure in cells.measures for name, figure in every[measure].items()}
    return kept.group_by(cell_state=kept.state, cell_at=_index(day), cell_kind=kept.kind).aggregate(**found)


def _index(day: Any) -> Any:
    """Months since January of year 0, as in kernel.time."""
    return day.year() * 12 + day.month() - 1


def _zero_filled(counted: Any, spine: Any, cells: Cells) -> Any:
    """One row a row of the spine, with a column a kind and measure: null in months outside the system."""
    import ibis

    wide = {}
    for kind in cells.kinds:
        here = counted.cell_kind == kind
        for measure in cells.measures:
            of = counted.cell_events - counted.cell_told if measure == "untold" else counted[f"cell_{measure}"]
            # A state and month has one row a kind, so the largest is the only one.
            wide[f"wide_{kind}_{measure}"] = ibis.ifelse(here, of.cast("int64"), ibis.null("int64")).max()
    flat = counted.group_by(flat_state=counted.cell_state, flat_at=counted.cell_at.cast("int64")).aggregate(**wide)
    joined = spine.left_join(flat, [spine.state == flat.flat_state, spine.at == flat.flat_at])
    filled = {
        name.removeprefix("wide_"): ibis.ifelse(spine.inside, ibis.coalesce(joined[name], 0), ibis.null("int64"))
        for name in wide
    }
    return joined.select(state=spine.state, at=spine.at, month=spine.month, inside=spine.inside, **filled)


def _with_neighbours(monthly: Any, borders: Any, named: list[str]) -> Any:
    """The neighbours' sums in the same month; 0 for a state with none in the system."""
    import ibis

    other = monthly.select(near_state=monthly.state, near_at=monthly.at, **{f"near_{n}": monthly[n] for n in named})
    pairs = borders.select(border_of=borders.state, border_with=borders.neighbour).distinct()
    near = pairs.join(other, [pairs.border_with == other.near_state])
    sums = near.group_by(sum_state=near.border_of, sum_at=near.near_at).aggregate(
        **{f"sum_{n}": near[f"near_{n}"].sum().cast("int64") for n in named}
    )
    joined = monthly.left_join(sums, [monthly.state == sums.sum_state, monthly.at == sums.sum_at])
    filled = {f"neighbours_{n}": ibis.coalesce(joined[f"sum_{n}"], 0).cast("int64") for n in named}
    return joined.select(*(monthly[name] for name in monthly.columns), **filled)


def _looking_back(monthly: Any, cells: Cells) -> Any:
    """Windows, lags and months since; null where the months looked at are not all there."""
    import ibis

    by = {"group_by": "state", "order_by": "at"}
    held = ibis.ifelse(monthly.inside, monthly.at, ibis.null("int64"))
    whole = {f"whole_{w}": held.count().over(ibis.window(preceding=w - 1, following=0, **by)) == w
             for w in cells.windows}  # fmt: skip
    known = monthly.mutate(**whole)
    made = {}
    for kind in cells.kinds:
        for measure in cells.measures:
            name = f"{kind}_{measure}"
            for w in cells.windows:
                over = known[name].max() if measure == "peak" else known[name].sum()
                seen = over.over(ibis.window(preceding=w - 1, following=0, **by)).cast("int64")
                word = "max" if measure == "peak" else "sum"
                made[f"{name}_{word}{w}"] = ibis.ifelse(known[f"whole_{w}"], seen, ibis.null("int64"))
            for k in cells.lags:
                # The spine has no gap, so the row so many back is the month so many back.
                made[f"{name}_lag{k}"] = known[name].lag(k).over(ibis.window(**by)).cast("int64")
        if "events" in cells.measures:
            hit = ibis.ifelse(known[f"{kind}_events"] > 0, known["at"], ibis.null("int64"))
            newest = hit.max().over(ibis.window(following=0, **by)).cast("int64")
            made[f"{kind}_months_since"] = (known["at"] - newest).cast("int64")
    return known.mutate(**made)

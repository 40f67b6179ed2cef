"""Rows for the lake's contract, and the answers counted by hand in plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from comity.kernel.time import Month, month_at
from comity.store.lake import Cells, Vintage
from comity.store.lake.cells import Span

KINDS = ("state_based", "non_state", "one_sided")
FIRST = Vintage(source="ucdp", name="23.1", known_at=datetime(2023, 6, 1, tzinfo=UTC), unique=True)
SECOND = Vintage(source="ucdp", name="24.1", known_at=datetime(2024, 6, 1, tzinfo=UTC), unique=True)


def event(number: int, state: str, began: date, **other: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "source": "ucdp", "id": f"e{number}", "state": state, "began": began, "ended": other.pop("ended", began),
        "kind": "one_sided", "deaths": 1, "low": None, "high": None, "civilians": None, "lat": None, "lon": None,
        "precision": "", "side_a": "", "side_b": "", "reports": None,
        "known_at": FIRST.known_at, "vintage": FIRST.name,
    }  # fmt: skip
    return row | other


def reading(variable: str, year: int, value: float | None, **other: Any) -> dict[str, Any]:
    row = {
        "source": "vdem", "state": "SDN", "variable": variable, "began": date(year, 1, 1), "ended": date(year, 12, 31),
        "value": value, "unit": "", "known_at": datetime(year + 1, 3, 1, tzinfo=UTC), "vintage": f"v{year}",
    }  # fmt: skip
    return row | other


def stored(file: Path, made: Iterable[dict[str, Any]], *, zone: bool = False, values: bool = False) -> Path:
    """The rows as a Parquet file; `zone` writes known_at as an instant with a zone, else without one."""
    import pyarrow as pa
    from pyarrow import parquet

    text, whole, real, day = pa.string(), pa.int64(), pa.float64(), pa.date32()
    known = pa.timestamp("us", tz="UTC" if zone else None)
    head = {"source": text, "state": text, "began": day, "ended": day}
    tail = {"known_at": known, "vintage": text}
    own = {"variable": text, "value": real, "unit": text} if values else {
        "id": text, "kind": text, "deaths": whole, "low": whole, "high": whole, "civilians": whole, "lat": real,
        "lon": real, "precision": text, "side_a": text, "side_b": text, "reports": whole}  # fmt: skip
    plain = [row if zone else row | {"known_at": row["known_at"].replace(tzinfo=None)} for row in made]
    parquet.write_table(pa.Table.from_pylist(plain, schema=pa.schema(head | own | tail)), file)
    return file


def stream(seed: int, count: int) -> list[dict[str, Any]]:
    """Events of four states over three years, some long, some without a number, crowded at month borders."""
    rng = np.random.default_rng(seed)
    found = []
    for number in range(count):
        start = date(2020, 1, 1) + timedelta(days=int(rng.integers(0, 1000)))
        if rng.random() < 0.3:
            start = start.replace(day=1) - timedelta(days=int(rng.integers(0, 2)))
        long = int(rng.integers(20, 70)) if rng.random() < 0.1 else 0
        deaths = None if rng.random() < 0.1 else int(rng.integers(0, 40))
        found.append(event(
            number, ("SDN", "TCD", "ETH", "XKX")[int(rng.integers(0, 4))], start, ended=start + timedelta(days=long),
            kind=(*KINDS, "protest")[int(rng.integers(0, 4))], deaths=deaths,
            civilians=None if deaths is None else deaths // 2,
        ))  # fmt: skip
    return found


def by_hand(
    events: list[dict[str, Any]], spans: Iterable[Span], cells: Cells, borders: Iterable[tuple[str, str]] | None = None
) -> list[dict[str, Any]]:
    """The country-month table of these events, counted cell by cell."""
    months: dict[str, list[int]] = {}
    for span in spans:
        months.setdefault(span.state, []).extend(range(span.first.index, span.last.index + 1))
    base = {(state, at, kind, measure): 0 for state, ats in months.items() for at in ats
            for kind in cells.kinds for measure in cells.measures}  # fmt: skip
    for one in events:
        first, last = (Month(day.year, day.month).index for day in (one["began"], one["ended"]))
        if cells.booked == "within" and first != last:
            continue
        at = first if cells.booked == "first" else last
        for measure in cells.measures:
            key = (one["state"], at, one["kind"], measure)
            if key in base:
                base[key] = _added(base[key], one, measure)
    return [_row(state, at, months, base, cells, borders) for state in sorted(months) for at in months[state]]


def _added(before: int, one: dict[str, Any], measure: str) -> int:
    if measure == "peak":
        return max(before, one["deaths"] or 0)
    more = {"events": 1, "deaths": one["deaths"] or 0, "civilians": one["civilians"] or 0,
            "untold": one["deaths"] is None}  # fmt: skip
    return before + int(more[measure])


def _row(state: str, at: int, months: Any, base: Any, cells: Cells, borders: Any) -> dict[str, Any]:
    has = set(months[state])
    row: dict[str, Any] = {"state": state, "month": month_at(at).first}
    for kind in cells.kinds:
        row |= {f"{kind}_{measure}": base[state, at, kind, measure] for measure in cells.measures}
    if borders is not None:
        near = {other for this, other in borders if this == state and at in months.get(other, ())}
        for kind in cells.kinds:
            for measure in cells.measures:
                if measure != "peak":
                    row[f"neighbours_{kind}_{measure}"] = sum(base[n, at, kind, measure] for n in near)
    for kind in cells.kinds:
        for measure in cells.measures:
            for w in cells.windows:
                seen = [base[state, back, kind, measure] for back in range(at - w + 1, at + 1) if back in has]
                word, of = ("max", max) if measure == "peak" else ("sum", sum)
                row[f"{kind}_{measure}_{word}{w}"] = of(seen) if len(seen) == w else None
            for k in cells.lags:
                row[f"{kind}_{measure}_lag{k}"] = base[state, at - k, kind, measure] if at - k in has else None
        if "events" in cells.measures:
            hits = [back for back in has if back <= at and base[state, back, kind, "events"]]
            row[f"{kind}_months_since"] = at - max(hits) if hits else None
    return row

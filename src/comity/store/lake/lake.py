"""The lake itself: files or server tables in, what was known on a day out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from comity.kernel.errors import Misused, OutsideFailed, Refused
from comity.kernel.time import month_at, month_of
from comity.store.lake import cells as wanted
from comity.store.lake import engines, expressions, tables
from comity.store.lake.cells import Cells, Span
from comity.store.lake.engines import Engine
from comity.store.lake.vintage import Vintage, in_force


def open(address: str = "duckdb:", *, memory: str = "600MB", threads: int = 2, spill: Path | None = None) -> Lake:
    """The lake at an address.

    address  duckdb:, duckdb:path, chdb:, spark:local[2], clickhouse://..., trino://...
    memory   most that DuckDB, or Spark's driver, may hold; DuckDB writes the rest to `spill`
    spill    an existing directory; by default a temporary one that goes with the lake
    raises   Misused for an unknown address; OutsideFailed where a package is missing or nobody answers
    """
    scheme = address.partition(":")[0]
    if scheme not in engines.SCHEMES:
        raise engines.unknown(scheme)
    engines.ibis()
    own = tempfile.TemporaryDirectory(prefix="comity-lake-") if spill is None else None
    place = Path(own.name) if own else Path(spill or "")
    try:
        return Lake(_engine(address, memory=memory, threads=threads, spill=place), own)
    except BaseException:
        if own is not None:
            own.cleanup()
        raise


def _engine(address: str, *, memory: str, threads: int, spill: Path) -> Engine:
    scheme, _, rest = address.partition(":")
    if scheme == "duckdb":
        return engines.duckdb(rest, memory=memory, threads=threads, spill=spill)
    if scheme == "chdb":
        from comity.store.lake.chdb import Chdb

        return Chdb(spill)
    if scheme == "spark":
        return engines.spark(address if rest.startswith("//") else rest, memory=memory, spill=spill)
    return engines.server(address)


class Lake:
    """Events and readings with their vintages, on one engine. Use it in a `with` block."""

    def __init__(self, engine: Engine, own: tempfile.TemporaryDirectory[str] | None = None) -> None:
        self.engine = engine
        self._own = own
        self._vintages: dict[str, tuple[Vintage, ...]] = {}

    def attach(self, name: str, files: Sequence[Path], vintages: Iterable[Vintage] = ()) -> None:
        """Read Parquet files as the table `events` or `readings`.

        vintages  what each holds and when it was known; by default each is read off the rows as covering everything,
                  known from its newest row on, which costs a pass over two columns
        raises    Misused for another name or no file; OutsideFailed for a file that is not there
        """
        if name not in ("events", "readings"):
            raise Misused(f"the lake attaches events or readings, not {name!r}")
        if not files:
            raise Misused(f"no file is given for {name}")
        for file in files:
            if not file.is_file():
                raise OutsideFailed(f"there is no file {file}", hint="fetch the source first")
        self.engine.attach(name, files)
        self.declare(name, vintages)

    def declare(self, name: str, vintages: Iterable[Vintage]) -> None:
        """Say what the vintages of a table are, such as of one that stands on a server already."""
        self._vintages[name] = tuple(vintages)

    def vintages(self, name: str = "events") -> tuple[Vintage, ...]:
        """The vintages declared, or those found in the rows."""
        if not self._vintages.get(name):
            self._vintages[name] = self._found(name)
        return self._vintages[name]

    def as_of(self, origin: date, name: str = "events") -> Any:
        """The rows known by the end of a day, as an ibis expression (see expressions.as_of)."""
        key = expressions.EVENT_KEY if name == "events" else expressions.READING_KEY
        return expressions.as_of(self.engine.table(name), in_force(self.vintages(name), origin), origin, key=key)

    def country_months(
        self, origin: date, spans: Iterable[Span], cells: Cells, borders: Iterable[tuple[str, str]] | None = None
    ) -> Any:
        """The country-month table as known by the end of a day: an Arrow table ordered by state and month.

        spans    months each state was in the system; no row may lie in a month that was not over by the origin
        borders  pairs (state, neighbour), both directions
        raises   Refused for a month that was not over; OutsideFailed where the engine fails
        """
        import pyarrow as pa

        state, at, inside = wanted.spine(spans)
        if len(at) and (newest := month_at(int(at[inside].max()))).last > origin:
            hint = f"end the spans with {month_of(origin).plus(-1)}"
            raise Refused(f"{newest} was not over on {origin}: its row would be half a month", hint=hint)
        columns = (pa.array(state, type=pa.string()), pa.array(at), pa.array(wanted.first_days(at)), pa.array(inside))
        spine = self.engine.put("spine", pa.table(dict(zip(tables.SPINE, columns, strict=True))))
        near = None
        if borders is not None:
            pairs = sorted(set(borders))
            sides = [pa.array([pair[side] for pair in pairs], type=pa.string()) for side in (0, 1)]
            near = self.engine.put("borders", pa.table(dict(zip(tables.BORDERS, sides, strict=True))))
        asked = expressions.country_months(self.as_of(origin), spine, cells.checked(), near)
        return self.engine.arrow(asked)

    def rows(self, expression: Any) -> Any:
        """The rows of any expression on this lake, as an Arrow table."""
        return self.engine.arrow(expression)

    def close(self) -> None:
        """Let go of the engine and of the temporary directory."""
        self.engine.close()
        if self._own is not None:
            self._own.cleanup()

    def __enter__(self) -> Lake:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _found(self, name: str) -> tuple[Vintage, ...]:
        rows = self.engine.table(name)
        newest = rows.known_at.epoch_seconds().cast("int64").max()
        listed = rows.group_by(["source", "vintage"]).aggregate(known_second=newest).order_by(["source", "vintage"])
        return tuple(
            Vintage(
                source=row["source"], name=row["vintage"], known_at=datetime.fromtimestamp(row["known_second"], UTC)
            )
            for row in self.engine.arrow(listed).to_pylist()
        )

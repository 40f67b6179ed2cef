"""Engines that run the lake's expressions, by address. Each is opened at use and imported only then."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from comity.kernel.errors import Misused, OutsideFailed, did_you_mean

INSTALL = 'install it with: pip install "comity[lake]"'
_MORE = 'install it with: pip install "comity[engines]", or the ibis backend of that name'

# Schemes of an address, with what they open.
SCHEMES = {
    "duckdb": "DuckDB in this process, in memory (duckdb:) or in a file (duckdb:path)",
    "chdb": "ClickHouse in this process, for tests of portability (chdb:)",
    "spark": "Spark: spark:local[2] or spark://host:port",
    "clickhouse": "a ClickHouse server: clickhouse://user:key@host:port/database",
    "trino": "a Trino server: trino://user@host:port/catalog/schema",
}


class Engine(Protocol):
    """What an engine must do. Tables are named events, readings, spine and borders in all of them."""

    def attach(self, name: str, files: Sequence[Path]) -> None:
        """Make Parquet files readable as a table of that name."""

    def put(self, name: str, table: Any) -> Any:
        """The ibis table that stands for a small Arrow table."""

    def table(self, name: str) -> Any:
        """The ibis table of that name."""

    def arrow(self, expression: Any) -> Any:
        """The rows of an expression as an Arrow table with the expression's own types."""

    def close(self) -> None:
        """Let go of the engine."""


def ibis() -> Any:
    """The package, or OutsideFailed with how to install it."""
    try:
        import ibis as found
    except ImportError as error:
        raise OutsideFailed("the lake needs the package ibis-framework", hint=INSTALL) from error
    return found


@contextmanager
def _quiet() -> Iterator[None]:
    """Ibis 12 asks DuckDB 2 in words that DuckDB is about to drop; nobody who uses the lake can change that."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*fetch_.*arrow.*", category=DeprecationWarning)
        yield


class Connected:
    """An engine that ibis has a connection to."""

    def __init__(self, connection: Any, *, local: bool) -> None:
        self.connection = connection
        self._local = local

    def attach(self, name: str, files: Sequence[Path]) -> None:
        """Parquet files as a view; refused on a server, which does not see this machine's files."""
        if not self._local:
            raise Misused(f"a server cannot read {files[0]} from this machine", hint="load the table there first")
        with _quiet():
            self.connection.read_parquet([str(file) for file in files], table_name=name)

    def put(self, name: str, table: Any) -> Any:  # noqa: ARG002 - other engines need the name
        """The rows as a table that ibis hands to the engine with each query."""
        return ibis().memtable(table)

    def table(self, name: str) -> Any:
        """The table or view; OutsideFailed if there is none."""
        try:
            with _quiet():
                return self.connection.table(name)
        except Exception as error:  # Each driver has its own class for a missing table.
            raise OutsideFailed(f"the lake has no table {name}: {error}", hint="attach it first") from error

    def arrow(self, expression: Any) -> Any:
        """Rows of the expression; the engine's own error becomes OutsideFailed."""
        try:
            with _quiet():
                return self.connection.to_pyarrow(expression).cast(expression.schema().to_pyarrow())
        except Exception as error:  # Each driver has its own class for each failure.
            raise OutsideFailed(f"the lake's engine failed: {error}", hint="see docs/explanation/lake.md") from error

    def close(self) -> None:
        """Close the connection; Spark's session too, since this process started it."""
        self.connection.disconnect()


class Duckdb(Connected):
    """DuckDB through ibis. Small tables are lent as they are, which spares the import of pandas."""

    def put(self, name: str, table: Any) -> Any:
        """The rows as a view."""
        self.connection.con.register(name, table)
        return self.table(name)


class Spark(Connected):
    """Spark through ibis. Views stand in for temporary tables, which Spark does not have."""

    def attach(self, name: str, files: Sequence[Path]) -> None:
        """Parquet files as a temporary view."""
        self._frames().read.parquet(*(str(file) for file in files)).createOrReplaceTempView(name)

    def put(self, name: str, table: Any) -> Any:
        """The rows as a temporary view."""
        self._frames().createDataFrame(table).createOrReplaceTempView(name)
        return self.table(name)

    def _frames(self) -> Any:
        return self.connection._session

    def close(self) -> None:
        """Stop the session."""
        self._frames().stop()


def duckdb(path: str, *, memory: str, threads: int, spill: Path | None) -> Duckdb:
    """DuckDB with its memory bounded; what does not fit is written to `spill`."""
    settings: dict[str, Any] = {"memory_limit": memory, "threads": threads, "preserve_insertion_order": False}
    if spill is not None:
        settings["temp_directory"] = str(spill)
    try:
        connection = ibis().duckdb.connect(path or ":memory:", **settings)
    except Exception as error:  # DuckDB has a class for each: a locked file, a bad setting, no room.
        raise OutsideFailed(f"DuckDB cannot open {path or 'a database in memory'}: {error}") from error
    connection.raw_sql("set TimeZone = 'UTC'")
    return Duckdb(connection, local=True)


def spark(master: str, *, memory: str, spill: Path | None) -> Spark:
    """A Spark session in UTC that listens on the loopback interface where it runs on this machine."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise OutsideFailed("this address needs the package pyspark and Java 17", hint=_MORE) from error
    build = SparkSession.builder.master(master).appName("comity lake")
    settings = {"spark.sql.session.timeZone": "UTC", "spark.ui.enabled": "false"}
    # Java writes megabytes as m, DuckDB as MB.
    settings["spark.driver.memory"] = memory.lower().removesuffix("b")
    if master.startswith("local"):
        settings |= {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
        settings |= {"spark.sql.shuffle.partitions": "2", "spark.sql.adaptive.enabled": "true"}
    if spill is not None:
        settings |= {"spark.local.dir": str(spill), "spark.sql.warehouse.dir": str(spill / "warehouse")}
    for name, value in settings.items():
        build = build.config(name, value)
    try:
        return Spark(ibis().pyspark.connect(build.getOrCreate()), local=True)
    except Exception as error:  # Java missing, a bad setting, nobody at the address: Spark has a class for each.
        raise OutsideFailed(f"Spark cannot start at {master}: {error}", hint="it needs Java 17 or newer") from error


def server(url: str) -> Connected:
    """A connection to a ClickHouse or Trino server through ibis.

    raises  OutsideFailed where the driver is missing or the server does not answer
    """
    try:
        return Connected(ibis().connect(url), local=False)
    except ImportError as error:
        raise OutsideFailed(f"this address needs a driver: {error}", hint=_MORE) from error
    except Exception as error:  # Each driver has its own class for a refused connection.
        name = url.split("://", 1)[0]
        raise OutsideFailed(
            f"no {name} server answers at that address: {error}", hint="check address and key"
        ) from error


def unknown(scheme: str) -> Misused:
    """The error for an address nobody knows."""
    return Misused(f"{scheme!r} is no engine of the lake", hint=did_you_mean(scheme, SCHEMES))

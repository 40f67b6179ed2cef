"""ClickHouse in this process (chDB): the same expressions, compiled for ClickHouse and run on the same files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from comity.kernel.errors import OutsideFailed
from comity.store.lake import tables
from comity.store.lake.engines import ibis

# A left join without a partner gives null, as the SQL standard says; ClickHouse's own default is 0 or "".
_SETTINGS = "SETTINGS join_use_nulls = 1, output_format_arrow_string_as_string = 1, session_timezone = 'UTC'"


class Chdb:
    """One ClickHouse session; files are read where they are."""

    def __init__(self, spill: Path) -> None:
        try:
            from chdb.session import Session
        except ImportError as error:
            hint = 'install it with: pip install "comity[engines]"'
            raise OutsideFailed("this address needs the package chdb", hint=hint) from error
        self._spill = spill
        self._session: Any = Session()  # type: ignore[no-untyped-call]

    def attach(self, name: str, files: Sequence[Path]) -> None:
        """A view over the files."""
        columns = ", ".join(f"`{column}`" for column in tables.SCHEMAS[name])
        places = [str(file).replace("\\", "\\\\").replace("'", "\\'") for file in files]
        parts = [f"SELECT {columns} FROM file('{place}', 'Parquet')" for place in places]  # noqa: S608 - our own names
        self._session.query(f"DROP VIEW IF EXISTS {name}")
        self._session.query(f"CREATE VIEW {name} AS {' UNION ALL '.join(parts)}")

    def put(self, name: str, table: Any) -> Any:
        """The rows as a Parquet file beside the others."""
        from pyarrow import parquet

        file = self._spill / f"{name}.parquet"
        parquet.write_table(table, file)
        self.attach(name, [file])
        return self.table(name)

    def table(self, name: str) -> Any:
        """The table as expressions see it: chDB has no ibis connection of its own."""
        return tables.unbound(name)

    def arrow(self, expression: Any) -> Any:
        """Rows of the expression, with the expression's own types."""
        import pyarrow as pa

        wanted = expression.schema().to_pyarrow()
        text = ibis().to_sql(expression, dialect="clickhouse")
        try:
            body = self._session.query(f"{text} {_SETTINGS}", "Arrow").bytes()
        except Exception as error:  # chDB raises RuntimeError and its own classes alike.
            raise OutsideFailed(
                f"ClickHouse refused the query: {error}", hint="see docs/explanation/lake.md"
            ) from error
        if not body:
            return wanted.empty_table()
        return pa.ipc.open_file(pa.BufferReader(body)).read_all().cast(wanted)

    def close(self) -> None:
        """End the session."""
        self._session.close()

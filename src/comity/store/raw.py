"""The directory of raw provider data that fits and skill runs read. It is never part of the package."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from comity.kernel.errors import OutsideFailed

_VARIABLE = "COMITY_DATA"
_HINT = f"set {_VARIABLE} to the directory that holds votes/, events/, states/ and atrocities/"


class RawData:
    """Raw files by their path below one directory, such as votes/unsc_votes.parquet."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def path(self, file: str) -> Path:
        """Where the file is; raises OutsideFailed if it is not there."""
        found = self.directory / file
        if not found.is_file():
            raise OutsideFailed(f"the raw data lacks {file}", hint=_HINT)
        return found

    def sha256(self, file: str) -> str:
        """Digest of the file, hex."""
        with self.path(file).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def columns(self, file: str, query: str = "select * from data") -> dict[str, np.ndarray[Any, Any]]:
        """Columns of a Parquet file as arrays, through DuckDB.

        query  SQL over a view named `data`; always give an ORDER BY, since scan order is not promised
        """
        import duckdb

        with duckdb.connect(":memory:") as connection:
            connection.execute("set threads = 1")
            connection.from_parquet(str(self.path(file))).create_view("data")
            result: dict[str, np.ndarray[Any, Any]] = connection.execute(query).fetchnumpy()
        return result

    def rows(self, file: str, query: str = "select * from data") -> Sequence[tuple[Any, ...]]:
        """Rows of a Parquet file as tuples, through DuckDB; the same query rules as `columns`."""
        import duckdb

        with duckdb.connect(":memory:") as connection:
            connection.execute("set threads = 1")
            connection.from_parquet(str(self.path(file))).create_view("data")
            result: list[tuple[Any, ...]] = connection.execute(query).fetchall()
        return result


def raw_data(directory: str | None = None) -> RawData:
    """The raw data directory: the one given, else the variable COMITY_DATA, else `shared/data` beside the checkout.

    raises  OutsideFailed if there is none
    """
    named = directory or os.environ.get(_VARIABLE)
    chosen = Path(named) if named else _beside_checkout()
    if chosen is None:
        raise OutsideFailed("no raw data directory is named", hint=_HINT)
    if not chosen.is_dir():
        raise OutsideFailed(f"there is no raw data directory at {chosen}", hint=_HINT)
    return RawData(chosen)


def _beside_checkout() -> Path | None:
    """`shared/data` next to the checkout this code runs from; None where it runs from an installed package."""
    checkout = Path(__file__).resolve().parents[3]
    return checkout.parent / "shared" / "data" if (checkout / "pyproject.toml").is_file() else None

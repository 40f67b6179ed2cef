"""Rows and cells of text tables; what does not fit is named with its line, never guessed and never skipped."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from datetime import date, datetime

from comity.kernel.errors import BadContent
from comity.sources.contract import File, SchemaChanged

# Source texts of one UCDP event can be longer than the 128 KiB that the csv module allows by default.
csv.field_size_limit(16 * 1024 * 1024)

# Years of anything we read; outside is a slip of a pen or a cell in the wrong column.
_YEARS = range(1700, 2200)


def text_of(file: File) -> str:
    """The file's text; UTF-8, with or without a byte order mark. Raises BadContent for anything else."""
    try:
        return file.body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadContent(
            f"{file.name} is not UTF-8 at byte {error.start}", hint="save it as UTF-8, or fetch it again"
        ) from error


def lines_of(file: File, *, sign: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Number of the last line and cells of each row that is not blank; raises BadContent where quoting is broken."""
    reader = csv.reader(io.StringIO(text_of(file), newline=""), delimiter=sign, strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num, row
    except csv.Error as error:
        raise BadContent(
            f"{file.name} line {reader.line_num}: {error}", hint="the file may be cut short; fetch or save it again"
        ) from error


def check_header(file: File, header: list[str], needed: tuple[str, ...]) -> None:
    """Nothing, if the header names every column needed, none of them twice; raises SchemaChanged."""
    lacking = [name for name in needed if name not in header]
    if lacking:
        raise SchemaChanged(
            f"{file.name} lacks the column {', '.join(lacking)}; it has {', '.join(header[:8])}"[:400],
            hint="check that it is the right file; if the provider changed its form, report it",
        )
    twice = [name for name in needed if header.count(name) > 1]
    if twice:
        raise SchemaChanged(f"{file.name} has the column {', '.join(twice)} twice", hint="remove one of them")


def whole(text: str, where: str) -> int | None:
    """The whole number of a cell, None for an empty one; raises BadContent."""
    written = text.strip()
    if not written:
        return None
    # Some exports write counts as 3.0; no count of anything has more than twelve digits.
    digits = written.removesuffix(".0").removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 12):
        raise BadContent(f"{where} is {text[:40]!r}, not a whole number", hint="correct the cell")
    return int(written.removesuffix(".0"))


def number(text: str, where: str) -> float | None:
    """The number of a cell, None for an empty one; raises BadContent, also for infinity and not-a-number."""
    written = text.strip()
    if not written:
        return None
    try:
        value = float(written)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in written:
        raise BadContent(f"{where} is {text[:40]!r}, not a number", hint="correct the cell")
    return value


def degrees(text: str, most: float, where: str) -> float | None:
    """Latitude (most 90) or longitude (most 180) of a cell, None for an empty one; raises BadContent."""
    value = number(text, where)
    if value is not None and abs(value) > most:
        raise BadContent(f"{where} is {text[:40]!r}, beyond {most:g} degrees", hint="correct the cell")
    return value


def day(text: str, where: str, form: str = "") -> date:
    """The day of a cell that begins with YYYY-MM-DD, whatever hour follows, or in another form (strptime's words).

    raises  BadContent, also for an empty cell and for years before 1700 or after 2199
    """
    written = text.strip()
    try:
        found = datetime.strptime(written, form).date() if form else _iso(written)  # noqa: DTZ007 - a day has no zone
    except ValueError:
        found = date.min
    if found.year not in _YEARS:
        said = f" in the form {form}" if form else ""
        raise BadContent(f"{where} is {text[:40]!r}, not a day{said}", hint="write YYYY-MM-DD, or name the form")
    return found


def _iso(written: str) -> date:
    if len(written) > 10 and written[10] not in " T":
        raise ValueError(written)
    head = written[:10]
    if len(head) != 10 or head[4] + head[7] != "--":
        raise ValueError(written)
    return date.fromisoformat(head)

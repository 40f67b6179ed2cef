"""Comma- and tab-separated files: the header is checked first, then record by record without holding them all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import msgspec

from comity.kernel.errors import BadContent
from comity.sources.contract import File, SchemaChanged
from comity.sources.forms.entry import Entry


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """How a provider's delimited file looks.

    needs   columns without which the file cannot be read
    takes   columns read where they are there
    names   all column names, for a file that has no header
    blank   words that stand for an empty field
    quoted  whether double quotes enclose fields
    strict  whether a stray quote within a field is an error; off for providers who write such
    """

    needs: tuple[str, ...]
    takes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    blank: frozenset[str] = frozenset({""})
    delimiter: str = ","
    encoding: str = "utf-8-sig"
    quoted: bool = True
    strict: bool = True


def entries(file: File, form: Form) -> Iterator[Entry]:
    """The file's records, with the columns that the form needs or takes.

    raises  SchemaChanged for a missing column, BadContent for a record of another length or broken text
    """
    rows = lines(file, form)
    header = list(form.names)
    if not header:
        header = next(rows, ("", []))[1]
        check_header(file, header, form)
    wanted = {*form.needs, *form.takes}
    picks = [(at, name) for at, name in enumerate(header) if name in wanted]
    for where, cells in rows:
        if len(cells) != len(header):
            raise wrong_length(where, cells, len(header))
        yield Entry(where, {name: cells[at] for at, name in picks}, form.blank)


def check_header(file: File, header: list[str], form: Form) -> None:
    """Raises SchemaChanged if a needed column is missing or stands twice; says what was found instead."""
    if any("<" in name for name in header[:1]):
        raise SchemaChanged(
            f"{file.name} begins with {header[0][:40]!r}: a page, no table",
            hint="the provider answered with a web page; try again later",
        )
    missing = [name for name in form.needs if name not in header]
    if missing:
        shown = ", ".join(header[:12]) + (f" and {len(header) - 12} more" if len(header) > 12 else "")
        raise SchemaChanged(
            f"{file.name} lacks {', '.join(missing)}; its columns are {shown or 'none'}",
            hint="the provider changed its form; the last good vintage stays in use",
        )
    twice = sorted({name for name in (*form.needs, *form.takes) if header.count(name) > 1})
    if twice:
        raise SchemaChanged(f"{file.name} has the column {', '.join(twice)} twice", hint="ask the provider")


def wrong_length(where: str, cells: list[str], wanted: int) -> BadContent:
    """The error for a record that has more or fewer cells than there are columns."""
    return BadContent(
        f"{where} has {len(cells)} cells under {wanted} columns",
        hint="the file is cut off or not quoted as it was; fetch it again",
    )


def lines(file: File, form: Form) -> Iterator[tuple[str, list[str]]]:
    """Each record's place and cells, empty lines left out; the first is the header where there is one."""
    zero = file.body.find(b"\0")
    if zero >= 0 and "16" not in form.encoding:
        raise BadContent(
            f"{file.name} line {_line_at(file.body, zero)} holds a zero byte, which no text has",
            hint="the file is damaged, or in UTF-16: save it as UTF-8, or get it again",
        )
    text = io.TextIOWrapper(io.BytesIO(file.body), encoding=form.encoding, newline="")
    reader = csv.reader(
        text,
        delimiter=form.delimiter,
        quoting=csv.QUOTE_MINIMAL if form.quoted else csv.QUOTE_NONE,
        strict=form.strict,
    )
    while True:
        try:
            cells = next(reader, None)
        except UnicodeDecodeError:
            raise _misread(file, form.encoding) from None
        except csv.Error as error:
            raise BadContent(
                f"{file.name} line {max(1, reader.line_num)} cannot be read: {error}",
                hint="the file is cut off, compressed, or not quoted as it was; get it again",
            ) from None
        if cells is None:
            return
        if cells:
            yield f"{file.name} line {reader.line_num}", cells


def _line_at(body: bytes, at: int) -> int:
    return body.count(b"\n", 0, at) + 1


def _misread(file: File, encoding: str) -> BadContent:
    """The error for bytes in another encoding. The line is found anew, since text is decoded ahead of the records."""
    at = 0
    try:
        file.body.decode(encoding)
    except UnicodeDecodeError as error:
        # A mark of UTF-8 is taken off before the count of bytes begins.
        at = error.start + (3 if file.body.startswith(b"\xef\xbb\xbf") else 0)
    return BadContent(
        f"{file.name} line {_line_at(file.body, at)} cannot be read: byte {file.body[at]:#04x} is not of {encoding}",
        hint="the file is compressed or in another encoding; save it as UTF-8, or get it again",
    )


def encoding_of(body: bytes) -> str:
    """UTF-8 where the whole body is that, else Latin-1; for small files of providers who wrote now this, now that."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8-sig"

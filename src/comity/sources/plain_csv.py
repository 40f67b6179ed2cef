"""A user's own CSV: events or values, whatever its columns are called. Every bad row is named; one refuses the file.

The mapping comes with the file as pairs of field and column; "=word" instead of a column is a value for all rows.
    gives        =Event (by default) or =Reading
    dates        =day (by default, YYYY-MM-DD), =month, =year, or a form in strptime's words such as =%d/%m/%Y
    kind:WORD    =ours: what a word of the file's kind column stands for in records.event.Violence
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import get_args

from comity.kernel.errors import BadContent, Misused, did_you_mean
from comity.records.event import Event, Reading, Violence
from comity.sources.contract import Ask, File, SchemaChanged, Source, Wish
from comity.sources.forms import delimited
from comity.sources.forms.entry import Entry, Once, last_of_month

SOURCE = Source(
    name="plain_csv",
    title="Your own CSV of events or values",
    provider="you",
    home="docs/how-to/bring-in-data.md",
    gives=("Event", "Reading"),
    licence="yours: the terms under which you hold the data",
    terms="You answer for what may be done with them; rows are never passed on.",
    cite="as the owner of the data asks",
    shareable=False,
    cadence=0,
    own=True,
    ahead=True,
)

_FIELDS = {
    "Event": (
        "id", "state", "began", "ended", "kind", "deaths", "low", "high", "civilians", "lat", "lon", "precision",
        "side_a", "side_b", "reports",
    ),
    "Reading": ("state", "variable", "began", "ended", "value", "unit"),
}  # fmt: skip
_NEEDED = {"Event": ("state", "began", "kind"), "Reading": ("state", "variable", "began", "value")}
_KINDS = get_args(Violence)
# Bad rows named in one refusal; the rest is counted.
_NAMED = 10


def asks(wish: Wish) -> tuple[Ask, ...]:  # noqa: ARG001 - the contract gives it
    """Nothing: the file is the user's."""
    return ()


def read(file: File) -> Iterator[Event | Reading]:
    """Rows of the file, in its order.

    raises  Misused for a mapping that does not fit the rows wanted, SchemaChanged for one that does not fit the header,
            BadContent naming the lines of all bad rows
    """
    gives, columns, words = _mapping(dict(file.columns))
    lines = delimited.lines(file, delimited.Form(needs=(), delimiter="\t" if file.media == "tsv" else ","))
    header = [name.strip() for name in next(lines, ("", []))[1]]
    delimited.check_header(file, header, delimited.Form(needs=_columns_named(columns)))
    # A field that no column was named for is looked for under its own name.
    columns = {name: name for name in _FIELDS[gives] if name in header} | columns
    delimited.check_header(file, header, delimited.Form(needs=_columns_named(columns)))
    lacking = [field for field in _NEEDED[gives] if field not in columns]
    if lacking:
        raise SchemaChanged(
            f"{file.name}: no column is named for {', '.join(lacking)}",
            hint=f"add --map {lacking[0]}=COLUMN, or --map {lacking[0]}==VALUE",
        )
    faults: list[str] = []
    once = Once()
    for where, cells in lines:
        try:
            row = _row(file, _entry(where, header, cells, columns), gives, words)
            once.add(_key(row), Entry(where, {}))
        except BadContent as fault:
            faults.append(fault.message)
            continue
        if not faults:
            yield row
    if faults:
        more = f"; and {len(faults) - _NAMED} more" if len(faults) > _NAMED else ""
        count = "1 bad row" if len(faults) == 1 else f"{len(faults)} bad rows"
        raise BadContent(
            f"{count}, nothing was imported: {'; '.join(faults[:_NAMED])}{more}",
            hint="correct them and import again",
        )


def _mapping(pairs: dict[str, str]) -> tuple[str, dict[str, str], dict[str, str]]:
    """The kind of row, the column (or "=value") of each field, and the words: `dates` and kind:WORD."""
    gives = pairs.pop("gives", "=Event").removeprefix("=")
    if gives not in _FIELDS:
        raise Misused(f"gives is {gives!r}", hint="gives takes Event or Reading")
    words = {
        name: pairs.pop(name).removeprefix("=") for name in [*pairs] if name == "dates" or name.startswith("kind:")
    }
    for name, word in words.items():
        if name != "dates" and word not in _KINDS:
            raise Misused(f"{name} stands for {word!r}", hint=did_you_mean(word, _KINDS))
    for field in pairs:
        if field not in _FIELDS[gives]:
            raise Misused(f"{gives} has no field {field!r}", hint=did_you_mean(field, _FIELDS[gives]))
    return gives, pairs, words


def _columns_named(columns: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for column in columns.values() if not column.startswith("=")))


def _entry(where: str, header: list[str], cells: list[str], columns: Mapping[str, str]) -> Entry:
    if len(cells) != len(header):
        raise delimited.wrong_length(where, cells, len(header))
    held = dict(zip(header, cells, strict=True))
    fields = {field: column[1:] if column.startswith("=") else held[column] for field, column in columns.items()}
    return Entry(where, fields)


def _row(file: File, entry: Entry, gives: str, words: Mapping[str, str]) -> Event | Reading:
    source = file.dataset or SOURCE.name
    began, last = _span(entry, "began", words.get("dates", "day"))
    ended = _span(entry, "ended", words.get("dates", "day"))[1] if entry.text("ended") else last
    if ended < began:
        raise entry.fault("ended", f"lies before the first day, {began}")
    if gives == "Reading":
        return Reading(
            source=source, state=entry.state("state"), variable=entry.must("variable"), began=began, ended=ended,
            value=entry.real("value"), unit=entry.text("unit"),
        )  # fmt: skip
    return Event(
        source=source,
        id=entry.must("id") if "id" in entry.fields else _digest(entry),
        state=entry.state("state"),
        began=began,
        ended=ended,
        kind=_kind(entry, words),
        deaths=entry.count("deaths"),
        low=entry.count("low"),
        high=entry.count("high"),
        civilians=entry.count("civilians"),
        lat=entry.degrees("lat", 90.0),
        lon=entry.degrees("lon", 180.0),
        precision=entry.text("precision"),
        side_a=entry.text("side_a"),
        side_b=entry.text("side_b"),
        reports=entry.count("reports"),
    )


def _kind(entry: Entry, words: Mapping[str, str]) -> Violence:
    said = entry.must("kind")
    found = words.get(f"kind:{said}", said)
    for kind in _KINDS:
        if kind == found:
            known: Violence = kind
            return known
    raise entry.fault("kind", f"is none of {', '.join(_KINDS)}, and no kind:{said} is given")


def _span(entry: Entry, field: str, form: str) -> tuple[date, date]:
    """First and last day of a cell: a day is both, a month or a year is its whole."""
    said = entry.must(field)
    try:
        if form == "year" and len(said) == 4:
            return date(int(said), 1, 1), date(int(said), 12, 31)
        if form == "month" and len(said) == 7:
            first = date.fromisoformat(f"{said}-01")
            return first, last_of_month(first.year, first.month)
        if "%" in form:
            day = datetime.strptime(said, form).date()  # noqa: DTZ007 - a day has no zone
            return day, day
    except ValueError:
        raise entry.fault(field, f"is no {form if '%' not in form else 'day in the form ' + form}") from None
    if form != "day":
        raise entry.fault(field, f"is no {form}")
    day = entry.day(field)
    return day, day


def _digest(entry: Entry) -> str:
    """An id for a row without one: a digest of what it says, so that the same row is the same event again."""
    said = "\x1f".join(f"{name}={entry.text(name)}" for name in sorted(entry.fields))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _key(row: Event | Reading) -> object:
    return row.id if isinstance(row, Event) else (row.state, row.variable, row.began, row.ended)

"""Any CSV with HXL tags: what the columns mean is read off the tag row alone, never off their titles.

HXL 1.1 (https://hxlstandard.org): a row of hashtags with attributes stands among the first 25 rows, data below it.
`tagged` gives plain rows by tag. `read` gives values of states where the tags tell state, period and value; the other
tagged columns become part of the variable's name: population[adm1=SD01,age=0-4,gender=f].
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from comity.records.event import Reading, Row
from comity.sources.contract import Aside, Ask, File, SchemaChanged, Source, Wish
from comity.sources.forms import delimited, sifted
from comity.sources.forms.entry import Entry, Once, last_of_month

SOURCE = Source(
    name="hxl",
    title="CSV with HXL tags, such as from the Humanitarian Data Exchange",
    provider="whoever published the file",
    home="https://data.humdata.org/",
    gives=("Reading",),
    licence="as the publisher states beside the file",
    terms="Licences on the exchange differ from file to file: you answer for keeping to this one; rows stay with you.",
    cite="as the publisher asks; name the file and the day it was downloaded",
    shareable=False,
    cadence=0,
    own=True,
    ahead=True,
)

# HXL 1.1: the tag row stands within the first 25 rows.
_SEARCHED = 25
_TAG = re.compile(r"#\s*[a-z][a-z0-9_]*(\s*\+\s*[a-z][a-z0-9_]*)*", re.IGNORECASE)
# Tags whose cells are numbers by the standard.
_NUMBERS = ("#population", "#affected", "#inneed", "#targeted", "#reached", "#value", "#capacity")
# Tags that tell nothing apart: titles, notes and places on a map.
_ASIDE = ("#country", "#date", "#indicator", "#meta", "#description", "#geo", "#region", "#x_")
_BLANK = frozenset({"", "None", "none", "null", "NULL", "NA", "N/A", "n/a", "NaN", "nan", "-", ".."})
_YEAR = re.compile(r"[0-9]{4}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """Tags of the columns that make a value of a state: their full tags, as they are keys of a tagged row."""

    state: str
    begins: str
    ends: str
    values: tuple[str, ...]
    variable: str
    parts: tuple[tuple[str, str], ...]


def asks(wish: Wish) -> tuple[Ask, ...]:  # noqa: ARG001 - the contract gives it
    """Nothing: the file is at hand."""
    return ()


def tagged(file: File) -> Iterator[Entry]:
    """Plain rows: cells by tag (lower case, without blanks); the first of two columns with the same tag counts.

    raises  SchemaChanged where no row of tags is found, BadContent for rows of another length
    """
    lines = delimited.lines(file, delimited.Form(needs=()))
    tags: list[str] = []
    for number, (where, cells) in enumerate(lines):
        if tags:
            if len(cells) != len(tags):
                raise delimited.wrong_length(where, cells, len(tags))
            held = {tag: cell for tag, cell in zip(reversed(tags), reversed(cells), strict=True) if tag}
            yield Entry(where, held, _BLANK)
        elif _tag_row(cells):
            tags = [re.sub(r"\s", "", cell).lower() for cell in cells]
        elif number + 1 >= _SEARCHED:
            break
    if not tags:
        raise SchemaChanged(
            f"{file.name} has no row of HXL tags among its first {_SEARCHED} rows",
            hint="import it as plain_csv, with a mapping of its columns",
        )


def read(file: File) -> Iterator[Row]:
    """Values of states, in the order of the file; raises SchemaChanged where the tags do not tell them."""
    return sifted.rows(_parsed(file))


def aside(file: File) -> Iterator[Aside]:
    """Rows about places that are no state."""
    return sifted.asides(_parsed(file))


def columns(file: File, tags: tuple[str, ...]) -> Columns:
    """Which tags tell state, period and value; raises SchemaChanged naming what is missing."""
    state = _first(tags, "#country", ("+code", "+iso3", "+iso2", "+name", ""))
    begins = _first(tags, "#date", ("+start", "+year", "+month", "+occurred", "+reported", ""))
    ends = _first(tags, "#date", ("+end",)) or begins
    values = tuple(tag for tag in tags if _is_value(tag))
    lacking = [what for what, found in (("#country", state), ("#date", begins), ("a value", values)) if not found]
    if lacking:
        raise SchemaChanged(
            f"{file.name} has no column tagged {', '.join(lacking)}; its tags are {', '.join(tags)}"[:400],
            hint="its rows are no values of states; import it as plain_csv, with a mapping of its columns",
        )
    named = _first(tags, "#indicator", ("+code", "+id", "+name"))
    groups = dict.fromkeys(_bare(tag) for tag in tags if not tag.startswith(_ASIDE) and not _is_value(tag))
    parts = tuple((group[1:], _first(tags, group, ("+code", "+id", "+range", ""))) for group in sorted(groups))
    return Columns(state=state, begins=begins, ends=ends, values=values, variable=named, parts=parts)


def _parsed(file: File) -> Iterator[Row | Aside]:
    once = Once()
    found: Columns | None = None
    for entry in tagged(file):
        if found is None:
            # Tagged rows are built back to front, so that the first of two equal tags counts; here the order returns.
            found = columns(file, tuple(reversed(list(entry.fields))))
        state = entry.state(found.state)
        if not state:
            yield Aside(where=entry.where, words=entry.text(found.state), why="a territory that is no state")
            continue
        began, ended = _span(entry, found.begins)[0], _span(entry, found.ends)[1]
        if ended < began:
            raise entry.fault(found.ends, f"lies before the first day, {began}")
        for tag in found.values:
            variable = _variable(entry, found, tag)
            once.add((state, variable, began, ended), entry)
            yield Reading(
                source=file.dataset or SOURCE.name, state=state, variable=variable, began=began, ended=ended,
                value=_number(entry, tag),
            )  # fmt: skip


def _number(entry: Entry, tag: str) -> float | None:
    # Figures of people are often written with separators of thousands.
    said = entry.text(tag)
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", said):
        return float(said.replace(",", ""))
    return entry.real(tag)


def _variable(entry: Entry, found: Columns, tag: str) -> str:
    base = entry.must(found.variable) if found.variable and _bare(tag) == "#indicator" else tag[1:]
    parts = ",".join(f"{name}={entry.text(column)}" for name, column in found.parts if entry.text(column))
    return f"{base}[{parts}]" if parts else base


def _span(entry: Entry, tag: str) -> tuple[date, date]:
    """First and last day of a cell with a day, a month or a year."""
    said = entry.must(tag)
    if _YEAR.fullmatch(said):
        year = entry.year(tag)
        return entry.on(tag, year, 1, 1), entry.on(tag, year, 12, 31)
    if _MONTH.fullmatch(said):
        first = entry.on(tag, int(said[:4]), int(said[5:]), 1)
        return first, last_of_month(first.year, first.month)
    day = entry.day(tag)
    return day, day


def _tag_row(cells: list[str]) -> bool:
    return any(cell.strip() for cell in cells) and all(
        not cell.strip() or _TAG.fullmatch(cell.strip()) for cell in cells
    )


def _bare(tag: str) -> str:
    return tag.partition("+")[0]


def _is_value(tag: str) -> bool:
    if _bare(tag) == "#indicator":
        return "+value" in tag or "+num" in tag
    return _bare(tag) in _NUMBERS


def _first(tags: tuple[str, ...], bare: str, attributes: tuple[str, ...]) -> str:
    """The first tag of that name with the first attribute that any has; an empty attribute takes any; else empty."""
    own = [tag for tag in tags if _bare(tag) == bare]
    for attribute in attributes:
        for tag in own:
            if not attribute or attribute in [f"+{part}" for part in tag.split("+")[1:]]:
                return tag
    return ""

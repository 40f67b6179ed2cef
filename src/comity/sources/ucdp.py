"""How UCDP writes events, the same in the yearly dataset and in the monthly candidates.

Four forms are read: the CSV of the download centre, the CSV of the download dialog (47 names over 48 fields, days as
MM/DD/YYYY, best_est for best), the CSV on HDX (a row of HXL tags under the header), and pages of the API (JSON).
Documentation: UCDP GED codebook. Traps: number_of_sources is -1 where unknown; events in Gaza and the West Bank stand
under Israel (Gleditsch-Ward 666), those in Soviet republics before 1991 under Russia (365).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import msgspec

from comity.kernel.errors import NotOnShelf
from comity.records.event import Event, Violence
from comity.sources.contract import File, SchemaChanged
from comity.sources.forms import delimited, objects
from comity.sources.forms.entry import Entry
from comity.sources.forms.places import from_cow

# UCDP GED codebook, type_of_violence.
_KINDS: dict[str, Violence] = {"1": "state_based", "2": "non_state", "3": "one_sided"}
_NEEDS = (
    "id", "type_of_violence", "side_a", "side_b", "number_of_sources", "where_prec", "latitude", "longitude",
    "country", "country_id", "event_clarity", "date_prec", "date_start", "date_end", "deaths_civilians",
    "best", "high", "low",
)  # fmt: skip
_TAKES = ("code_status",)
_ESTIMATES = ("best_est", "high_est", "low_est")
# UCDP's names with a former one in brackets, and the code of the series.
_ODD = {
    "DR Congo (Zaire)": "COD", "Congo": "COG", "Cambodia (Kampuchea)": "KHM", "Madagascar (Malagasy)": "MDG",
    "Russia (Soviet Union)": "RUS", "Serbia (Yugoslavia)": "SRB", "Kingdom of eSwatini (Swaziland)": "SWZ",
}  # fmt: skip
_AMERICAN = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4}) 00:00:00")


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of the API, as it comes."""

    TotalCount: int
    TotalPages: int
    Result: list[Any]
    NextPageUrl: str | None = None


def page(file: File) -> Page:
    """The answer of the API; raises SchemaChanged for JSON of another form, BadContent for none."""
    held = objects.fields(file, objects.decoded(file), ("TotalCount", "TotalPages", "Result"))
    try:
        return msgspec.convert(held, Page)
    except msgspec.ValidationError as error:
        raise SchemaChanged(
            f"{file.name} is no page of UCDP events: {error}", hint="if the provider changed its form, report it"
        ) from error


def events(file: File, source: str) -> Iterator[Event]:
    """Events of one CSV file or one page of the API, in its order; raises SchemaChanged or BadContent."""
    entries = objects.entries(file, page(file).Result, _NEEDS) if file.media == "json" else _table(file)
    for entry in entries:
        yield _event(entry, source)


def numbers_of(state: str) -> tuple[int, ...]:
    """The numbers under which UCDP may write a state given by its alpha-3 code; none where it has none.

    They are those of Gleditsch and Ward, equal to Correlates of War's wherever UCDP records events.
    """
    return _numbers().get(state, ())


def _table(file: File) -> Iterator[Entry]:
    lines = delimited.lines(file, delimited.Form(needs=_NEEDS))
    # The download dialog writes best_est, high_est and low_est.
    header = [
        name.removesuffix("_est") if name in _ESTIMATES else name for name in map(str.strip, next(lines, ("", []))[1])
    ]
    delimited.check_header(file, header, delimited.Form(needs=_NEEDS, takes=_TAKES))
    picks = [(at, name) for at, name in enumerate(header) if name in _NEEDS or name in _TAKES]
    for number, (where, found) in enumerate(lines):
        # The dialog ends its rows, not its header, with one comma more.
        cells = found[:-1] if len(found) == len(header) + 1 and not found[-1] else found
        if len(cells) != len(header):
            raise delimited.wrong_length(where, cells, len(header))
        if number == 0 and _tags(cells):
            continue
        yield Entry(where, {name: cells[at] for at, name in picks})


def _tags(cells: list[str]) -> bool:
    """Whether this is a row of HXL tags: empty cells or tags, and at least one tag."""
    return any(cells) and all(not cell or cell.startswith("#") for cell in cells)


def _event(entry: Entry, source: str) -> Event:
    began, ended = _day(entry, "date_start"), _day(entry, "date_end")
    if ended < began:
        raise entry.fault("date_end", f"lies before the first day, {began}")
    kind = _KINDS.get(entry.text("type_of_violence"))
    if kind is None:
        raise SchemaChanged(
            f"{entry.where}: type_of_violence is {entry.text('type_of_violence')[:20]!r}, not 1, 2 or 3",
            hint="the provider changed its form; the last good vintage stays in use",
        )
    number = entry.count("id")
    if number is None:
        raise entry.fault("id", "may not be empty")
    reports = entry.whole("number_of_sources")
    return Event(
        source=source,
        id=str(number),
        state=_state(entry),
        began=began,
        ended=ended,
        kind=kind,
        deaths=entry.count("best"),
        low=entry.count("low"),
        high=entry.count("high"),
        civilians=entry.count("deaths_civilians"),
        lat=entry.degrees("latitude", 90.0),
        lon=entry.degrees("longitude", 180.0),
        precision=_precision(entry),
        side_a=entry.text("side_a"),
        side_b=entry.text("side_b"),
        reports=None if reports is None or reports < 0 else reports,
    )


def _day(entry: Entry, field: str) -> date:
    american = _AMERICAN.fullmatch(entry.text(field))
    if american:
        return entry.on(field, int(american[3]), int(american[1]), int(american[2]))
    return entry.day(field)


def _precision(entry: Entry) -> str:
    words = [f"{name} {entry.text(name)}" for name in ("where_prec", "date_prec", "event_clarity") if entry.text(name)]
    status = entry.text("code_status")
    # Candidates are marked with what is still to be checked; finished events say Clear.
    return ", ".join([*words, status] if status and status != "Clear" else words)


def _state(entry: Entry) -> str:
    number = entry.whole("country_id")
    known = None if number is None else _code(number)
    return known or entry.state("country", _ODD)


@cache
def _code(number: int) -> str | None:
    try:
        return from_cow(number)
    except NotOnShelf:
        return None


@cache
def _numbers() -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number in range(1, 1000):
        code = _code(number)
        if code:
            found[code] = (*found.get(code, ()), number)
    return found
